#include "app/cli/demo_school.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "platform/base/check.h"

namespace cli {
namespace {

using namespace std::chrono_literals;
using domain::LocalTime;
using domain::Minutes;
using domain::PersonId;

// The Monday of the seventh week of the files.
constexpr std::chrono::local_days kSeventhWeek{std::chrono::year{2026} / 11 / 16};

std::chrono::local_days monday_of(std::chrono::local_days day) {
    const std::chrono::weekday weekday{day};
    return day - std::chrono::days{weekday.iso_encoding() - 1};
}

struct Slot {
    DemoMoment moment;
    Minutes starts, ends;  // against the present, rounded down to five minutes
    bool teacher;          // the mentor is one
};
constexpr std::array<Slot, 10> kSlots = {{
    {DemoMoment::over, -75min, -35min, false},
    {DemoMoment::over, -50min, -10min, true},
    {DemoMoment::now, -10min, 30min, false},
    {DemoMoment::now, -5min, 35min, true},
    {DemoMoment::now, -20min, 20min, false},
    {DemoMoment::soon, 10min, 50min, false},
    {DemoMoment::later, 60min, 100min, false},
    {DemoMoment::later, 120min, 160min, true},
    {DemoMoment::cancelled, 5min, 45min, false},
    {DemoMoment::not_confirmed, -5min, 35min, false},
}};

std::vector<PersonId> people_of(const domain::Group& group) {
    std::vector<PersonId> all{group.mentor};
    for (const auto& mentee : group.mentees) all.push_back(mentee.person);
    return all;
}

// The same for the same numbers, and looking like chance.
unsigned dice(std::size_t a, std::size_t b) {
    std::uint64_t x = static_cast<std::uint64_t>(a) * 0x9E3779B97F4A7C15ull + static_cast<std::uint64_t>(b) + 1;
    x ^= x >> 31;
    x *= 0xBF58476D1CE4E5B9ull;
    x ^= x >> 29;
    return static_cast<unsigned>(x % 100);
}

}  // namespace

std::vector<DemoMeeting> move_to(domain::Roster& roster, LocalTime now) {
    const auto today = std::chrono::floor<std::chrono::days>(now);
    const auto shift = monday_of(today) - kSeventhWeek;
    for (auto& meeting : roster.meetings) {
        meeting.starts += shift;
        meeting.ends += shift;
    }
    std::unordered_map<PersonId, const domain::Person*> people;
    for (const auto& person : roster.people) people.emplace(person.id, &person);
    std::unordered_map<domain::GroupId, const domain::Group*> groups;
    for (const auto& group : roster.groups) groups.emplace(group.id, &group);
    // Who has something else today is in no meeting of the demonstration: each of its people has exactly one.
    std::unordered_map<PersonId, int> busy;
    for (const auto& meeting : roster.meetings) {
        if (std::chrono::floor<std::chrono::days>(meeting.starts) != today) continue;
        for (const auto& person : people_of(*groups.at(meeting.group))) ++busy[person];
    }

    const auto minute = domain::minute_of_day(now);
    const Minutes rounded = minute - minute % 5;
    std::vector<DemoMeeting> chosen;
    std::unordered_set<PersonId> taken;
    for (const auto& slot : kSlots) {
        for (auto& group : roster.groups) {
            const auto members = people_of(group);
            const auto* mentor = people.at(group.mentor);
            const bool fits =
                (mentor->kind == domain::PersonKind::teacher) == slot.teacher &&
                std::all_of(members.begin(), members.end(), [&](const PersonId& id) {
                    return people.at(id)->consent && !taken.contains(id) && busy[id] == 0;
                });
            if (!fits) continue;
            const auto week = std::find_if(roster.meetings.begin(), roster.meetings.end(), [&](const auto& meeting) {
                return meeting.group == group.id &&
                       monday_of(std::chrono::floor<std::chrono::days>(meeting.starts)) == monday_of(today);
            });
            if (week == roster.meetings.end()) continue;
            // Within the day, however late or early the demonstration is.
            const Minutes starts = std::clamp(rounded + slot.starts, Minutes{0}, Minutes{23 * 60 + 50});
            const Minutes ends = std::clamp(rounded + slot.ends, starts + 5min, Minutes{23 * 60 + 59});
            week->starts = today + starts;
            week->ends = today + ends;
            if (slot.moment == DemoMoment::not_confirmed) group.order.clear();
            chosen.push_back({slot.moment, week->id});
            for (const auto& id : members) taken.insert(id);
            break;
        }
    }
    return chosen;
}

std::vector<DemoStep> history(const domain::Roster& roster, const std::vector<DemoMeeting>& today,
                              const domain::Catalogue& catalogue, LocalTime now) {
    const domain::RosterIndex index(roster);
    std::unordered_map<domain::MeetingId, DemoMoment> moments;
    for (const auto& meeting : today) moments.emplace(meeting.meeting, meeting.moment);
    const auto this_week = LocalTime{monday_of(std::chrono::floor<std::chrono::days>(now))};

    std::vector<DemoStep> steps;
    bool one_side = false;
    for (std::size_t i = 0; i < roster.meetings.size(); ++i) {
        const auto& meeting = roster.meetings[i];
        const auto* group = index.group(meeting.group);
        VS_CHECK(group != nullptr);
        const auto moment = moments.find(meeting.id);
        const auto check_in = [&](const PersonId& id) {
            return domain::Draft{domain::EventBody{domain::CheckedIn{
                meeting.id, id, dice(i, 7) < 70 ? domain::FoundBy::pictures : domain::FoundBy::card}}};
        };
        if (moment != moments.end() && moment->second == DemoMoment::cancelled) {
            steps.push_back({std::min(meeting.starts - 2h, now - 5min),
                             {domain::EventBody{domain::MeetingCancelled{meeting.id, "Наставник на олимпиаде"}}}});
            continue;
        }
        if (moment != moments.end() && moment->second == DemoMoment::now && !one_side && meeting.starts < now - 15min) {
            one_side = true;  // the mentor of one meeting waits for the other side
            steps.push_back({meeting.starts - 2min, {check_in(group->mentor)}});
            continue;
        }
        if (meeting.ends > now || group->order.empty()) continue;

        // Most meetings are held; of the rest somebody stayed away. Just over: held, and still to be rated.
        const bool fresh = moment != moments.end();
        const unsigned luck = fresh ? 99 : dice(i, 0);
        const bool mentor_came = luck >= 9;
        const bool mentees_came = luck >= 4 && !(luck >= 9 && luck < 13);
        std::vector<PersonId> came;
        const auto comes = [&](const PersonId& id) {
            const auto* person = index.person(id);
            if (person != nullptr && person->consent) came.push_back(id);
        };
        if (mentor_came) comes(group->mentor);
        if (mentees_came) {
            for (std::size_t k = 0; k < group->mentees.size(); ++k) {
                if (fresh || dice(i, 20 + k) >= 7) comes(group->mentees[k].person);
            }
        }
        for (std::size_t k = 0; k < came.size(); ++k) {
            const auto early = Minutes{1 + static_cast<int>(dice(i, 30 + k)) % 9};
            // Weeks ago they came in a crowd: one write for all of a meeting.
            if (k > 0 && meeting.starts < this_week - 14 * 24h) {
                steps.back().drafts.push_back(check_in(came[k]));
            } else {
                steps.push_back({meeting.starts - early, {check_in(came[k])}});
            }
        }
        if (fresh || meeting.starts < this_week - 14 * 24h || came.size() < 2) continue;
        DemoStep rated{meeting.ends + Minutes{2 + static_cast<int>(dice(i, 40)) % 10}, {}};
        if (rated.at > now) continue;
        for (std::size_t k = 0; k < came.size(); ++k) {
            if (dice(i, 50 + k) >= 55) continue;
            const bool teacher = index.person(came[k])->kind == domain::PersonKind::teacher;
            const bool mentor = came[k] == group->mentor;
            const auto audience = teacher ? (mentor ? domain::Audience::teacher_mentor : domain::Audience::teacher_mentee)
                                          : (mentor ? domain::Audience::pupil_mentor : domain::Audience::pupil_mentee);
            const auto& tags = catalogue.tags_for(audience);
            domain::Answer answer;
            const unsigned luck_of_score = dice(i, 60 + k);
            answer.score = luck_of_score < 6 ? 2 : luck_of_score < 18 ? 3 : luck_of_score < 52 ? 4 : 5;
            const std::size_t first = answer.score >= 4 ? dice(i, 70 + k) % 2 : 2 + dice(i, 70 + k) % 2;
            answer.tags.push_back(tags[first].id);
            if (dice(i, 80 + k) < 10) answer.comment = "Спасибо, стало понятнее";
            answer.wants_to_talk = dice(i, 90 + k) < 3;
            rated.drafts.push_back(domain::AnswerGiven{meeting.id, came[k], std::move(answer)});
        }
        if (!rated.drafts.empty()) steps.push_back(std::move(rated));
    }
    // The curator took the log away last Friday.
    steps.push_back({this_week - 3 * 24h + 15h + 45min, {}, true});
    std::stable_sort(steps.begin(), steps.end(), [](const DemoStep& a, const DemoStep& b) { return a.at < b.at; });
    return steps;
}

}  // namespace cli
