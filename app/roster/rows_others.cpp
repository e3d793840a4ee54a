#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "app/roster/row_reader.h"
#include "app/roster/text.h"
#include "app/roster/values.h"

namespace roster {

void RowReader::read_group(const RowView& row) {
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

void RowReader::read_meeting(const RowView& row) {
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

void RowReader::read_card(const RowView& row) {
    const auto person = read_reference(row, Field::name, Field::class_name, Field::birth_date);
    if (means_nothing(row.cell(Field::card))) {
        problems_.add(ProblemKind::card_missing, row.place(), Field::card, "", {{"name", person ? person->name : ""}});
        return;
    }
    take_card(row, person);
}

void RowReader::take_card(const RowView& row, const std::optional<PersonReference>& person) {
    const Cell& cell = row.cell(Field::card);
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
    if (person) rows_.cards.push_back({row.place(), *person, std::move(digits)});
}

}  // namespace roster
