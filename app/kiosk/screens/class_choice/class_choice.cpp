#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

namespace {

// Tiles in lines; a long name takes the room of two or more.
struct Tiling {
    std::vector<Rect> tiles;
    float least = 0;  // the smaller side of a tile, by which tilings are compared; 0: does not fit
};

Tiling tile(const kit::Kit& kit, const std::vector<float>& widths, Rect where, int columns, bool at_the_foot) {
    const float gap = kit.px(18);
    const float cell = (where.w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    if (cell < target(kit)) return {};
    std::vector<std::pair<int, int>> places;  // column, line
    std::vector<int> spans;
    int column = 0, line = 0;
    for (const float width : widths) {
        const float need = width + kit.px(52);
        const int span = std::max(1, static_cast<int>(std::ceil((need + gap) / (cell + gap))));
        if (span > columns) return {};
        if (column + span > columns) {
            column = 0;
            ++line;
        }
        places.emplace_back(column, line);
        spans.push_back(span);
        column += span;
    }
    const auto lines = static_cast<float>(line + 1);
    const float height = std::min((where.h - gap * (lines - 1)) / lines, kit.px(kit.portrait() ? 144 : 132));
    if (height < target(kit)) return {};
    const float top = at_the_foot ? where.bottom() - height * lines - gap * (lines - 1) : where.y;
    Tiling tiling;
    tiling.least = std::min(std::min(cell, kit.px(152)) / 1.15f, height);
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto [at, on] = places[i];
        const auto span = static_cast<float>(spans[i]);
        tiling.tiles.push_back({where.x + static_cast<float>(at) * (cell + gap),
                                top + static_cast<float>(on) * (height + gap), cell * span + gap * (span - 1), height});
    }
    return tiling;
}

}  // namespace

session::Intent draw(kit::Kit& kit, const session::ClassView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    if (kit.back_button("back", texts.text("Back"))) answer = intent::Back{};
    Rect body = draw_title(kit, "class.title", texts.text("Your class"));
    draw_note(kit, "class.purpose",
              view.purpose == session::Purpose::rate ? texts.text("Rate a meeting") : texts.text("Check in"));

    if (view.teachers) {
        const Rect teachers = body.take_bottom(std::max(kit.px(96), target(kit)));
        body.take_bottom(kit.px(32));
        if (kit.button("class.teachers", teachers, texts.text("I am a teacher"), ButtonStyle::secondary))
            answer = intent::ChooseTeachers{};
    }
    if (view.classes.empty()) {
        kit.text_in_middle("class.none", body, texts.text("There are no classes here yet. Ask the curator."),
                           TextStyle::body, Align::centre, Colour::second_ink);
        return answer;
    }

    std::vector<std::string> names;
    std::vector<float> widths;
    for (const domain::ClassName& name : view.classes) {
        names.push_back(domain::display(name));
        // A short name («10-ФИЗМАТ») stands on one line, a step smaller at most; a long one may break behind a hyphen.
        const float large = kit.text_width(names.back(), TextStyle::heading) * 0.87f;
        if (names.back().find('-') == std::string::npos)
            widths.push_back(0);  // «10А»: any tile holds it
        else
            widths.push_back(large <= kit.px(260) ? large : kit.text_width(names.back(), TextStyle::body_bold));
    }
    Rect grid = body;
    if (kit.portrait()) grid = Rect{body.x, std::max(body.y, kit.window().centre_y()), body.w, 0};
    grid.h = body.bottom() - grid.y;
    Tiling best;
    const auto search = [&](Rect where) {
        for (int columns = 2; columns <= 11; ++columns) {
            Tiling tiling = tile(kit, widths, where, columns, reach_low(kit));
            if (tiling.least > 0 && tiling.least >= best.least * 0.98f) best = std::move(tiling);
        }
    };
    search(grid);
    if (best.tiles.empty()) search(body);
    for (std::size_t i = 0; i < best.tiles.size(); ++i) {
        if (kit.button("class." + std::to_string(i), best.tiles[i], names[i], ButtonStyle::tile))
            answer = intent::ChooseClass{i};
    }
    if (!best.tiles.empty()) return answer;

    // So many long names that no tiles hold them: a list that is dragged.
    kit.card(body);
    const kit::Kit::Rows rows = kit.begin_list("class.list", body, static_cast<int>(names.size()), target(kit));
    for (int i = rows.first; i < rows.last; ++i) {
        const auto index = static_cast<std::size_t>(i);
        const std::string id = "class." + std::to_string(i);
        if (kit.row_button(id, i, names[index])) answer = intent::ChooseClass{index};
        kit.text_in_middle(id + ".name", kit.row(i).inset(kit.px(24), 0), names[index], TextStyle::body_bold,
                           Align::left);
    }
    kit.end_list();
    return answer;
}

}  // namespace kiosk::screens
