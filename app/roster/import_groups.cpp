#include <algorithm>
#include <tuple>

#include "app/roster/import_run.h"
#include "app/roster/text.h"

namespace roster {

namespace {

// "2" before "10", "7" before "7а".
std::tuple<long, std::string> natural(const std::string& number) {
    const std::size_t end = std::min(number.find_first_not_of("0123456789"), number.size());
    if (end == 0 || end > 9) return {1'000'000'000L, number};
    return {std::stol(number.substr(0, end)), number.substr(end)};
}

}  // namespace

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

}  // namespace roster
