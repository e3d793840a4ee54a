#include "app/roster/problems.h"

#include <algorithm>
#include <array>

#include "platform/base/check.h"

namespace roster {

namespace {

struct Wording {
    ProblemKind kind;
    Severity severity;
    std::string_view what;
    std::string_view remedy;
};

using K = ProblemKind;
constexpr Severity E = Severity::error, W = Severity::warning, N = Severity::note;

// Each sentence has its Russian in assets/locale/ru/import.po; a test holds the two together.
constexpr auto kWordings = std::to_array<Wording>({
    {K::file_empty, E, "The file is empty.", "Save it again and give it once more."},
    {K::file_unsupported, E, "This is no table that can be read here.",
     "Save the list as an Excel workbook (.xlsx) and give that file."},
    {K::file_damaged, E, "The file is damaged: it ends too early or is not what it begins as.",
     "Open it in Excel or LibreOffice, save it as .xlsx and give that file."},
    {K::file_too_large, E, "The file is far larger than a list of a school.",
     "Keep only the sheet with the list and save it as .xlsx."},
    {K::file_encrypted, E, "The file is closed with a password.",
     "Open it, take the password off (File, Info, Protect Workbook) and save it again."},
    {K::file_old_excel, E, "This .xls file is of a kind that cannot be read here.",
     "Open it in Excel or LibreOffice, choose File, Save As, the type \"Excel Workbook (.xlsx)\", and give the new "
     "file."},
    {K::content_unknown, E, "It is not clear what this table is: no row of headings was understood.",
     "People need a name and a class or birth date; groups a mentor and a mentee; meetings a group number, a date and "
     "a start; cards a name and a card number. Name the columns so in one row above the table."},
    {K::groups_missing, E, "There are people but no groups yet, so nobody is in the programme.",
     "Give the file with pairs and groups together with this one."},
    {K::class_too_large, E, "There are too many people in {class}: pictures for {limit} are the most.",
     "Check the classes in the file of people."},
    {K::name_missing, E, "The name is missing.", "Write surname, given name and patronymic, or delete the row."},
    {K::name_incomplete, E, "\"{found}\" is no full name.", "Write at least surname and given name, in this order."},
    {K::name_strange, E, "\"{found}\" has characters that no name has.", "Leave only the name in this cell."},
    {K::class_missing, E, "The class of {name} is missing.",
     "Write the class, such as 5А; for a teacher, write so in the column of the category."},
    {K::class_unreadable, E, "\"{found}\" is no class.",
     "Write the grade from 1 to 11 and the letter in Russian, such as 5А or 11-ИТ."},
    {K::date_unreadable, E, "\"{found}\" is no date.", "Write day, month and year, such as 01.09.2026."},
    {K::time_missing, E, "The time is missing.", "Write when the meeting starts and ends, such as 09:30 and 09:50."},
    {K::time_unreadable, E, "\"{found}\" is no time.", "Write hours and minutes, such as 09:30."},
    {K::birth_date_implausible, E, "Born {found}: that does not fit a {kind}.",
     "Correct the birth date or the category."},
    {K::consent_without_date, E, "\"{found}\" says nothing about when the consent was given.",
     "Write the date of the signed consent; leave the cell empty where there is none."},
    {K::person_twice, E, "{name} stands here twice: {first} and {second}.",
     "Leave one of the two rows, or add what tells these people apart: birth dates."},
    {K::person_ambiguous, E, "{name} may be any of these: {people}.",
     "Add the class or a column with the birth date, so that only one fits."},
    {K::person_unknown, E, "{name} is not among the people.",
     "Correct the name, or give the file with this person together with this one."},
    {K::person_misspelt, E, "{name} is not among the people. Similar: {people}.",
     "Write the name as in the file of people."},
    {K::person_in_other_class, E, "{name} is not in {class} but in: {people}.",
     "Correct the class here or in the file of people."},
    {K::group_number_missing, E, "The number of the pair or group is missing.", "Write it in each row of the group."},
    {K::mentor_missing, E, "Group {group} has no mentor.", "Write the mentor in the first row of the group."},
    {K::mentors_differ, E, "Group {group} has two mentors: {first} and {second}.",
     "A group has one mentor: correct the name or give one of the groups another number."},
    {K::mentee_missing, E, "This row of group {group} has no mentee.", "Write the mentee or delete the row."},
    {K::mentee_twice, E, "{name} is in group {group} twice: {first} and {second}.", "Delete one of the rows."},
    {K::mentor_is_mentee, E, "{name} is mentor and mentee of the same group {group}.", "Correct one of the two names."},
    {K::group_details_differ, E, "Group {group} has two different entries here: \"{first}\" and \"{found}\".",
     "Write the same in each row of the group."},
    {K::group_unknown, E, "There is no group {group}.",
     "Correct the number, or give the file with this group together with this one."},
    {K::date_missing, E, "The date is missing.", "Write the day of the meeting, such as 01.09.2026."},
    {K::date_out_of_range, E, "{found} is years away from today.", "Correct the year."},
    {K::ends_before_start, E, "The meeting ends at {ends}, before it starts at {starts}.",
     "Correct one of the two times."},
    {K::meeting_twice, E, "Group {group} has two meetings at {when}: {first} and {second}.",
     "Delete one of the rows or correct its time."},
    {K::card_missing, E, "The card number of {name} is missing.", "Write it, or delete the row."},
    {K::card_unreadable, E, "\"{found}\" is no card number: it has 4 to 32 digits and nothing else.",
     "Read the card once more; give the column the format Text in Excel, so that no digit is lost."},
    {K::card_imprecise, E, "Excel has lost the last digits of \"{found}\".",
     "Give the column the format Text and read the card once more."},
    {K::card_twice, E, "Card {found} belongs to two people: {first} and {second}.",
     "Read both cards once more: each person has a card of their own."},
    {K::consent_in_future, W, "The consent of {name} is dated {found}, which is still to come.",
     "Check the date of the consent, and the clock of this computer."},
    {K::person_not_in_people_file, W,
     "{n} people are in a group but not in the new file of people; their earlier entries stay: {people}.",
     "If somebody has left the school, take them out of the file of groups."},
    {K::card_of_stranger, W, "Card for {name}: there is nobody of this name here.",
     "Correct the name if this person is in the programme."},
    {K::meetings_overlap, W, "Group {group} has a meeting at {when} that begins before the one before it ends.",
     "Check the times."},
    {K::past_meetings_removed, W, "{n} earlier meetings are no longer in the plan.",
     "What was recorded of them stays in the log. Keep past meetings in the file to see them in the reports."},
    {K::variant_unknown, W, "\"{found}\" is not in the programme's catalogue.",
     "It is taken as written. Check the spelling if it should be one of the known ones."},
    {K::column_twice, W, "A second column with the meaning of \"{first}\"; it is not read.",
     "Delete it or give it another heading."},
    {K::sheet_skipped, N, "This sheet has no known headings and is not read.",
     "Nothing to do, unless it should hold people, groups, meetings or cards."},
    {K::row_skipped, N, "\"{found}\" stands outside the table and is not read.",
     "Nothing to do, unless it should be a row of the table."},
    {K::rows_repeated, N, "{n} rows say the same as others and are read once.", "Nothing to do."},
    {K::order_missing, N, "Group {group} has no order yet: nobody can check in to its meetings.",
     "Write the number of the order when the director has signed it."},
    {K::pictures_changed, N, "{name} has new pictures in {class}, because the old ones are taken there.",
     "Print a new card for this person."},
    {K::class_of_teacher_ignored, N, "{name} is a teacher; the class {found} is not kept.", "Nothing to do."},
});

constexpr auto kOtherIds = std::to_array<std::string_view>({
    "people",
    "groups",
    "meetings",
    "cards",
    "not recognised",
    // fields of a difference
    "surname",
    "given name",
    "patronymic",
    "class",
    "birth date",
    "consent",
    "category",
    "number",
    "form",
    "variant",
    "mentor",
    "mentees",
    "request",
    "joined",
    "order",
    "place",
    "kind",
    "topic",
    "ends",
    "owner",
    "pupil",
    "teacher",
});

const Wording& wording(ProblemKind kind) {
    const auto found =
        std::find_if(kWordings.begin(), kWordings.end(), [&](const Wording& w) { return w.kind == kind; });
    VS_CHECK(found != kWordings.end());
    return *found;
}

}  // namespace

std::string fill(std::string_view sentence, const std::vector<Argument>& arguments) {
    std::string out;
    while (!sentence.empty()) {
        const std::size_t open = sentence.find('{');
        const std::size_t close = open == std::string_view::npos ? open : sentence.find('}', open);
        if (close == std::string_view::npos) break;
        out += sentence.substr(0, open);
        const std::string_view name = sentence.substr(open + 1, close - open - 1);
        const auto argument =
            std::find_if(arguments.begin(), arguments.end(), [&](const Argument& a) { return a.name == name; });
        if (argument != arguments.end())
            out += argument->value;
        else
            out += sentence.substr(open, close - open + 1);
        sentence.remove_prefix(close + 1);
    }
    return out += sentence;
}

std::string_view message_id(Content content) {
    switch (content) {
        case Content::people:
            return "people";
        case Content::groups:
            return "groups";
        case Content::meetings:
            return "meetings";
        case Content::cards:
            return "cards";
        case Content::unknown:
            break;
    }
    return "not recognised";
}

std::vector<std::string_view> all_message_ids() {
    std::set<std::string_view> ids(kOtherIds.begin(), kOtherIds.end());
    for (const Wording& w : kWordings) {
        ids.insert(w.what);
        ids.insert(w.remedy);
    }
    return {ids.begin(), ids.end()};
}

void Problems::push(Problem problem, std::vector<Argument> arguments) {
    const Wording& words = wording(problem.kind);
    problem.severity = words.severity;
    arguments.push_back({"found", problem.found});
    problem.what = {words.what, arguments};
    problem.remedy = {words.remedy, std::move(arguments)};
    if (problem.severity == Severity::error) {
        error_ = true;
        if (problem.row == 0) file_error_ = true;
    }
    problems_.push_back(std::move(problem));
}

void Problems::add_file(ProblemKind kind, const std::string& file, const std::string& sheet,
                        std::vector<Argument> arguments) {
    Problem problem;
    problem.kind = kind;
    problem.file = file;
    problem.sheet = sheet;
    push(std::move(problem), std::move(arguments));
}

void Problems::add(ProblemKind kind, const Place& place, std::optional<Field> field, std::string found,
                   std::vector<Argument> arguments) {
    Problem problem;
    problem.kind = kind;
    problem.found = std::move(found);
    problem.row = place.row;
    if (place.table >= 0) {
        TableReport& table = tables_[static_cast<std::size_t>(place.table)];
        problem.file = table.file;
        problem.sheet = table.sheet;
        if (wording(kind).severity == Severity::error && bad_rows_.emplace(place.table, place.row).second)
            ++table.bad_rows;
    }
    if (field && place.headings && place.headings->has(*field)) {
        const int column = place.headings->of(*field);
        problem.column = column_letters(column);
        problem.heading = place.headings->texts[static_cast<std::size_t>(column)];
    }
    push(std::move(problem), std::move(arguments));
}

void Problems::add_column(ProblemKind kind, const Place& place, int column, std::vector<Argument> arguments) {
    Problem problem;
    problem.kind = kind;
    const TableReport& table = tables_[static_cast<std::size_t>(place.table)];
    problem.file = table.file;
    problem.sheet = table.sheet;
    problem.row = place.row;
    problem.column = column_letters(column);
    problem.heading = place.headings->texts[static_cast<std::size_t>(column)];
    problem.found = problem.heading;
    push(std::move(problem), std::move(arguments));
}

std::string Problems::where(const Place& place) const {
    const TableReport& table = tables_[static_cast<std::size_t>(place.table)];
    return table.file + (table.sheet.empty() ? "" : ", " + table.sheet) + ":" + std::to_string(place.row);
}

std::vector<Problem> Problems::take() {
    // Errors first; then in the order of the files, and down each.
    std::map<std::string, std::size_t> order;
    for (const TableReport& table : tables_) order.emplace(table.file, order.size());
    std::stable_sort(problems_.begin(), problems_.end(), [&](const Problem& a, const Problem& b) {
        if (a.severity != b.severity) return a.severity < b.severity;
        const std::size_t file_a = order[a.file], file_b = order[b.file];
        if (file_a != file_b) return file_a < file_b;
        if (a.sheet != b.sheet) return a.sheet < b.sheet;
        return a.row < b.row;
    });
    return std::move(problems_);
}

}  // namespace roster
