#pragma once

#include <map>
#include <string>
#include <string_view>

#include "platform/display/pointer_queue.h"

namespace kiosk::kit {

// Values on their way to a target, by id. What a pass does not ask for is forgotten at its end. Pure.
class Motions {
  public:
    void set_on(bool on) { on_ = on; }
    void begin(display::Milliseconds now);
    [[nodiscard]] float moved(std::string_view id, float start, float target, float milliseconds);
    // Forgets what this pass did not ask for. True while something is not at rest.
    [[nodiscard]] bool end();

  private:
    struct Motion {
        float from = 0, target = 0, current = 0;
        display::Milliseconds begun{0};
        float length = 0;
        bool asked = false;
    };
    std::map<std::string, Motion, std::less<>> motions_;
    display::Milliseconds now_{0};
    bool on_ = true;
    bool moving_ = false;
};

}  // namespace kiosk::kit
