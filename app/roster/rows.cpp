#include "app/roster/rows.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "app/roster/text.h"
#include "app/roster/values.h"

namespace roster {

namespace {

const Cell kEmptyCell;

bool starts_with_any(const std::string& text, std::initializer_list<std::string_view> beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view b) { return text.starts_with(b); });
}

// Cheap, and asked of every row: is it worth looking whether new headings begin here?
bool begins_like_headings(const Row& row) {
    int looked_at = 0;
    for (const Cell& cell : row.cells) {
        if (cell.is_empty()) continue;
        if (cell.kind != Cell::Kind::text) return false;
        if (field_of_heading(cell.text)) return true;
        if (++looked_at == 3) return false;
    }
    return false;
}

// One row under its headings.
class RowView {
  public:
    RowView(const Row& row, Place place) : row_(row), place_(place) {}
    [[nodiscard]] const Place& place() const { return place_; }
    [[nodiscard]] const Cell& cell(Field field) const {
        const int column = place_.headings->of(field);
        if (column < 0 || static_cast<std::size_t>(column) >= row_.cells.size()) return kEmptyCell;
        return row_.cells[static_cast<std::size_t>(column)];
    }
    [[nodiscard]] bool has(Field field) const { return place_.headings->has(field); }
    [[nodiscard]] std::string text(Field field) const { return cell(field).shown(); }
    [[nodiscard]] bool blank(std::initializer_list<Field> fields) const {
        return std::all_of(fields.begin(), fields.end(), [&](Field f) { return cell(f).is_empty(); });
    }
    [[nodiscard]] const std::vector<Cell>& cells() const { return row_.cells; }

  private:
    const Row& row_;
    Place place_;
};

class Reader {
  public:
    Reader(const Options& options, const Spelling& spelling, std::vector<TableReport>& tables, Problems& problems,
           Rows& rows)
        : options_(options), spelling_(spelling), tables_(tables), problems_(problems), rows_(rows) {
        // A clock that stands years back must not make every birth date of the school implausible.
        year_ = std::max(static_cast<int>(options.today.year()), 2026);
    }

    void read_sheet(const std::string& file, Format format, const Sheet& sheet, bool& any_recognised);

  private:
    void read_row(const RowView& row, Content content);
    bool is_no_data(const RowView& row, Content content);
    void read_person(const RowView& row);
    void read_group(const RowView& row);
    void read_meeting(const RowView& row);
    void read_card(const RowView& row);

    std::optional<domain::FullName> read_name(const RowView& row);
    std::optional<PersonReference> read_reference(const RowView& row, Field name, Field class_name, Field birth_date);
    // Nothing and good: an empty cell. Nothing and not good: reported.
    std::optional<domain::ClassName> read_class(const RowView& row, Field field, bool& good);
    std::optional<domain::LocalDate> read_date(const RowView& row, Field field, int pivot, bool& good);
    int birth_pivot() const { return (year_ - 4) % 100; }
    int pivot() const { return (year_ + 20) % 100; }

    const Options& options_;
    const Spelling& spelling_;
    std::vector<TableReport>& tables_;
    Problems& problems_;
    Rows& rows_;
    int year_ = 0;
    std::optional<GroupRow> above_;  // the group row above, for cells left blank as in a merged block
};

void Reader::read_sheet(const std::string& file, Format format, const Sheet& sheet, bool& any_recognised) {
    const Headings* headings = nullptr;
    int table = -1;
    above_.reset();
    for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
        const Row& row = sheet.rows[i];
        // Headings are looked for at the top, and again below: a second table may follow the first.
        std::size_t used = 0;
        const bool may_be_headings = !headings || begins_like_headings(row);
        if (may_be_headings) {
            if (auto found = headings_at(sheet.rows, i, used); found && (!headings || used == 1)) {
                const bool same = headings && found->content == headings->content;
                rows_.headings.push_back(std::move(*found));
                headings = &rows_.headings.back();
                if (!same) {
                    table = static_cast<int>(tables_.size());
                    tables_.push_back({file, sheet.name, format, headings->content, 0, 0});
                }
                for (const int column : headings->repeated) {
                    const auto field = field_of_heading(headings->texts[static_cast<std::size_t>(column)]);
                    const int first = field ? headings->of(*field) : -1;
                    problems_.add_column(
                        ProblemKind::column_twice, {table, headings->last_row, headings}, column,
                        {{"first", first < 0 ? "" : headings->texts[static_cast<std::size_t>(first)]}});
                }
                switch (headings->content) {
                    case Content::people:
                        rows_.has_people = true;
                        break;
                    case Content::groups:
                        rows_.has_groups = true;
                        break;
                    case Content::meetings:
                        rows_.has_meetings = true;
                        break;
                    case Content::cards:
                        rows_.has_cards = true;
                        break;
                    case Content::unknown:
                        break;
                }
                any_recognised = true;
                above_.reset();
                i += used - 1;
                continue;
            }
        }
        if (!headings) continue;
        read_row(RowView(row, {table, row.number, headings}), headings->content);
    }
    if (!headings && !sheet.rows.empty()) tables_.push_back({file, sheet.name, format, Content::unknown, 0, 0});
}

