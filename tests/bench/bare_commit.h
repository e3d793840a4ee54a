#pragma once

#include <sqlite3.h>

#include <filesystem>

namespace bench {

// The least that storing a check-in durably can cost: one row in an SQLite database of its own (WAL, synchronous=FULL,
// nothing else), in the same folder as the kiosk's. One thread.
class BareCommit {
  public:
    explicit BareCommit(const std::filesystem::path& file);
    ~BareCommit();
    BareCommit(const BareCommit&) = delete;
    BareCommit& operator=(const BareCommit&) = delete;
    // Milliseconds of one insert and its commit.
    [[nodiscard]] double run();

  private:
    sqlite3* database_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
};

}  // namespace bench
