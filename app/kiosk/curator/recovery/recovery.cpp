#include "app/kiosk/curator/recovery/recovery.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/kiosk/curator/layout.h"
#include "app/kiosk/curator/words.h"

namespace kiosk::curator {
namespace {

using session::KeptPart;
using session::Recovery;

struct Sentence {
    const char* id;
    std::string words;
    TextStyle style = TextStyle::body;
    Colour colour = Colour::ink;
};

long long count(std::uint64_t n) {
    return static_cast<long long>(n);
}

std::string missing_words(const i18n::Texts& texts, const Recovery& report) {
    if (report.emptied) return {};
    if (report.lost == 0) return report.end_uncertain ? std::string{} : texts.text("No record is missing.");
    return texts.plural("{n} record is missing.", "{n} records are missing.", count(report.lost));
}

// Where what is missing may still be.
std::string elsewhere_words(const i18n::Texts& texts, const Recovery& report) {
    if (report.lost == 0) return {};
    std::string words;
    if (report.safe_elsewhere >= report.lost) return texts.text("The server has all of them: nothing is lost.");
    if (report.safe_elsewhere > 0)
        words =
            texts.plural("The server has {n} of them.", "The server has {n} of them.", count(report.safe_elsewhere));
    const auto& missing = report.missing;
    if (!missing.empty() && missing.front().first <= report.exported_up_to) {
        if (!words.empty()) words += " ";
        words += texts.text("Those up to number {number} were taken away before: look for them on the stick.",
                            {{"number", texts.number(count(report.exported_up_to))}});
    }
    return words;
}

std::string lists_words(const i18n::Texts& texts, const Recovery& report) {
    switch (report.roster) {
        case KeptPart::kept: return {};
        case KeptPart::from_copy: return texts.text("The lists of people come from the second copy and are whole.");
        case KeptPart::unproven:
            return texts.text("Nothing proves that the lists of people are right: look through them.");
        case KeptPart::gone: return texts.text("The lists of people are lost: bring them in again.");
    }
    return {};
}

std::string settings_words(const i18n::Texts& texts, const Recovery& report) {
    switch (report.settings) {
        case KeptPart::kept:
        case KeptPart::from_copy: return {};
        case KeptPart::unproven: return texts.text("Look through the settings too.");
        case KeptPart::gone: return texts.text("The settings are those of a new kiosk: set them again.");
    }
    return {};
}

std::vector<Sentence> sentences(const i18n::Texts& texts, const Recovery& report) {
    const bool lost = report.emptied || report.end_uncertain || report.safe_elsewhere < report.lost;
    std::vector<Sentence> all = {
        {"recovery.when",
         texts.text("Damage was found on {date} at {time}. The kiosk put itself right and records again.",
                    {{"date", texts.date(domain::date_of(report.at))}, {"time", texts.time(report.at)}})},
        {"recovery.saved",
         report.emptied ? texts.text("Nothing of the old records could be read; the log begins anew.")
                        : texts.plural("{n} record is there.", "{n} records are there.", count(report.salvaged)),
         TextStyle::body_bold, report.emptied ? Colour::refusal : Colour::ink},
        {"recovery.lost", missing_words(texts, report), TextStyle::body_bold,
         report.lost > report.safe_elsewhere ? Colour::refusal : Colour::ink},
        {"recovery.elsewhere", elsewhere_words(texts, report)},
        {"recovery.end", report.end_uncertain
                             ? texts.text("What was recorded in the last half minute before that may be missing too.")
                             : std::string{}},
        {"recovery.to_do",
         lost ? texts.text("Look through the meetings of the last days and mark by hand who was there.")
              : std::string{}},
        {"recovery.lists", lists_words(texts, report)},
        {"recovery.settings", settings_words(texts, report)},
        {"recovery.aside",
         report.set_aside.empty()
             ? std::string{}
             : texts.text(
                   "The damaged files are kept in the folder {folder}. Do not delete it: the technician may still "
                   "get something out of it.",
                   {{"folder", report.set_aside}}),
         TextStyle::small, Colour::second_ink}};
    std::erase_if(all, [](const Sentence& one) { return one.words.empty(); });
    return all;
}

void draw_sentences(kit::Kit& kit, Rect where, const std::vector<Sentence>& all) {
    const float space = kit.px(12);
    // 0: as they are; 1: only what counts stays large; 2: all is small.
    int step = 0;
    const auto style_of = [&](const Sentence& one) {
        return step == 2 || (step == 1 && one.style == TextStyle::body) ? TextStyle::small : one.style;
    };
    const auto height_of = [&](const Sentence& one) { return kit.text_height(one.words, style_of(one), where.w); };
    const auto whole = [&] {
        float height = -space;
        for (const Sentence& one : all) height += height_of(one) + space;
        return height;
    };
    while (step < 2 && whole() > where.h) ++step;
    // At the last the space between them shrinks.
    const float over = std::max(0.0F, whole() - where.h);
    const float between = std::max(kit.px(2), space - over / static_cast<float>(all.size()));
    for (const Sentence& one : all) {
        kit.text(one.id, where.take_top(std::min(height_of(one), where.h)), one.words, style_of(one), Align::left,
                 one.colour);
        where.take_top(std::min(between, where.h));
    }
}

// The numbers that are missing, range by range, and where each may still be.
void draw_missing(kit::Kit& kit, Rect where, const Recovery& report) {
    const i18n::Texts& texts = kit.texts();
    const float line = kit.text_height("0", TextStyle::small, where.w);
    kit.text("recovery.numbers", where.take_top(line), texts.text("Missing numbers"), TextStyle::small, Align::left,
             Colour::second_ink);
    where.take_top(kit.px(10));
    const float row_height = std::ceil(std::max(kit.px(64), 2 * line + kit.px(8)));
    // Whole rows only.
    const float fit = std::max(1.0F, std::floor((where.h - kit.px(8)) / row_height));
    where.h = row_height * std::min(fit, static_cast<float>(report.missing.size())) + kit.px(8);
    kit.card(where);
    Rect inside = where.inset(kit.px(20), kit.px(4));
    inside.h = std::floor(inside.h / row_height + 0.01F) * row_height - 1;
    const kit::Kit::Rows rows =
        kit.begin_list("recovery.missing", inside, static_cast<int>(report.missing.size()), row_height);
    for (int i = rows.first; i < rows.last; ++i) {
        const domain::LostRange& range = report.missing[static_cast<std::size_t>(i)];
        const std::string id = "recovery.missing." + std::to_string(i);
        std::string numbers = texts.number(count(range.first));
        if (range.last != range.first) numbers += " – " + texts.number(count(range.last));
        const std::string place = range.last <= report.accepted_up_to   ? texts.text("on the server")
                                  : range.last <= report.exported_up_to ? texts.text("taken away before")
                                                                        : std::string{};
        Rect row = kit.row(i).inset(0, kit.px(4));
        if (i > 0) kit.line(row.x, kit.row(i).y, row.right(), kit.row(i).y, Colour::line, kit.px(2));
        const std::string many = texts.plural("{n} record", "{n} records", count(range.last - range.first + 1));
        const Rect left = row.take_left(row.w * 0.6F);
        const bool wide = kit.text_width(numbers, TextStyle::body_bold) > left.w;
        kit.text_in_middle(id, left, numbers, wide ? TextStyle::small : TextStyle::body_bold);
        kit.text_in_middle(id + ".many", row, place.empty() ? many : place, TextStyle::small, Align::right,
                           place.empty() ? Colour::refusal : Colour::second_ink);
    }
    kit.end_list();
}

}  // namespace

session::Intent draw(kit::Kit& kit, const session::RecoveryView& view) {
    const i18n::Texts& texts = kit.texts();
    const Recovery& report = *view.report;
    session::Intent answer = session::intent::Nothing{};
    Frame page = frame(kit, "recovery.title", texts.text("The records after damage"));
    if (page.back) answer = session::intent::Back{};
    Rect body = page.body;
    if (!report.seen) {
        Rect foot = body.take_bottom(std::max(target(kit), kit.px(112)));
        body.take_bottom(gap(kit));
        if (!kit.portrait()) foot = foot.take_right(std::min(foot.w, kit.px(460)));
        if (kit.button("recovery.seen", foot, texts.text("I know it now"), ButtonStyle::primary))
            answer = session::intent::Confirm{};
    }
    if (!report.missing.empty()) {
        Rect list;
        if (kit.portrait()) {
            list = body.take_bottom(body.h * 0.42F);
            body.take_bottom(gap(kit));
        } else {
            list = body.take_right(body.w * 0.36F);
            body.take_right(gap(kit) * 2);
        }
        draw_missing(kit, list, report);
    }
    draw_sentences(kit, body, sentences(texts, report));
    return answer;
}

}  // namespace kiosk::curator
