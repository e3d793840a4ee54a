// Lists that kiosks brought when they joined, beside the school's: who is whom. The rules are those of
// `vstrecha-server match` (Store, app/roster_matching).
#include <algorithm>

#include "app/server/pages/handlers.h"
#include "app/server/pages/match_words.h"
#include "app/server/pages/words.h"
#include "app/server/program/match_requests.h"
#include "platform/base/id.h"

namespace server::pages {

namespace {

using roster_matching::Match;
using roster_matching::Verdict;

constexpr std::string_view kNew = "new";
constexpr std::size_t kMostMeetingsShown = 30;

std::string number(const Visit& visit, std::size_t n) {
    return visit.texts().number(static_cast<long long>(n));
}

struct Waiting {
    Kiosk kiosk;
    BroughtMatching found;
    [[nodiscard]] std::string path() const { return "/match/" + kiosk.id.value; }
};
StoreResult<Waiting> find_waiting(const Visit& visit) {
    const domain::KioskId id{base::is_id(visit.parts.front()) ? visit.parts.front() : ""};
    auto kiosk = visit.site.store.kiosk(visit.school.id, id);
    if (!kiosk) return base::failure(kiosk.error());
    auto found = visit.site.store.brought_matching(visit.school.id, id);
    if (!found) return base::failure(found.error());
    return Waiting{std::move(*kiosk), std::move(*found)};
}

void fill_lists(View& view, const Visit& visit, const BroughtLists& lists, const Kiosk& kiosk) {
    view.set("NAME", name_of(visit, kiosk))
        .set("PATH", "/match/" + kiosk.id.value)
        .set("CAME", visit.moment(lists.came_at))
        .set("PEOPLE", number(visit, lists.people))
        .set("GROUPS", number(visit, lists.groups))
        .set("MEETINGS", number(visit, lists.meetings));
}

void fill_match(View& item, const Visit& visit, const Compared& compared, Sort sort, const Match& match,
                const std::string& path) {
    item.set("BROUGHT", brought_in_words(compared, sort, match.brought))
        .set("ID", id_of_brought(compared, sort, match.brought))
        .set("WHY", why(visit, compared, sort, match))
        .set("DECIDE_PATH", path + "/decide/" + id_of_brought(compared, sort, match.brought));
    item.show_if(visit.may_change(), "CHANGEABLE").show_if(!visit.may_change(), "READ_ONLY");
    if (match.verdict == Verdict::same) {
        item.add("IS").set("WHO", schools_in_words(compared, sort, match.school));
        if (const std::string text = differences(visit, compared, sort, match); !text.empty())
            item.add("DIFFERS").set("TEXT", text);
    }
    for (const std::size_t one : match.possible) {
        item.add("POSSIBLE")
            .set("WHO", schools_in_words(compared, sort, one))
            .set("SCHOOL_ID", id_of_schools(compared, sort, one));
    }
}

// People or groups, in four parts: doubtful, new, the same with differences, the same.
void fill_matches(View& view, const Visit& visit, const Compared& compared, Sort sort, const std::string& path) {
    const bool shows_all = visit.query.value("all") == "yes";
    const bool is_person = sort == Sort::person;
    struct Part {
        std::string title, hint;
        std::function<bool(const Match&)> belongs;
        bool is_long = false;  // only its number, unless all is asked for
    };
    const std::vector<Part> parts{
        {is_person ? visit.text("New people") : visit.text("New pairs and groups"),
         visit.text("They come into the school's lists."),
         [](const Match& match) { return match.verdict == Verdict::added; }},
        {is_person ? visit.text("The same people, written differently")
                   : visit.text("The same pairs and groups, written differently"),
         visit.text("What the school has stays as it is."),
         [](const Match& match) { return match.verdict == Verdict::same && matters(match); }},
        {is_person ? visit.text("The same people") : visit.text("The same pairs and groups"), "",
         [](const Match& match) { return match.verdict == Verdict::same && !matters(match); }, true}};
    for (const Match& match : matches_of(compared, sort)) {
        if (match.verdict == Verdict::doubtful) fill_match(view.add("DOUBTFUL"), visit, compared, sort, match, path);
    }
    for (const Part& part : parts) {
        const auto& all = matches_of(compared, sort);
        const auto count = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), part.belongs));
        if (count == 0) continue;
        View& shown = view.add("PART");
        shown.set("HEADING", part.title).set("COUNT", number(visit, count));
        if (!part.hint.empty()) shown.add("HINT").set("SENTENCE", part.hint);
        if (part.is_long && !shows_all) {
            shown.add("MORE").set("PATH", path + "?all=yes");
            continue;
        }
        for (const Match& match : all) {
            if (part.belongs(match)) fill_match(shown.add("MATCH"), visit, compared, sort, match, path);
        }
    }
}

