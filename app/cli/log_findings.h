#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/commands.h"
#include "app/eventlog/audit.h"
#include "app/i18n/texts.h"

// The words for what an audit of the log finds.
namespace cli {

struct FlawKind {
    eventlog::Flaw flaw;
    LogVerdict code;
    const char* name;  // in JSON
};
[[nodiscard]] const FlawKind& kind_of(eventlog::Flaw flaw);

// What was found, where, and what to do. `last_proven`: the last number that holds; `data`: the folder that was
// examined.
[[nodiscard]] std::string sentence(const i18n::Texts& texts, const eventlog::Finding& finding, domain::Seq last_proven,
                                   const std::filesystem::path& data);

// "12–14, 31"
[[nodiscard]] std::string ranges_of(const i18n::Texts& texts, const std::vector<domain::LostRange>& lost);

}  // namespace cli
