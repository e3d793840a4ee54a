#include "app/kiosk/kit/settle.h"

namespace kiosk::kit {

PassKit::PassEnd settle(PassKit& kit, display::PointerQueue& pointer, display::Milliseconds now,
                        const std::function<std::string()>& screen_name, const std::function<bool(Kit&)>& draw_screen) {
    // A screen that answers every pass would never rest; after so many it is drawn as it is.
    constexpr int kMostAnswers = 16;
    int answers = 0;
    for (;;) {
        kit.begin_pass(screen_name(), now, pointer.next());
        const bool answered = draw_screen(kit);
        const PassKit::PassEnd end = kit.end_pass();
        if (pointer.pending()) {
            answers = 0;
            continue;
        }
        if (answered && ++answers < kMostAnswers) continue;
        return end;
    }
}

}  // namespace kiosk::kit