std::size_t new_meetings(const Compared& compared) {
    const auto& meetings = compared.found.matching.meetings;
    return static_cast<std::size_t>(
        std::count_if(meetings.begin(), meetings.end(), [](const auto& one) { return !one.school; }));
}

void fill_meetings(View& view, const Visit& visit, const Compared& compared) {
    const std::size_t added = new_meetings(compared);
    std::size_t shown = 0;
    for (const auto& match : compared.found.matching.meetings) {
        if (match.school || shown++ >= kMostMeetingsShown) continue;
        const domain::Meeting& meeting = compared.found.brought.meetings[match.brought];
        const domain::Group* group = compared.brought.group(meeting.group);
        view.add("MEETING")
            .set("WHEN", visit.texts().day_and_month(domain::date_of(meeting.starts)) + ", " +
                             visit.texts().time(meeting.starts))
            .set("WHO", group ? described(*group, compared.brought) : "");
    }
    if (added > kMostMeetingsShown) {
        view.add("REST").set("TEXT", visit.texts().plural("and {n} more", "and {n} more",
                                                          static_cast<long long>(added - kMostMeetingsShown)));
    }
}

// How many there are of each, for the pages that ask once more.
void fill_counts(View& view, const Visit& visit, const Compared& compared) {
    for (const auto& [sort, name] : {std::pair{Sort::person, "PEOPLE"}, std::pair{Sort::group, "GROUPS"}}) {
        std::size_t same = 0, added = 0;
        for (const Match& match : matches_of(compared, sort)) {
            same += match.verdict == Verdict::same ? 1 : 0;
            added += match.verdict == Verdict::added ? 1 : 0;
        }
        view.set(std::string{"SAME_"} + name, number(visit, same))
            .set(std::string{"NEW_"} + name, number(visit, added));
    }
    const std::size_t added = new_meetings(compared);
    view.set("SAME_MEETINGS", number(visit, compared.found.matching.meetings.size() - added))
        .set("NEW_MEETINGS", number(visit, added));
}

// The brought person or group that the path names.
struct Named {
    Sort sort = Sort::person;
    const Match* match = nullptr;
};
std::optional<Named> find_named(const Compared& compared, const std::string& id) {
    for (const Sort sort : {Sort::person, Sort::group}) {
        for (const Match& match : matches_of(compared, sort)) {
            if (id_of_brought(compared, sort, match.brought) == id) return Named{sort, &match};
        }
    }
    return std::nullopt;
}

}  // namespace

api::HttpResponse list_brought(Visit& visit) {
    const auto all = visit.site.store.brought_lists(visit.school.id);
    if (!all) return failed(visit, all.error());
    View view;
    view.set("TITLE", visit.text("Who is whom"));
    for (const BroughtLists& lists : *all) {
        const auto kiosk = visit.site.store.kiosk(visit.school.id, lists.kiosk);
        if (!kiosk) return failed(visit, kiosk.error());
        const auto found = visit.site.store.brought_matching(visit.school.id, lists.kiosk);
        if (!found) return failed(visit, found.error());
        View& item = view.add("KIOSK");
        fill_lists(item, visit, lists, *kiosk);
        const auto doubtful = static_cast<long long>(found->matching.doubtful());
        item.set("MOOD", doubtful > 0 ? "warning" : "good")
            .set("WORD", doubtful > 0 ? visit.texts().plural("{n} to decide", "{n} to decide", doubtful)
                                      : visit.text("ready to confirm"));
    }
    view.show_if(all->empty(), "NOTHING");
    return page(visit, "match", "match", std::move(view));
}

