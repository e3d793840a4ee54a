#include "app/i18n/setting_words.h"

#include <fmt/format.h>

namespace i18n {

namespace {

std::string contrast_sentence(const domain::SettingRefusal& refusal, const Texts& texts) {
    const domain::PrimaryRefusal& colour = *refusal.contrast;
    const auto found = fmt::format("{:.1f}", colour.found), needed = fmt::format("{:.1f}", colour.needed);
    if (refusal.is_dark) {
        return texts.text(
            "It would hardly be seen in the dark look: its contrast is {found}:1 and must be "
            "{needed}:1. Take a lighter colour.",
            {{"found", found}, {"needed", needed}});
    }
    if (colour.problem == domain::PrimaryProblem::against_paper) {
        return texts.text(
            "It would hardly be seen on the light ground: its contrast is {found}:1 and must "
            "be {needed}:1. Take a darker colour.",
            {{"found", found}, {"needed", needed}});
    }
    return texts.text(
        "White words on it could not be read: the contrast is {found}:1 and must be {needed}:1. Take "
        "a darker colour.",
        {{"found", found}, {"needed", needed}});
}

}  // namespace

std::string explain(domain::SettingKey key, const Texts& texts) {
    using Key = domain::SettingKey;
    switch (key) {
        case Key::school_name: return texts.text("name of the school");
        case Key::programme_name: return texts.text("name of the programme");
        case Key::time_zone: return texts.text("time zone");
        case Key::check_in_opens_before: return texts.text("check-in opens so many minutes before the start");
        case Key::check_in_closes_after_end: return texts.text("check-in closes so many minutes after the end");
        case Key::rating_closes_at: return texts.text("ratings of a day close at");
        case Key::check_out: return texts.text("ask people to check out");
        case Key::unplanned_meetings: return texts.text("a mentor may open a meeting");
        case Key::find_by: return texts.text("how to be found without a card: pictures, code, names");
        case Key::language: return texts.text("language after a reset: ru, en");
        case Key::appearance: return texts.text("light or dark");
        case Key::sound: return texts.text("sounds");
        case Key::motion: return texts.text("motion");
        case Key::low_mode: return texts.text("everything within reach of a wheelchair");
        case Key::primary_colour: return texts.text("the school's colour");
        case Key::logo: return texts.text("the school's logo");
        case Key::retention_days: return texts.text("records that a server holds are kept here for so many days");
    }
    return {};
}

std::string sentence_of(const domain::SettingRefusal& refusal, domain::SettingKey key, const std::string& value,
                        const Texts& texts) {
    using Why = domain::SettingRefusal::Why;
    switch (refusal.why) {
        case Why::neither_on_nor_off: return texts.text("It is either on or off.");
        case Why::no_minutes:
            return texts.text("It is a number of minutes from 0 to {most}.", {{"most", std::to_string(refusal.most)}});
        case Why::no_days:
            return texts.text("It is a number of days from {least} to {most}.",
                              {{"least", std::to_string(refusal.least)}, {"most", std::to_string(refusal.most)}});
        case Why::no_name: return texts.text("It is a name, not empty and at most 100 letters long.");
        case Why::none_of: {
            std::string names;
            for (const auto choice : refusal.choices) names += (names.empty() ? "" : ", ") + std::string{choice};
            return texts.text("It is one of: {choices}.", {{"choices", names}});
        }
        case Why::no_time_of_day: return texts.text("It is a time of day, as in 18:00.");
        case Why::no_time_zone:
            return texts.text("There is no time zone {zone}. Write it as in Asia/Novokuznetsk.", {{"zone", value}});
        case Why::no_colour: return texts.text("It is a colour as in #3B5BDB, or none.");
        case Why::no_logo:
            return texts.text(
                "It is the name of a PNG file that lies in the data folder, as in logo.png, "
                "or none.");
        case Why::contrast: {
            const std::string why = contrast_sentence(refusal, texts);
            if (key != domain::SettingKey::appearance) return why;
            return texts.text("The school's colour does not go with it. {why}", {{"why", why}});
        }
    }
    return {};
}

}  // namespace i18n
