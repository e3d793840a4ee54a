#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/domain/aliases.h"
#include "app/domain/group.h"
#include "app/domain/meeting.h"
#include "app/domain/person.h"

namespace domain {

// Who is in the programme and when they meet: one numbered snapshot. Nobody outside the programme is in it.
struct Roster {
    std::uint64_t number = 0;  // grows by one with each change
    std::vector<Person> people;
    std::vector<Group> groups;
    std::vector<Meeting> meetings;
    Aliases aliases{};  // other ids of these
    friend bool operator==(const Roster&, const Roster&) = default;
};

// The same but for the number.
[[nodiscard]] bool same_lists(const Roster& one, const Roster& other);

// Finds in one snapshot. Built once a snapshot; pure; the roster must outlive it. Pointers are never to be kept longer.
class RosterIndex {
  public:
    explicit RosterIndex(const Roster& roster);

    [[nodiscard]] const Roster& roster() const { return *roster_; }
    [[nodiscard]] const Person* person(const PersonId& id) const;
    [[nodiscard]] const Group* group(const GroupId& id) const;
    [[nodiscard]] const Meeting* meeting(const MeetingId& id) const;

    // Only people with a consent are found by these.
    [[nodiscard]] const Person* by_card(std::string_view digits) const;
    [[nodiscard]] const Person* by_code(std::string_view digits) const;
    [[nodiscard]] const Person* by_pictures(const std::optional<ClassName>& class_name, const Pictures& pictures) const;
    [[nodiscard]] std::size_t code_length() const;         // of the longest code of somebody to find; 0: no codes
    [[nodiscard]] std::vector<ClassName> classes() const;  // sorted; those with somebody to find
    [[nodiscard]] std::vector<const Person*> people_of(const std::optional<ClassName>& class_name) const;  // by name
    [[nodiscard]] bool has_teachers() const;

    [[nodiscard]] std::vector<const Group*> groups_of(const PersonId& person) const;
    [[nodiscard]] std::vector<const Meeting*> meetings_of(const GroupId& group) const;  // by start
    [[nodiscard]] std::vector<const Meeting*> meetings_on(LocalDate date) const;        // by start, then group number

  private:
    using Places = std::vector<std::size_t>;

    const Roster* roster_;
    std::unordered_map<PersonId, std::size_t> people_;
    std::unordered_map<GroupId, std::size_t> groups_;
    std::unordered_map<MeetingId, std::size_t> meetings_;
    std::unordered_map<std::string, std::size_t> cards_;
    std::unordered_map<std::string, std::size_t> codes_;
    std::map<std::optional<ClassName>, Places> classes_;  // people with a consent; none: teachers
    std::unordered_map<PersonId, Places> groups_of_;
    std::unordered_map<GroupId, Places> meetings_of_;
    std::map<LocalDate, Places> meetings_on_;
};

// The order of group numbers as people read them: "7", "7а", "12".
[[nodiscard]] bool comes_before(std::string_view group_number, std::string_view other);

[[nodiscard]] bool is_mentor(const Group& group, const PersonId& person);
[[nodiscard]] bool is_mentee(const Group& group, const PersonId& person);

}  // namespace domain