api::HttpResponse show_brought(Visit& visit) {
    const auto waiting = find_waiting(visit);
    if (!waiting) return failed(visit, waiting.error());
    const Compared compared{waiting->found};
    View view;
    view.set("TITLE", visit.text("Who is whom") + ": " + name_of(visit, waiting->kiosk));
    fill_lists(view, visit, waiting->found.lists, waiting->kiosk);
    for (const Sort sort : {Sort::person, Sort::group}) {
        View& part = view.add("SORT");
        part.show(sort == Sort::person ? "OF_PEOPLE" : "OF_GROUPS");
        fill_matches(part, visit, compared, sort, waiting->path());
    }
    fill_counts(view, visit, compared);
    fill_meetings(view, visit, compared);
    const auto doubtful = static_cast<long long>(waiting->found.matching.doubtful());
    if (doubtful > 0) {
        view.add("UNDECIDED")
            .set("SENTENCE", visit.texts().plural(
                                 "{n} is doubtful: say who it is, and everything can be confirmed.",
                                 "{n} are doubtful: say who they are, and everything can be confirmed.", doubtful));
    } else {
        view.add("READY").set("CONFIRM_PATH", waiting->path() + "/confirm?seen=" + waiting->found.seen);
    }
    return page(visit, "match_kiosk", "match", std::move(view));
}

api::HttpResponse ask_decide_brought(Visit& visit) {
    const auto waiting = find_waiting(visit);
    if (!waiting) return failed(visit, waiting.error());
    const Compared compared{waiting->found};
    const auto named = find_named(compared, visit.parts.at(1));
    if (!named) return not_found(visit);
    const Match& match = *named->match;
    View view;
    view.set("TITLE", brought_in_words(compared, named->sort, match.brought)).set("BACK", waiting->path());
    fill_match(view, visit, compared, named->sort, match, waiting->path());
    view.show_if(match.verdict == Verdict::added, "NEW_CHOSEN");
    std::vector<std::pair<std::string, std::size_t>> all;
    for (std::size_t i = 0; i < count_of_schools(compared, named->sort); ++i)
        all.emplace_back(schools_in_words(compared, named->sort, i), i);
    std::stable_sort(all.begin(), all.end(), [&visit](const auto& one, const auto& other) {
        return visit.texts().compare(one.first, other.first) < 0;
    });
    for (const auto& [who, place] : all) {
        View& choice = view.add("CHOICE");
        choice.set("WHO", who).set("SCHOOL_ID", id_of_schools(compared, named->sort, place));
        choice.show_if(match.verdict == Verdict::same && match.school == place, "CHOSEN");
    }
    return page(visit, "match_decide", "match", std::move(view));
}

api::HttpResponse decide_brought(Visit& visit) {
    const auto waiting = find_waiting(visit);
    if (!waiting) return failed(visit, waiting.error());
    const Compared compared{waiting->found};
    const std::string& brought = visit.parts.at(1);
    if (!find_named(compared, brought)) return not_found(visit);
    const std::string chosen = visit.form.value("stands_for");
    if (chosen.empty()) return go_to(waiting->path(), "undecided");
    const auto decided = visit.site.store.decide_brought(visit.school.id, waiting->kiosk.id, brought,
                                                         chosen == kNew ? std::string{} : chosen);
    // Who was chosen has left the school's lists meanwhile.
    if (!decided && decided.error().kind == StoreErrorKind::not_found) return go_to(waiting->path(), "changed");
    if (!decided) return failed(visit, decided.error());
    return go_to(waiting->path(), "decided");
}

