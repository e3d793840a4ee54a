#include "app/kiosk/curator/words.h"

#include <algorithm>

namespace kiosk::curator {

using domain::Mark;
using domain::MeetingState;

std::string state_words(const i18n::Texts& texts, const session::DayRow& row) {
    switch (row.state) {
        case MeetingState::planned:
            if (row.started) return texts.text("waiting for both");
            return texts.text("at {time}", {{"time", texts.time(row.meeting.starts)}});
        case MeetingState::mentor_only: return texts.text("waiting for the mentee");
        case MeetingState::mentee_only: return texts.text("waiting for the mentor");
        case MeetingState::held: return texts.in_context("meeting", "held");
        case MeetingState::confirmed: return texts.in_context("meeting", "confirmed");
        case MeetingState::missed: return texts.in_context("meeting", "not held");
        case MeetingState::cancelled: return texts.in_context("meeting", "cancelled");
    }
    return {};
}

kit::Colour state_colour(MeetingState state) {
    switch (state) {
        case MeetingState::held:
        case MeetingState::confirmed: return kit::Colour::both;
        case MeetingState::missed: return kit::Colour::refusal;
        default: return kit::Colour::second_ink;
    }
}

std::string group_words(const i18n::Texts& texts, const session::DayRow& row) {
    return row.pair ? texts.text("Pair {number}", {{"number", row.group_number}})
                    : texts.text("Group {number}", {{"number", row.group_number}});
}

std::string place_words(const i18n::Texts& texts, const std::string& place) {
    const bool number = !place.empty() && place.size() <= 4 && place[0] >= '0' && place[0] <= '9';
    return number ? texts.text("room {number}", {{"number", place}}) : place;
}

std::string class_words(const i18n::Texts& texts, const session::MeetingPerson& person) {
    return person.class_name ? display(*person.class_name) : texts.text("teacher");
}

std::string role_words(const i18n::Texts& texts, const session::MeetingPerson& person) {
    return person.mentor ? texts.text("mentor") : texts.text("mentee");
}

std::string presence_words(const i18n::Texts& texts, const session::MeetingPerson& person) {
    if (person.mark) {
        switch (*person.mark) {
            case Mark::present: return texts.text("present, marked by the curator");
            case Mark::excused: return texts.text("excused");
            case Mark::absent: return texts.text("absent");
        }
    }
    if (person.checked_in && person.checked_out)
        return texts.text("came at {in}, left at {out}",
                          {{"in", texts.time(*person.checked_in)}, {"out", texts.time(*person.checked_out)}});
    if (person.checked_in) return texts.text("checked in at {time}", {{"time", texts.time(*person.checked_in)}});
    if (!person.has_consent) return texts.text("no consent: cannot check in");
    return texts.text("no mark");
}

kit::Colour presence_colour(const session::MeetingPerson& person) {
    if (person.mark) {
        if (*person.mark == Mark::present) return kit::Colour::both;
        return *person.mark == Mark::absent ? kit::Colour::refusal : kit::Colour::second_ink;
    }
    return person.checked_in ? kit::Colour::both : kit::Colour::second_ink;
}

std::string storage_words(const i18n::Texts& texts, session::StorageTrouble trouble) {
    using session::StorageTrouble;
    switch (trouble) {
        case StorageTrouble::none: return texts.text("all is saved");
        case StorageTrouble::no_space: return texts.text("the disk is full");
        case StorageTrouble::read_only: return texts.text("the disk is read-only");
        case StorageTrouble::input_output: return texts.text("the disk does not write");
    }
    return {};
}

std::string storage_advice(const i18n::Texts& texts, session::StorageTrouble trouble) {
    using session::StorageTrouble;
    switch (trouble) {
        case StorageTrouble::none: return {};
        case StorageTrouble::no_space:
            return texts.text(
                "Nothing new is recorded until there is room on the disk. Take the records away and call the "
                "technician. Recording then goes on by itself.");
        case StorageTrouble::read_only:
            return texts.text(
                "Nothing new is recorded while the disk is read-only, which is often its last word before it dies. "
                "Take the records away now and call the technician.");
        case StorageTrouble::input_output:
            return texts.text(
                "Nothing new is recorded while the disk fails. Take the records away now and call the technician.");
    }
    return {};
}

std::string clock_words(const i18n::Texts& texts, bool trusted, domain::TimeSource source) {
    if (source == domain::TimeSource::curator) return texts.in_context("clock", "checked by the curator");
    if (source == domain::TimeSource::last_known) return texts.in_context("clock", "a guess");
    return trusted ? texts.in_context("clock", "right") : texts.in_context("clock", "not trusted");
}

std::string joined(std::initializer_list<std::string> parts) {
    std::string whole;
    for (const std::string& part : parts) {
        if (part.empty()) continue;
        if (!whole.empty()) whole += " · ";
        whole += part;
    }
    return whole;
}

}  // namespace kiosk::curator
