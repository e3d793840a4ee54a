#include <algorithm>
#include <string>
#include <vector>

#include "app/kiosk/screens/parts.h"
#include "app/kiosk/screens/rate/scores.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

namespace {

struct Choice {
    std::string id, label;
    bool chosen = false;
    bool enabled = true;
    session::Intent intent;
};

// The tags, and after them two more of the same look: a comment, and the quiet help signal, which a bystander takes for
// one.
std::vector<Choice> choices_of(const i18n::Texts& texts, const session::RateTagsView& view) {
    const bool russian = texts.language() == domain::Language::russian;
    std::vector<Choice> choices;
    for (std::size_t i = 0; i < view.tags.size(); ++i) {
        const bool chosen = i < view.chosen.size() && view.chosen[i];
        choices.push_back({"rate_tags." + std::to_string(i), russian ? view.tags[i].russian : view.tags[i].english,
                           chosen, chosen || view.more_can_be_chosen, intent::ToggleTag{i}});
    }
    choices.push_back(
        {"rate_tags.comment", texts.text("Write a few words"), view.has_comment, true, intent::WriteComment{}});
    choices.push_back({"rate_tags.talk", texts.text("I want to talk to the curator"), view.wants_to_talk, true,
                       intent::ToggleTalk{}});
    return choices;
}

// The number of columns with room for every word, or the least lack of it, and with the highest buttons.
int columns_for(const kit::Kit& kit, const std::vector<Choice>& choices, Rect where, float gap) {
    int best = kit.portrait() ? 2 : 3;
    float best_height = 0, best_lack = 1e6f;
    for (int columns = 1; columns <= (kit.portrait() ? 2 : 3); ++columns) {
        const int lines = (static_cast<int>(choices.size()) + columns - 1) / columns;
        const Rect cell = kit::grid_cell(where, columns, lines, gap, 0);
        float widest = 0;
        for (const Choice& choice : choices)
            widest = std::max(widest, kit.text_height(choice.label, TextStyle::body_bold, cell.w - kit.px(48)));
        // Enough is enough: rather fewer columns than higher buttons than the look has.
        const float height = std::min(cell.h, kit.px(88));
        if (cell.h < target(kit)) continue;
        const float lack = std::max(0.0f, widest - (cell.h - kit.px(8)));
        if (lack < best_lack - 1 || (lack <= best_lack && height > best_height * 1.02f)) {
            best = columns;
            best_height = height;
            best_lack = lack;
        }
    }
    return best;
}

void draw_score(kit::Kit& kit, Rect where, int score, const std::string& words) {
    const float side = std::min(where.h, kit.px(72)), gap = kit.px(20);
    const float text = std::min(kit.text_width(words, TextStyle::second_button) + kit.px(2), where.w - side - gap);
    const float left = where.centre_x() - (side + gap + text) / 2;
    kit.face({left, where.centre_y() - side / 2, side, side}, score);
    kit.text_in_middle("rate_tags.score", {left + side + gap, where.y, text, where.h}, words, TextStyle::second_button,
                       Align::left);
}

}  // namespace

session::Intent draw(kit::Kit& kit, const session::RateTagsView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    if (kit.back_button("back", texts.text("Back"))) answer = intent::Back{};
    Rect top = header(kit);
    const Rect page = kit.page();
    const std::string question =
        view.teacher ? texts.in_context("to a teacher", "Anything else?") : texts.text("Anything else?");
    const std::string hint = texts.text("Choose up to three, or none");
    const std::vector<Choice> choices = choices_of(texts, view);

    Rect body{page.x, top.bottom() + kit.px(16), page.w, page.bottom() - top.bottom() - kit.px(16)};
    const Actions places = take_actions(kit, body);
    Rect promise{page.x, places.primary.y, places.primary.x - page.x - kit.px(24), places.primary.h};
    if (kit.portrait()) {
        promise = body.take_bottom(kit.px(32));
        body.take_bottom(kit.px(16));
    }
    // With many choices the question goes up beside back, and the choices get its room.
    const bool many = !kit.portrait() && (kit.compact() || choices.size() > 6);
    const Rect beside = top.inset(kit.px(232), 0);
    if (many) {
        kit.text_in_middle("rate_tags.question", beside, question, TextStyle::title, Align::centre);
        Rect right = top.take_right(kit.px(224));
        draw_score(kit, right, view.score, kit.compact() ? std::string() : score_words(texts, view.score));
    } else {
        draw_score(kit, kit.portrait() ? Rect{top.x + kit.px(232), top.y, top.w - kit.px(232), top.h} : beside,
                   view.score, score_words(texts, view.score));
        const float height = kit.text_height(question, TextStyle::title, body.w);
        if (kit.portrait()) body.take_top(kit.px(24));
        kit.text("rate_tags.question", body.take_top(height), question, TextStyle::title, Align::centre);
        body.take_top(kit.px(12));
    }
    const float hint_height = kit.text_height(hint, TextStyle::small, body.w);
    kit.text("rate_tags.hint", body.take_top(hint_height), hint, TextStyle::small, Align::centre, Colour::second_ink);
    body.take_top(kit.px(many ? 16 : 24));

    const float gap = kit.px(kit.compact() ? 14 : 18);
    Rect grid = body;
    if (!many && !kit.portrait()) grid = grid.inset(kit.px(24), 0);
    const int columns = columns_for(kit, choices, grid, gap);
    const int lines = (static_cast<int>(choices.size()) + columns - 1) / columns;
    const float most = kit.px(kit.portrait() ? 104 : 88);
    const float wanted = most * static_cast<float>(lines) + gap * static_cast<float>(lines - 1);
    if (wanted < grid.h) grid = reach_low(kit) ? grid.take_bottom(wanted) : grid.take_top(wanted);
    for (std::size_t i = 0; i < choices.size(); ++i) {
        const Choice& choice = choices[i];
        if (kit.button(choice.id, kit::grid_cell(grid, columns, lines, gap, static_cast<int>(i)), choice.label,
                       choice.chosen ? ButtonStyle::selected : ButtonStyle::secondary, choice.enabled))
            answer = choice.intent;
    }

    kit.text_in_middle("rate_tags.promise", promise, texts.text("Only the curator will see the answer"),
                       TextStyle::small, kit.portrait() ? Align::centre : Align::left, Colour::second_ink);
    if (kit.button("rate_tags.send", places.primary, texts.text("Done"), ButtonStyle::primary))
        answer = intent::SendRating{};
    return answer;
}

}  // namespace kiosk::screens
