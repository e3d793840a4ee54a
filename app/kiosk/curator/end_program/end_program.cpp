#include "app/kiosk/curator/end_program/end_program.h"

#include "app/kiosk/curator/layout.h"

namespace kiosk::curator {

session::Intent draw(kit::Kit& kit, const session::EndProgramView&) {
    const i18n::Texts& texts = kit.texts();
    kit::Rect body = sheet(kit);
    const Pair buttons = bottom_pair(kit, body);
    const std::string title = texts.text("End the program?");
    const std::string words =
        texts.text("Nobody can check in until the kiosk is started again. What is recorded stays.");
    const float first = kit.text_height(title, kit::TextStyle::title, body.w);
    const float second = kit.text_height(words, kit::TextStyle::body, body.w);
    body.take_top(std::max(0.0F, (body.h - first - gap(kit) - second) / 2));
    kit.text("end.title", body.take_top(first), title, kit::TextStyle::title, kit::Align::centre);
    body.take_top(gap(kit));
    kit.text("end.words", body, words, kit::TextStyle::body, kit::Align::centre, kit::Colour::second_ink);

    session::Intent answer = session::intent::Nothing{};
    if (kit.button("end.confirm", buttons.left, texts.text("End"), kit::ButtonStyle::danger))
        answer = session::intent::Confirm{};
    if (kit.button("end.stay", buttons.right, texts.text("Stay"), kit::ButtonStyle::primary))
        answer = session::intent::Back{};
    return answer;
}

}  // namespace kiosk::curator