// A title between the rows, a total, a signature: told from data by what is missing.
bool Reader::is_no_data(const RowView& row, Content content) {
    std::size_t filled = 0;
    const Cell* first = nullptr;
    bool total = false;
    for (const Cell& cell : row.cells()) {
        if (cell.is_empty()) continue;
        if (!first) first = &cell;
        if (++filled <= 3 && cell.kind == Cell::Kind::text)
            total |= starts_with_any(fold(cell.text), {"итог", "всего", "total"});
    }
    if (filled == 0 || total) return true;
    bool no_key = false;
    switch (content) {
        case Content::people:
            no_key = row.blank({Field::surname, Field::given, Field::name});
            break;
        case Content::cards:
            no_key = row.blank({Field::surname, Field::given, Field::name, Field::card});
            break;
        case Content::groups:
            no_key = row.blank({Field::mentee, Field::mentor});
            break;
        case Content::meetings:
            no_key = row.blank({Field::group_number, Field::date});
            break;
        case Content::unknown:
            break;
    }
    const bool signature =
        first->kind == Cell::Kind::text &&
        starts_with_any(fold(first->text),
                        {"директор", "исполнител", "ответственн", "составил", "подпись", "м.п", "дата составлен",
                         "примечан", "классный руковод", "зам. дир", "заместител", "куратор"});
    const Cell& class_cell = row.cell(Field::class_name);
    const bool bare = row.blank({Field::birth_date, Field::category, Field::card, Field::mentor, Field::mentee,
                                 Field::date, Field::starts, Field::time_range}) &&
                      (class_cell.is_empty() || !parse_class(class_cell));
    // One name below a mentor's is the next mentee of a merged block.
    if (content == Content::groups && above_ && !row.blank({Field::mentee})) return false;
    if (filled == 1 || (no_key && filled <= 2) || (signature && bare)) {
        // Numbers prepared for rows to come are not worth a word.
        if (!(first->kind == Cell::Kind::number &&
              (no_key || content == Content::groups || content == Content::meetings)) &&
            !(first->kind == Cell::Kind::text && first->text.find_first_not_of("0123456789. ") == std::string::npos)) {
            problems_.add(ProblemKind::row_skipped, row.place(), std::nullopt, first->shown());
        }
        return true;
    }
    return false;
}

void Reader::read_row(const RowView& row, Content content) {
    if (is_no_data(row, content)) return;
    ++tables_[static_cast<std::size_t>(row.place().table)].rows;
    switch (content) {
        case Content::people:
            read_person(row);
            break;
        case Content::groups:
            read_group(row);
            break;
        case Content::meetings:
            read_meeting(row);
            break;
        case Content::cards:
            read_card(row);
            break;
        case Content::unknown:
            break;
    }
}

std::optional<domain::ClassName> Reader::read_class(const RowView& row, Field field, bool& good) {
    const Cell& cell = row.cell(field);
    if (means_nothing(cell)) return std::nullopt;
    auto name = parse_class(cell);
    if (!name) {
        problems_.add(ProblemKind::class_unreadable, row.place(), field, cell.shown());
        good = false;
    }
    return name;
}

std::optional<domain::LocalDate> Reader::read_date(const RowView& row, Field field, int pivot, bool& good) {
    const Cell& cell = row.cell(field);
    if (means_nothing(cell)) return std::nullopt;
    auto date = parse_date(cell, pivot);
    if (!date) {
        problems_.add(ProblemKind::date_unreadable, row.place(), field, cell.shown());
        good = false;
    }
    return date;
}

