#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/i18n/texts.h"
#include "app/kiosk/effects.h"
#include "app/kiosk/kit/pass_kit.h"
#include "app/kiosk/letters.h"
#include "app/kiosk/screen_record.h"
#include "app/kiosk/session/session.h"
#include "platform/api/clock.h"
#include "platform/display/window.h"

namespace kiosk {

// The one loop: what came in goes to the session, its view is drawn, what a screen answers goes to the session, its
// effects are carried out. Sleeps whenever nothing is owed. UI thread.
class Kiosk {
  public:
    struct Parts {
        const api::Clock& clock;
        std::shared_ptr<const i18n::Texts> russian, english;
        display::Window& window;
        kit::PassKit& kit;
        session::Session& session;
        Effects& effects;
        ScreenRecord& record;
        std::function<void(bool)> look_for_servers;  // true: from now on; false: no more
        Letters* letters = nullptr;  // of lists that come while it runs; none: no lists come
    };
    explicit Kiosk(Parts parts);

    // Until the curator ends the program or the window is closed. `loaded`: as the data stand at start; the fonts of the
    // kit have every character of it.
    void run(const session::Loaded& loaded);

  private:
    [[nodiscard]] domain::Now now() const;
    void take_inputs();
    void take_letters();
    [[nodiscard]] bool is_touched() const;
    [[nodiscard]] domain::Millis look_every() const;
    void feed(const session::Input& input);
    void apply(const domain::Settings& settings);
    void shift_against_burn_in(const session::View& view, const domain::Now& now);
    // Runs passes until nothing is pending; the view that was drawn last stays in view_.
    void settle();
    [[nodiscard]] bool hold_back() const;
    void draw();
    [[nodiscard]] std::optional<domain::Millis> longest_wait() const;

    Parts parts_;
    session::View view_;
    domain::Settings applied_;  // to the kit
    std::deque<session::Input> waiting_;  // from lists on that came while a finger was down
    kit::PassKit::PassEnd end_;
    bool language_set_ = false;
    domain::Language language_{};
    std::optional<domain::Millis> saving_since_;  // by the monotonic clock
    domain::Millis started_{0};
    domain::Millis looked_at_machine_{0};
    bool looks_for_servers_ = false;
    bool in_trouble_ = false;  // the disk takes nothing; it is looked at more often
    int burn_in_step_ = 0;
};

}  // namespace kiosk
