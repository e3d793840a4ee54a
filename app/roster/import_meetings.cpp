#include <chrono>
#include <map>
#include <utility>

#include "app/roster/import_run.h"
#include "app/roster/values.h"

namespace roster {

void Import::take_meetings_of_files() {
    std::map<std::string, std::size_t> group_of_key;
    std::map<domain::GroupId, std::size_t> group_of_id;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
        group_of_key.emplace(groups_[i].key, i);
        if (!groups_[i].group.id.empty()) group_of_id.emplace(groups_[i].group.id, i);
    }
    struct Taken {
        std::size_t meeting;
        Place place;
    };
    std::map<std::pair<std::size_t, domain::LocalTime>, Taken> taken;
    for (const MeetingRow& row : rows_.meetings) {
        const auto group = group_of_key.find(row.number_key);
        if (group == group_of_key.end()) {
            problems_.add(ProblemKind::group_unknown, row.place, Field::group_number, row.number,
                          {{"group", row.number}});
            continue;
        }
        domain::Meeting meeting;
        meeting.starts = domain::at(row.date, row.starts);
        meeting.ends = domain::at(row.date, row.ends);
        meeting.place = row.room;
        meeting.kind = row.kind;
        meeting.topic = row.topic;
        const auto [at, is_new] =
            taken.emplace(std::pair{group->second, meeting.starts}, Taken{meetings_.size(), row.place});
        if (is_new) {
            meetings_.push_back({std::move(meeting), group->second});
        } else if (meetings_[at->second.meeting].meeting == meeting) {
            ++repeated_;
        } else {
            problems_.add(ProblemKind::meeting_twice, row.place, Field::date, show(row.date),
                          {{"group", row.number},
                           {"when", show(row.date) + " " + show(row.starts)},
                           {"first", problems_.where(at->second.place)},
                           {"second", problems_.where(row.place)}});
        }
    }
    // One group, two meetings at once: the later row is named.
    const std::pair<const std::pair<std::size_t, domain::LocalTime>, Taken>* before = nullptr;
    for (const auto& entry : taken) {
        if (before && before->first.first == entry.first.first &&
            meetings_[before->second.meeting].meeting.ends > entry.first.second) {
            problems_.add(ProblemKind::meetings_overlap, entry.second.place, std::nullopt, "",
                          {{"group", groups_[entry.first.first].group.number},
                           {"when", show(domain::date_of(entry.first.second)) + " " +
                                        show(domain::minute_of_day(entry.first.second))}});
        }
        before = &entry;
    }
    int past = 0;
    for (const domain::Meeting& meeting : current_.meetings) {
        const auto group = group_of_id.find(meeting.group);
        if (group != group_of_id.end()) {
            if (const auto same = taken.find({group->second, meeting.starts}); same != taken.end()) {
                meetings_[same->second.meeting].meeting.id = meeting.id;
                continue;
            }
            if (!meeting.planned) {
                meetings_.push_back({meeting, group->second});
                continue;
            }
        }
        if (options_.today.ok() &&
            std::chrono::local_days{domain::date_of(meeting.starts)} < std::chrono::local_days{options_.today})
            ++past;
    }
    if (past > 0) {
        for (const TableReport& table : result_.tables) {
            if (table.content != Content::meetings) continue;
            problems_.add_file(ProblemKind::past_meetings_removed, table.file, table.sheet,
                               {{"n", std::to_string(past)}});
            break;
        }
    }
}

void Import::keep_current_meetings() {
    std::map<domain::GroupId, std::size_t> group_of_id;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
        if (!groups_[i].group.id.empty()) group_of_id.emplace(groups_[i].group.id, i);
    }
    for (const domain::Meeting& meeting : current_.meetings) {
        if (const auto group = group_of_id.find(meeting.group); group != group_of_id.end())
            meetings_.push_back({meeting, group->second});
    }
}

}  // namespace roster
