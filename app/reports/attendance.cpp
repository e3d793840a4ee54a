#include "app/reports/attendance.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

namespace reports {
namespace {

using domain::Meeting;
using domain::Person;

// A meeting with its group; the group is none where the roster has dropped it, and so may be the time.
struct Held {
    Meeting meeting;
    const domain::Group* group = nullptr;
    bool dropped = false;
};

std::vector<Held> all_meetings(const Journal& journal) {
    std::vector<Held> all;
    std::unordered_set<domain::MeetingId> seen;
    const auto add = [&](const Meeting& meeting) {
        if (seen.insert(meeting.id).second) all.push_back({meeting, journal.roster.group(meeting.group), false});
    };
    for (const auto& meeting : journal.roster.roster().meetings) add(meeting);
    for (const auto& meeting : journal.attendance.opened()) add(meeting);
    for (const auto& id : journal.recorded) {
        if (!seen.insert(id).second) continue;
        const auto& record = journal.attendance.record(id);
        if (record.people.empty()) continue;
        // All that is known of the time is when somebody came.
        Held held{Meeting{}, nullptr, true};
        held.meeting.id = id;
        std::optional<domain::Instant> first;
        for (const auto& [person, presence] : record.people) {
            for (const auto& stamp : {presence.checked_in, presence.marked, presence.rated}) {
                if (stamp && (!first || stamp->at < *first)) first = stamp->at;
            }
        }
        if (!first) continue;
        held.meeting.starts = held.meeting.ends = journal.zone.to_local(*first);
        all.push_back(std::move(held));
    }
    return all;
}

struct Participant {
    domain::PersonId id;
    const Person* person = nullptr;  // none: removed from the school's lists
    enum class Role { mentor, mentee, former } role = Role::former;
};

std::string name_of(const Participant& who, const i18n::Texts& texts) {
    // The id stays, so that two removed people are not taken for one.
    return who.person != nullptr ? domain::full(who.person->name)
                                 : texts.text("no longer in the lists ({id})", {{"id", who.id.value}});
}

std::string class_of(const Participant& who) {
    return who.person != nullptr && who.person->class_name ? domain::display(*who.person->class_name) : std::string();
}

std::string role_of(const Participant& who, const i18n::Texts& texts) {
    switch (who.role) {
        case Participant::Role::mentor:
            return texts.text("mentor");
        case Participant::Role::mentee:
            return texts.text("mentee");
        case Participant::Role::former:
            return texts.text("not in the group now");
    }
    return {};
}

std::vector<Participant> participants(const Held& held, const Journal& journal, const i18n::Texts& texts) {
    std::vector<Participant> all;
    std::unordered_set<domain::PersonId> seen;
    const auto add = [&](const domain::PersonId& id, Participant::Role role) {
        if (seen.insert(id).second) all.push_back({id, journal.roster.person(id), role});
    };
    if (held.group != nullptr) {
        add(held.group->mentor, Participant::Role::mentor);
        for (const auto& mentee : held.group->mentees) add(mentee.person, Participant::Role::mentee);
    }
    for (const auto& [id, presence] : journal.attendance.record(held.meeting.id).people) {
        if (presence.checked_in || presence.checked_out || presence.mark || presence.rated) {
            add(id, Participant::Role::former);
        }
    }
    std::sort(all.begin(), all.end(), [&](const Participant& a, const Participant& b) {
        if (a.role != b.role) return a.role < b.role;
        const int order = texts.compare(name_of(a, texts), name_of(b, texts));
        return order != 0 ? order < 0 : a.id < b.id;
    });
    return all;
}

// The time of day; with the date where that is another than the meeting's (a clock that was wrong).
Cell when(const std::optional<domain::Stamp>& stamp, const Meeting& meeting, const Journal& journal,
          const i18n::Texts& texts) {
    if (!stamp) return {};
    const auto local = journal.zone.to_local(stamp->at);
    if (domain::date_of(local) != domain::date_of(meeting.starts)) {
        return texts.date(domain::date_of(local)) + " " + texts.time(local);
    }
    return domain::minute_of_day(local);
}

// What the wall clock had said, with its date, where that is not what the table says.
Cell by_the_clock(const std::optional<domain::Stamp>& stamp, const Journal& journal, const i18n::Texts& texts) {
    if (!stamp || stamp->correction / domain::Seconds{1} == 0) return {};
    const auto local = journal.zone.to_local(stamp->said_by_clock());
    return texts.date(domain::date_of(local)) + " " + texts.time(local);
}

std::string clock_name(const std::optional<domain::Stamp>& stamp, const i18n::Texts& texts) {
    if (!stamp) return {};
    if (stamp->clock_trusted) return texts.text("right");
    if (!stamp->corrected_by) return texts.text("not certain");
    return *stamp->corrected_by == domain::ClockWord::curator ? texts.text("corrected by the curator")
                                                              : texts.text("corrected");
}

// Columns from `first` on that say nothing in any row are left out.
void drop_empty_columns(Table& table, std::size_t first) {
    for (std::size_t i = table.columns.size(); i-- > first;) {
        const bool empty = std::all_of(table.rows.begin(), table.rows.end(), [i](const auto& row) {
            return std::holds_alternative<std::monostate>(row[i]);
        });
        if (!empty) continue;
        table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(i));
        for (auto& row : table.rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

std::string mark_name(domain::Mark mark, const i18n::Texts& texts) {
    switch (mark) {
        case domain::Mark::present:
            return texts.in_context("curator's mark", "present");
        case domain::Mark::excused:
            return texts.in_context("curator's mark", "excused");
        case domain::Mark::absent:
            return texts.in_context("curator's mark", "absent");
    }
    return {};
}

domain::MeetingState state(const Held& held, const Journal& journal) {
    static const domain::Group kNobody;
    return domain::state_of(held.meeting, held.group != nullptr ? *held.group : kNobody,
                            journal.attendance.record(held.meeting.id), journal.now);
}

std::string yes_or_no(bool yes, const i18n::Texts& texts) {
    return yes ? texts.text("yes") : texts.text("no");
}

// By date, start and group number; equal keys by id, so that two exports of one log are equal.
void sort_meetings(std::vector<Held>& meetings, const i18n::Texts& texts) {
    std::sort(meetings.begin(), meetings.end(), [&](const Held& a, const Held& b) {
        if (a.meeting.starts != b.meeting.starts) return a.meeting.starts < b.meeting.starts;
        const int order = texts.compare(a.group != nullptr ? a.group->number : std::string(),
                                        b.group != nullptr ? b.group->number : std::string());
        return order != 0 ? order < 0 : a.meeting.id < b.meeting.id;
    });
}

}  // namespace

std::string state_name(domain::MeetingState state, const i18n::Texts& texts) {
    switch (state) {
        case domain::MeetingState::planned:
            return texts.in_context("state of a meeting", "planned");
        case domain::MeetingState::mentor_only:
            return texts.in_context("state of a meeting", "only the mentor");
        case domain::MeetingState::mentee_only:
            return texts.in_context("state of a meeting", "only the mentee");
        case domain::MeetingState::held:
            return texts.in_context("state of a meeting", "held");
        case domain::MeetingState::confirmed:
            return texts.in_context("state of a meeting", "confirmed by the curator");
        case domain::MeetingState::missed:
            return texts.in_context("state of a meeting", "missed");
        case domain::MeetingState::cancelled:
            return texts.in_context("state of a meeting", "cancelled");
    }
    return {};
}

Table attendance_table(const Journal& journal, const i18n::Texts& texts) {
    Table table;
    table.title = texts.text("Attendance");
    table.columns = {{texts.in_context("column", "Date"), 11},
                     {texts.in_context("column", "Start"), 8},
                     {texts.in_context("column", "End"), 8},
                     {texts.in_context("column", "Group No."), 9},
                     {texts.in_context("column", "Form"), 16},
                     {texts.in_context("column", "Variant"), 26},
                     {texts.in_context("column", "Kind of meeting"), 16},
                     {texts.in_context("column", "Topic"), 22},
                     {texts.in_context("column", "Place"), 12},
                     {texts.in_context("column", "Planned"), 12},
                     {texts.in_context("column", "Role"), 13},
                     {texts.in_context("column", "Full name"), 34},
                     {texts.in_context("column", "Class"), 8},
                     {texts.in_context("column", "Checked in"), 10},
                     {texts.in_context("column", "Checked out"), 10},
                     {texts.in_context("column", "Curator's mark"), 15},
                     {texts.in_context("column", "Was there"), 10},
                     {texts.in_context("column", "State of the meeting"), 22},
                     {texts.in_context("column", "Rated"), 8},
                     {texts.in_context("column", "Clock of the check-in"), 14},
                     {texts.in_context("column", "Note"), 28},
                     {texts.in_context("column", "Check-in by the kiosk's clock"), 18},
                     {texts.in_context("column", "Check-out by the kiosk's clock"), 18}};
    auto meetings = all_meetings(journal);
    sort_meetings(meetings, texts);
    for (const auto& held : meetings) {
        const auto& meeting = held.meeting;
        const auto& record = journal.attendance.record(meeting.id);
        const auto its_state = state(held, journal);
        const bool over = its_state != domain::MeetingState::planned && its_state != domain::MeetingState::cancelled;
        for (const auto& who : participants(held, journal, texts)) {
            const auto& presence = journal.attendance.presence(meeting.id, who.id);
            std::vector<Cell> row;
            row.emplace_back(domain::date_of(meeting.starts));
            row.emplace_back(held.dropped ? Cell{} : Cell{domain::minute_of_day(meeting.starts)});
            row.emplace_back(held.dropped ? Cell{} : Cell{domain::minute_of_day(meeting.ends)});
            row.emplace_back(held.group != nullptr ? held.group->number : std::string());
            row.emplace_back(held.group != nullptr ? held.group->form : std::string());
            row.emplace_back(held.group != nullptr ? held.group->variant : std::string());
            row.emplace_back(meeting.kind);
            row.emplace_back(meeting.topic);
            row.emplace_back(meeting.place);
            row.emplace_back(held.dropped      ? std::string()
                             : meeting.planned ? texts.text("by plan")
                                               : texts.text("unplanned"));
            row.emplace_back(role_of(who, texts));
            row.emplace_back(name_of(who, texts));
            row.emplace_back(class_of(who));
            row.emplace_back(when(presence.checked_in, meeting, journal, texts));
            row.emplace_back(when(presence.checked_out, meeting, journal, texts));
            row.emplace_back(presence.mark ? mark_name(*presence.mark, texts) : std::string());
            // Before a meeting has begun nobody is absent from it.
            row.emplace_back(presence.is_there() || (over && meeting.starts <= journal.now)
                                 ? yes_or_no(presence.is_there(), texts)
                                 : std::string());
            row.emplace_back(held.dropped ? texts.text("no longer in the plan") : state_name(its_state, texts));
            row.emplace_back(presence.rated ? texts.text("yes") : std::string());
            row.emplace_back(clock_name(presence.checked_in, texts));
            row.emplace_back(record.cancelled.value_or(std::string()));
            row.emplace_back(by_the_clock(presence.checked_in, journal, texts));
            row.emplace_back(by_the_clock(presence.checked_out, journal, texts));
            table.rows.push_back(std::move(row));
        }
    }
    drop_empty_columns(table, table.columns.size() - 2);
    return table;
}

Table answers_table(const Journal& journal, const std::vector<OpenedAnswer>& answers,
                    const domain::Catalogue& catalogue, const i18n::Texts& texts) {
    Table table;
    table.title = texts.text("Answers");
    table.columns = {{texts.in_context("column", "Date"), 11},
                     {texts.in_context("column", "Start"), 8},
                     {texts.in_context("column", "Group No."), 9},
                     {texts.in_context("column", "Role"), 13},
                     {texts.in_context("column", "Full name"), 34},
                     {texts.in_context("column", "Class"), 8},
                     {texts.in_context("column", "Wants to talk to the curator"), 16},
                     {texts.in_context("column", "Score (1 to 5)"), 10},
                     {texts.in_context("column", "Tags"), 40},
                     {texts.in_context("column", "Comment"), 60},
                     {texts.in_context("column", "Answered"), 10}};
    const auto words = [&](const std::string& id) {
        for (const auto& tags : catalogue.tags) {
            for (const auto& tag : tags) {
                if (tag.id != id) continue;
                return texts.language() == domain::Language::russian ? tag.text.russian : tag.text.english;
            }
        }
        return id;  // of another version of the catalogue: better the id than nothing
    };
    std::unordered_map<domain::Seq, const OpenedAnswer*> by_seq;
    for (const auto& answer : answers) by_seq.emplace(answer.seq, &answer);
    auto meetings = all_meetings(journal);
    sort_meetings(meetings, texts);
    std::vector<std::vector<Cell>> rest;
    for (const auto& held : meetings) {
        for (const auto& who : participants(held, journal, texts)) {
            const auto& rated = journal.attendance.presence(held.meeting.id, who.id).rated;
            if (!rated) continue;
            const auto found = by_seq.find(rated->seq);
            if (found == by_seq.end()) continue;
            const auto& answer = found->second->answer;
            std::string tags;
            for (const auto& id : answer.tags) tags += (tags.empty() ? "" : ", ") + words(id);
            std::vector<Cell> row;
            row.emplace_back(domain::date_of(held.meeting.starts));
            row.emplace_back(held.dropped ? Cell{} : Cell{domain::minute_of_day(held.meeting.starts)});
            row.emplace_back(held.group != nullptr ? held.group->number : std::string());
            row.emplace_back(role_of(who, texts));
            row.emplace_back(name_of(who, texts));
            row.emplace_back(class_of(who));
            row.emplace_back(answer.wants_to_talk ? texts.text("yes") : std::string());
            row.emplace_back(static_cast<long long>(answer.score));
            row.emplace_back(std::move(tags));
            row.emplace_back(answer.comment);
            row.emplace_back(when(rated, held.meeting, journal, texts));
            (answer.wants_to_talk ? table.rows : rest).push_back(std::move(row));
        }
    }
    std::move(rest.begin(), rest.end(), std::back_inserter(table.rows));
    return table;
}

}  // namespace reports