api::HttpResponse ask_confirm_brought(Visit& visit) {
    const auto waiting = find_waiting(visit);
    if (!waiting) return failed(visit, waiting.error());
    // Who comes from the page with the differences confirms what he saw there.
    const std::string seen = visit.query.value("seen");
    if (!seen.empty() && seen != waiting->found.seen) return go_to(waiting->path(), "changed");
    if (waiting->found.matching.doubtful() > 0) return go_to(waiting->path(), "undecided");
    View view;
    view.set("TITLE", visit.text("Take these lists over?")).set("SEEN", waiting->found.seen);
    fill_lists(view, visit, waiting->found.lists, waiting->kiosk);
    fill_counts(view, visit, Compared{waiting->found});
    return page(visit, "match_confirm", "match", std::move(view));
}

api::HttpResponse confirm_brought(Visit& visit) {
    const auto waiting = find_waiting(visit);
    if (!waiting) return failed(visit, waiting.error());
    const auto done = visit.site.store.confirm_brought(visit.school.id, waiting->kiosk.id, visit.form.value("seen"));
    if (!done && done.error().kind == StoreErrorKind::exists) return go_to(waiting->path(), "changed");
    if (!done && done.error().kind == StoreErrorKind::refused)
        return go_to(waiting->path(), waiting->found.matching.doubtful() > 0 ? "undecided" : "class_full");
    if (!done) return failed(visit, done.error());
    visit.site.log.write(Log::Level::info, "match_confirmed",
                         {{"user", visit.user.id.value}, {"kiosk", waiting->kiosk.id.value}, {"number", done->number}});
    View view;
    view.set("TITLE", visit.text("The lists are published"))
        .set("NAME", name_of(visit, waiting->kiosk))
        .set("NUMBER", std::to_string(done->number))
        .set("NEW_PEOPLE", number(visit, done->merged.people_added))
        .set("NEW_GROUPS", number(visit, done->merged.groups_added))
        .set("NEW_MEETINGS", number(visit, done->merged.meetings_added));
    using roster_matching::Change;
    const std::vector<std::pair<Change, std::string>> changes{
        {Change::pictures, visit.text("Other pictures than at the kiosk: they need another printed card")},
        {Change::code, visit.text("Another code than at the kiosk: tell them")},
        {Change::card_left_out,
         visit.text("A card of theirs is somebody else's in the school's lists, and was left out")}};
    for (const auto& [change, heading] : changes) {
        View* part = nullptr;
        for (const auto& one : done->merged.consequences) {
            if (one.change != change) continue;
            if (part == nullptr) part = &view.add("TOLD").set("HEADING", heading);
            part->add("PERSON").set("WHO", described(done->merged.roster.people[one.person]));
        }
    }
    view.show_if(done->merged.consequences.empty(), "NOTHING_TOLD");
    return page(visit, "match_done", "match", std::move(view));
}

api::HttpResponse ask_discard_brought(Visit& visit) {
    const auto waiting = find_waiting(visit);
    if (!waiting) return failed(visit, waiting.error());
    View view;
    view.set("TITLE", visit.text("Discard these lists?"));
    fill_lists(view, visit, waiting->found.lists, waiting->kiosk);
    return page(visit, "match_discard", "match", std::move(view));
}

api::HttpResponse discard_brought(Visit& visit) {
    const auto waiting = find_waiting(visit);
    if (!waiting) return failed(visit, waiting.error());
    const auto done = visit.site.store.discard_brought(visit.school.id, waiting->kiosk.id);
    if (!done) return failed(visit, done.error());
    visit.site.log.write(Log::Level::warning, "match_discarded",
                         {{"user", visit.user.id.value}, {"kiosk", waiting->kiosk.id.value}});
    return go_to("/match", "let_go");
}

}  // namespace server::pages
