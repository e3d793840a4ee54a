// The half of SqliteStore that reads the log: fold, status. verify() and audit() are in log_audit.cpp.
#include <algorithm>

#include "app/eventlog/line.h"
#include "app/storage/sqlite_store.h"

namespace storage {

namespace {

eventlog::Hash hash_of(std::string_view bytes) {
    eventlog::Hash hash{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
    return hash;
}

std::string at_number(domain::Seq seq) {
    return " at number " + std::to_string(seq);
}

}  // namespace

// Takes the events of a log in any order.
class SqliteStore::WaitingCounter {
  public:
    void apply(const domain::Event& event) {
        if (const auto* exported = std::get_if<domain::LogExported>(&event.body)) {
            exported_up_to_ = std::max(exported_up_to_, exported->up_to);
            if (event.seq > last_export_.seq) last_export_ = {event.seq, event.at};
        } else if (event.seq > exported_up_to_ && !domain::is_bookkeeping(event.body)) {
            waiting_.push_back({event.seq, event.at});
        }
    }
    [[nodiscard]] domain::Seq exported_up_to() const { return exported_up_to_; }
    [[nodiscard]] Waiting result() const {
        Waiting result;
        domain::Seq first = 0;
        for (const Moment& moment : waiting_) {
            if (moment.seq <= exported_up_to_) continue;
            ++result.events;
            if (first != 0 && moment.seq > first) continue;
            first = moment.seq;
            result.since = moment.at;
        }
        if (last_export_.seq != 0) result.last_export = last_export_.at;
        return result;
    }

  private:
    struct Moment {
        domain::Seq seq = 0;
        domain::Instant at;
    };
    std::vector<Moment> waiting_;
    Moment last_export_;
    domain::Seq exported_up_to_ = 0;
};

StorageResult<void> SqliteStore::each_line(
    domain::Seq first,
    const std::function<StorageResult<bool>(domain::Seq, std::string_view, std::string_view)>& each) {
    return attempt([&]() -> StorageResult<void> {
        SQLite::Statement row{database_, "SELECT seq, line, hash FROM event WHERE seq >= ? ORDER BY seq"};
        row.bind(1, static_cast<std::int64_t>(first));
        while (row.executeStep()) {
            const auto seq = static_cast<domain::Seq>(integer_of(row, 0));
            const auto more = each(seq, text_of(row, 1), text_of(row, 2));
            if (!more) return base::failure(more.error());
            if (!*more) break;
        }
        return {};
    });
}

StorageResult<void> SqliteStore::read_log(domain::Seq first, const std::function<bool(const LogLine&)>& each) {
    return each_line(first, [&](domain::Seq seq, std::string_view line, std::string_view hash) -> StorageResult<bool> {
        return each(LogLine{seq, std::string{line}, hash_of(hash)});
    });
}

StorageResult<domain::Attendance> SqliteStore::fold() {
    domain::Attendance attendance;
    WaitingCounter counter;
    auto read = each_line(1, [&](domain::Seq seq, std::string_view line, std::string_view) -> StorageResult<bool> {
        const auto event = eventlog::from_line(line);
        if (!event) return failed(StorageErrorKind::damaged, event.error().detail + at_number(seq));
        attendance.apply(*event);
        counter.apply(*event);
        return true;
    });
    if (!read) return base::failure(read.error());
    waiting_ = counter.result();  // spares the next status() a pass of its own
    return attendance;
}

SqliteStore::Head SqliteStore::read_head() {
    SQLite::Statement row{database_, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1"};
    if (!row.executeStep()) return {};
    return {static_cast<domain::Seq>(integer_of(row, 0)), hash_of(text_of(row, 1))};
}

StorageResult<SqliteStore::Waiting> SqliteStore::read_waiting() {
    // From the end: where a log is taken away now and then, the last export is near.
    return attempt([&]() -> StorageResult<Waiting> {
        WaitingCounter counter;
        SQLite::Statement row{database_, "SELECT seq, line FROM event ORDER BY seq DESC"};
        while (row.executeStep()) {
            const auto seq = static_cast<domain::Seq>(integer_of(row, 0));
            if (seq <= counter.exported_up_to()) break;
            const auto event = eventlog::from_line(text_of(row, 1));
            if (!event) return failed(StorageErrorKind::damaged, event.error().detail + at_number(seq));
            counter.apply(*event);
        }
        return counter.result();
    });
}

StorageResult<LogStatus> SqliteStore::status() {
    return attempt([&]() -> StorageResult<LogStatus> {
        if (mode_ == OpenMode::read_only) {  // another process may have appended
            head_ = read_head();
            waiting_.reset();
        }
        if (!waiting_) {
            auto waiting = read_waiting();
            if (!waiting) return base::failure(waiting.error());
            waiting_ = *waiting;
        }
        LogStatus status;
        status.kiosk = kiosk_;
        status.last_seq = head_.seq;
        status.head = base::to_hex(head_.hash);
        status.unacknowledged = waiting_->events;
        status.waiting_since = waiting_->since;
        status.last_export = waiting_->last_export;
        return status;
    });
}

}  // namespace storage
