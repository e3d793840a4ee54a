#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

session::Intent draw(kit::Kit& kit, const session::NotRecordedView&) {
    const i18n::Texts& texts = kit.texts();
    kit::Rect body = kit.page();
    const Actions places = take_actions(kit, body);
    kit::MeetingSign sign;
    sign.crossed = true;
    Lines lines(kit);
    lines.add("not_recorded.title", texts.text("It was not recorded"), kit::TextStyle::display);
    lines.add("not_recorded.what", texts.text("This is the kiosk's fault. The curator will note you down by hand."),
              kit::TextStyle::body, 16);
    draw_message(kit, body, &sign, lines);
    if (kit.button("not_recorded.done", places.primary, texts.text("I'll tell the curator"), kit::ButtonStyle::primary))
        return session::intent::Done{};
    return session::intent::Nothing{};
}

}  // namespace kiosk::screens
