#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/context.h"

// One function a subcommand; each in the file of its name. They return an ExitCode.
namespace cli {

struct DemoOptions {
    std::filesystem::path data;
    std::string time_zone = "Asia/Novokuznetsk";
    bool json = false;
};
[[nodiscard]] int demo(const Context& context, const DemoOptions& options);

struct InitOptions {
    std::filesystem::path data;
    std::string school;
    std::string time_zone;
    std::string pin;                         // empty: drawn and printed
    std::filesystem::path passphrase_file;   // empty: drawn and printed
};
[[nodiscard]] int init(const Context& context, const InitOptions& options);

struct ImportOptions {
    std::filesystem::path data;
    std::vector<std::filesystem::path> files;
    bool dry_run = false;
    bool json = false;
    bool skip_bad_rows = false;
};
[[nodiscard]] int import(const Context& context, const ImportOptions& options);

struct CardsOptions {
    std::filesystem::path data;
    std::filesystem::path out;
    std::string class_name;  // empty: everybody
};
[[nodiscard]] int cards(const Context& context, const CardsOptions& options);

struct LogVerifyOptions {
    std::filesystem::path data;
    std::vector<std::filesystem::path> checkpoints;  // files, or folders with *.checkpoint and *.jsonl
    std::filesystem::path acceptors;                 // folder of public keys; empty: DATA/keys/acceptors
    std::filesystem::path with;                      // another folder of the same kiosk; empty: none
    bool json = false;
};
// Beside the ExitCodes: what was found, each kind with a code of its own; of several, the first that is told.
enum LogVerdict : int {
    kLogChanged = 10,
    kLogDeleted = 11,
    kLogInserted = 12,
    kLogSwapped = 13,
    kLogForged = 14,
    kLogPrunedEarly = 15,
    kLogRewritten = 20,
    kLogTailCut = 21,
    kLogRolledBack = 22,
    kLogForked = 23,
    kLogFalseCheckpoint = 24
};
[[nodiscard]] int log_verify(const Context& context, const LogVerifyOptions& options);

// The sentences that say what a recovery from damage found.
[[nodiscard]] std::vector<std::string> words_of(const Context& context, const storage::RecoveryReport& report);
[[nodiscard]] int log_recover(const Context& context, const std::filesystem::path& data);
// Where the second copy is; `to`: where it is to be from now on, "-" for beside the database.
[[nodiscard]] int log_copy(const Context& context, const std::filesystem::path& data, const std::filesystem::path& to);

struct LogExportOptions {
    std::filesystem::path data;
    std::filesystem::path out;
    std::string format = "csv";
    bool with_answers = false;
    std::filesystem::path passphrase_file;  // empty: asked for
};
[[nodiscard]] int log_export(const Context& context, const LogExportOptions& options);

struct CollectOptions {
    std::filesystem::path archive;
    std::filesystem::path stick;
    bool json = false;
};
// Takes what a stick brings into an archive and writes receipts onto it. kProblems where not all of it could be taken.
[[nodiscard]] int collect(const Context& context, const CollectOptions& options);

struct StatusOptions {
    std::filesystem::path data;
    bool json = false;
};
[[nodiscard]] int status(const Context& context, const StatusOptions& options);

struct SettingsOptions {
    std::filesystem::path data;
    std::string key;    // empty: shows all
    std::string value;
    bool has_value = false;
};
[[nodiscard]] int settings(const Context& context, const SettingsOptions& options);

// Whether what a school has set counts here: it does while the kiosk is of that school.
[[nodiscard]] bool belongs_to(const Context& context, const std::filesystem::path& data,
                              const storage::SchoolSettings& school);

struct JoinOptions {
    std::filesystem::path data;
    std::string address, code;
};
[[nodiscard]] int join(const Context& context, const JoinOptions& options);

struct PinOptions {
    std::filesystem::path data;
};
[[nodiscard]] int pin(const Context& context, const PinOptions& options);

}  // namespace cli
