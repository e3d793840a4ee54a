#include <algorithm>
#include <charconv>

#include "app/server/pages/handlers.h"
#include "app/server/pages/words.h"
#include "app/server/program/meeting_account.h"
#include "platform/base/id.h"

namespace server::pages {

namespace {

// "2026-11-23"
std::optional<domain::LocalDate> read_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number = [&text](std::size_t at, std::size_t digits) {
        int value = -1;
        const char* end = text.data() + at + digits;
        return std::from_chars(text.data() + at, end, value).ptr == end ? value : -1;
    };
    const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (year < 2000 || month < 1 || day < 1) return std::nullopt;
    const domain::LocalDate date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                 std::chrono::day{static_cast<unsigned>(day)}};
    return date.ok() ? std::optional{date} : std::nullopt;
}

std::string written(domain::LocalDate date) {
    const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) + "-" +
           two(static_cast<unsigned>(date.day()));
}

domain::LocalDate plus(domain::LocalDate date, int days) {
    return domain::LocalDate{std::chrono::local_days{date} + std::chrono::days{days}};
}

// Of the filter. The word stands in the address, the states are what it lets through.
struct Filter {
    std::string_view word;
    std::vector<std::string> signs;  // see sign_of()
};
const std::vector<Filter>& filters() {
    static const std::vector<Filter> all{{"", {}},
                                         {"held", {"held", "confirmed"}},
                                         {"going", {"mentor", "mentee"}},
                                         {"ahead", {"planned"}},
                                         {"missed", {"missed"}},
                                         {"cancelled", {"cancelled"}}};
    return all;
}
std::string label_of(const Visit& visit, std::string_view word) {
    if (word == "held") return visit.text("held");
    if (word == "going") return visit.text("one side there");
    if (word == "ahead") return visit.text("ahead");
    if (word == "missed") return visit.text("missed");
    if (word == "cancelled") return visit.text("cancelled");
    return visit.text("all");
}

}  // namespace

api::HttpResponse list_meetings(Visit& visit) {
    const domain::LocalDate today = domain::date_of(visit.local_now());
    const domain::LocalDate day = read_day(visit.query.value("day")).value_or(today);
    const bool is_week = visit.query.value("span") == "week";
    domain::LocalDate first = day, last = day;
    if (is_week) {
        const std::chrono::weekday weekday{std::chrono::local_days{day}};
        first = plus(day, -static_cast<int>(weekday.iso_encoding() - 1));
        last = plus(first, 6);
    }
    const Filter* filter = &filters().front();
    for (const Filter& one : filters()) {
        if (one.word == visit.query.value("state")) filter = &one;
    }
    const auto rows = meetings_between(visit, first, last);
    if (!rows) return failed(visit, rows.error());

    const auto link = [&](domain::LocalDate of, bool week, std::string_view state) {
        return "/meetings?day=" + written(of) + (week ? "&span=week" : "") +
               (state.empty() ? "" : "&state=" + std::string{state});
    };
    View view;
    const int step = is_week ? 7 : 1;
    view.set("TITLE", visit.text("Meetings"))
        .set("SPAN", is_week ? visit.text("{first} to {last}", {{"first", visit.texts().day_and_month(first)},
                                                                {"last", visit.texts().day_and_month(last)}})
                             : visit.texts().weekday_and_date(day))
        .set("DAY", written(day))
        .set("EARLIER", link(plus(day, -step), is_week, filter->word))
        .set("LATER", link(plus(day, step), is_week, filter->word))
        .set("TODAY", link(today, is_week, filter->word))
        .set("OTHER_SPAN", link(day, !is_week, filter->word))
        .set("OTHER_SPAN_LABEL", is_week ? visit.text("Day") : visit.text("Week"));
    if (is_week) view.show("IS_WEEK");
    if (!filter->word.empty()) view.add("KEEPS_STATE").set("STATE_WORD", std::string{filter->word});
    for (const Filter& one : filters()) {
        View& choice = view.add("FILTER");
        choice.set("PATH", link(day, is_week, one.word)).set("LABEL", label_of(visit, one.word));
        if (&one == filter) choice.show("HERE");
    }
    View* part = nullptr;
    std::optional<domain::LocalDate> of;
    long long shown = 0;
    for (const MeetingRow& row : *rows) {
        const std::string sign = sign_of(row.state);
        if (!filter->signs.empty() &&
            std::find(filter->signs.begin(), filter->signs.end(), sign) == filter->signs.end())
            continue;
        const domain::LocalDate date = domain::date_of(row.starts);
        if (!part || of != date) {
            part = &view.add("DATE");
            if (is_week) part->add("HEADING").set("TEXT", visit.texts().weekday_and_date(date));
            of = date;
        }
        fill_meeting(part->add("MEETING"), visit, row);
        ++shown;
    }
    view.show_if(shown == 0, "NO_MEETINGS");
    if (shown > 0) view.add("COUNT").set("TEXT", visit.texts().plural("{n} meeting", "{n} meetings", shown));
    return page(visit, "meetings", "meetings", std::move(view));
}