std::optional<domain::FullName> Reader::read_name(const RowView& row) {
    const Place& place = row.place();
    domain::FullName name;
    Field field = Field::name;
    std::string found;
    if (row.has(Field::surname) && row.has(Field::given)) {
        field = Field::surname;
        name = {tidy_name(row.text(Field::surname)), tidy_name(row.text(Field::given)), ""};
        found = domain::full({row.text(Field::surname), row.text(Field::given), row.text(Field::patronymic)});
        if (!means_nothing(row.cell(Field::patronymic))) {
            // Word by word, so that «Рашид КЫЗЫ» keeps its second word small.
            if (const auto words = parse_full_name("x y " + row.text(Field::patronymic)))
                name.patronymic = words->patronymic;
        }
        if (name.surname.empty() && name.given.empty()) {
            problems_.add(ProblemKind::name_missing, place, field, "");
            return std::nullopt;
        }
    } else {
        found = row.text(Field::name);
        if (found.empty()) {
            problems_.add(ProblemKind::name_missing, place, field, "");
            return std::nullopt;
        }
        if (!means_nothing(row.cell(Field::patronymic))) found += " " + row.text(Field::patronymic);
        if (const auto whole = parse_full_name(found)) name = *whole;
    }
    if (name.surname.empty() || name.given.empty()) {
        problems_.add(ProblemKind::name_incomplete, place, field, found);
        return std::nullopt;
    }
    if (!has_only_name_characters(domain::full(name))) {
        problems_.add(ProblemKind::name_strange, place, field, found);
        return std::nullopt;
    }
    return name;
}

void Reader::read_person(const RowView& row) {
    PersonRow person;
    person.place = row.place();
    const auto name = read_name(row);
    bool good = name.has_value();
    if (name) {
        person.name = *name;
        person.key = name_key(*name);
    }
    if (row.has(Field::class_name)) {
        person.class_name = read_class(row, Field::class_name, good);
    } else if (!means_nothing(row.cell(Field::grade))) {
        const std::string typed =
            row.text(Field::grade) + " " + (means_nothing(row.cell(Field::letter)) ? "" : row.text(Field::letter));
        person.class_name = parse_class(typed);
        if (!person.class_name) {
            problems_.add(ProblemKind::class_unreadable, row.place(), Field::grade, clean(typed));
            good = false;
        }
    }
    person.knows_birth_date = row.has(Field::birth_date);
    person.birth_date = read_date(row, Field::birth_date, birth_pivot(), good);

    const std::string category = fold(row.text(Field::category));
    const bool pupil_word = starts_with_any(category, {"обуч", "учащ", "ученик", "учениц", "школьн", "воспитан"});
    const bool teacher_word = starts_with_any(
        category, {"педагог", "учител", "преподав", "директор", "завуч", "зам", "социальн", "психолог", "библиот",
                   "воспитат", "логопед", "тьютор", "сотрудн", "работник", "методист", "вожат", "советник", "мастер"});
    const bool class_cell_empty =
        row.has(Field::class_name) ? means_nothing(row.cell(Field::class_name)) : means_nothing(row.cell(Field::grade));
    if (teacher_word && !pupil_word) {
        person.kind = domain::PersonKind::teacher;
        if (person.class_name) {
            problems_.add(ProblemKind::class_of_teacher_ignored, row.place(), Field::class_name,
                          display(*person.class_name), {{"name", domain::full(person.name)}});
            person.class_name.reset();
        }
    } else if (class_cell_empty && !pupil_word && !category.empty()) {
        person.kind = domain::PersonKind::teacher;  // any other post of a grown-up
    } else if (class_cell_empty && name) {
        problems_.add(ProblemKind::class_missing, row.place(),
                      row.has(Field::class_name) ? Field::class_name : Field::grade, "",
                      {{"name", domain::full(person.name)}});
        good = false;
    }

    if (person.birth_date) {
        const int age = year_ - static_cast<int>(person.birth_date->year());
        const bool pupil = person.kind == domain::PersonKind::pupil;
        if (age < (pupil ? 5 : 16) || age > (pupil ? 22 : 95)) {
            problems_.add(
                ProblemKind::birth_date_implausible, row.place(), Field::birth_date, show(*person.birth_date),
                {{"kind", category.empty() ? (pupil ? "ученик" : "учитель") : clean(row.text(Field::category))}});
            good = false;
        }
    }

    person.knows_consent = row.has(Field::consent_date);
    const Cell& consent = row.cell(Field::consent_date);
    if (!means_nothing(consent)) {
        if (const auto date = parse_date(consent, pivot())) {
            person.consent = domain::Consent{*date, clean(row.text(Field::consent_signer))};
            if (std::chrono::local_days{*date} > std::chrono::local_days{options_.today} && options_.today.ok()) {
                problems_.add(ProblemKind::consent_in_future, row.place(), Field::consent_date, show(*date),
                              {{"name", domain::full(person.name)}});
            }
        } else {
            const std::string word = fold(consent.text);
            const bool yes = starts_with_any(word, {"да", "есть", "имеется", "получено", "+", "v", "х", "подписано"});
            problems_.add(yes ? ProblemKind::consent_without_date : ProblemKind::date_unreadable, row.place(),
                          Field::consent_date, consent.shown());
            good = false;
        }
    }
    if (good) rows_.people.push_back(std::move(person));
}

