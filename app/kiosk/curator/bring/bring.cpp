#include "app/kiosk/curator/bring/bring.h"

#include <algorithm>
#include <cmath>

namespace kiosk::curator {

namespace {

using session::BringItem;
using session::BringKind;
using session::BringView;
using Stage = BringView::Stage;

std::string size_words(const i18n::Texts& texts, std::uint64_t bytes) {
    constexpr std::uint64_t kKilobyte = 1024;
    return texts.text("{n} KB", {{"n", texts.number(static_cast<long long>((bytes + kKilobyte - 1) / kKilobyte))}});
}

// A row: whether it is chosen, what it is, how large.
struct Parts {
    Rect mark, name, note;
    std::string name_words, note_words;
};

Parts parts_of(const kit::Kit& kit, Rect row, const BringItem& item) {
    const i18n::Texts& texts = kit.texts();
    Parts parts;
    parts.name_words = item.kind == BringKind::school_file ? item.name : kind_words(texts, item.kind);
    parts.note_words = item.too_large ? texts.text("larger than a kiosk reads") : size_words(texts, item.bytes);
    const float side = kit.px(20);
    row.take_left(side);
    parts.mark = row.take_left(kit.px(36));
    row.take_left(side);
    row.take_right(side);
    const float width = kit.text_width(parts.note_words, TextStyle::small) + kit.px(4);
    parts.note = row.take_right(std::min(width, row.w * 0.4F));
    row.take_right(kit.px(16));
    parts.name = row;
    return parts;
}

void draw_item(kit::Kit& kit, const std::string& id, const Parts& parts, bool too_large, bool chosen) {
    const float x = parts.mark.centre_x(), y = parts.mark.centre_y(), radius = parts.mark.w / 2;
    kit.dot(x, y, radius, chosen ? Colour::both : Colour::line);
    kit.dot(x, y, radius - kit.px(4), Colour::card);
    if (chosen) kit.dot(x, y, radius - kit.px(9), Colour::both);
    kit.text_in_middle(id + ".size", parts.note, parts.note_words, TextStyle::small, Align::right,
                       too_large ? Colour::refusal : Colour::second_ink);
    const bool long_name = kit.text_width(parts.name_words, TextStyle::body) > parts.name.w;
    kit.text_in_middle(id, parts.name, parts.name_words, long_name ? TextStyle::small : TextStyle::body, Align::left,
                       too_large ? Colour::second_ink : Colour::ink);
}

session::Intent choose(kit::Kit& kit, Rect body, const BringView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = session::intent::Nothing{};
    const bool any = std::find(view.chosen.begin(), view.chosen.end(), true) != view.chosen.end();
    const Pair buttons = bottom_pair(kit, body);
    if (kit.button("bring.read", buttons.right, texts.text("Read"), ButtonStyle::primary, any))
        answer = session::intent::Confirm{};
    std::string hint = view.offer.from.empty()
                           ? texts.text("A computer sent this. Nothing is changed before you have seen it.")
                           : texts.text("Found on the drive {name}. Nothing is changed before you have seen it.",
                                        {{"name", view.offer.from}});
    if (view.offer.more) hint += " " + texts.text("There is more on it than is shown.");
    kit.text("bring.hint", body.take_top(kit.text_height(hint, TextStyle::small, body.w)), hint, TextStyle::small,
             Align::left, Colour::second_ink);
    body.take_top(kit.px(12));
    const int count = static_cast<int>(view.offer.items.size());
    float row_height = std::max(kit.px(84), kit.target());
    for (const BringItem& item : view.offer.items) {
        const Parts parts = parts_of(kit, {0, 0, body.w - kit.px(28), row_height}, item);
        row_height =
            std::max(row_height, kit.text_height(parts.name_words, TextStyle::small, parts.name.w) + kit.px(16));
    }
    row_height = std::ceil(row_height);
    const float edge = kit.px(4);
    body.h = std::min(whole_rows(body.h - 2 * edge, row_height), row_height * static_cast<float>(count)) + 2 * edge;
    kit.card(body);
    const auto rows = kit.begin_list("bring.items", body.inset(edge), count, row_height);
    for (int i = rows.first; i < rows.last; ++i) {
        const auto index = static_cast<std::size_t>(i);
        const BringItem& item = view.offer.items[index];
        const std::string id = "bring.item." + std::to_string(i);
        const Parts parts = parts_of(kit, kit.row(i), item);
        if (!item.too_large && kit.row_button(id, i, parts.name_words)) answer = session::intent::ToggleItem{index};
        draw_item(kit, id + ".name", parts, item.too_large, view.chosen[index]);
    }
    kit.end_list();
    return answer;
}

session::Intent run(kit::Kit& kit, const BringView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = session::intent::Nothing{};
    Rect body = sheet(kit);
    const Pair buttons = bottom_pair(kit, body);
    const bool reads = view.stage == Stage::reading;
    if (reads && !view.stopping && kit.button("bring.stop", buttons.left, texts.text("Stop"), ButtonStyle::secondary))
        answer = session::intent::StopExport{};
    if (!reads) {
        say(kit, "bring", body, texts.text("Taking it over"), {}, Colour::ink);
        return answer;
    }
    show_progress(kit, "bring", body, view.stopping ? texts.text("Stopping") : texts.text("Reading and comparing"),
                  view.percent, texts.text("Nothing on the kiosk is changed yet."));
    return answer;
}

session::Intent show_preview(kit::Kit& kit, Rect body, const session::BringPreview& preview) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = session::intent::Nothing{};
    const Pair buttons = bottom_pair(kit, body);
    if (preview.accepted && !preview.changes) {
        say(kit, "bring", body, texts.text("Nothing would change"), texts.text("The kiosk has exactly this already."),
            Colour::both);
        if (kit.button("bring.done", buttons.right, texts.text("Done"), ButtonStyle::primary))
            answer = session::intent::Done{};
        return answer;
    }
    if (!preview.accepted) {
        if (kit.button("bring.again", buttons.right, texts.text("Choose again"), ButtonStyle::primary))
            answer = session::intent::OpenBring{};
    } else {
        if (kit.button("bring.no", buttons.left, texts.text("Do not take it"), ButtonStyle::secondary))
            answer = session::intent::OpenBring{};
        if (kit.button("bring.take", buttons.right, texts.text("Take it over"), ButtonStyle::primary))
            answer = session::intent::Confirm{};
    }
    draw_preview(kit, body, preview);
    return answer;
}

std::string heading(const i18n::Texts& texts, const BringView& view) {
    if (view.stage != Stage::preview) return texts.text("Bring in");
    if (!view.preview->accepted) return texts.text("Not taken: mend the files");
    return view.preview->kind == BringKind::school_file ? texts.text("What would change")
                                                        : kind_words(texts, view.preview->kind);
}

std::string done_words(const i18n::Texts& texts, BringKind kind) {
    switch (kind) {
        case BringKind::server_lists:
        case BringKind::school_file:
            return texts.text("The new lists are in force as soon as the kiosk shows its first screen.");
        case BringKind::server_settings:
            return texts.text("The settings are in force as soon as the kiosk shows its first screen.");
        case BringKind::catalogue: break;
    }
    return texts.text("The catalogue is in force as soon as the kiosk shows its first screen.");
}

}  // namespace

