#pragma once

#include <memory>
#include <optional>

#include "app/storage/database.h"
#include "app/storage/reserve.h"
#include "app/storage/second_copy.h"
#include "app/storage/slow_check.h"

namespace storage {

// What an open store does beside recording so that nothing recorded is lost: the quick checks at start, the second copy,
// the reserve, the slow check. Inside app/storage only; on the store's thread.
class SafeKeeping {
  public:
    // A group of lines goes into the second copy when the oldest has waited so long, or there are so many bytes.
    static constexpr domain::Millis kGroupEvery{30'000};
    static constexpr std::size_t kGroupBytes = 16 * 1024;
    static constexpr int kLinesAtStart = 1000;

    SafeKeeping(SQLite::Database& database, api::Clock& clock, api::FileSystem& files, std::filesystem::path data,
                domain::KioskId kiosk);

    // At start: identity and settings, the end of the chain, the log against its second copy. `damaged` where one of
    // them does not hold.
    [[nodiscard]] StorageResult<void> check_at_start();
    // After check_at_start(): nothing in the write-ahead log is new, and its header does not check. SQLite would go on with
    // the salts that stand there, so that what is left of older rounds would pass for the present one: make it anew.
    [[nodiscard]] bool log_file_is_stale() const { return log_file_is_stale_; }
    void appended(std::size_t bytes);
    void state_changed() { state_changed_ = true; }
    // Before the second try of a write that met a full disk. true: there is more room now.
    [[nodiscard]] bool make_room() { return reserve_.give_back(); }
    // One piece of work; after how long it wants to be called again, zero for at once. `damage` gets what it finds.
    [[nodiscard]] std::optional<domain::Millis> rest(std::optional<StorageError>& damage);
    // The last group of the second copy, and the mark that this run ended well.
    void close();

  private:
    [[nodiscard]] domain::Millis now() const { return clock_.read().mono; }
    [[nodiscard]] std::optional<std::string> compare_with_copy();
    [[nodiscard]] StorageResult<void> look_at_log_file(domain::Seq last);
    // Appends what the copy does not have yet, one group. true: there is more.
    [[nodiscard]] StorageResult<bool> copy_on();
    [[nodiscard]] bool copy_state();

    SQLite::Database& database_;
    api::Clock& clock_;
    api::FileSystem& files_;
    std::filesystem::path data_;
    domain::KioskId kiosk_;
    Reserve reserve_;
    SecondCopy copy_;
    SlowCheck check_;
    bool log_file_is_stale_ = false;
    bool copy_is_open_ = false;
    bool catches_up_ = false;
    bool state_changed_ = true;   // also at start: whether the copy of it is right is not known
    std::size_t waiting_bytes_ = 0;
    domain::Millis waiting_since_{0};
    domain::Millis opened_at_;
    domain::Millis last_append_;
    domain::Millis try_copy_at_;
    domain::Millis try_reserve_at_;
    domain::Millis check_at_;
    domain::Millis pass_began_;
    bool marked_well_ = false;
};

}  // namespace storage
