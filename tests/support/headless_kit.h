#pragma once

// A kit without a window, a pointer to tap with, and the loop of the program between them. Link app_kiosk_kit.
//
//     support::HeadlessKit kiosk({.width = 800, .height = 480, .texts = texts});
//     kiosk.screen = "home";
//     kiosk.draw = [&](kit::Kit& kit) { return handle(screens::draw_home(kit, view)); };  // true: draw again
//     kiosk.settle();
//     kiosk.tap("home.check_in");
//     kiosk.save("home.png");

#include <functional>
#include <stdexcept>
#include <string>
#include <utility>

#include "app/kiosk/kit/pass_kit.h"
#include "app/kiosk/kit/settle.h"
#include "tests/support/software_renderer.h"

namespace support {

class HeadlessKit {
  public:
    // `characters`: what can appear, as the program passes it. The trace is always on.
    explicit HeadlessKit(kiosk::kit::KitOptions options, std::u32string_view characters = {}) {
        options.trace = true;
        auto fonts = display::Fonts::build(
            kiosk::kit::font_requests(kiosk::kit::measures_of(options.width, options.height), characters));
        if (!fonts) throw std::runtime_error("fonts-inter is not installed");
        kit_ = kiosk::kit::make_kit(std::move(options), std::move(*fonts));
        // ImGui finds windows under the pointer from the pass before: one pass to begin with.
        kit_->begin_pass("", now, {});
        last_ = kit_->end_pass();
    }

    std::string screen = "test";
    std::function<bool(kiosk::kit::Kit&)> draw = [](kiosk::kit::Kit&) { return false; };
    display::Milliseconds now{1000};
    display::PointerQueue pointer;

    [[nodiscard]] kiosk::kit::PassKit& kit() { return *kit_; }
    [[nodiscard]] const kiosk::kit::Trace& trace() const { return kit_->trace(); }
    [[nodiscard]] const kiosk::kit::PassKit::PassEnd& last() const { return last_; }

    // Until nothing is pending, as the program does before it draws.
    const kiosk::kit::PassKit::PassEnd& settle() {
        last_ = kiosk::kit::settle(
            *kit_, pointer, now, [this] { return screen; }, draw);
        return last_;
    }
    // Lets time pass until no motion is left, 16 ms a frame; false if that does not end within a minute.
    bool rest() {
        for (int frame = 0; frame < 60 * 60; ++frame) {
            if (!settle().moving) return true;
            now += display::Milliseconds{16};
        }
        return false;
    }

    // The middle of what is to be seen of an item. Throws where no such thing is on the screen.
    [[nodiscard]] std::pair<float, float> middle(std::string_view id) const {
        const kiosk::kit::TraceItem* item = trace().find(id);
        if (item == nullptr) throw std::runtime_error("not on the screen " + trace().screen + ": " + std::string(id));
        const float left = std::max(item->rect.x, item->clip.x),
                    right = std::min(item->rect.right(), item->clip.right());
        const float top = std::max(item->rect.y, item->clip.y),
                    bottom = std::min(item->rect.bottom(), item->clip.bottom());
        return {(left + right) / 2, (top + bottom) / 2};
    }
    // Press and release without a pass between them, and all passes that follow.
    void tap(std::string_view id) {
        const auto [x, y] = middle(id);
        tap_at(x, y);
    }
    void tap_at(float x, float y) {
        pointer.press(0, x, y, now);
        pointer.release(0, x, y);
        settle();
    }
    // Held for so long, then released.
    void hold(std::string_view id, display::Milliseconds length) {
        const auto [x, y] = middle(id);
        pointer.press(0, x, y, now);
        settle();
        now += length;
        settle();
        pointer.release(0, x, y);
        settle();
    }
    void drag(float from_x, float from_y, float to_x, float to_y) {
        pointer.press(0, from_x, from_y, now);
        settle();
        constexpr int kSteps = 4;
        for (int i = 1; i <= kSteps; ++i) {
            const float share = static_cast<float>(i) / kSteps;
            pointer.move(0, from_x + (to_x - from_x) * share, from_y + (to_y - from_y) * share);
            settle();
        }
        pointer.release(0, to_x, to_y);
        settle();
    }

    // What is on the screen now, as it was drawn last.
    [[nodiscard]] display::Picture picture() {
        settle();
        return render(*last_.drawn, kit_->fonts().pixels(), kit_->theme().rgb(kiosk::kit::Colour::paper));
    }
    bool save(const std::filesystem::path& path) { return display::write_png(path, picture()).has_value(); }

  private:
    std::unique_ptr<kiosk::kit::PassKit> kit_;
    kiosk::kit::PassKit::PassEnd last_;
};

}  // namespace support
