#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/storage/database.h"

namespace storage {

// What the kiosk keeps that is not in the log: identity, PIN and settings; the roster; the checkpoints. Two digests in
// meta tell rot in the first two ("digest_settings", "digest_roster"); a text of all of it goes into the second copy.

// SHA-256 over every row, in hexadecimal.
[[nodiscard]] std::string digest_of_settings(SQLite::Database& database);  // meta's identity and PIN, table setting
[[nodiscard]] std::string digest_of_roster(SQLite::Database& database);    // the roster's tables and number

// All rows as text (JSON under a checksum of its own), and back.
class KeptState {
  public:
    [[nodiscard]] static std::string text_of(SQLite::Database& database);
    // Nothing where it is not such a text, or a byte of it changed.
    [[nodiscard]] static std::optional<KeptState> read(std::string_view text);
    // Of a database that may be damaged: what can be read of it.
    [[nodiscard]] static KeptState salvage(SQLite::Database& database);
    ~KeptState();
    KeptState(KeptState&&) noexcept;
    KeptState& operator=(KeptState&&) noexcept;

    // Whether the part could be read, and whether it is what its digest says.
    struct Part {
        bool readable = false;
        bool proven = false;
    };
    [[nodiscard]] Part settings() const;
    [[nodiscard]] Part roster() const;
    [[nodiscard]] Part checkpoints() const;

    [[nodiscard]] std::string meta(const std::string& key) const;  // '' where there is none
    struct Checkpoint {
        domain::Seq seq = 0;
        std::string kind;
        eventlog::Hash hash{};
        std::string line;
    };
    [[nodiscard]] std::vector<Checkpoint> checkpoint_rows() const;
    // Into a new database's empty tables, inside the caller's transaction.
    void write_settings(SQLite::Database& database) const;
    void write_roster(SQLite::Database& database) const;

  private:
    struct Rows;
    explicit KeptState(std::unique_ptr<Rows> rows);
    std::unique_ptr<Rows> rows_;
};

}  // namespace storage
