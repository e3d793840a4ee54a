#include "app/kiosk/curator/export/export.h"

#include <algorithm>

#include "app/kiosk/curator/layout.h"

namespace kiosk::curator {
namespace {

using session::ExportProblem;
using session::ExportView;

std::string problem_words(const i18n::Texts& texts, ExportProblem problem) {
    switch (problem) {
        case ExportProblem::no_space:
            return texts.text("There is no room left there. Free some, or take another drive.");
        case ExportProblem::read_only:
            return texts.text("Nothing can be written there. Take another drive, or unlock this one.");
        case ExportProblem::gone: return texts.text("The drive is gone. Put it in again.");
        case ExportProblem::input_output: return texts.text("The drive does not answer. Take another one.");
    }
    return {};
}

session::Intent choose(kit::Kit& kit, Rect body, const ExportView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = session::intent::Nothing{};
    const bool drives = view.destinations.size() > 1;
    const std::string hint =
        drives ? texts.text("Where to? What is taken stays on the kiosk too.")
               : texts.text("Put in a USB drive and it will be here. What is taken stays on the kiosk too.");
    const int cells = static_cast<int>(view.destinations.size());
    const float one = std::max(kit.px(128), target(kit)), space = gap(kit);
    const int columns = cells > 3 && !kit.portrait() ? 2 : 1;
    const int lines = (cells + columns - 1) / columns;
    const float hint_height = kit.text_height(hint, TextStyle::body, body.w);
    const float grid_height = static_cast<float>(lines) * (one + space) - space;
    Rect part = reachable(kit, body, hint_height + gap(kit) + grid_height);
    kit.text("export.hint", part.take_top(hint_height), hint, TextStyle::body, Align::left, Colour::second_ink);
    part.take_top(gap(kit));
    for (int i = 0; i < cells; ++i) {
        const std::string& name = view.destinations[static_cast<std::size_t>(i)];
        const bool own_folder = name.empty();
        const std::string label =
            own_folder ? texts.text("The kiosk's own folder") : texts.text("USB drive {name}", {{"name", name}});
        if (kit.button("export.to." + std::to_string(i), kit::grid_cell(part, columns, lines, space, i), label,
                       !own_folder && cells == 2 ? ButtonStyle::primary : ButtonStyle::secondary))
            answer = session::intent::ChooseDestination{static_cast<std::size_t>(i)};
    }
    return answer;
}

// A sentence in the middle, a smaller one under it.
void say(kit::Kit& kit, Rect where, std::string_view title, std::string_view words, Colour colour) {
    const float first = kit.text_height(title, TextStyle::title, where.w);
    const float second = words.empty() ? 0 : kit.text_height(words, TextStyle::body, where.w) + gap(kit);
    where.y += std::max(0.0F, (where.h - first - second) / 2);
    where.h = std::min(where.h, first + second);
    kit.text("export.title", where.take_top(first), title, TextStyle::title, Align::centre, colour);
    if (words.empty()) return;
    where.take_top(gap(kit));
    kit.text("export.words", where, words, TextStyle::body, Align::centre, Colour::second_ink);
}

}  // namespace

session::Intent draw(kit::Kit& kit, const ExportView& view) {
    const i18n::Texts& texts = kit.texts();
    if (view.stage == ExportView::Stage::running) {
        // No way back while the drive is written: a drive that is pulled out now has half a file.
        say(kit, sheet(kit), texts.text("Writing the records"), texts.text("Leave the drive in."), Colour::ink);
        return session::intent::Nothing{};
    }
    Frame page = frame(kit, "export.heading", texts.text("Take the records"));
    session::Intent answer = session::intent::Nothing{};
    if (page.back) answer = session::intent::Back{};
    Rect body = page.body;
    switch (view.stage) {
        case ExportView::Stage::running: break;
        case ExportView::Stage::choose:
            if (session::Intent chosen = choose(kit, body, view);
                !std::holds_alternative<session::intent::Nothing>(chosen))
                answer = chosen;
            break;
        case ExportView::Stage::done: {
            const Pair buttons = bottom_pair(kit, body);
            const std::string folder =
                texts.text("They are in the folder {folder}. The drive can be taken out.", {{"folder", view.folder}});
            say(kit, body,
                texts.plural("{n} record was written", "{n} records were written",
                             static_cast<long long>(view.records)),
                folder, Colour::both);
            if (kit.button("export.done", buttons.right, texts.text("Done"), ButtonStyle::primary))
                answer = session::intent::Back{};
            break;
        }
        case ExportView::Stage::failed: {
            const Pair buttons = bottom_pair(kit, body);
            say(kit, body, texts.text("The records were not written"),
                problem_words(texts, view.problem) + " " +
                    texts.text("Nothing is lost: all of it is still on the kiosk."),
                Colour::refusal);
            if (kit.button("export.again", buttons.right, texts.text("Try again"), ButtonStyle::primary))
                answer = session::intent::OpenExport{};
            break;
        }
    }
    return answer;
}

}  // namespace kiosk::curator
