#pragma once

#include <string>

#include "app/server/program/context.h"

// Lists that kiosks bring along, from the command line: who is whom; see commands.h.
namespace server {

[[nodiscard]] ExitCode list_matchings(const Context& context, const DataOptions& options, const std::string& school);

struct MatchShowOptions {
    std::string kiosk;
    bool shows_all = false;  // else those who are the same without a difference that matters are only counted
};
// What is doubtful, what is new, who is the same and differs, and the word for confirm_matching().
[[nodiscard]] ExitCode show_matching(const Context& context, const DataOptions& options, const MatchShowOptions& show);

struct MatchDecision {
    std::string kiosk;
    std::string brought;     // id of a person or a group
    std::string stands_for;  // the school's id, or "new"
};
[[nodiscard]] ExitCode decide_matching(const Context& context, const DataOptions& options,
                                       const MatchDecision& decision);
// `seen`: as show_matching() gave it.
[[nodiscard]] ExitCode confirm_matching(const Context& context, const DataOptions& options, const std::string& kiosk,
                                        const std::string& seen);
[[nodiscard]] ExitCode discard_matching(const Context& context, const DataOptions& options, const std::string& kiosk);

}  // namespace server
