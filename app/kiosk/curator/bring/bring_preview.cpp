#include <algorithm>
#include <cmath>

#include "app/i18n/setting_words.h"
#include "app/kiosk/curator/bring/bring.h"

namespace kiosk::curator {

namespace {

using session::BringCount;
using session::BringKind;
using session::BringPreview;
using session::BringProblem;

long long count(std::size_t n) {
    return static_cast<long long>(n);
}

void draw_head(kit::Kit& kit, Rect line, float first) {
    const i18n::Texts& texts = kit.texts();
    line.take_left(first);
    const std::string heads[] = {texts.in_context("lists", "then"), texts.in_context("lists", "new"),
                                 texts.in_context("lists", "changed"), texts.in_context("lists", "gone")};
    const float width = line.w / 4;
    for (int i = 0; i < 4; ++i)
        kit.text_in_middle("bring.head." + std::to_string(i), line.take_left(width), heads[i], TextStyle::small,
                           Align::right, Colour::second_ink);
}

void draw_count(kit::Kit& kit, Rect line, float first, const std::string& id, const std::string& name,
                const BringCount& all) {
    const i18n::Texts& texts = kit.texts();
    kit.line(line.x, line.y, line.right(), line.y, Colour::line, kit.px(2));
    kit.text_in_middle(id, line.take_left(first), name, TextStyle::body);
    const std::size_t numbers[] = {all.then, all.added, all.changed, all.removed};
    const float width = line.w / 4;
    for (int i = 0; i < 4; ++i) {
        const std::size_t n = numbers[i];
        const bool quiet = n == 0 && i > 0;
        kit.text_in_middle(id + "." + std::to_string(i), line.take_left(width), quiet ? "–" : texts.number(count(n)),
                           quiet ? TextStyle::body : TextStyle::body_bold, Align::right,
                           quiet    ? Colour::second_ink
                           : i == 3 ? Colour::refusal
                                    : Colour::ink);
    }
}

void draw_lists(kit::Kit& kit, Rect body, const BringPreview& preview) {
    const i18n::Texts& texts = kit.texts();
    const float head = kit.text_height("0", TextStyle::small, body.w) + kit.px(8);
    const float row =
        std::clamp((body.h - head) / 6, kit.text_height("0", TextStyle::body, body.w) + kit.px(6), kit.px(76));
    const float first = body.w * 0.32F;
    draw_head(kit, body.take_top(head), first);
    draw_count(kit, body.take_top(row), first, "bring.people", texts.text("People"), preview.people);
    draw_count(kit, body.take_top(row), first, "bring.groups", texts.text("Groups"), preview.groups);
    draw_count(kit, body.take_top(row), first, "bring.meetings", texts.text("Meetings"), preview.meetings);
    draw_count(kit, body.take_top(row), first, "bring.cards", texts.text("Cards"), preview.cards);
    kit.line(body.x, body.y, body.right(), body.y, Colour::line, kit.px(2));
    body.take_top(kit.px(10));
    const auto say = [&](const char* id, const std::string& words) {
        kit.text(id, body.take_top(kit.text_height(words, TextStyle::small, body.w)), words, TextStyle::small,
                 Align::left, Colour::second_ink);
        body.take_top(kit.px(4));
    };
    if (preview.without_consent > 0)
        say("bring.consent",
            texts.plural("{n} person has no consent and cannot be found here.",
                         "{n} people have no consent and cannot be found here.", count(preview.without_consent)));
    if (preview.outside > 0)
        say("bring.outside",
            texts.plural("{n} person is in no pair or group and is not kept.",
                         "{n} people are in no pair or group and are not kept.", count(preview.outside)));
}

Colour colour_of(BringProblem::Severity severity) {
    switch (severity) {
        case BringProblem::Severity::error: return Colour::refusal;
        case BringProblem::Severity::warning: return Colour::warning_ink;
        case BringProblem::Severity::note: break;
    }
    return Colour::second_ink;
}

std::string problem_count(const i18n::Texts& texts, const BringPreview& preview) {
    std::string words;
    if (preview.errors > 0) words = texts.plural("{n} error", "{n} errors", count(preview.errors));
    if (preview.warnings == 0) return words;
    const std::string warnings = texts.plural("{n} warning", "{n} warnings", count(preview.warnings));
    return words.empty() ? warnings : words + ", " + warnings;
}

void draw_problems(kit::Kit& kit, Rect body, const BringPreview& preview) {
    const i18n::Texts& texts = kit.texts();
    std::string head = problem_count(texts, preview);
    if (head.empty()) head = texts.text("To be known");
    if (preview.errors + preview.warnings > preview.problems.size()) head += ". " + texts.text("The first ones:");
    const float height = kit.text_height(head, TextStyle::body_bold, body.w);
    kit.text("bring.problems.head", body.take_top(height), head, TextStyle::body_bold, Align::left,
             preview.errors > 0 ? Colour::refusal : Colour::ink);
    body.take_top(kit.px(8));
    const float width = body.w - kit.px(28);  // beside what shows how far the list is dragged
    float row_height = 0;
    for (const BringProblem& one : preview.problems)
        row_height = std::max(row_height, kit.text_height(place_words(texts, one), TextStyle::small, width) +
                                              kit.text_height(problem_words(texts, one), TextStyle::small, width));
    row_height = std::ceil(std::min(row_height + kit.px(20), body.h));
    body.h = whole_rows(body.h, row_height);
    const auto rows = kit.begin_list("bring.problems", body, static_cast<int>(preview.problems.size()), row_height);
    for (int i = rows.first; i < rows.last; ++i) {
        const BringProblem& one = preview.problems[static_cast<std::size_t>(i)];
        const std::string id = "bring.problem." + std::to_string(i), where = place_words(texts, one);
        Rect row = kit.row(i);
        kit.line(row.x, row.y, row.right(), row.y, Colour::line, kit.px(2));
        row.take_top(kit.px(8));
        row.w = width;
        kit.text(id, row.take_top(kit.text_height(where, TextStyle::small, row.w)), where, TextStyle::small,
                 Align::left, colour_of(one.severity));
        const std::string name = id + ".what";
        kit.text(name, row, problem_words(texts, one), TextStyle::small);
    }
    kit.end_list();
}

struct Line {
    std::string name, value;
};

std::vector<Line> lines_of(const i18n::Texts& texts, const BringPreview& preview) {
    std::vector<Line> lines;
    for (const auto& setting : preview.settings) {
        std::string name = i18n::explain(setting.key, texts);
        const std::string before = value_words(texts, setting, setting.before);
        const std::string after = value_words(texts, setting, setting.after);
        lines.push_back({std::move(name), setting.after.empty() ? texts.text("the kiosk's own again")
                                                                : texts.text("{before} → {after}",
                                                                             {{"before", before}, {"after", after}})});
    }
    if (preview.pin_changes) lines.push_back({texts.text("the curator's PIN"), texts.text("another one")});
    if (preview.catalogue_changes)
        lines.push_back({texts.text("the catalogue"),
                         preview.files == 0 ? texts.text("the program's own") : texts.text("another one")});
    return lines;
}

void draw_lines(kit::Kit& kit, Rect body, const BringPreview& preview) {
    const auto lines = lines_of(kit.texts(), preview);
    const float half = (body.w - kit.px(28)) * 0.5F - kit.px(10);
    float row_height = 0;
    for (const Line& line : lines)
        row_height = std::max({row_height, kit.text_height(line.name, TextStyle::body, half),
                               kit.text_height(line.value, TextStyle::body_bold, half)});
    row_height = std::ceil(row_height + kit.px(24));
    body.h = whole_rows(body.h, row_height);
    const auto rows = kit.begin_list("bring.settings", body, static_cast<int>(lines.size()), row_height);
    for (int i = rows.first; i < rows.last; ++i) {
        const Line& line = lines[static_cast<std::size_t>(i)];
        const std::string id = "bring.setting." + std::to_string(i);
        Rect row = kit.row(i);
        kit.line(row.x, row.bottom(), row.right(), row.bottom(), Colour::line, kit.px(2));
        row.w = body.w - kit.px(28);
        kit.text_in_middle(id, row.take_left(half), line.name, TextStyle::body);
        kit.text_in_middle(id + ".value", row.take_right(half), line.value, TextStyle::body_bold, Align::right);
    }
    kit.end_list();
}

void draw_catalogue(kit::Kit& kit, Rect body, const BringPreview& preview) {
    const i18n::Texts& texts = kit.texts();
    const std::string words = texts.text("Forms: {forms}. Kinds of meetings: {kinds}. Words for ratings: {tags}.",
                                         {{"forms", texts.number(count(preview.forms))},
                                          {"kinds", texts.number(count(preview.kinds))},
                                          {"tags", texts.number(count(preview.tags))}});
    const std::string why = texts.text("It takes the place of the one that the kiosk has. What was recorded stays.");
    const float first = kit.text_height(words, TextStyle::body_bold, body.w);
    const float second = kit.text_height(why, TextStyle::body, body.w);
    body.take_top(std::max(0.0F, (body.h - first - second - gap(kit)) / 2));
    kit.text("bring.catalogue", body.take_top(first), words, TextStyle::body_bold, Align::centre);
    body.take_top(gap(kit));
    kit.text("bring.why", body.take_top(second), why, TextStyle::body, Align::centre, Colour::second_ink);
}

}  // namespace

float whole_rows(float height, float row_height) {
    return std::max(1.0F, std::floor(height / row_height + 0.01F)) * row_height;
}

void draw_preview(kit::Kit& kit, Rect body, const BringPreview& preview) {
    if (preview.kind == BringKind::server_settings) return draw_lines(kit, body, preview);
    if (preview.kind == BringKind::catalogue) return draw_catalogue(kit, body, preview);
    if (!preview.accepted) return draw_problems(kit, body, preview);
    if (preview.problems.empty()) {
        if (!kit.portrait()) body = body.inset(body.w * 0.1F, 0);
        return draw_lists(kit, body, preview);
    }
    Rect lists;
    if (kit.portrait()) {
        lists = body.take_top(body.h * 0.45F);
        body.take_top(gap(kit));
    } else {
        lists = body.take_left(body.w * 0.54F);
        body.take_left(gap(kit) * 2);
    }
    draw_lists(kit, lists, preview);
    draw_problems(kit, body, preview);
}

}  // namespace kiosk::curator
