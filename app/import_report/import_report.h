#pragma once

#include <string>
#include <vector>

#include "app/i18n/texts.h"
#include "app/roster/import.h"

// What an import of school files found, for people and as JSON: the command of a kiosk and that of the server say the
// same. Pure.
namespace import_report {

struct Outcome {
    bool is_trial = false;   // nothing was to be stored
    bool is_stored = false;  // it was
};
[[nodiscard]] std::vector<std::string> lines_of(const roster::ImportResult& result, const Outcome& outcome,
                                                const i18n::Texts& texts);
[[nodiscard]] std::string json_of(const roster::ImportResult& result, const Outcome& outcome, const i18n::Texts& texts);

}  // namespace import_report
