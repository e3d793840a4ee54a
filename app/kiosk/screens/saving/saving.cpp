#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

session::Intent draw(kit::Kit& kit, const session::SavingView&) {
    const i18n::Texts& texts = kit.texts();
    // Both outlines: nothing is filled before it is on the disk.
    const kit::MeetingSign sign;
    Lines lines(kit);
    lines.add("saving.title", texts.text("Writing it down"), kit::TextStyle::title);
    lines.add("saving.wait", texts.text("One moment"), kit::TextStyle::body, 12, kit::Colour::second_ink);
    draw_message(kit, kit.page(), &sign, lines);
    return session::intent::Nothing{};
}

}  // namespace kiosk::screens
