#include "app/roster/pool.h"

#include <algorithm>

#include "app/roster/text.h"
#include "app/roster/values.h"

namespace roster {

namespace {

std::string two_names(const std::string& key) {
    const std::size_t first = key.find(' ');
    const std::size_t second = first == std::string::npos ? first : key.find(' ', first + 1);
    return key.substr(0, second);
}

std::string class_text(const std::optional<domain::ClassName>& name) {
    return name ? domain::display(*name) : std::string();
}

// The name is compared folded: of Сёмин and Семин the first one stays.
bool same_content(const PersonRow& a, const PersonRow& b) {
    return a.kind == b.kind && a.class_name == b.class_name && a.birth_date == b.birth_date && a.consent == b.consent;
}

// Two rows of one name that nothing tells apart.
bool same_identity(const PersonRow& a, const PersonRow& b) {
    if (a.birth_date && b.birth_date) return *a.birth_date == *b.birth_date;
    return a.class_name == b.class_name && a.kind == b.kind;
}

std::string described(const PersonRow& row, const Problems& problems) {
    std::string text = domain::full(row.name);
    if (row.class_name) text += ", " + domain::display(*row.class_name);
    if (row.birth_date) text += ", " + show(*row.birth_date);
    return text + " (" + problems.where(row.place) + ")";
}

}  // namespace

// Rows that stand once, or say the same as an earlier one, which is taken once.
std::vector<bool> Pool::usable(const std::vector<PersonRow>& rows, Problems& problems) {
    std::vector<bool> good(rows.size(), true);
    std::unordered_map<std::string, std::vector<std::size_t>> seen;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto& earlier = seen[rows[i].key];
        for (const std::size_t e : earlier) {
            if (!same_identity(rows[e], rows[i])) continue;
            if (same_content(rows[e], rows[i])) {
                if (good[i]) ++repeated_;
            } else {
                const std::string field = domain::full(rows[i].name);
                problems.add(ProblemKind::person_twice, rows[i].place,
                             rows[i].place.headings->has(Field::surname) ? Field::surname : Field::name, field,
                             {{"name", field},
                              {"first", described(rows[e], problems)},
                              {"second", described(rows[i], problems)}});
                good[e] = false;
            }
            good[i] = false;
            break;
        }
        earlier.push_back(i);
    }
    return good;
}

Pool::Pool(const domain::Roster& current, const std::vector<PersonRow>& rows, Problems& problems) {
    const std::vector<bool> good = usable(rows, problems);

    std::unordered_map<std::string, std::vector<std::size_t>> current_by_key;
    std::vector<std::string> current_keys;
    current_keys.reserve(current.people.size());
    for (std::size_t i = 0; i < current.people.size(); ++i) {
        current_keys.push_back(name_key(current.people[i].name));
        current_by_key[current_keys.back()].push_back(i);
    }
    constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
    std::vector<std::size_t> match(rows.size(), kNobody);
    std::vector<bool> taken(current.people.size(), false);

    // The full name with the birth date first: it also finds who has changed class.
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!good[i] || !rows[i].birth_date) continue;
        const auto same_name = current_by_key.find(rows[i].key);
        if (same_name == current_by_key.end()) continue;
        for (const std::size_t c : same_name->second) {
            if (taken[c] || current.people[c].birth_date != rows[i].birth_date) continue;
            match[i] = c;
            taken[c] = true;
            break;
        }
    }
    // Then the full name and the class, where that leaves one here and one there.
    std::unordered_map<std::string, int> rows_left;
    const auto class_key = [](const std::string& key, const std::optional<domain::ClassName>& name) {
        return key + "|" + class_text(name);
    };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (good[i] && match[i] == kNobody) ++rows_left[class_key(rows[i].key, rows[i].class_name)];
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!good[i] || match[i] != kNobody || rows_left[class_key(rows[i].key, rows[i].class_name)] != 1) continue;
        const auto same_name = current_by_key.find(rows[i].key);
        if (same_name == current_by_key.end()) continue;
        std::size_t found = kNobody, count = 0;
        for (const std::size_t c : same_name->second) {
            if (taken[c] || current.people[c].class_name != rows[i].class_name) continue;
            found = c;
            ++count;
        }
        if (count != 1) continue;
        match[i] = found;
        taken[found] = true;
    }

    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!good[i]) continue;
        const PersonRow& row = rows[i];
        Candidate candidate;
        if (match[i] != kNobody) {
            candidate.person = current.people[match[i]];
            if (candidate.person.class_name != row.class_name) candidate.moved_from = candidate.person.class_name;
        }
        candidate.person.kind = row.kind;
        candidate.person.name = row.name;
        candidate.person.class_name = row.class_name;
        if (row.knows_birth_date) candidate.person.birth_date = row.birth_date;
        if (row.knows_consent) candidate.person.consent = row.consent;
        candidate.key = row.key;
        candidate.from_file = true;
        candidate.place = row.place;
        candidates_.push_back(std::move(candidate));
    }
    for (std::size_t c = 0; c < current.people.size(); ++c) {
        if (!taken[c]) candidates_.push_back({current.people[c], current_keys[c], false, {}, {}});
    }
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
        by_key_[candidates_[i].key].push_back(i);
        by_two_names_[two_names(candidates_[i].key)].push_back(i);
        if (!candidates_[i].person.id.empty()) by_id_.emplace(candidates_[i].person.id, i);
    }
}