session::Intent draw(kit::Kit& kit, const BringView& view) {
    const i18n::Texts& texts = kit.texts();
    if (view.stage == Stage::reading || view.stage == Stage::taking) return run(kit, view);
    Frame page = frame(kit, "bring.heading", heading(texts, view));
    session::Intent answer = session::intent::Nothing{};
    if (page.back) answer = session::intent::Back{};
    Rect body = page.body;
    const auto take = [&answer](session::Intent chosen) {
        if (!std::holds_alternative<session::intent::Nothing>(chosen)) answer = std::move(chosen);
    };
    if (view.stage == Stage::choose) {
        take(choose(kit, body, view));
    } else if (view.stage == Stage::preview) {
        take(show_preview(kit, body, *view.preview));
    } else if (view.stage == Stage::done) {
        const Pair buttons = bottom_pair(kit, body);
        say(kit, "bring", body, texts.text("Taken over"), done_words(texts, view.preview->kind), Colour::both);
        if (kit.button("bring.done", buttons.right, texts.text("Done"), ButtonStyle::primary))
            answer = session::intent::Done{};
    } else {
        const Pair buttons = bottom_pair(kit, body);
        say(kit, "bring", body, texts.text("Not taken over"),
            refusal_words(texts, view.refused) + " " + texts.text("Nothing was changed."), Colour::refusal);
        if (kit.button("bring.again", buttons.right, texts.text("Choose again"), ButtonStyle::primary))
            answer = session::intent::OpenBring{};
    }
    return answer;
}

}  // namespace kiosk::curator