api::HttpResponse show_meeting(Visit& visit) {
    if (!base::is_id(visit.parts.front())) return not_found(visit);
    const domain::MeetingId id{visit.parts.front()};
    Store& store = visit.site.store;
    const auto roster = store.roster(visit.school.id);
    if (!roster) return failed(visit, roster.error());
    const auto kiosks = store.kiosks(visit.school.id);
    if (!kiosks) return failed(visit, kiosks.error());
    const auto attendance = store.attendance_of(visit.school.id, id);
    if (!attendance) return failed(visit, attendance.error());
    const domain::RosterIndex index{*roster};
    MeetingSurroundings around;
    for (const Kiosk& kiosk : *kiosks) around.kiosks.emplace(kiosk.id, name_of(visit, kiosk));
    if (roster->number > 0) around.roster = &index;
    around.zone = visit.zone.get();
    around.now = visit.local_now();
    around.texts = &visit.texts();
    around.is_for_curator = true;

    const domain::Meeting* meeting = index.meeting(id);
    for (const domain::Meeting& opened : attendance->opened()) {
        if (!meeting && opened.id == id) meeting = &opened;
    }
    const MeetingAccount account = account_of(*attendance, id, around);
    if (!meeting && account.events.empty()) return not_found(visit);

    View view;
    std::string title = visit.text("A meeting that is in no list");
    std::optional<domain::MeetingState> state;
    if (meeting) {
        const domain::Group* group = index.group(meeting->group);
        title = group ? group_name(visit, *group) : visit.text("A group that is in no list");
        if (group) state = domain::state_of(*meeting, *group, attendance->record(id), visit.local_now());
        View& plan = view.add("PLAN");
        plan.set("WHEN", visit.texts().weekday_and_date(domain::date_of(meeting->starts)) + ", " +
                             visit.texts().time(meeting->starts) + "–" + visit.texts().time(meeting->ends))
            .set("DAY_PATH", "/meetings?day=" + written(domain::date_of(meeting->starts)))
            .set("KIND", kind_of(visit, meeting->kind));
        if (!meeting->place.empty()) plan.add("PLACE").set("TEXT", meeting->place);
        if (!meeting->topic.empty()) plan.add("TOPIC").set("TEXT", meeting->topic);
        plan.show_if(!meeting->planned, "UNPLANNED");
        if (group) {
            const auto person = [&](const domain::PersonId& of, const std::string& side, const char* section) {
                const domain::Person* known = index.person(of);
                View& item = plan.add(section);
                item.set("NAME", known ? domain::full(known->name)
                                       : visit.text("no longer in the lists ({id})", {{"id", of.value}}))
                    .set("SIDE", side);
                if (known && known->class_name) item.add("CLASS").set("TEXT", domain::display(*known->class_name));
                item.show_if(attendance->record(id).people.count(of) > 0 && attendance->presence(id, of).is_there(),
                             "THERE");
            };
            person(group->mentor, visit.text("mentor"), "PERSON");
            for (const domain::Mentee& mentee : group->mentees) person(mentee.person, visit.text("mentee"), "PERSON");
        }
    }
    view.set("TITLE", title).set("SIGN", sign_of(state)).set("STATE", word_of(visit, state)).set("SAYS", account.says);
    for (const std::string& event : account.events) view.add("EVENT").set("SENTENCE", event);
    view.show_if(account.events.empty(), "NO_EVENTS");
    view.show_if(!account.events.empty(), "HAS_EVENTS");
    return page(visit, "meeting", "meetings", std::move(view));
}

}  // namespace server::pages