Pool::Resolution Pool::resolve(const PersonReference& reference) const {
    Resolution resolution;
    const auto same_name = by_key_.find(reference.key);
    if (same_name == by_key_.end()) {
        if (const auto similar = by_two_names_.find(two_names(reference.key)); similar != by_two_names_.end())
            resolution.others = similar->second;
        return resolution;
    }
    std::vector<std::size_t> who = same_name->second;
    const auto keep = [&](auto&& condition) {
        std::vector<std::size_t> kept;
        std::copy_if(who.begin(), who.end(), std::back_inserter(kept),
                     [&](std::size_t i) { return condition(candidates_[i].person); });
        return kept;
    };
    if (reference.birth_date) {
        auto born = keep([&](const domain::Person& p) { return p.birth_date == reference.birth_date; });
        if (born.empty()) born = keep([&](const domain::Person& p) { return !p.birth_date; });
        if (born.empty()) {
            resolution.others = who;
            return resolution;
        }
        who = std::move(born);
    }
    if (reference.class_name) {
        auto there = keep([&](const domain::Person& p) { return p.class_name == reference.class_name; });
        if (there.empty()) {
            resolution.outcome = Outcome::other_class;
            resolution.others = std::move(who);
            return resolution;
        }
        who = std::move(there);
    } else if (reference.has_class_column) {
        // An empty cell where others have their class is how a teacher is written.
        if (auto teachers = keep([](const domain::Person& p) { return p.kind == domain::PersonKind::teacher; });
            !teachers.empty()) {
            who = std::move(teachers);
        }
    }
    if (who.size() == 1) {
        resolution.outcome = Outcome::found;
        resolution.index = who.front();
    } else {
        resolution.outcome = Outcome::ambiguous;
        resolution.others = std::move(who);
    }
    return resolution;
}

std::string Pool::describe(std::size_t index, const Problems& problems) const {
    const Candidate& candidate = candidates_[index];
    std::string text = domain::full(candidate.person.name);
    if (candidate.person.class_name) text += ", " + domain::display(*candidate.person.class_name);
    if (candidate.person.birth_date) text += ", " + show(*candidate.person.birth_date);
    if (candidate.from_file) text += " (" + problems.where(candidate.place) + ")";
    return text;
}

void Pool::report(const Resolution& resolution, const PersonReference& reference, const Place& place, Field name,
                  Field class_name, Problems& problems) const {
    std::string people;
    for (std::size_t i = 0; i < resolution.others.size() && i < 6; ++i) {
        people += (i ? "; " : "") + describe(resolution.others[i], problems);
    }
    if (resolution.others.size() > 6) people += "; …";
    if (!place.headings->has(name) && name == Field::name) name = Field::surname;
    const std::string in_class = reference.class_name ? domain::display(*reference.class_name) : "";
    const std::string found = reference.name + (in_class.empty() ? "" : ", " + in_class);
    switch (resolution.outcome) {
        case Outcome::found:
            break;
        case Outcome::unknown:
            problems.add(resolution.others.empty() ? ProblemKind::person_unknown : ProblemKind::person_misspelt, place,
                         name, found, {{"name", reference.name}, {"people", people}});
            break;
        case Outcome::ambiguous:
            problems.add(ProblemKind::person_ambiguous, place, name, found,
                         {{"name", reference.name}, {"people", people}});
            break;
        case Outcome::other_class:
            problems.add(ProblemKind::person_in_other_class, place, class_name, found,
                         {{"name", reference.name}, {"class", in_class}, {"people", people}});
            break;
    }
}

std::optional<std::size_t> Pool::by_id(const domain::PersonId& id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace roster
