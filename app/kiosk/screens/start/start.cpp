#include "app/kiosk/screens/start/start.h"

#include <algorithm>

#include "app/kiosk/screens/parts.h"

namespace kiosk::screens {

StartWords start_words(const i18n::Texts& texts, const StartView& view) {
    switch (view.problem) {
        case StartProblem::none:
            return {texts.text("It looks through its records."),
                    texts.text("After a power cut this can take a minute.")};
        case StartProblem::no_data:
            return {texts.text("There are no kiosk data in the folder {where}.", {{"where", view.where}}),
                    texts.text("Make them with vstrecha init, or with vstrecha demo to try it out.")};
        case StartProblem::in_use:
            return {texts.text("{where}: another program is at work on these data.", {{"where", view.where}}),
                    texts.text("It may be a second kiosk, or an import of lists. End it, or wait for its end.")};
        case StartProblem::newer_version:
            return {texts.text("The data in {where} were written by a newer version of the program.",
                               {{"where", view.where}}),
                    texts.text("Nothing was changed. Update the kiosk and start it again.")};
        case StartProblem::no_space:
            return {texts.text("The disk is full: {where}.", {{"where", view.where}}),
                    texts.text("What was recorded is safe. Make room on the disk.")};
        case StartProblem::read_only:
            return {
                texts.text("The folder {where} cannot be written to.", {{"where", view.where}}),
                texts.text("The disk is read-only, or the folder is another user's. A disk that became read-only by "
                           "itself is often about to die: copy the folder first.")};
        case StartProblem::input_output:
            return {texts.text("The disk fails: {where} ({detail}).", {{"where", view.where}, {"detail", view.detail}}),
                    texts.text("Copy the folder to another disk and call the technician. Erase nothing.")};
        case StartProblem::damaged:
            return {texts.text("The data in {where} are damaged ({detail}).",
                               {{"where", view.where}, {"detail", view.detail}}),
                    texts.text("Nothing was changed. Keep the folder as it is and call the technician.")};
        case StartProblem::unknown_zone:
            return {texts.text("The time zone is not known here: {detail}.", {{"detail", view.detail}}),
                    texts.text("Set the right one with vstrecha settings.")};
        case StartProblem::program_files:
            return {texts.text("The program's own files are damaged or missing: {detail}.", {{"detail", view.detail}}),
                    texts.text("Install the program again. The records are not touched by that.")};
        case StartProblem::no_typeface:
            return {texts.text("The typeface Inter is missing."), texts.text("Install the package fonts-inter.")};
        case StartProblem::no_display:
            return {texts.text("There is no display."),
                    texts.text("The kiosk needs an X server (DISPLAY) with OpenGL.")};
    }
    return {};
}

StartAnswer draw(kit::Kit& kit, const StartView& view) {
    const i18n::Texts& texts = kit.texts();
    StartAnswer answer = StartAnswer::none;
    Rect page = kit.page();
    Rect top = page.take_top(std::max(kit.px(72), target(kit)));
    page.take_top(kit.px(16));
    // Named in its own language, as on the home screen.
    const bool russian = texts.language() == domain::Language::russian;
    if (kit.button("start.language", top.take_right(std::max(kit.px(160), target(kit))),
                   russian ? "English" : "Русский", ButtonStyle::secondary))
        answer = StartAnswer::language;

    const bool failed = view.problem != StartProblem::none;
    const StartWords words = start_words(texts, view);
    Lines lines(kit);
    if (failed) {
        const Actions places = take_actions(kit, page);
        if (kit.button("start.again", places.primary, view.trying ? texts.text("One moment") : texts.text("Try again"),
                       ButtonStyle::primary, !view.trying))
            answer = StartAnswer::again;
        lines.add("start.title", texts.text("The kiosk cannot start"), TextStyle::title);
        lines.add("start.people", texts.text("Nobody can check in now. Please tell the curator."), TextStyle::body, 8);
        lines.add("start.what", words.what, TextStyle::body_bold, 28);
        lines.add("start.to_do", words.to_do, TextStyle::body, 8);
        lines.add("start.itself", texts.text("When it is put right, the kiosk starts by itself."), TextStyle::small, 16,
                  Colour::second_ink);
    } else {
        lines.add("start.title", texts.text("The kiosk is getting ready"), TextStyle::title);
        lines.add("start.what", words.what, TextStyle::body, 12);
        lines.add("start.to_do", words.to_do, TextStyle::body, 6, Colour::second_ink);
    }
    kit::MeetingSign sign;
    sign.crossed = failed;
    const bool room = page.h - lines.height(page.w) > kit.px(180);
    draw_message(kit, page, room ? &sign : nullptr, lines);
    return answer;
}

}  // namespace kiosk::screens
