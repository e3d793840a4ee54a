#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/cli/terminal.h"
#include "app/domain/catalogue.h"
#include "app/i18n/texts.h"
#include "app/storage/store.h"
#include "platform/api/clock.h"
#include "platform/api/enclosed_folder.h"
#include "platform/api/entropy.h"
#include "platform/api/file_system.h"
#include "platform/api/http.h"
#include "platform/api/process_lock.h"

namespace cli {

// What the command ends with.
enum ExitCode : int {
    kOk = 0,
    kProblems = 1,  // the input had problems, or there was nothing that could be done; nothing was changed
    kUsage = 2,     // the command line is not understood
    kMachine = 3    // disk, rights, a damaged file: not the person's doing
};

// What every subcommand works with. Lives for one run.
struct Context {
    api::FileSystem& files;
    api::Clock& clock;
    api::Entropy& entropy;
    api::ProcessLocks& locks;
    api::HttpClients& clients;
    api::EnclosedFolders& folders;
    Terminal& terminal;
    std::filesystem::path assets;
    std::shared_ptr<const i18n::Texts> texts;

    [[nodiscard]] storage::Store::Ports ports() const { return {clock, entropy, locks, files}; }
    void say(std::string_view line) const { terminal.out(std::string(line) + "\n"); }
    // "vstrecha: what", on stderr.
    void complain(std::string_view line) const { terminal.error("vstrecha: " + std::string(line) + "\n"); }
};

// Complains in a sentence that says where and what to do, and gives the exit code.
[[nodiscard]] int fail(const Context& context, const storage::StorageError& error, const std::filesystem::path& data);
[[nodiscard]] int fail(const Context& context, const api::FileError& error);

// "no space left on the drive" and so on.
[[nodiscard]] std::string reason(const api::FileError& error, const i18n::Texts& texts);

// The school's zone; complains where the settings name none that ICU knows.
[[nodiscard]] std::shared_ptr<const domain::TimeZone> zone_of(const Context& context, const domain::Settings& settings);
[[nodiscard]] domain::Now now_in(const Context& context, const domain::TimeZone& zone);

// The catalogue of the assets; complains and gives nothing where it cannot be read.
[[nodiscard]] std::optional<domain::Catalogue> load_catalogue(const Context& context);
// The same, unless the school has set one of its own that can be read.
[[nodiscard]] std::optional<domain::Catalogue> load_catalogue(const Context& context, storage::Store& store);

// The passphrase of `file` (its first line), or from the terminal. Complains and gives nothing where there is none.
[[nodiscard]] std::optional<std::string> passphrase_from(const Context& context, const std::filesystem::path& file,
                                                         std::string_view prompt);

}  // namespace cli
