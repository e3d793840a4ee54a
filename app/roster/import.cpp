#include "app/roster/import.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "app/roster/assign.h"
#include "app/roster/difference.h"
#include "app/roster/import_run.h"
#include "app/roster/table.h"

namespace roster {

void Import::read(const std::vector<SourceFile>& files) {
    for (const SourceFile& file : files) {
        const auto workbook = read_workbook(file.bytes, options_.limits);
        if (workbook) {
            read_rows(file.name, *workbook, options_, result_.tables, problems_, rows_);
        } else {
            result_.tables.push_back({file.name, "", workbook.error().format, Content::unknown, 0, 0});
            problems_.add_file(workbook.error().kind, file.name);
        }
    }
}

// The people of the groups, in canonical order: pupils by class and name, then teachers by name.
std::vector<std::size_t> Import::keep_members(const Pool& pool) {
    const auto& candidates = pool.candidates();
    std::vector<bool> member(candidates.size(), false);
    for (const GroupDraft& draft : groups_) {
        member[draft.mentor] = true;
        for (const auto& mentee : draft.mentees) member[mentee.person] = true;
    }
    std::vector<std::size_t> members;
    int absent = 0;
    std::string absent_names;
    constexpr int kNamed = 5;  // one sentence for a file of one class, not a hundred
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (member[i]) {
            members.push_back(i);
            if (rows_.has_people && !candidates[i].from_file) {
                if (++absent <= kNamed) {
                    absent_names += (absent > 1 ? ", " : "") + domain::full(candidates[i].person.name);
                } else if (absent == kNamed + 1) {
                    absent_names += ", …";
                }
            }
        } else if (candidates[i].from_file) {
            ++result_.outside_programme;
        }
    }
    for (const TableReport& table : result_.tables) {
        if (absent == 0 || table.content != Content::people) continue;
        problems_.add_file(ProblemKind::person_not_in_people_file, table.file, table.sheet,
                           {{"n", std::to_string(absent)}, {"people", absent_names}});
        break;
    }
    std::sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
        const Candidate &x = candidates[a], &y = candidates[b];
        return std::tie(x.person.kind, x.person.class_name, x.key, x.person.birth_date, x.person.id) <
               std::tie(y.person.kind, y.person.class_name, y.key, y.person.birth_date, y.person.id);
    });
    return members;
}

domain::Roster Import::build(const Pool& pool, const std::vector<std::size_t>& members) {
    domain::Roster roster;
    roster.number = current_.number + 1;
    roster.aliases = current_.aliases;
    std::unordered_map<std::size_t, std::size_t> rank;
    for (const std::size_t i : members) {
        rank.emplace(i, roster.people.size());
        roster.people.push_back(pool.candidates()[i].person);
    }
    for (GroupDraft& draft : groups_) {
        if (draft.group.id.empty()) draft.group.id = domain::GroupId(new_id(random_));
        draft.group.mentor = pool.candidates()[draft.mentor].person.id;
        std::sort(draft.mentees.begin(), draft.mentees.end(),
                  [&](const auto& a, const auto& b) { return rank[a.person] < rank[b.person]; });
        draft.group.mentees.clear();
        for (const auto& mentee : draft.mentees) {
            draft.group.mentees.push_back({pool.candidates()[mentee.person].person.id, mentee.request, mentee.joined});
        }
        roster.groups.push_back(draft.group);
    }
    std::sort(meetings_.begin(), meetings_.end(), [](const MeetingDraft& a, const MeetingDraft& b) {
        return std::tie(a.meeting.starts, a.group) < std::tie(b.meeting.starts, b.group);
    });
    for (MeetingDraft& draft : meetings_) {
        if (draft.meeting.id.empty()) draft.meeting.id = domain::MeetingId(new_id(random_));
        draft.meeting.group = groups_[draft.group].group.id;
        roster.meetings.push_back(draft.meeting);
    }
    return roster;
}

void Import::run(const std::vector<SourceFile>& files) {
    read(files);
    if (rows_.has_people && !rows_.has_groups && current_.groups.empty()) {
        for (const TableReport& table : result_.tables) {
            if (table.content != Content::people) continue;
            problems_.add_file(ProblemKind::groups_missing, table.file, table.sheet);
            break;
        }
    }
    Pool pool(current_, rows_.people, problems_);
    if (rows_.has_groups)
        take_groups_of_files(pool);
    else
        keep_current_groups(pool);
    const std::vector<std::size_t> members = keep_members(pool);
    if (rows_.has_meetings)
        take_meetings_of_files();
    else
        keep_current_meetings();
    if (!rows_.cards.empty()) take_cards(pool, members);
    const bool assigned = assign(pool.candidates(), members, random_, problems_);

    repeated_ += pool.repeated_rows();
    if (repeated_ > 0)
        problems_.add_file(ProblemKind::rows_repeated, files.front().name, "", {{"n", std::to_string(repeated_)}});

    result_.roster = current_;
    if (assigned) {
        domain::Roster roster = build(pool, members);
        result_.difference = difference(current_, roster);
        result_.accepted = !problems_.has_file_error() && (options_.skip_bad_rows || !problems_.has_error());
        result_.changed = result_.accepted && !result_.difference.empty();
        if (result_.changed) result_.roster = std::move(roster);
    }
    for (const domain::Person& person : result_.roster.people) {
        if (person.consent) continue;
        result_.without_consent.push_back(
            {domain::full(person.name), person.class_name ? domain::display(*person.class_name) : ""});
    }
    result_.problems = problems_.take();
}

int ImportResult::count(Severity severity) const {
    return static_cast<int>(
        std::count_if(problems.begin(), problems.end(), [&](const Problem& p) { return p.severity == severity; }));
}

ImportResult import_files(const domain::Roster& current, const std::vector<SourceFile>& files, const Options& options,
                          const Random& random) {
    ImportResult result;
    Import(current, options, random, result).run(files);
    return result;
}

}  // namespace roster
