#include "tests/bench/bare_commit.h"

#include <chrono>
#include <stdexcept>
#include <string>

namespace bench {

namespace {
// As long as the line of a check-in and its hash.
constexpr int kRowBytes = 350;
}  // namespace

BareCommit::BareCommit(const std::filesystem::path& file) {
    const std::string text(kRowBytes, 'x');
    if (sqlite3_open(file.c_str(), &database_) != SQLITE_OK ||
        sqlite3_exec(database_,
                     "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                     "CREATE TABLE IF NOT EXISTS log (seq INTEGER PRIMARY KEY, line TEXT NOT NULL)",
                     nullptr, nullptr, nullptr) != SQLITE_OK ||
        sqlite3_prepare_v2(database_, "INSERT INTO log (line) VALUES (?1)", -1, &insert_, nullptr) != SQLITE_OK ||
        sqlite3_bind_text(insert_, 1, text.c_str(), kRowBytes, SQLITE_TRANSIENT) != SQLITE_OK) {
        throw std::runtime_error("cannot write " + file.string());
    }
}

BareCommit::~BareCommit() {
    sqlite3_finalize(insert_);
    sqlite3_close(database_);
}

double BareCommit::run() {
    const auto before = std::chrono::steady_clock::now();
    if (sqlite3_step(insert_) != SQLITE_DONE) throw std::runtime_error("a bare commit failed");
    const auto after = std::chrono::steady_clock::now();
    sqlite3_reset(insert_);
    return std::chrono::duration<double, std::milli>(after - before).count();
}

}  // namespace bench
