#include "app/kiosk/curator/person/person.h"

#include <array>

#include "app/kiosk/curator/layout.h"
#include "app/kiosk/curator/words.h"

namespace kiosk::curator {

using domain::Mark;

session::Intent draw(kit::Kit& kit, const session::PersonView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = session::intent::Nothing{};
    Frame page = frame(kit, "person.title", view.person.name);
    if (page.back) answer = session::intent::Back{};
    Rect body = page.body;

    if (view.can_retract) {
        const Pair buttons = bottom_pair(kit, body);
        if (kit.button("person.retract", buttons.left, texts.text("Take the check-in back"), ButtonStyle::danger))
            answer = session::intent::Retract{};
    }

    struct Choice {
        const char* id;
        Mark mark;
        std::string label;
    };
    const std::array<Choice, 3> choices{Choice{"person.present", Mark::present, texts.text("Present")},
                                        Choice{"person.excused", Mark::excused, texts.text("Excused")},
                                        Choice{"person.absent", Mark::absent, texts.text("Absent")}};
    const bool column = kit.portrait();
    const float one = kit.px(column ? 120 : 132), space = gap(kit);
    Rect words = body;
    Rect grid = words.take_bottom(std::min(body.h * 0.6F, column ? one * 3 + space * 2 : one));
    words.take_bottom(space);
    for (int i = 0; i < 3; ++i) {
        const Choice& choice = choices[static_cast<std::size_t>(i)];
        const Rect cell = column ? kit::grid_cell(grid, 1, 3, space, i) : kit::grid_cell(grid, 3, 1, space, i);
        const bool chosen = view.person.mark == choice.mark;
        if (kit.button(choice.id, cell, choice.label, chosen ? ButtonStyle::selected : ButtonStyle::secondary) &&
            !chosen)
            answer = session::intent::SetMark{choice.mark};
    }

    const std::string ask = texts.text("Mark by hand:");
    const float ask_height = kit.text_height(ask, TextStyle::small, words.w);
    kit.text("person.ask", words.take_bottom(ask_height), ask, TextStyle::small, Align::left, kit::Colour::second_ink);
    words.take_bottom(kit.px(8));
    kit.card(words);
    Rect inside = words.inset(kit.px(36), kit.px(12));
    const std::string who = joined({role_words(texts, view.person), class_words(texts, view.person)});
    const std::string where =
        joined({texts.time(view.row.meeting.starts), group_words(texts, view.row), view.row.meeting.kind});
    // Together in the middle of the card; it is as high as the page leaves it.
    const float least = std::min(inside.h, kit.px(172));
    inside = {inside.x, inside.centre_y() - least / 2, inside.w, least};
    kit.text_in_middle("person.presence", inside.take_top(least * 0.4F), presence_words(texts, view.person),
                       TextStyle::second_button, Align::left, presence_colour(view.person));
    kit.text_in_middle("person.who", inside.take_top(least * 0.32F), who, TextStyle::body);
    kit.text_in_middle("person.where", inside, where, TextStyle::small, Align::left, kit::Colour::second_ink);
    return answer;
}

}  // namespace kiosk::curator
