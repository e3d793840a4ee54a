#include "app/kiosk/screens/refused/words.h"

#include "app/kiosk/screens/parts.h"

namespace kiosk::screens {

using domain::RefusalKind;

namespace {

std::string too_early(const i18n::Texts& texts, const session::RefusedView& view) {
    const domain::Refusal& refusal = view.refusal;
    const std::string opens = refusal.when ? texts.time(*refusal.when) : "";
    if (!refusal.when) return {};
    if (!refusal.starts) {
        return view.teacher ? texts.in_context("to a teacher", "Come after {opens}.", {{"opens", opens}})
                            : texts.text("Come after {opens}.", {{"opens", opens}});
    }
    const std::string starts = texts.time(*refusal.starts);
    return view.teacher
               ? texts.in_context("to a teacher", "The meeting is at {starts}. Come after {opens}.",
                                  {{"starts", starts}, {"opens", opens}})
               : texts.text("The meeting is at {starts}. Come after {opens}.", {{"starts", starts}, {"opens", opens}});
}

std::string too_late(const i18n::Texts& texts, const session::RefusedView& view) {
    if (!view.refusal.when) {
        return view.teacher ? texts.in_context("to a teacher", "If you met, tell the curator, who can note it down.")
                            : texts.text("If you met, tell the curator, who can note it down.");
    }
    const std::string ended = texts.time(*view.refusal.when);
    return view.teacher ? texts.in_context("to a teacher",
                                           "It ended at {time}. If you met, tell the curator, who can note it down.",
                                           {{"time", ended}})
                        : texts.text("It ended at {time}. If you met, tell the curator, who can note it down.",
                                     {{"time", ended}});
}

std::string no_meeting_today(const i18n::Texts& texts, const session::RefusedView& view) {
    if (view.refusal.when)
        return texts.text("The next one: {when}.", {{"when", day_and_time(texts, *view.refusal.when)}});
    return view.teacher ? texts.in_context("to a teacher", "None is planned yet. Ask the curator when the next one is.")
                        : texts.text("None is planned yet. Ask the curator when the next one is.");
}

std::string cancelled(const i18n::Texts& texts, const session::RefusedView& view) {
    if (view.refusal.meeting)
        return texts.text("The one at {time} will not take place. The curator will say when the next one is.",
                          {{"time", texts.time(view.refusal.meeting->starts)}});
    return texts.text("The curator will say when the next one is.");
}

std::string not_checked_in(const i18n::Texts& texts, const session::RefusedView& view) {
    return view.teacher
               ? texts.in_context("to a teacher",
                                  "Those who checked in to the meeting rate it. If you were there, tell the curator.")
               : texts.text("Those who checked in to the meeting rate it. If you were there, tell the curator.");
}

std::string rating_not_open(const i18n::Texts& texts, const session::RefusedView& view) {
    if (!view.refusal.when) return texts.text("It can be rated once it has begun.");
    return texts.text("It begins: {when}. It can be rated after that.",
                      {{"when", day_and_time(texts, *view.refusal.when)}});
}

std::string rating_closed(const i18n::Texts& texts, const session::RefusedView& view) {
    if (!view.refusal.when) return texts.text("The curator will gladly hear how it went.");
    return texts.text("Answers were taken until: {when}. The curator will gladly hear how it went.",
                      {{"when", day_and_time(texts, *view.refusal.when)}});
}

std::string already(const i18n::Texts& texts, const session::RefusedView& view) {
    if (!view.refusal.when) return texts.text("All is well, there is nothing more to do.");
    return texts.text("Since {time}. All is well, there is nothing more to do.",
                      {{"time", texts.time(*view.refusal.when)}});
}

}  // namespace

RefusalWords refusal_words(const i18n::Texts& texts, const session::RefusedView& view) {
    if (view.unknown_card)
        return {texts.text("This card is not known here"),
                texts.text("The button on the first screen works without a card. The curator can give out a new one.")};
    switch (view.refusal.kind) {
        case RefusalKind::too_early: return {texts.text("A little early"), too_early(texts, view)};
        case RefusalKind::too_late: return {texts.text("The meeting is over"), too_late(texts, view)};
        case RefusalKind::no_meeting_today: return {texts.text("No meeting today"), no_meeting_today(texts, view)};
        case RefusalKind::cancelled: return {texts.text("The meeting is cancelled"), cancelled(texts, view)};
        case RefusalKind::not_confirmed:
            return {texts.text("The group is not confirmed yet"),
                    texts.text("It waits for the director's order. After that you can check in here.")};
        case RefusalKind::no_group:
            return {texts.text("No group yet"),
                    view.teacher ? texts.in_context("to a teacher",
                                                    "The curator is still choosing. Ask when the first meeting is.")
                                 : texts.text("The curator is still choosing. Ask when the first meeting is.")};
        case RefusalKind::already_checked_in: return {texts.text("You are already checked in"), already(texts, view)};
        case RefusalKind::not_checked_in:
            return {texts.text("There is nothing to rate yet"), not_checked_in(texts, view)};
        case RefusalKind::rating_not_open:
            return {texts.text("The meeting has not begun"), rating_not_open(texts, view)};
        case RefusalKind::rating_closed: return {texts.text("Rating is closed"), rating_closed(texts, view)};
        case RefusalKind::not_retractable:
            return {texts.text("The time for that is over"),
                    view.teacher
                        ? texts.in_context(
                              "to a teacher",
                              "A check-in can be taken back for 15 seconds. Tell the curator, who can put it right.")
                        : texts.text(
                              "A check-in can be taken back for 15 seconds. Tell the curator, who can put it right.")};
        case RefusalKind::not_allowed:
            return {texts.text("This does not work now"),
                    view.teacher ? texts.in_context("to a teacher", "Ask the curator, who will help.")
                                 : texts.text("Ask the curator, who will help.")};
    }
    return {};
}

}  // namespace kiosk::screens
