#include <algorithm>
#include <array>
#include <string>

#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

namespace {

// In the order in which the kit numbers its pictures.
std::string picture_name(const i18n::Texts& texts, int picture) {
    switch (picture) {
        case 0: return texts.text("kite");
        case 1: return texts.text("fish");
        case 2: return texts.text("sun");
        case 3: return texts.text("tree");
        case 4: return texts.text("key");
        case 5: return texts.text("cup");
        case 6: return texts.text("boat");
        case 7: return texts.text("star");
        case 8: return texts.text("house");
        case 9: return texts.text("leaf");
        case 10: return texts.text("ball");
        case 11: return texts.text("bell");
        default: return texts.text("picture {n}", {{"n", std::to_string(picture)}});
    }
}

std::string hint_words(const i18n::Texts& texts, const session::PicturesView& view) {
    const bool teacher = !view.class_name;
    if (!view.wrong) {
        return teacher ? texts.in_context("to a teacher", "Pictures forgotten? Ask the curator or use your card")
                       : texts.text("Pictures forgotten? Ask the curator or use your card");
    }
    return teacher ? texts.in_context("to a teacher", "Nobody here has these three. Try again, the order counts.")
                   : texts.text("Nobody here has these three. Try again, the order counts.");
}

// Six by two, or three by four where the screen is tall: the largest square that both sides allow.
struct Grid {
    int columns, lines;
    float side, gap;
    [[nodiscard]] float width() const { return static_cast<float>(columns) * (side + gap) - gap; }
    [[nodiscard]] float height() const { return static_cast<float>(lines) * (side + gap) - gap; }
};
Grid grid_in(const kit::Kit& kit, float width, float height) {
    Grid grid{kit.portrait() ? 4 : 6, kit.portrait() ? 3 : 2, 0, kit.px(20)};
    const float across = (width + grid.gap) / static_cast<float>(grid.columns) - grid.gap;
    const float down = (height + grid.gap) / static_cast<float>(grid.lines) - grid.gap;
    grid.side = std::min({across, down, kit.px(kit.portrait() ? 176 : 144)});
    return grid;
}

}  // namespace

session::Intent draw(kit::Kit& kit, const session::PicturesView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    // Leads to the classes; says which class this is, where the name is short enough for a button.
    std::string back = texts.text("Back");
    if (view.class_name) {
        const std::string name = domain::display(*view.class_name);
        if (kit.text_width(name, TextStyle::second_button) <= kit.text_width(back, TextStyle::second_button))
            back = name;
    }
    if (kit.back_button("back", back)) answer = intent::Back{};
    Rect body = draw_title(
        kit, "pictures.title",
        view.class_name ? texts.text("Your three pictures") : texts.in_context("to a teacher", "Your three pictures"));

    const std::string hint = hint_words(texts, view);
    const TextStyle hint_style = view.wrong && !kit.compact() ? TextStyle::body_bold : TextStyle::small;
    const float hint_height = kit.text_height(hint, hint_style, body.w);
    Rect foot = body.take_bottom(hint_height);
    body.take_bottom(kit.px(24));

    const float slot = std::max(kit.px(kit.portrait() ? 128 : 112), target(kit)), between = kit.px(24);
    body.take_top(kit.px(6));
    Rect slots = body.take_top(slot);
    body.take_top(kit.px(kit.compact() ? 20 : 36));
    const Grid grid = grid_in(kit, body.w, body.h);
    // Low: at the foot. Else right below the slots, as they belong together.
    const float top = reach_low(kit) ? body.bottom() - grid.height() : body.y;
    if (kit.portrait()) slots.y = std::max(slots.y, (slots.y + top - slot) / 2);

    const float slots_width = 3 * slot + 2 * between;
    for (std::size_t i = 0; i < 3; ++i) {
        const Rect place{slots.centre_x() - slots_width / 2 + static_cast<float>(i) * (slot + between), slots.y, slot,
                         slot};
        if (i + 1 == view.chosen.size()) {
            // The last one can be taken away again.
            if (kit.picture_button("pictures.erase", place, view.chosen[i], texts.text("Erase"), true))
                answer = intent::EraseCharacter{};
        } else if (i < view.chosen.size()) {
            kit.card(place);
            kit.picture(place, view.chosen[i]);
        } else {
            kit.picture_slot(place);
        }
    }
    const Rect whole{body.centre_x() - grid.width() / 2, top, grid.width(), grid.height()};
    for (int picture = 0; picture < domain::kPictureCount; ++picture) {
        const bool free = std::find(view.chosen.begin(), view.chosen.end(), picture) == view.chosen.end();
        const Rect place = kit::grid_cell(whole, grid.columns, grid.lines, grid.gap, picture);
        if (kit.picture_button("pictures." + std::to_string(picture), place, picture, picture_name(texts, picture),
                               free))
            answer = intent::ChoosePicture{picture};
    }
    kit.text("pictures.hint", foot, hint, hint_style, Align::centre, view.wrong ? Colour::refusal : Colour::second_ink);
    return answer;
}

}  // namespace kiosk::screens
