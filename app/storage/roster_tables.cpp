#include "app/storage/roster_tables.h"

#include <charconv>
#include <string>
#include <unordered_map>

#include "app/storage/schema.h"

namespace storage {

namespace {

using domain::LocalDate;
using domain::LocalTime;
using domain::Millis;
using SQLite::Statement;

// "2026-11-23"; '' for no date.
std::string date_text(const std::optional<LocalDate>& date) {
    if (!date || !date->ok()) return {};
    const auto padded = [](unsigned number, std::size_t width) {
        std::string digits = std::to_string(number);
        return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
    };
    return padded(static_cast<unsigned>(static_cast<int>(date->year())), 4) + '-' +
           padded(static_cast<unsigned>(date->month()), 2) + '-' + padded(static_cast<unsigned>(date->day()), 2);
}

std::optional<LocalDate> date_of_text(std::string_view text) {
    int year = 0;
    unsigned month = 0, day = 0;
    if (text.size() != 10) return std::nullopt;
    const auto number = [&](std::size_t from, std::size_t size, auto& to) {
        const auto result = std::from_chars(text.data() + from, text.data() + from + size, to);
        return result.ec == std::errc{} && result.ptr == text.data() + from + size;
    };
    if (!number(0, 4, year) || !number(5, 2, month) || !number(8, 2, day)) return std::nullopt;
    const LocalDate date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    if (!date.ok()) return std::nullopt;
    return date;
}

std::int64_t count_of(LocalTime time) {
    return time.time_since_epoch().count();
}

std::string string_of(Statement& row, int column) {
    return std::string{text_of(row, column)};
}

void write_people(SQLite::Database& database, const std::vector<domain::Person>& people) {
    Statement person{database,
                     "INSERT INTO person (position, id, kind, surname, given, patronymic, grade, letter, birth_date, "
                     "has_consent, consent_date, consent_signed_by, picture_1, picture_2, picture_3, code) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    Statement card{database, "INSERT INTO card (digits, person, position) VALUES (?, ?, ?)"};
    std::int64_t position = 0;
    for (const domain::Person& each : people) {
        const domain::ClassName class_name = each.class_name.value_or(domain::ClassName{});
        const domain::Consent consent = each.consent.value_or(domain::Consent{});
        run(person, ++position, each.id.value, each.kind == domain::PersonKind::pupil ? "pupil" : "teacher",
            each.name.surname, each.name.given, each.name.patronymic, std::int64_t{class_name.grade}, class_name.letter,
            date_text(each.birth_date), std::int64_t{each.consent ? 1 : 0}, date_text(consent.date), consent.signed_by,
            std::int64_t{each.pictures[0]}, std::int64_t{each.pictures[1]}, std::int64_t{each.pictures[2]}, each.code);
        std::int64_t nth = 0;
        for (const std::string& digits : each.cards) run(card, digits, each.id.value, ++nth);
    }
}

void write_groups(SQLite::Database& database, const std::vector<domain::Group>& groups) {
    Statement group{database,
                    "INSERT INTO mentoring_group (position, id, number, form, variant, mentor, order_number) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)"};
    Statement mentee{database,
                     "INSERT INTO mentee (group_id, position, person, request, joined) VALUES (?, ?, ?, ?, ?)"};
    std::int64_t position = 0;
    for (const domain::Group& each : groups) {
        run(group, ++position, each.id.value, each.number, each.form, each.variant, each.mentor.value, each.order);
        std::int64_t nth = 0;
        for (const domain::Mentee& one : each.mentees) {
            run(mentee, each.id.value, ++nth, one.person.value, one.request, date_text(one.joined));
        }
    }
}

void write_meetings(SQLite::Database& database, const std::vector<domain::Meeting>& meetings) {
    Statement meeting{database,
                      "INSERT INTO meeting (position, id, group_id, starts, ends, place, kind, topic, planned) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    std::int64_t position = 0;
    for (const domain::Meeting& each : meetings) {
        run(meeting, ++position, each.id.value, each.group.value, count_of(each.starts), count_of(each.ends),
            each.place, each.kind, each.topic, std::int64_t{each.planned ? 1 : 0});
    }
}

template <class Id>
void write_aliases(Statement& alias, const char* kind, const std::map<Id, Id>& aliases) {
    for (const auto& [from, to] : aliases) run(alias, kind, from.value, to.value);
}

void write_aliases(SQLite::Database& database, const domain::Aliases& aliases) {
    Statement alias{database, "INSERT INTO alias (kind, id, stands_for) VALUES (?, ?, ?)"};
    write_aliases(alias, "person", aliases.people);
    write_aliases(alias, "group", aliases.groups);
    write_aliases(alias, "meeting", aliases.meetings);
}

StorageResult<std::vector<domain::Person>> read_people(SQLite::Database& database) {
    std::unordered_map<std::string, std::vector<std::string>> cards;
    Statement card{database, "SELECT person, digits FROM card ORDER BY person, position"};
    while (card.executeStep()) cards[string_of(card, 0)].push_back(string_of(card, 1));

    std::vector<domain::Person> people;
    Statement row{database,
                  "SELECT id, kind, surname, given, patronymic, grade, letter, birth_date, has_consent, consent_date, "
                  "consent_signed_by, picture_1, picture_2, picture_3, code FROM person ORDER BY position"};
    while (row.executeStep()) {
        domain::Person person;
        person.id.value = string_of(row, 0);
        person.kind = text_of(row, 1) == "pupil" ? domain::PersonKind::pupil : domain::PersonKind::teacher;
        person.name = {string_of(row, 2), string_of(row, 3), string_of(row, 4)};
        if (const auto grade = integer_of(row, 5); grade > 0) {
            person.class_name = domain::ClassName{static_cast<int>(grade), string_of(row, 6)};
        }
        person.birth_date = date_of_text(text_of(row, 7));
        if (integer_of(row, 8) != 0) {
            person.consent = domain::Consent{date_of_text(text_of(row, 9)).value_or(LocalDate{}), string_of(row, 10)};
        }
        for (int i = 0; i < 3; ++i) {
            const std::int64_t picture = integer_of(row, 11 + i);
            if (picture < 0 || picture >= domain::kPictureCount) {
                return failed(StorageErrorKind::damaged, "a picture number in table person");
            }
            person.pictures[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(picture);
        }
        person.code = string_of(row, 14);
        if (const auto found = cards.find(person.id.value); found != cards.end())
            person.cards = std::move(found->second);
        people.push_back(std::move(person));
    }
    return people;
}

std::vector<domain::Group> read_groups(SQLite::Database& database) {
    std::unordered_map<std::string, std::vector<domain::Mentee>> mentees;
    Statement mentee{database, "SELECT group_id, person, request, joined FROM mentee ORDER BY group_id, position"};
    while (mentee.executeStep()) {
        mentees[string_of(mentee, 0)].push_back(
            {domain::PersonId{string_of(mentee, 1)}, string_of(mentee, 2), date_of_text(text_of(mentee, 3))});
    }
    std::vector<domain::Group> groups;
    Statement row{database,
                  "SELECT id, number, form, variant, mentor, order_number FROM mentoring_group ORDER BY position"};
    while (row.executeStep()) {
        domain::Group group;
        group.id.value = string_of(row, 0);
        group.number = string_of(row, 1);
        group.form = string_of(row, 2);
        group.variant = string_of(row, 3);
        group.mentor.value = string_of(row, 4);
        group.order = string_of(row, 5);
        if (const auto found = mentees.find(group.id.value); found != mentees.end()) {
            group.mentees = std::move(found->second);
        }
        groups.push_back(std::move(group));
    }
    return groups;
}

std::vector<domain::Meeting> read_meetings(SQLite::Database& database) {
    std::vector<domain::Meeting> meetings;
    Statement row{database,
                  "SELECT id, group_id, starts, ends, place, kind, topic, planned FROM meeting ORDER BY position"};
    while (row.executeStep()) {
        meetings.push_back({domain::MeetingId{string_of(row, 0)}, domain::GroupId{string_of(row, 1)},
                            LocalTime{Millis{integer_of(row, 2)}}, LocalTime{Millis{integer_of(row, 3)}},
                            string_of(row, 4), string_of(row, 5), string_of(row, 6), integer_of(row, 7) != 0});
    }
    return meetings;
}

}  // namespace

void write_roster(SQLite::Database& database, const domain::Roster& roster) {
    database.exec(
        "DELETE FROM person; DELETE FROM card; DELETE FROM mentoring_group; DELETE FROM mentee; "
        "DELETE FROM meeting; DELETE FROM alias;");
    write_people(database, roster.people);
    write_groups(database, roster.groups);
    write_meetings(database, roster.meetings);
    write_aliases(database, roster.aliases);
}

// None where the database, opened for reading, is of an older schema.
domain::Aliases read_aliases(SQLite::Database& database) {
    domain::Aliases aliases;
    if (!has_table(database, "alias")) return aliases;
    Statement row{database, "SELECT kind, id, stands_for FROM alias"};
    while (row.executeStep()) {
        const std::string_view kind = text_of(row, 0);
        if (kind == "person") {
            aliases.people.emplace(string_of(row, 1), string_of(row, 2));
        } else if (kind == "group") {
            aliases.groups.emplace(string_of(row, 1), string_of(row, 2));
        } else {
            aliases.meetings.emplace(string_of(row, 1), string_of(row, 2));
        }
    }
    return aliases;
}

StorageResult<domain::Roster> read_roster(SQLite::Database& database) {
    domain::Roster roster;
    auto people = read_people(database);
    if (!people) return base::failure(people.error());
    roster.people = std::move(*people);
    roster.groups = read_groups(database);
    roster.meetings = read_meetings(database);
    roster.aliases = read_aliases(database);
    return roster;
}

}  // namespace storage
