#include <algorithm>
#include <cmath>

#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

namespace {

// From 0 to 1 and back to 0 after each touch.
float answer_to_touch(kit::Kit& kit, int touches) {
    const float at = kit.moved("saving.touch", static_cast<float>(touches), static_cast<float>(touches), 260);
    return std::sin((at - std::floor(at)) * 3.14159265f);
}

}  // namespace

// Nothing here can be pressed; every touch is answered by the words, and by the sign that swells a little.
session::Intent draw(kit::Kit& kit, const session::SavingView& view) {
    const i18n::Texts& texts = kit.texts();
    const bool asked = view.touches > 0 || view.long_wait;
    Lines lines(kit);
    lines.add("saving.title", asked ? texts.text("Please wait") : texts.text("Writing it down"), TextStyle::title);
    if (view.long_wait)
        lines.add("saving.wait",
                  texts.text("It takes longer than usual. It is not recorded yet: stay here, or tell the curator."),
                  TextStyle::body, 12);
    else
        lines.add("saving.wait", asked ? texts.text("The kiosk is still writing it down.") : texts.text("One moment"),
                  TextStyle::body, 12, asked ? Colour::ink : Colour::second_ink);
    if (view.card_waits)
        lines.add("saving.card", texts.text("The card has been read, its turn comes next."), TextStyle::body_bold, 24);

    // Both outlines: nothing is filled before it is on the disk.
    const kit::MeetingSign sign;
    const Rect body = kit.page();
    const float words = lines.height(body.w), gap = kit.px(32);
    const float side = std::min(body.h - words - gap - kit.px(24), kit.px(kit.portrait() ? 300 : 260));
    const float from = body.y + std::max(0.0f, body.h - words - gap - side) / 2;
    kit.meeting_sign(Rect{body.x, from, body.w, side}.inset(-kit.px(12) * answer_to_touch(kit, view.touches)), sign);
    lines.draw({body.x, from + side + gap, body.w, words});
    return session::intent::Nothing{};
}

}  // namespace kiosk::screens
