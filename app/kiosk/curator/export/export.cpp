#include "app/kiosk/curator/export/export.h"

#include <algorithm>

#include "app/kiosk/curator/export/words.h"
#include "app/kiosk/curator/layout.h"

namespace kiosk::curator {
namespace {

using session::ExportView;

// What the drives brought: words, and whether they are good news.
struct News {
    std::string words;
    bool good = true;
};
News news_of(const i18n::Texts& texts, const session::Brought& brought) {
    if (brought.accepted_up_to > 0)
        return {texts.text("A receipt came back: all up to record {number} is acknowledged.",
                           {{"number", texts.number(static_cast<long long>(brought.accepted_up_to))}})};
    if (brought.bad_receipt)
        return {texts.text("A receipt on the drive is not for the records of this kiosk and does not count."), false};
    return {};
}

// A strip of its own, as high as its words.
void draw_strip(kit::Kit& kit, Rect& body, std::string_view id, std::string_view words, bool good) {
    if (words.empty()) return;
    const float side = kit.px(24);
    Rect strip = body.take_top(kit.text_height(words, TextStyle::small, body.w - 2 * side) + kit.px(20));
    body.take_top(kit.px(14));
    kit.filled(strip, good ? Colour::card : Colour::warning_paper, kit.px(16));
    kit.text_in_middle(id, strip.inset(side, 0), words, TextStyle::small, Align::left,
                       good ? Colour::both : Colour::warning_ink);
}

// A stick with more partitions than that says enough with these.
constexpr std::size_t kMostTroubles = 2;

void draw_news(kit::Kit& kit, Rect& body, const ExportView& view) {
    const News news = news_of(kit.texts(), view.brought);
    draw_strip(kit, body, "export.news", news.words, news.good);
    const std::size_t shown = std::min(view.unusable.size(), kMostTroubles);
    for (std::size_t i = 0; i < shown; ++i)
        draw_strip(kit, body, "export.trouble." + std::to_string(i), trouble_words(kit.texts(), view.unusable[i]),
                   false);
}

// What goes into the tables and the bundle.
session::Intent draw_choices(kit::Kit& kit, Rect where, const ExportView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = session::intent::Nothing{};
    const bool beside = !kit.portrait();
    Rect names = beside ? where.take_left((where.w - gap(kit)) / 2) : where.take_top((where.h - gap(kit)) / 2);
    if (beside)
        where.take_left(gap(kit));
    else
        where.take_top(gap(kit));
    if (kit.toggle("export.names", names, texts.text("Names in the tables"), view.names))
        answer = session::intent::ToggleNames{};
    if (kit.toggle("export.everything", where, texts.text("Also what is acknowledged"), view.everything))
        answer = session::intent::ToggleEverything{};
    return answer;
}

session::Intent choose(kit::Kit& kit, Rect body, const ExportView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = session::intent::Nothing{};
    draw_news(kit, body, view);
    const bool drives = view.destinations.size() > 1;
    const std::string hint =
        drives ? texts.text("Where to? What is taken stays on the kiosk too, and files that are on a drive stay there.")
               : texts.text("Put in a USB drive and it will be here. What is taken stays on the kiosk too.");
    const bool collector = !view.brought.collector.empty();
    // The network stands between the drives and the kiosk's own folder, which is the last of the destinations.
    const int cells = static_cast<int>(view.destinations.size()) + 1, network = std::max(0, cells - 2);
    const int columns = cells > 3 && !kit.portrait() ? 2 : 1;
    const int lines = (cells + columns - 1) / columns;
    const float space = gap(kit), hint_height = kit.text_height(hint, TextStyle::body, body.w);
    const float toggles = kit.portrait() ? 2 * target(kit) + space : target(kit);
    const bool offered = view.offered > 0;
    const float more = static_cast<float>((collector ? 1 : 0) + (offered ? 1 : 0)) * (target(kit) + space);
    const float others = hint_height + toggles + 2 * space + more;
    const float wanted = std::max(kit.px(128), target(kit));
    const float one = std::clamp((body.h - others + space) / static_cast<float>(lines) - space, target(kit), wanted);
    const float grid_height = static_cast<float>(lines) * (one + space) - space;
    Rect part = reachable(kit, body, others + grid_height);
    kit.text("export.hint", part.take_top(hint_height), hint, TextStyle::body, Align::left, Colour::second_ink);
    part.take_top(space);
    Rect grid = part.take_top(grid_height);
    for (int cell = 0; cell < cells; ++cell) {
        const Rect where = kit::grid_cell(grid, columns, lines, space, cell);
        if (cell == network) {
            if (kit.button("export.network", where, texts.text("Over the network"),
                           drives ? ButtonStyle::secondary : ButtonStyle::primary))
                answer = session::intent::OpenPull{};
            continue;
        }
        const int i = cell < network ? cell : cell - 1;
        const session::Stick& stick = view.destinations[static_cast<std::size_t>(i)];
        const bool own_folder = stick.place.empty();
        const std::string id = "export.to." + std::to_string(i);
        const bool pressed =
            own_folder ? kit.button(id, where, texts.text("The kiosk's own folder"), ButtonStyle::secondary)
                       : kit.button_with_line(id, where, texts.text("USB drive {name}", {{"name", stick.label}}),
                                              room_words(texts, stick),
                                              cells == 3 ? ButtonStyle::primary : ButtonStyle::secondary);
        if (pressed) answer = session::intent::ChooseDestination{static_cast<std::size_t>(i)};
    }
    part.take_top(space);
    if (session::Intent chosen = draw_choices(kit, part.take_top(toggles), view);
        !std::holds_alternative<session::intent::Nothing>(chosen))
        answer = chosen;
    if (collector) {
        part.take_top(space);
        if (kit.button("export.collector", part.take_top(target(kit)),
                       texts.text("A computer wants to collect: compare its code"), ButtonStyle::secondary))
            answer = session::intent::OpenCollector{};
    }
    if (offered) {
        part.take_top(space);
        if (kit.button_with_note(
                "export.bring", part.take_top(target(kit)), texts.text("Bring in to the kiosk"),
                texts.plural("{n} thing found", "{n} things found", static_cast<long long>(view.offered)),
                ButtonStyle::secondary))
            answer = session::intent::OpenBring{};
    }
    return answer;
}

// Whether the code on the drive is the one that the computer shows.
session::Intent ask_collector(kit::Kit& kit, Rect body, const ExportView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = session::intent::Nothing{};
    const Pair buttons = bottom_pair(kit, body);
    if (kit.button("export.other_code", buttons.left, texts.text("No, another one"), ButtonStyle::secondary))
        answer = session::intent::OpenExport{};
    if (kit.button("export.same_code", buttons.right, texts.text("Yes, the same code"), ButtonStyle::primary))
        answer = session::intent::Confirm{};
    const std::string question = texts.text("Does the computer that collects the records show this code?");
    const std::string why = texts.text(
        "Whoever has this code can read the attendance on the drive and acknowledge records. Answers stay sealed.");
    const float space = kit.px(16);
    const float first = kit.text_height(question, TextStyle::body, body.w);
    const float second = kit.text_height(view.brought.code, TextStyle::title, body.w);
    const float third = kit.text_height(why, TextStyle::small, body.w);
    body.take_top(std::max(0.0F, (body.h - first - second - third - 2 * space) / 2));
    kit.text("export.question", body.take_top(first), question, TextStyle::body, Align::centre);
    body.take_top(space);
    kit.text("export.code", body.take_top(second), view.brought.code, TextStyle::title, Align::centre);
    body.take_top(space);
    kit.text("export.why", body.take_top(third), why, TextStyle::small, Align::centre, Colour::second_ink);
    return answer;
}

// No way back while the drive is written: a drive that is pulled out now has half a file. It can be stopped, which
// leaves none.
session::Intent run(kit::Kit& kit, const ExportView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = session::intent::Nothing{};
    Rect body = sheet(kit);
    const Pair buttons = bottom_pair(kit, body);
    if (!view.stopping && kit.button("export.stop", buttons.left, texts.text("Stop"), ButtonStyle::secondary))
        answer = session::intent::StopExport{};
    const std::string title = view.stopping ? texts.text("Stopping") : texts.text("Writing the records");
    const std::string words = texts.text("Leave the drive in.");
    show_progress(kit, "export", body, title, view.percent, words);
    return answer;
}

std::string end_words(const i18n::Texts& texts, const ExportView& view) {
    const std::string where = texts.text("They are in the folder {folder}.", {{"folder", view.folder}});
    switch (view.end) {
        case session::ExportEnd::unmounted:
            return where + " " + texts.text("They wait for the receipt: bring the drive back after it was collected.");
        case session::ExportEnd::synced:
            return where + " " +
                   texts.text(
                       "All of it is on the drive, but the drive is still mounted: unmount it before you take it out.");
        case session::ExportEnd::folder: break;
    }
    return where + " " + texts.text("This is the kiosk's own disk: nothing is taken away yet.");
}

}  // namespace

session::Intent draw(kit::Kit& kit, const ExportView& view) {
    const i18n::Texts& texts = kit.texts();
    if (view.stage == ExportView::Stage::running) return run(kit, view);
    Frame page = frame(kit, "export.heading", texts.text("Take the records"));
    session::Intent answer = session::intent::Nothing{};
    if (page.back) answer = session::intent::Back{};
    Rect body = page.body;
    const auto take = [&answer](session::Intent chosen) {
        if (!std::holds_alternative<session::intent::Nothing>(chosen)) answer = std::move(chosen);
    };
    switch (view.stage) {
        case ExportView::Stage::running: break;
        case ExportView::Stage::choose: take(choose(kit, body, view)); break;
        case ExportView::Stage::collector: take(ask_collector(kit, body, view)); break;
        case ExportView::Stage::done: {
            const Pair buttons = bottom_pair(kit, body);
            const bool out = view.end == session::ExportEnd::unmounted;
            const std::string written = view.records == 0
                                            ? texts.text("Nothing was waiting; the tables were written")
                                            : texts.plural("{n} record was written", "{n} records were written",
                                                           static_cast<long long>(view.records));
            say(kit, "export", body, out ? texts.text("The drive can be taken out") : written,
                (out ? written + ". " : std::string{}) + end_words(texts, view), Colour::both);
            if (kit.button("export.done", buttons.right, texts.text("Done"), ButtonStyle::primary))
                answer = session::intent::Back{};
            break;
        }
        case ExportView::Stage::failed: {
            const Pair buttons = bottom_pair(kit, body);
            say(kit, "export", body, texts.text("The records were not written"),
                problem_words(texts, view) + " " + texts.text("Nothing is lost: all of it is still on the kiosk."),
                Colour::refusal);
            if (kit.button("export.again", buttons.right, texts.text("Try again"), ButtonStyle::primary))
                answer = session::intent::OpenExport{};
            break;
        }
    }
    return answer;
}

}  // namespace kiosk::curator
