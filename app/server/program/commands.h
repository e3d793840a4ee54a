#pragma once

#include "app/server/program/context.h"

// What a person asks of the server from the command line: of the server that runs, where it has the data, else of the
// data themselves. Answers go to Context::out, a sentence to Context::complain.
namespace server {

[[nodiscard]] ExitCode list_schools(const Context& context, const DataOptions& options);
[[nodiscard]] ExitCode add_school(const Context& context, const DataOptions& options, const std::string& name);

struct NewKioskOptions {
    std::string name;
    std::string school;    // empty: the only one
    std::string replaces;  // the id of the kiosk whose place it takes; empty: none
};
[[nodiscard]] ExitCode add_kiosk(const Context& context, const DataOptions& options, const NewKioskOptions& kiosk);
[[nodiscard]] ExitCode list_kiosks(const Context& context, const DataOptions& options, const std::string& school);
[[nodiscard]] ExitCode show_kiosk(const Context& context, const DataOptions& options, const std::string& kiosk);
[[nodiscard]] ExitCode rename_kiosk(const Context& context, const DataOptions& options, const std::string& kiosk,
                                    const std::string& name);
[[nodiscard]] ExitCode revoke_kiosk(const Context& context, const DataOptions& options, const std::string& kiosk);

// Why a meeting is in its state: a sentence, and one for each event that speaks of it.
[[nodiscard]] ExitCode explain_meeting(const Context& context, const DataOptions& options, const std::string& school,
                                       const std::string& meeting);
// `day`: YYYY-MM-DD; empty: every one.
[[nodiscard]] ExitCode list_meetings(const Context& context, const DataOptions& options, const std::string& school,
                                     const std::string& day);

[[nodiscard]] ExitCode back_up(const Context& context, const DataOptions& options, const std::filesystem::path& to);
// Audits what is held of every kiosk. ExitCode::found where something is not as it came.
[[nodiscard]] ExitCode verify(const Context& context, const DataOptions& options);

}  // namespace server
