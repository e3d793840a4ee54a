#include "app/i18n/setting_words.h"
#include "app/kiosk/curator/bring/bring.h"

namespace kiosk::curator {

namespace {

using session::BringRefusal;

std::string filled(std::string sentence, const session::BringWords& words) {
    for (const auto& [name, value] : words.arguments) {
        const std::string place = "{" + name + "}";
        for (std::size_t at = 0; (at = sentence.find(place, at)) != std::string::npos; at += value.size())
            sentence.replace(at, place.size(), value);
    }
    return sentence;
}

}  // namespace

std::string kind_words(const i18n::Texts& texts, session::BringKind kind) {
    switch (kind) {
        case session::BringKind::server_lists: return texts.text("Lists from the school server");
        case session::BringKind::server_settings: return texts.text("Settings from the school server");
        case session::BringKind::catalogue: return texts.text("Catalogue of forms and meetings");
        case session::BringKind::school_file: break;
    }
    return texts.text("Files of the school");
}

std::string refusal_words(const i18n::Texts& texts, const session::BringRefused& refused) {
    const std::string& what = refused.what;
    switch (refused.why) {
        case BringRefusal::gone:
            return texts.text("The drive was pulled out, or has other files now. Put it in again.");
        case BringRefusal::too_large:
            return texts.text("The file {file} is larger than a kiosk reads. Save it without pictures and empty rows.",
                              {{"file", what}});
        case BringRefusal::too_much:
            return texts.text("These are more files than a kiosk reads at once. Choose only those with the lists.");
        case BringRefusal::lists_of_server:
            return texts.text(
                "The lists of this kiosk come from the school server {address}. Take the files to the server: what it "
                "publishes comes here by itself.",
                {{"address", what}});
        case BringRefusal::catalogue_of_server:
            return texts.text(
                "This kiosk belongs to the school server {address}, which gives the catalogue. Set it there.",
                {{"address", what}});
        case BringRefusal::no_server:
            return texts.text(
                "This was given out by a school server, and this kiosk belongs to none. Connect it first.");
        case BringRefusal::server_unknown:
            return texts.text(
                "The kiosk cannot read which school server it belongs to. Connect it again with a new code.");
        case BringRefusal::damaged:
            return texts.text(
                "The file is damaged, or was made for another kiosk. Have the server write it onto the drive again.");
        case BringRefusal::newer_version:
            return texts.text("It is of a newer version. Bring this kiosk's program up to date.");
        case BringRefusal::wrong_signature:
            return texts.text("It is signed with a key that this kiosk does not know: it is not of its school server.");
        case BringRefusal::another_school: return texts.text("These are the lists of another school.");
        case BringRefusal::another_kiosk: return texts.text("These are the settings of another kiosk.");
        case BringRefusal::not_consistent:
            return texts.text(
                "The lists break a rule, so that one child could be taken for another. Tell whoever looks after the "
                "server.");
        case BringRefusal::older:
            return texts.text(
                "The kiosk has newer ones already: No. {number} on the drive is older. Have the server write them "
                "again.",
                {{"number", what}});
        case BringRefusal::loses_people:
            return texts.text(
                "This kiosk has lists of its own, and people of them are missing in the server's. First the server has "
                "to be told who is whom: connect the kiosk to it once.");
        case BringRefusal::not_possible:
            return texts.text("This kiosk cannot do what is set there ({what}).", {{"what", what}});
        case BringRefusal::bad_catalogue:
            return texts.text("The catalogue has a mistake ({what}). Mend the file and bring it again.",
                              {{"what", what}});
        case BringRefusal::changed_meanwhile:
            return texts.text("The kiosk got something else while you looked at this. Read it once more.");
        case BringRefusal::disk:
            return texts.text("The kiosk's disk does not take it. Look at the status, and call the technician.");
        case BringRefusal::stopped: break;  // is never shown
    }
    return {};
}

std::string place_words(const i18n::Texts& texts, const session::BringProblem& problem) {
    std::string where = problem.file;
    if (!problem.sheet.empty()) where += texts.text(", sheet \"{sheet}\"", {{"sheet", problem.sheet}});
    if (problem.row > 0) where += texts.text(", row {row}", {{"row", std::to_string(problem.row)}});
    if (problem.column.empty()) return where;
    if (problem.heading.empty()) return where + texts.text(", column {column}", {{"column", problem.column}});
    return where +
           texts.text(", column {column} \"{heading}\"", {{"column", problem.column}, {"heading", problem.heading}});
}

std::string problem_words(const i18n::Texts& texts, const session::BringProblem& problem) {
    std::string words = filled(texts.text(problem.what.id), problem.what);
    if (problem.remedy.id.empty()) return words;
    return words + " " + filled(texts.text(problem.remedy.id), problem.remedy);
}

std::string value_words(const i18n::Texts& texts, const session::BringSetting& setting, const std::string& value) {
    using Key = domain::SettingKey;
    if (setting.key == Key::language) return value == "ru" ? "Русский" : "English";
    if (value == "on") return texts.in_context("setting", "on");
    if (value == "off") return texts.in_context("setting", "off");
    if (value == "none") return texts.in_context("setting", "none");
    if (setting.key == Key::appearance)
        return value == "light" ? texts.in_context("setting", "light") : texts.in_context("setting", "dark");
    if (setting.key != Key::find_by) return value;
    if (value == "pictures") return texts.in_context("setting", "pictures");
    return value == "code" ? texts.in_context("setting", "code") : texts.in_context("setting", "list of names");
}

}  // namespace kiosk::curator
