#include "app/kiosk/curator/pin/pin.h"

#include <algorithm>

#include "app/kiosk/curator/layout.h"

namespace kiosk::curator {
namespace {

constexpr std::size_t kShortestPin = 4, kLongestPin = 8;

// One dot a digit; empty places up to the shortest PIN, so that nobody beside sees how long it is from the start.
void dots(kit::Kit& kit, Rect where, std::size_t digits) {
    const std::size_t places = std::clamp(digits, kShortestPin, kLongestPin);
    const float radius = kit.px(13), step = kit.px(48);
    float x = where.centre_x() - step * static_cast<float>(places - 1) / 2;
    for (std::size_t i = 0; i < places; ++i, x += step) {
        if (i < digits)
            kit.dot(x, where.centre_y(), radius, kit::Colour::ink);
        else
            kit.dot(x, where.centre_y(), radius * 0.45F, kit::Colour::second_ink);
    }
}

std::string message(const i18n::Texts& texts, const session::PinView& view) {
    if (view.wait_seconds > 0)
        return texts.plural("Too many wrong tries. Wait {n} second", "Too many wrong tries. Wait {n} seconds",
                            view.wait_seconds);
    if (view.checking) return texts.text("One moment");
    if (view.unreadable) return texts.text("The kiosk cannot read its disk now. Try again, or start it anew.");
    if (view.wrong) return texts.text("That PIN is not right. Try again.");
    return texts.text("4 to 8 digits");
}

}  // namespace

session::Intent draw(kit::Kit& kit, const session::PinView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = session::intent::Nothing{};
    Frame page = frame(kit, "pin.title", texts.text("Curator's PIN"));
    if (page.back) answer = session::intent::Back{};

    page.body.h = kit.page().bottom() - page.body.y;  // the margin is for the warning of a long stillness
    Rect words = page.body, keys;
    if (kit.portrait()) {
        keys = words.take_bottom(std::min(words.h * 0.62F, words.w * 1.1F));
        words.take_bottom(gap(kit));
    } else {
        keys = words.take_right(words.w * 0.5F);
        words.take_right(gap(kit) * 2);
    }
    const bool can_type = view.wait_seconds == 0 && !view.checking;

    Rect enter = words.take_bottom(std::max(target(kit), kit.px(112)));
    words.take_bottom(gap(kit));
    dots(kit, words.take_top(words.h * 0.5F), view.digits);
    const bool bad = view.wait_seconds > 0 || view.wrong || view.unreadable;
    kit.text("pin.message", words, message(texts, view), kit::TextStyle::body, kit::Align::centre,
             bad ? kit::Colour::refusal : kit::Colour::second_ink);
    if (kit.button("pin.enter", enter, texts.in_context("PIN", "Enter"), kit::ButtonStyle::primary,
                   can_type && view.digits >= kShortestPin))
        answer = session::intent::EnterPin{};

    if (const auto key = kit.keyboard("pin.keys", keys, kit::KeyboardLayout::digits, can_type)) {
        if (key->erase)
            answer = session::intent::EraseCharacter{};
        else if (view.digits < kLongestPin)
            answer = session::intent::TypeCharacter{key->character};
    }
    return answer;
}

}  // namespace kiosk::curator