std::optional<PersonReference> Reader::read_reference(const RowView& row, Field name, Field class_name,
                                                      Field birth_date) {
    bool good = true;
    PersonReference reference;
    std::optional<domain::FullName> parsed;
    if (name == Field::name) {
        parsed = read_name(row);
        good = parsed.has_value();
    } else {
        const std::string found = row.text(name);
        parsed = parse_full_name(found);
        if (!parsed) {
            problems_.add(ProblemKind::name_incomplete, row.place(), name, found);
            good = false;
        } else if (!has_only_name_characters(domain::full(*parsed))) {
            problems_.add(ProblemKind::name_strange, row.place(), name, found);
            good = false;
        }
    }
    if (parsed) {
        reference.name = domain::full(*parsed);
        reference.key = name_key(*parsed);
    }
    reference.has_class_column = row.has(class_name);
    const std::string class_text = fold(row.text(class_name));
    if (!starts_with_any(class_text, {"учител", "педагог", "преподав", "сотрудн"}))
        reference.class_name = read_class(row, class_name, good);
    reference.birth_date = read_date(row, birth_date, birth_pivot(), good);
    return good ? std::optional(std::move(reference)) : std::nullopt;
}

void Reader::read_group(const RowView& row) {
    GroupRow group;
    group.place = row.place();
    bool good = true;
    group.number = row.text(Field::group_number);
    group.number_key = group_key(group.number);
    const bool continues = group.number_key.empty() && above_ && means_nothing(row.cell(Field::mentor));
    if (continues) {
        group.number = above_->number;
        group.number_key = above_->number_key;
    } else if (group.number_key.empty()) {
        problems_.add(ProblemKind::group_number_missing, row.place(), Field::group_number, group.number);
        good = false;
    }
    // "№ 7" is numbered 7; "7а" stays as the school writes it.
    if (group.number.starts_with("№") || group.number_key.find_first_not_of("0123456789") == std::string::npos) {
        group.number = group.number_key.find_first_not_of("0123456789") == std::string::npos
                           ? group.number_key
                           : clean(std::string_view(group.number).substr(3));
    }
    group.form = spelling_.form(row.text(Field::form));
    group.variant = spelling_.variant(row.text(Field::variant));
    group.order = means_nothing(row.cell(Field::order)) ? "" : row.text(Field::order);
    if (group.order.starts_with("№")) group.order = clean(std::string_view(group.order).substr(3));
    if (!spelling_.knows_variant(group.variant)) {
        problems_.add(ProblemKind::variant_unknown, row.place(), Field::variant, group.variant);
    }
    if (!means_nothing(row.cell(Field::mentor))) {
        group.mentor = read_reference(row, Field::mentor, Field::mentor_class, Field::mentor_birth_date);
        good &= group.mentor.has_value();
    }
    above_ = group;
    if (means_nothing(row.cell(Field::mentee))) {
        problems_.add(ProblemKind::mentee_missing, row.place(), Field::mentee, "", {{"group", group.number}});
        good = false;
    } else if (auto mentee = read_reference(row, Field::mentee, Field::mentee_class, Field::mentee_birth_date)) {
        group.mentee = std::move(*mentee);
    } else {
        good = false;
    }
    group.request = means_nothing(row.cell(Field::request)) ? "" : row.text(Field::request);
    group.joined = read_date(row, Field::joined, pivot(), good);
    if (good)
        rows_.groups.push_back(std::move(group));
    else
        rows_.bad_group_numbers[group.number_key] = true;
}

