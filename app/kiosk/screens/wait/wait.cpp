#include <string>

#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

session::Intent draw(kit::Kit& kit, const session::WaitView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    if (kit.back_button("back", texts.text("Back"))) answer = intent::Back{};
    const Rect top = header(kit), page = kit.page();
    Rect body{page.x, top.bottom() + kit.px(16), page.w, page.bottom() - top.bottom() - kit.px(16)};
    const Actions places = take_actions(kit, body);

    Lines lines(kit);
    const int left = view.seconds_left % 60;
    lines.add("wait.left", std::to_string(view.seconds_left / 60) + (left < 10 ? ":0" : ":") + std::to_string(left),
              TextStyle::clock);
    lines.add("wait.title", texts.text("A short pause"), TextStyle::title, 8);
    const std::string time = view.seconds_left <= 90
                                 ? texts.plural("{n} second", "{n} seconds", view.seconds_left)
                                 : texts.plural("{n} minute", "{n} minutes", (view.seconds_left + 59) / 60);
    lines.add("wait.why",
              view.class_name
                  ? texts.text("There were three wrong tries. {class} can try again in {time}.",
                               {{"class", domain::display(*view.class_name)}, {"time", time}})
                  : texts.text("There were three wrong tries. You can try again in {time}.", {{"time", time}}),
              TextStyle::body, 16);
    lines.add("wait.card", texts.text("A card works at once."), TextStyle::body, 8, Colour::second_ink);
    draw_message(kit, body, nullptr, lines);
    if (kit.button("wait.done", places.primary, texts.text("All right"), ButtonStyle::primary)) answer = intent::Done{};
    return answer;
}

}  // namespace kiosk::screens
