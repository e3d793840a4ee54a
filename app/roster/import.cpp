#include "app/roster/import.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>
#include <unordered_map>

#include "app/roster/assign.h"
#include "app/roster/difference.h"
#include "app/roster/pool.h"
#include "app/roster/rows.h"
#include "app/roster/text.h"
#include "app/roster/values.h"

namespace roster {

namespace {

constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

// A group while its rows are gathered; people are indices into the pool.
struct GroupDraft {
    Place place;
    domain::Group group;
    std::string key;
    std::size_t mentor = kNobody;
    Place mentor_place;
    struct Mentee {
        std::size_t person;
        std::string request;
        std::optional<domain::LocalDate> joined;
        Place place;
    };
    std::vector<Mentee> mentees;
};

struct MeetingDraft {
    domain::Meeting meeting;
    std::size_t group;  // index into the drafts
};

// "2" before "10", "7" before "7а".
std::tuple<long, std::string> natural(const std::string& number) {
    const std::size_t end = std::min(number.find_first_not_of("0123456789"), number.size());
    if (end == 0 || end > 9) return {1'000'000'000L, number};
    return {std::stol(number.substr(0, end)), number.substr(end)};
}

class Import {
  public:
    Import(const domain::Roster& current, const Options& options, const Random& random, ImportResult& result)
        : current_(current), options_(options), random_(random), result_(result), problems_(result.tables) {}

    void run(const std::vector<SourceFile>& files);

  private:
    void read(const std::vector<SourceFile>& files);
    void take_groups_of_files(const Pool& pool);
    void take_group_row(const Pool& pool, const GroupRow& row, std::map<std::string, std::size_t>& by_key);
    void keep_current_groups(const Pool& pool);
    std::vector<std::size_t> keep_members(const Pool& pool);
    void take_meetings_of_files();
    void keep_current_meetings();
    void take_cards(Pool& pool, const std::vector<std::size_t>& members);
    domain::Roster build(const Pool& pool, const std::vector<std::size_t>& members);

    const domain::Roster& current_;
    const Options& options_;
    const Random& random_;
    ImportResult& result_;
    Problems problems_;
    Rows rows_;
    std::vector<GroupDraft> groups_;
    std::vector<MeetingDraft> meetings_;
    int repeated_ = 0;
};

void Import::read(const std::vector<SourceFile>& files) {
    for (const SourceFile& file : files) {
        const auto workbook = read_workbook(file.bytes);
        if (workbook) {
            read_rows(file.name, *workbook, options_, result_.tables, problems_, rows_);
        } else {
            result_.tables.push_back({file.name, "", workbook.error().format, Content::unknown, 0, 0});
            problems_.add_file(workbook.error().kind, file.name);
        }
    }
}

void Import::take_group_row(const Pool& pool, const GroupRow& row, std::map<std::string, std::size_t>& by_key) {
    const std::vector<Argument> group_argument{{"group", row.number}};
    const auto with = [&](std::vector<Argument> more) {
        more.insert(more.end(), group_argument.begin(), group_argument.end());
        return more;
    };
    bool good = true;
    std::size_t mentor = kNobody;
    if (row.mentor) {
        const auto who = pool.resolve(*row.mentor);
        if (who.outcome == Pool::Outcome::found) {
            mentor = who.index;
        } else {
            pool.report(who, *row.mentor, row.place, Field::mentor, Field::mentor_class, problems_);
            good = false;
        }
    }
    const auto mentee = pool.resolve(row.mentee);
    if (mentee.outcome != Pool::Outcome::found) {
        pool.report(mentee, row.mentee, row.place, Field::mentee, Field::mentee_class, problems_);
        good = false;
    }
    if (!good) {
        rows_.bad_group_numbers[row.number_key] = true;
        return;
    }
    const auto [at, is_new] = by_key.emplace(row.number_key, groups_.size());
    if (is_new) {
        GroupDraft draft;
        draft.place = row.place;
        draft.key = row.number_key;
        draft.group.number = row.number;
        draft.group.form = row.form;
        draft.group.variant = row.variant;
        draft.group.order = row.order;
        groups_.push_back(std::move(draft));
    }
    GroupDraft& draft = groups_[at->second];
    if (mentor != kNobody && draft.mentor != kNobody && mentor != draft.mentor) {
        problems_.add(
            ProblemKind::mentors_differ, row.place, Field::mentor, row.mentor->name,
            with({{"first", pool.describe(draft.mentor, problems_)}, {"second", pool.describe(mentor, problems_)}}));
        return;
    }
    // Of what the school wrote once, the blank cells below say nothing else.
    const auto settle = [&](std::string& kept, const std::string& given, Field field) {
        if (given.empty() || fold(given) == fold(kept)) return true;
        if (kept.empty()) {
            kept = given;
            return true;
        }
        problems_.add(ProblemKind::group_details_differ, row.place, field, given, with({{"first", kept}}));
        return false;
    };
    if (!settle(draft.group.form, row.form, Field::form) || !settle(draft.group.variant, row.variant, Field::variant) ||
        !settle(draft.group.order, row.order, Field::order)) {
        return;
    }
    const std::size_t the_mentor = mentor != kNobody ? mentor : draft.mentor;
    if (the_mentor == mentee.index) {
        problems_.add(ProblemKind::mentor_is_mentee, row.place, Field::mentee, row.mentee.name,
                      with({{"name", row.mentee.name}}));
        return;
    }
    for (const GroupDraft::Mentee& other : draft.mentees) {
        if (other.person != mentee.index) continue;
        if (other.request == row.request && other.joined == row.joined) {
            ++repeated_;
        } else {
            problems_.add(ProblemKind::mentee_twice, row.place, Field::mentee, row.mentee.name,
                          with({{"name", row.mentee.name},
                                {"first", problems_.where(other.place)},
                                {"second", problems_.where(row.place)}}));
        }
        return;
    }
    if (draft.mentor == kNobody && mentor != kNobody) {
        draft.mentor = mentor;
        draft.mentor_place = row.place;
    }
    draft.mentees.push_back({mentee.index, row.request, row.joined, row.place});
}

void Import::take_groups_of_files(const Pool& pool) {
    std::map<std::string, std::size_t> by_key;
    for (const GroupRow& row : rows_.groups) take_group_row(pool, row, by_key);

    std::map<std::string, domain::GroupId> ids;
    for (const domain::Group& group : current_.groups) ids.emplace(group_key(group.number), group.id);
    std::vector<GroupDraft> whole;
    for (GroupDraft& draft : groups_) {
        if (draft.mentor == kNobody || draft.mentees.empty()) {
            // Where a row of it was refused, that is said already.
            if (draft.mentor == kNobody && !rows_.bad_group_numbers.contains(draft.key)) {
                problems_.add(ProblemKind::mentor_missing, draft.place, Field::mentor, "",
                              {{"group", draft.group.number}});
            }
            continue;
        }
        // A mentor may have been written below the first mentee.
        const bool own_mentee = std::any_of(draft.mentees.begin(), draft.mentees.end(),
                                            [&](const auto& m) { return m.person == draft.mentor; });
        if (own_mentee) {
            const std::string name = domain::full(pool.candidates()[draft.mentor].person.name);
            problems_.add(ProblemKind::mentor_is_mentee, draft.mentor_place, Field::mentor, name,
                          {{"name", name}, {"group", draft.group.number}});
            continue;
        }
        if (const auto id = ids.find(draft.key); id != ids.end()) draft.group.id = id->second;
        if (draft.group.order.empty()) {
            problems_.add(ProblemKind::order_missing, draft.place, Field::order, "", {{"group", draft.group.number}});
        }
        whole.push_back(std::move(draft));
    }
    groups_ = std::move(whole);
    std::sort(groups_.begin(), groups_.end(),
              [](const GroupDraft& a, const GroupDraft& b) { return natural(a.key) < natural(b.key); });
}

void Import::keep_current_groups(const Pool& pool) {
    for (const domain::Group& group : current_.groups) {
        GroupDraft draft;
        draft.group = group;
        draft.key = group_key(group.number);
        const auto mentor = pool.by_id(group.mentor);
        if (!mentor) continue;
        draft.mentor = *mentor;
        for (const domain::Mentee& mentee : group.mentees) {
            if (const auto person = pool.by_id(mentee.person))
                draft.mentees.push_back({*person, mentee.request, mentee.joined, {}});
        }
        groups_.push_back(std::move(draft));
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
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (member[i]) {
            members.push_back(i);
            if (rows_.has_people && !candidates[i].from_file) {
                const std::string name = domain::full(candidates[i].person.name);
                problems_.add(ProblemKind::person_not_in_people_file, {}, std::nullopt, name, {{"name", name}});
            }
        } else if (candidates[i].from_file) {
            ++result_.outside_programme;
        }
    }
    std::sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
        const Candidate &x = candidates[a], &y = candidates[b];
        return std::tie(x.person.kind, x.person.class_name, x.key, x.person.birth_date, x.person.id) <
               std::tie(y.person.kind, y.person.class_name, y.key, y.person.birth_date, y.person.id);
    });
    return members;
}

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

void Import::take_cards(Pool& pool, const std::vector<std::size_t>& members) {
    std::vector<bool> member(pool.candidates().size(), false);
    for (const std::size_t i : members) member[i] = true;
    struct Taken {
        std::size_t person;
        Place place;
        bool good = true;
    };
    std::map<std::string, Taken> taken;
    for (const CardRow& row : rows_.cards) {
        const auto who = pool.resolve(row.person);
        if (who.outcome != Pool::Outcome::found) {
            const bool concerns_member =
                std::any_of(who.others.begin(), who.others.end(), [&](std::size_t i) { return member[i]; });
            if (who.outcome == Pool::Outcome::unknown && !rows_.has_people) {
                // Without a file of people a stranger is most likely somebody outside the programme.
                if (concerns_member)
                    problems_.add(ProblemKind::card_of_stranger, row.place, Field::name, row.person.name,
                                  {{"name", row.person.name}});
                else
                    ++result_.cards_outside_programme;
            } else if (who.outcome == Pool::Outcome::ambiguous && !concerns_member) {
                ++result_.cards_outside_programme;
            } else {
                pool.report(who, row.person, row.place, Field::name, Field::class_name, problems_);
            }
            continue;
        }
        const auto [at, is_new] = taken.emplace(row.digits, Taken{who.index, row.place});
        if (is_new) continue;
        if (at->second.person == who.index) {
            ++repeated_;
            continue;
        }
        at->second.good = false;
        problems_.add(
            ProblemKind::card_twice, row.place, Field::card, row.digits,
            {{"first", pool.describe(at->second.person, problems_) + " (" + problems_.where(at->second.place) + ")"},
             {"second", pool.describe(who.index, problems_)}});
    }
    std::map<std::size_t, std::vector<std::pair<std::string, Place>>> cards_of;
    for (const auto& [digits, card] : taken) {
        if (!member[card.person])
            ++result_.cards_outside_programme;
        else if (card.good)
            cards_of[card.person].emplace_back(digits, card.place);
    }
    // A card stays with whoever is not in the file.
    std::map<std::string, std::size_t> others;
    for (const std::size_t i : members) {
        if (cards_of.contains(i)) continue;
        for (const std::string& digits : pool.candidates()[i].person.cards) others.emplace(digits, i);
    }
    for (auto& [person, cards] : cards_of) {
        std::vector<std::string> good;
        for (const auto& [digits, place] : cards) {
            if (const auto other = others.find(digits); other != others.end()) {
                problems_.add(
                    ProblemKind::card_twice, place, Field::card, digits,
                    {{"first", pool.describe(other->second, problems_)}, {"second", pool.describe(person, problems_)}});
            } else {
                good.push_back(digits);
            }
        }
        if (!good.empty()) pool.candidates()[person].person.cards = std::move(good);
    }
}

domain::Roster Import::build(const Pool& pool, const std::vector<std::size_t>& members) {
    domain::Roster roster;
    roster.number = current_.number + 1;
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
    if (rows_.has_cards) take_cards(pool, members);
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

}  // namespace

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
