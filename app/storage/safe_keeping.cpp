#include "app/storage/safe_keeping.h"

#include <algorithm>

#include "app/storage/kept_state.h"
#include "app/storage/page_reader.h"
#include "app/storage/recovery_mark.h"
#include "platform/base/bytes.h"

namespace storage {

namespace {

using domain::Millis;
using namespace std::chrono_literals;

// Work that takes longer than a group of lines (compressing, making a file) waits until nobody stands at the screen.
constexpr Millis kQuiet = 60s;
// A drive that was not there, a disk that was full: again after so long.
constexpr Millis kTryAgain = 60s;
// The slow check: its pieces, and the passes.
constexpr Millis kPieceEvery = 20s;
constexpr Millis kPassEvery = 4h;
// A kiosk that ran so long after a recovery was recovered well.
constexpr Millis kWellAfter = 10min;
// While the copy catches up.
constexpr std::size_t kCatchUpBytes = 64 * 1024;

std::optional<eventlog::Hash> hash_at(SQLite::Database& database, domain::Seq seq) {
    SQLite::Statement row{database, "SELECT hash FROM event WHERE seq = ?"};
    row.bind(1, static_cast<std::int64_t>(seq));
    eventlog::Hash hash{};
    if (!row.executeStep()) return std::nullopt;
    const auto bytes = text_of(row, 0);
    if (bytes.size() != hash.size()) return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

domain::Seq number_of(SQLite::Database& database, const char* query) {
    SQLite::Statement row{database, query};
    return row.executeStep() ? static_cast<domain::Seq>(integer_of(row, 0)) : 0;
}

}  // namespace

SafeKeeping::SafeKeeping(SQLite::Database& database, api::Clock& clock, api::FileSystem& files,
                         std::filesystem::path data, domain::KioskId kiosk)
    : database_(database),
      clock_(clock),
      files_(files),
      data_(std::move(data)),
      kiosk_(std::move(kiosk)),
      reserve_(files, data_),
      copy_(files, data_, kiosk_),
      check_(files, data_ / "vstrecha.db") {
    opened_at_ = last_append_ = try_copy_at_ = try_reserve_at_ = pass_began_ = now();
    check_at_ = opened_at_ + kPieceEvery;
}

StorageResult<void> SafeKeeping::check_at_start() {
    if (const auto wrong = check_settings(database_)) return failed(StorageErrorKind::damaged, *wrong);
    const domain::Seq last = number_of(database_, "SELECT max(seq) FROM event");
    if (last == 0) return failed(StorageErrorKind::damaged, "the log is empty");
    // The end of the chain, from the line before the last thousand on.
    SQLite::Statement from{database_, "SELECT seq FROM event ORDER BY seq DESC LIMIT 1 OFFSET ?"};
    from.bind(1, kLinesAtStart);
    domain::Seq after = from.executeStep() ? static_cast<domain::Seq>(integer_of(from, 0)) : 0;
    std::optional<eventlog::Hash> hash = after == 0 ? std::optional{eventlog::kGenesis} : hash_at(database_, after);
    from.reset();
    int checked = 0;
    if (const auto wrong = check_lines(database_, after, hash, kLinesAtStart + 1, checked))
        return failed(StorageErrorKind::damaged, *wrong);
    if (after != last) return failed(StorageErrorKind::damaged, "the end of the log cannot be read");
    if (auto whole = look_at_log_file(last); !whole) return whole;
    if (const auto wrong = compare_with_copy()) return failed(StorageErrorKind::damaged, *wrong);
    return {};
}

// SQLite takes what stands behind a damaged frame of the write-ahead log for never written, and says nothing.
StorageResult<void> SafeKeeping::look_at_log_file(domain::Seq last) {
    auto file = files_.open(data_ / "vstrecha.db-wal");
    if (!file) return {};
    const auto damaged = [] { return failed(StorageErrorKind::damaged, "the write-ahead log is damaged"); };
    PageReader reader{nullptr, std::move(*file)};
    if (reader.log_could_not_be_read())
        return failed(StorageErrorKind::input_output, "the write-ahead log cannot be read");
    if (reader.log_is_broken()) return damaged();
    if (!reader.log_has_no_header()) return {};
    const auto hash = hash_at(database_, last);
    bool goes_on = false;
    for (const PageReader::Source& source : reader.sources()) {
        reader.each_row(source.place, [&](const FoundRow&, std::string_view line, const eventlog::Hash& stored) {
            goes_on = goes_on || (hash && eventlog::next_hash(*hash, line) == stored);
        });
    }
    if (goes_on) return damaged();
    log_file_is_stale_ = true;
    return {};
}

// The log is fsynced before its second copy is written: a copy that goes further than the log, and follows from it,
// says that the log lost its end.
std::optional<std::string> SafeKeeping::compare_with_copy() {
    const auto end = copy_.open();
    copy_is_open_ = end.has_value();
    if (!end) return std::nullopt;  // tried again by rest()
    bool contradicts = copy_.is_foreign();
    const domain::Seq last = number_of(database_, "SELECT max(seq) FROM event");
    if (!contradicts && end->seq != 0) {
        if (const auto same = hash_at(database_, end->seq)) {
            contradicts = *same != end->hash;
        } else if (end->seq > last) {
            std::optional<eventlog::Hash> copied;
            copy_.each_record([&](const SecondCopy::Record& record) {
                if (record.seq == last) copied = record.hash;
            });
            const auto hash = hash_at(database_, last);
            if (!copied || (hash && *copied == *hash)) return "the log ends before its second copy does";
            contradicts = true;
        }
        // Else the number is in a hole, or was pruned: the copy goes on from there.
    }
    if (contradicts && !copy_.set_aside()) copy_is_open_ = false;
    catches_up_ = copy_is_open_ && copy_.end().seq < last;
    return std::nullopt;
}

void SafeKeeping::appended(std::size_t bytes) {
    last_append_ = now();
    if (waiting_bytes_ == 0) waiting_since_ = last_append_;
    waiting_bytes_ += bytes;
}

StorageResult<bool> SafeKeeping::copy_on() {
    return guarded([&]() -> StorageResult<bool> {
        SQLite::Statement row{database_, "SELECT seq, line, hash FROM event WHERE seq > ? ORDER BY seq"};
        row.bind(1, static_cast<std::int64_t>(copy_.end().seq));
        domain::Seq before = copy_.end().seq;
        eventlog::Hash previous = copy_.end().hash;
        bool more = false;
        while (row.executeStep()) {
            if (copy_.waiting() >= kCatchUpBytes) {
                more = true;
                break;
            }
            const auto seq = static_cast<domain::Seq>(integer_of(row, 0));
            if (seq != before + 1) {
                previous = hash_before(database_, seq, text_of(row, 1)).value_or(eventlog::Hash{});
            }
            const auto bytes = text_of(row, 2);
            eventlog::Hash hash{};
            std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
            copy_.add(seq, text_of(row, 1), hash, previous);
            before = seq;
            previous = hash;
        }
        row.reset();
        if (auto written = copy_.write(); !written)
            return failed(StorageErrorKind::input_output, written.error().detail);
        return more;
    });
}

bool SafeKeeping::copy_state() {
    const auto copied = guarded([&]() -> StorageResult<void> {
        const std::string text = KeptState::text_of(database_);
        if (copy_.read_state() == text) return {};
        auto written = copy_.write_state(text);
        // Only then, or the files go before it is written there that their lines were pruned.
        const domain::Seq pruned = number_of(database_, "SELECT max(seq) FROM checkpoint WHERE kind = 'pruned'");
        if (written && pruned > 0) written = copy_.forget_up_to(pruned);
        if (!written) return failed(StorageErrorKind::input_output, written.error().detail);
        return {};
    });
    return copied.has_value();
}

std::optional<Millis> SafeKeeping::rest(std::optional<StorageError>& damage) {
    constexpr Millis kAtOnce{0};
    const Millis time = now();
    const bool is_quiet = time - last_append_ >= kQuiet;
    std::optional<Millis> again;
    const auto by = [&](Millis moment) {
        const Millis wait = std::max(moment - time, Millis{1});
        again = again ? std::min(*again, wait) : wait;
    };

    if (!copy_is_open_ && time >= try_copy_at_) {
        try_copy_at_ = time + kTryAgain;
        if (const auto wrong = compare_with_copy()) {
            damage = StorageError{StorageErrorKind::damaged, *wrong};
            return std::nullopt;
        }
        if (copy_is_open_) state_changed_ = true;
    }
    const bool due = waiting_bytes_ >= kGroupBytes || (waiting_bytes_ > 0 && time - waiting_since_ >= kGroupEvery);
    if (copy_is_open_ && (due || catches_up_)) {
        const auto more = copy_on();
        catches_up_ = more && *more;
        waiting_bytes_ = 0;
        if (!more) {
            copy_is_open_ = false;
            try_copy_at_ = time + kTryAgain;
        }
        return kAtOnce;
    }
    if (copy_is_open_ && state_changed_) {
        state_changed_ = false;
        if (!copy_state()) {
            state_changed_ = true;
            copy_is_open_ = false;
            try_copy_at_ = time + kTryAgain;
        }
        return kAtOnce;
    }
    if (waiting_bytes_ > 0) by(waiting_since_ + kGroupEvery);
    if (!copy_is_open_) by(try_copy_at_);

    if (time >= try_reserve_at_ && !reserve_.is_there()) {
        reserve_.renew();
        try_reserve_at_ = time + kTryAgain;
        if (!reserve_.is_there()) by(try_reserve_at_);
    }
    if (!marked_well_ && time - opened_at_ >= kWellAfter) {
        marked_well_ = true;
        RecoveryMark::remove(files_, data_);
    }
    if (is_quiet && copy_is_open_) {
        const auto tidied = copy_.tidy();
        if (tidied && *tidied) return kAtOnce;
    }
    if (time >= check_at_) {
        if (auto wrong = check_.step(database_)) {
            damage = StorageError{StorageErrorKind::damaged, std::move(*wrong)};
            return std::nullopt;
        }
        check_at_ = time + kPieceEvery;
        if (check_.is_done()) {
            check_at_ = std::max(check_at_, pass_began_ + kPassEvery);
            pass_began_ = check_at_;
        }
    }
    by(check_at_);
    return again;
}

void SafeKeeping::close() {
    // Of a kiosk that was made just now.
    if (!copy_is_open_ && compare_with_copy()) return;
    if (copy_is_open_) {
        while (true) {
            const auto more = copy_on();
            if (!more || !*more) break;
        }
        if (state_changed_) static_cast<void>(copy_state());
    }
    RecoveryMark::remove(files_, data_);
}

}  // namespace storage
