#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/storage/database.h"

namespace storage {

// Reads everything that the database holds, a small piece at a time, over hours: each page of the file from the drive,
// each line of the log against the chain, each other table and its digest.
class SlowCheck {
  public:
    static constexpr std::uint64_t kPagesAtOnce = 64;
    static constexpr int kLinesAtOnce = 400;

    SlowCheck(api::FileSystem& files, std::filesystem::path file) : files_(files), file_(std::move(file)) {}
    // One piece, of a few milliseconds. What is found wrong, in English, technical; nothing: all is well so far.
    [[nodiscard]] std::optional<std::string> step(SQLite::Database& database);
    // The last piece of a pass was done.
    [[nodiscard]] bool is_done() const { return stage_ == Stage::pages && page_ == 0; }

  private:
    enum class Stage { pages, lines, tables };
    [[nodiscard]] std::optional<std::string> pages();
    [[nodiscard]] std::optional<std::string> lines(SQLite::Database& database);
    [[nodiscard]] std::optional<std::string> tables(SQLite::Database& database);

    api::FileSystem& files_;
    std::filesystem::path file_;
    // Opened once and closed only after the connection is: by POSIX, closing any descriptor of a file drops all locks that
    // the process has on it, and then another program could take the write-ahead log away from under us.
    std::unique_ptr<api::FileReader> reader_;
    Stage stage_ = Stage::pages;
    std::uint64_t page_ = 0;
    std::size_t table_ = 0;
    domain::Seq seq_ = 0;
    std::optional<eventlog::Hash> hash_;
};

// The lines with numbers above `after`, at most `most` of them, against the chain: `hash` is that of line `after`, where
// it is known. Both move on. What is wrong, in English.
[[nodiscard]] std::optional<std::string> check_lines(SQLite::Database& database, domain::Seq& after,
                                                     std::optional<eventlog::Hash>& hash, int most, int& checked);

// The hash before a line that does not follow the line before it: named by the line itself (LogContinued), or of an
// anchor. Nothing: nobody knows.
[[nodiscard]] std::optional<eventlog::Hash> hash_before(SQLite::Database& database, domain::Seq seq,
                                                        std::string_view line);

// The two digests of kept_state.h against meta; nothing where they hold or there are none yet.
[[nodiscard]] std::optional<std::string> check_settings(SQLite::Database& database);
[[nodiscard]] std::optional<std::string> check_roster(SQLite::Database& database);

}  // namespace storage