void Reader::read_meeting(const RowView& row) {
    MeetingRow meeting;
    meeting.place = row.place();
    bool good = true;
    meeting.number = row.text(Field::group_number);
    meeting.number_key = group_key(meeting.number);
    if (meeting.number_key.empty()) {
        problems_.add(ProblemKind::group_number_missing, row.place(), Field::group_number, meeting.number);
        good = false;
    }
    if (means_nothing(row.cell(Field::date))) {
        problems_.add(ProblemKind::date_missing, row.place(), Field::date, "");
        good = false;
    } else if (const auto date = read_date(row, Field::date, pivot(), good)) {
        meeting.date = *date;
        if (std::abs(static_cast<int>(date->year()) - year_) > 2) {
            problems_.add(ProblemKind::date_out_of_range, row.place(), Field::date, show(*date));
            good = false;
        }
    }
    // From and to in one cell, or in two, or a start and a length.
    const Field first = row.has(Field::starts) ? Field::starts : Field::time_range;
    if (means_nothing(row.cell(first))) {
        problems_.add(ProblemKind::time_missing, row.place(), first, "");
        return;
    }
    if (const auto range = parse_time_range(row.cell(first))) {
        std::tie(meeting.starts, meeting.ends) = *range;
    } else if (const auto starts = parse_time(row.cell(first))) {
        meeting.starts = *starts;
        const Cell& end = row.cell(Field::ends);
        const Cell& duration = row.cell(Field::duration);
        if (!means_nothing(end)) {
            const auto ends = parse_time(end);
            if (!ends) {
                problems_.add(ProblemKind::time_unreadable, row.place(), Field::ends, end.shown());
                return;
            }
            meeting.ends = *ends;
        } else if (!duration.is_empty()) {
            const std::string text = duration.shown();
            const std::size_t digits = text.find_first_not_of("0123456789");
            const int minutes = digits == 0 || text.size() > 20 ? 0 : std::atoi(text.c_str());
            if (minutes < 1 || minutes > 600) {
                problems_.add(ProblemKind::time_unreadable, row.place(), Field::duration, text);
                return;
            }
            meeting.ends = meeting.starts + domain::Minutes{minutes};
        } else {
            problems_.add(ProblemKind::time_missing, row.place(), row.has(Field::ends) ? Field::ends : first,
                          row.text(first));
            return;
        }
    } else {
        problems_.add(ProblemKind::time_unreadable, row.place(), first, row.text(first));
        return;
    }
    if (meeting.ends <= meeting.starts || meeting.ends >= domain::Minutes{24 * 60}) {
        problems_.add(ProblemKind::ends_before_start, row.place(), row.has(Field::ends) ? Field::ends : first,
                      show(meeting.ends), {{"starts", show(meeting.starts)}, {"ends", show(meeting.ends)}});
        good = false;
    }
    meeting.room = means_nothing(row.cell(Field::place)) ? "" : row.text(Field::place);
    meeting.kind = spelling_.kind(row.text(Field::kind));
    meeting.topic = means_nothing(row.cell(Field::topic)) ? "" : row.text(Field::topic);
    if (good) rows_.meetings.push_back(std::move(meeting));
}

void Reader::read_card(const RowView& row) {
    auto person = read_reference(row, Field::name, Field::class_name, Field::birth_date);
    if (row.has(Field::grade) && !row.has(Field::class_name) && person && !means_nothing(row.cell(Field::grade))) {
        person->class_name = parse_class(row.text(Field::grade) + " " + row.text(Field::letter));
        person->has_class_column = true;
    }
    const Cell& cell = row.cell(Field::card);
    if (means_nothing(cell)) {
        problems_.add(ProblemKind::card_missing, row.place(), Field::card, "", {{"name", person ? person->name : ""}});
        return;
    }
    std::string digits = cell.shown();
    if (cell.kind == Cell::Kind::number && digits.size() > 15) {
        problems_.add(ProblemKind::card_imprecise, row.place(), Field::card, digits);
        return;
    }
    digits.erase(std::remove(digits.begin(), digits.end(), ' '), digits.end());
    if (cell.kind == Cell::Kind::moment || digits.size() < 4 || digits.size() > 32 ||
        digits.find_first_not_of("0123456789") != std::string::npos) {
        problems_.add(ProblemKind::card_unreadable, row.place(), Field::card, cell.shown());
        return;
    }
    if (person) rows_.cards.push_back({row.place(), std::move(*person), std::move(digits)});
}

}  // namespace

void read_rows(const std::string& file, const Workbook& workbook, const Options& options,
               std::vector<TableReport>& tables, Problems& problems, Rows& rows) {
    const Spelling spelling(options.catalogue);
    Reader reader(options, spelling, tables, problems, rows);
    bool any = false;
    const std::size_t first_table = tables.size();
    for (const Sheet& sheet : workbook.sheets) reader.read_sheet(file, workbook.format, sheet, any);
    if (!any) {
        if (tables.size() == first_table) {
            tables.push_back({file, "", workbook.format, Content::unknown, 0, 0});
            problems.add_file(ProblemKind::file_empty, file);
        } else {
            problems.add_file(ProblemKind::content_unknown, file, tables[first_table].sheet);
        }
        return;
    }
    for (std::size_t i = first_table; i < tables.size(); ++i) {
        if (tables[i].content == Content::unknown) problems.add_file(ProblemKind::sheet_skipped, file, tables[i].sheet);
    }
}

}  // namespace roster
