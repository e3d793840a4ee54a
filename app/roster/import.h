#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/domain/catalogue.h"
#include "app/domain/roster.h"
#include "app/domain/time.h"
#include "platform/base/bytes.h"

// The school's own files become a roster. Pure: bytes in, values out; no file is opened here, no clock is read. Any
// thread.
namespace roster {

// A file as the school gave it. The name is only for messages; what it is shows its content.
struct SourceFile {
    std::string name;
    base::Bytes bytes;
};

enum class Severity { error, warning, note };

enum class ProblemKind {
    // of a whole file: never skipped
    file_empty,
    file_unsupported,
    file_damaged,
    file_too_large,
    file_encrypted,
    file_old_excel,
    content_unknown,
    groups_missing,
    class_too_large,
    // of a row: left out with skip_bad_rows
    name_missing,
    name_incomplete,
    name_strange,
    class_missing,
    class_unreadable,
    date_unreadable,
    time_missing,
    time_unreadable,
    birth_date_implausible,
    consent_without_date,
    person_twice,
    person_ambiguous,
    person_unknown,
    person_misspelt,
    person_in_other_class,
    group_number_missing,
    mentor_missing,
    mentors_differ,
    mentee_missing,
    mentee_twice,
    mentor_is_mentee,
    group_details_differ,
    group_unknown,
    date_missing,
    date_out_of_range,
    ends_before_start,
    meeting_twice,
    card_missing,
    card_unreadable,
    card_imprecise,
    card_twice,
    // warnings
    consent_in_future,
    person_not_in_people_file,
    card_of_stranger,
    meetings_overlap,
    past_meetings_removed,
    variant_unknown,
    column_twice,
    // notes
    sheet_skipped,
    row_skipped,
    rows_repeated,
    order_missing,
    pictures_changed,
    class_of_teacher_ignored,
};

struct Argument {
    std::string name;
    std::string value;
};

// A sentence for a person: the id is the English one, with {placeholders}, as i18n::Texts takes it; Russian is in
// assets/locale/ru/import.po. Render: fill(texts.text(message.id), message.arguments).
struct Message {
    std::string_view id;
    std::vector<Argument> arguments;
};
[[nodiscard]] std::string fill(std::string_view sentence, const std::vector<Argument>& arguments);

struct Problem {
    Severity severity = Severity::error;
    ProblemKind kind{};
    std::string file;
    std::string sheet;    // empty where the format has none
    int row = 0;          // 1-based, as the spreadsheet program numbers it; 0: the whole file
    std::string column;   // letters, "E"; empty: the whole row
    std::string heading;  // of that column, as the file has it
    std::string found;    // as the file has it; may be empty
    Message what;         // what is wrong
    Message remedy;       // what to do
};

enum class Format { csv, xlsx, ods, html, xls, spreadsheet_xml, unknown };
enum class Content { people, groups, meetings, cards, unknown };

// One table that was read (a workbook may hold several).
struct TableReport {
    std::string file;
    std::string sheet;
    Format format = Format::unknown;
    Content content = Content::unknown;
    int rows = 0;      // rows of data: without headings, blank rows and totals
    int bad_rows = 0;  // of these, with an error
};
[[nodiscard]] std::string_view message_id(
    Content content);  // "people", "groups", "meetings", "cards", "not recognised"

enum class ChangeKind { added, changed, removed };
struct FieldChange {
    std::string_view field;  // a message id: "class", "birth date", "mentor", "place" ...
    // As a person would write it: "5А", "12.03.2014"; empty: nothing was there. Of "category": message ids.
    std::string before;
    std::string after;
};
struct Change {
    ChangeKind kind{};
    std::string what;  // "Ли Ксения, 10А"; "7"; "7, 05.10.2026 09:30"; "46929863217"
    std::vector<FieldChange> fields;
};
struct Difference {
    std::vector<Change> people, groups, meetings, cards;
    [[nodiscard]] bool empty() const { return people.empty() && groups.empty() && meetings.empty() && cards.empty(); }
};

struct NotFindable {
    std::string name;
    std::string class_name;  // empty: a teacher
};

struct ImportResult {
    bool accepted = false;          // no errors, or only rows that were left out as asked
    bool changed = false;           // accepted, and the roster is not the current one
    domain::Roster roster;          // the current one unless changed; number is one higher then
    Difference difference;          // what the good rows change; computed also where errors keep them from being taken
    std::vector<Problem> problems;  // errors first, then warnings, notes; each by file and row
    std::vector<TableReport> tables;
    std::vector<NotFindable> without_consent;  // of the new roster, in its order
    int outside_programme = 0;                 // people of the files who are in no group: not kept
    int cards_outside_programme = 0;
    [[nodiscard]] int count(Severity severity) const;
};

// Limits on what a file may cost.
inline constexpr std::size_t kMaxFileBytes = 64u << 20;
inline constexpr std::size_t kMaxUnpackedBytes = 256u << 20;
inline constexpr std::size_t kMaxRows = 200'000;
inline constexpr std::size_t kMaxCells = 3'000'000;

// The same of one import, where the machine is small: a kiosk has less memory than a server.
struct Limits {
    std::size_t file = kMaxFileBytes;
    std::size_t page = kMaxFileBytes;          // of a file in HTML, whose tree takes 40 times as much
    std::size_t unpacked = kMaxUnpackedBytes;  // of all parts of one workbook together
    std::size_t rows = kMaxRows;               // of one sheet
    std::size_t cells = kMaxCells;             // of one workbook, as is
    std::size_t text = kMaxUnpackedBytes;      // in these: a text that is in the file once may stand in each
};

struct Options {
    bool skip_bad_rows = false;
    domain::LocalDate today{};                     // for what is plausible
    const domain::Catalogue* catalogue = nullptr;  // spells forms, variants and meeting kinds; may be null
    Limits limits{};
};

// 64 unpredictable bits a call: ids, codes and pictures are drawn from it. In the canonical order of the new roster, so
// that equal bits and equal content give equal rosters, whatever the formats and the order of the files.
using Random = std::function<std::uint64_t()>;

// What the files say takes its place in `current`:
// - a people file updates the people in it, and only those in a group are kept;
// - groups files replace all groups; without one the groups stay;
// - meetings files replace all planned meetings; without one those of the groups that remain stay;
// - a cards file replaces the cards of the people in it.
// A person is the same by full name and birth date, or by full name and class; a group by its number; a meeting by
// group, date and start. The same keep their ids, pictures and codes.
[[nodiscard]] ImportResult import_files(const domain::Roster& current, const std::vector<SourceFile>& files,
                                        const Options& options, const Random& random);

// Every message id that this folder makes, for the test that each has its translation.
[[nodiscard]] std::vector<std::string_view> all_message_ids();

}  // namespace roster
