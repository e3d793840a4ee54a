#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "app/kiosk/kit/kit.h"
#include "app/kiosk/kit/styles.h"
#include "app/kiosk/kit/trace.h"
#include "platform/display/fonts.h"
#include "platform/display/pointer_queue.h"

struct ImDrawData;

namespace kiosk::kit {

struct KitOptions {
    float width = 1280, height = 800;          // pixels of the window
    std::shared_ptr<const i18n::Texts> texts;  // never null
    Theme theme;
    bool motion = true;
    bool low_mode = false;
    bool trace = false;  // gather the trace (costs allocations)
};

// What the program that owns the kit does with it: passes. A pass is: begin_pass, a screen's draw(kit), end_pass.
// Needs no window and no OpenGL. UI thread. One pass at a time.
class PassKit : public Kit {
  public:
    // -- between passes
    virtual void set_texts(std::shared_ptr<const i18n::Texts> texts) = 0;
    virtual void set_theme(const Theme& theme) = 0;
    virtual void set_motion(bool on) = 0;
    virtual void set_low_mode(bool on) = 0;
    virtual void set_trace(bool on) = 0;
    // The whole picture moves by some pixels, so that no panel burns in. Touches follow it.
    virtual void set_burn_in_shift(float dx, float dy) = 0;
    // The school's PNG as a texture; 0 shows the two circles again.
    virtual void set_logo(std::uintptr_t texture, float width, float height) = 0;
    // After a roster with new characters. Give the old fonts' texture back afterwards.
    virtual std::unique_ptr<display::Fonts> replace_fonts(std::unique_ptr<display::Fonts> fonts) = 0;
    [[nodiscard]] virtual display::Fonts& fonts() = 0;

    // -- a pass
    // `screen` names it for the trace, and keeps a touch that began on one screen from ending on another. `now` is any
    // monotonic clock, the same as for the pointer queue.
    virtual void begin_pass(std::string_view screen, display::Milliseconds now, const display::Pointer& pointer) = 0;
    struct PassEnd {
        ImDrawData* drawn = nullptr;                    // lives until the next begin_pass
        bool moving = false;                            // a motion wants its next frame
        std::optional<display::Milliseconds> again_at;  // run a pass then at the latest (a long press comes of age)
    };
    virtual PassEnd end_pass() = 0;
    [[nodiscard]] virtual const Trace& trace() const = 0;  // of the last pass
};

[[nodiscard]] std::unique_ptr<PassKit> make_kit(KitOptions options, std::unique_ptr<display::Fonts> fonts);

}  // namespace kiosk::kit
