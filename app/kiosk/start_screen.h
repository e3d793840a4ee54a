#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/domain/time.h"
#include "app/i18n/texts.h"
#include "app/kiosk/screen_record.h"
#include "app/kiosk/screens/start/start.h"
#include "app/storage/store.h"
#include "platform/api/clock.h"
#include "platform/display/window.h"

namespace kiosk {

// What somebody reads whose kiosk does not start: on the terminal in both languages, on the screen in his.
struct StartFailure {
    screens::StartProblem problem = screens::StartProblem::none;
    std::string detail;
};
[[nodiscard]] StartFailure start_failure_of(const storage::StorageError& error);
// 1 in use, 2 no data, 3 the rest.
[[nodiscard]] int exit_code_of(screens::StartProblem problem);
// "what. to do." in one line.
[[nodiscard]] std::string start_sentence(const i18n::Texts& texts, const screens::StartView& view);

// The screen before the kiosk, on the kiosk's window: while its data are read, and while something keeps it from
// starting. Makes its own kit and type at the first show() and gives them back when it is destroyed. UI thread.
class StartScreen {
  public:
    struct Parts {
        display::Window& window;
        const api::Clock& clock;
        std::shared_ptr<const i18n::Texts> russian, english;
        ScreenRecord& record;
    };
    explicit StartScreen(Parts parts);
    ~StartScreen();

    enum class Event { nothing, again, closed };
    // Draws it and waits for so long at most. False `can_draw()` afterwards where the typeface is missing.
    Event show(const screens::StartView& view, domain::Millis longest);
    [[nodiscard]] bool can_draw() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kiosk
