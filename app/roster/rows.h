#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/domain/group.h"
#include "app/domain/meeting.h"
#include "app/domain/person.h"
#include "app/roster/headings.h"
#include "app/roster/import.h"
#include "app/roster/problems.h"
#include "app/roster/table.h"

// Rows of the tables as values, before they are matched with each other. Rows with an error are reported and not here.
namespace roster {

struct PersonRow {
    Place place;
    std::string key;  // the folded full name
    domain::PersonKind kind = domain::PersonKind::pupil;
    domain::FullName name;
    std::optional<domain::ClassName> class_name;
    std::optional<domain::LocalDate> birth_date;
    std::optional<domain::Consent> consent;
    // What the file has no column for is not known and changes nothing; an empty cell says that there is none.
    bool knows_birth_date = false;
    bool knows_consent = false;
};

// A person named in another table.
struct PersonReference {
    std::string name;  // as written
    std::string key;
    std::optional<domain::ClassName> class_name;
    bool has_class_column = false;
    std::optional<domain::LocalDate> birth_date;
};

struct GroupRow {
    Place place;
    std::string number, number_key;
    std::string form, variant, order, request;
    std::optional<PersonReference> mentor;
    PersonReference mentee;
    std::optional<domain::LocalDate> joined;
};

struct MeetingRow {
    Place place;
    std::string number, number_key;
    domain::LocalDate date{};
    domain::Minutes starts{}, ends{};
    std::string room, kind, topic;
};

struct CardRow {
    Place place;
    PersonReference person;
    std::string digits;
};

struct Rows {
    std::deque<Headings> headings;  // places point into it
    std::vector<PersonRow> people;
    std::vector<GroupRow> groups;
    std::vector<MeetingRow> meetings;
    std::vector<CardRow> cards;
    bool has_people = false, has_groups = false, has_meetings = false;
    std::map<std::string, bool> bad_group_numbers;  // folded; rows of them had an error
};

[[nodiscard]] std::string name_key(const domain::FullName& name);
[[nodiscard]] std::string group_key(std::string_view number);  // "№ 07" -> "7"

// Spells a form, a variant or a kind of meeting as the catalogue does, whatever dashes and letters the file has.
class Spelling {
  public:
    explicit Spelling(const domain::Catalogue* catalogue);
    [[nodiscard]] std::string form(const std::string& text) const;
    [[nodiscard]] std::string variant(const std::string& text) const;
    [[nodiscard]] std::string kind(const std::string& text) const;
    [[nodiscard]] bool knows_variant(const std::string& text) const;

  private:
    std::map<std::string, std::string> forms_, variants_, kinds_;
};

void read_rows(const std::string& file, const Workbook& workbook, const Options& options,
               std::vector<TableReport>& tables, Problems& problems, Rows& rows);

}  // namespace roster
