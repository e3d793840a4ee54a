#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/domain/roster.h"

// Lists that a kiosk brings along, compared with those that its school has already. Pure; any thread.
namespace roster_matching {

enum class Verdict {
    same,      // somebody of the school's lists
    doubtful,  // it may be one of several, or one by less than is needed: a person has to say
    added      // nobody there: comes into the lists under its own id
};

// In what they differ who are the same. The school's lists are kept to in all of it, but that cards are united.
enum class Differs { name, kind, class_name, birth_date, consent, pictures, code, cards, number, form, mentees };

// Of a person or a group. Numbers are places in the lists that were compared.
struct Match {
    std::size_t brought = 0;
    Verdict verdict = Verdict::added;
    bool is_decided = false;              // a person said so
    std::size_t school = 0;               // same: who
    std::vector<std::size_t> possible{};  // doubtful: who it may be; never empty there
    std::vector<Differs> differs{};       // same
    friend bool operator==(const Match&, const Match&) = default;
};

struct MeetingMatch {
    std::size_t brought = 0;
    std::optional<std::size_t> school{};  // the same one; nothing: comes into the lists
    friend bool operator==(const MeetingMatch&, const MeetingMatch&) = default;
};

// One for each person, group and meeting that was brought, in their order.
struct Matching {
    std::vector<Match> people, groups;
    std::vector<MeetingMatch> meetings;
    [[nodiscard]] std::size_t doubtful() const;  // how many people and groups wait for a word
    friend bool operator==(const Matching&, const Matching&) = default;
};

// What a person said: the brought id of somebody or of a group, and the school's id; empty: new. What names nobody of
// the lists is passed over.
using Decisions = std::map<std::string, std::string>;

// A person is the same
//   by his id, or an alias of the school's lists
//   by a decision
//   by the full name and the birth date
//   by the full name and the class, where either has no birth date (teachers have no class)
// where that leaves one here and one there, the surest first. Names are compared as the importer does (ё as е); where
// one of the two has no patronymic, surname and given name do. Doubtful: several fit; the birth dates of two of one
// class differ; without a birth date the classes do; the birth date is the same and one word of the name is not (a
// surname that was changed, a misspelt one), but never the given name: twins.
//
// A group is the same by id, alias, decision, or where its mentor is the same, its form fits and its mentees are the
// same ones; then where one mentee at least is. Of several the one with the same number. Doubtful: several fit, or only
// mentor and number do. A meeting is the same by id, alias, or group and start.
[[nodiscard]] Matching match(const domain::Roster& school, const domain::Roster& brought, const Decisions& decisions);

}  // namespace roster_matching
