#include <algorithm>
#include <cmath>
#include <string>

#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

session::Intent draw(kit::Kit& kit, const session::NamesView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    if (kit.back_button("back", texts.text("Back"))) answer = intent::Back{};

    // What is searched for stands where the title stands on other screens: the room belongs to the names.
    Rect field = header(kit);
    field.take_left(kit.px(224));
    kit.card(field);
    const std::string hint =
        view.class_name ? texts.text("Find yourself in {class}", {{"class", domain::display(*view.class_name)}})
                        : texts.text("Find yourself by surname");
    const bool typed = !view.search.empty();
    kit.text_in_middle("names.search", field.inset(kit.px(28), 0), typed ? view.search : hint,
                       typed && !kit.compact() ? TextStyle::second_button : TextStyle::body, Align::left,
                       typed ? Colour::ink : Colour::second_ink);

    const Rect page = kit.page();
    const float from = header(kit).bottom() + kit.px(16);
    Rect body{page.x, from, page.w, page.bottom() - from};
    const Rect keys = take_letters(kit, body, target(kit), 0.64f);
    body.take_bottom(kit.px(16));

    if (view.people.empty()) {
        kit.text_in_middle("names.none", body, texts.text("Nobody by this name. Check the letters or ask the curator."),
                           TextStyle::body, Align::centre, Colour::second_ink);
    } else {
        const float row_height = std::round(target(kit));
        body.h = std::min(body.h, row_height * static_cast<float>(view.people.size()));
        kit.card(body);
        const kit::Kit::Rows rows =
            kit.begin_list("names.list", body, static_cast<int>(view.people.size()), row_height);
        for (int i = rows.first; i < rows.last; ++i) {
            const auto index = static_cast<std::size_t>(i);
            const std::string id = "names." + std::to_string(i);
            if (kit.row_button(id, i, view.people[index])) answer = intent::ChoosePerson{index};
            kit.text_in_middle(id + ".name", kit.row(i).inset(kit.px(28), 0), view.people[index], TextStyle::body_bold,
                               Align::left);
        }
        kit.end_list();
    }

    if (const auto pressed = kit.keyboard("names.keys", keys, kit::KeyboardLayout::russian)) {
        if (pressed->erase)
            answer = intent::EraseCharacter{};
        else
            answer = intent::TypeCharacter{pressed->character};
    }
    return answer;
}

}  // namespace kiosk::screens
