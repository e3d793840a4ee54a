// Store::recover: sets damaged files aside, carries over what can be proven, goes on in a new chain. Its steps, each of
// which a power cut may end, are written into recovery.mark; the old database keeps its name until the new one takes it.
#include <algorithm>
#include <array>
#include <chrono>
#include <map>

#include <sqlite3.h>

#include "app/eventlog/checkpoint.h"
#include "app/eventlog/line.h"
#include "app/storage/kept_state.h"
#include "app/storage/last_chain.h"
#include "app/storage/page_reader.h"
#include "app/storage/recovery_mark.h"
#include "app/storage/report_text.h"
#include "app/storage/reserve.h"
#include "app/storage/salvage.h"
#include "app/storage/schema.h"
#include "app/storage/second_copy.h"
#include "app/storage/settings_rows.h"
#include "app/storage/sqlite_store.h"
#include "app/storage/store_files.h"

namespace storage {

namespace {

namespace fs = std::filesystem;
using domain::LostRange;
using domain::Seq;

constexpr const char* kUnfinishedFile = "vstrecha.db.part";
constexpr const char* kNewFile = "vstrecha.db.new";  // whole, and its name durable: SQLite alone syncs no name of a database
constexpr std::array kOldFiles{"vstrecha.db", "vstrecha.db-wal", "vstrecha.db-shm"};
// Damaged again after so many recoveries in one boot, or so many that did not come to their end: the old log is only set
// aside.
constexpr int kMostDone = 2;
constexpr int kMostBegun = 5;
// A report names so many ranges; of more the last one covers the rest.
constexpr std::size_t kMostRangesTold = 4000;

std::string first_line_of(api::FileSystem& files, const fs::path& file) {
    const auto bytes = files.read(file, 4096);
    if (!bytes) return {};
    const std::string_view text = base::as_text(*bytes);
    return std::string{text.substr(0, text.find_first_of("\r\n"))};
}

std::string date_digits(domain::Instant at) {
    const domain::LocalDate date{std::chrono::floor<std::chrono::days>(at)};
    const auto padded = [](unsigned number, std::size_t width) {
        std::string text = std::to_string(number);
        return text.size() < width ? std::string(width - text.size(), '0') + text : text;
    };
    return padded(static_cast<unsigned>(std::max(0, static_cast<int>(date.year()))), 4) +
           padded(static_cast<unsigned>(date.month()), 2) + padded(static_cast<unsigned>(date.day()), 2);
}

// At most `most` ranges: neighbours with the fewest numbers between them become one.
std::vector<LostRange> at_most(std::vector<LostRange> ranges, std::size_t most) {
    if (ranges.size() <= most) return ranges;
    std::vector<Seq> between;
    for (std::size_t i = 1; i < ranges.size(); ++i) between.push_back(ranges[i].first - ranges[i - 1].last);
    const std::size_t merged = ranges.size() - most;
    std::nth_element(between.begin(), between.begin() + static_cast<std::ptrdiff_t>(merged - 1), between.end());
    const Seq widest = between[merged - 1];
    std::vector<LostRange> left;
    std::size_t done = 0;
    for (const LostRange& range : ranges) {
        if (!left.empty() && done < merged && range.first - left.back().last <= widest) {
            left.back().last = range.last;
            ++done;
        } else {
            left.push_back(range);
        }
    }
    return left;
}

class Recovery {
  public:
    Recovery(fs::path data, Store::Ports ports, std::string why)
        : data_(std::move(data)), ports_(ports), files_(ports.files) {
        report_.at = ports.clock.read().wall;
        report_.why = std::move(why);
    }
    [[nodiscard]] StorageResult<Store::Recovered> run();

  private:
    [[nodiscard]] StorageResult<void> begin();
    [[nodiscard]] StorageResult<void> set_aside();
    [[nodiscard]] StorageResult<void> keep(const fs::path& from, const fs::path& to, api::FileSystem::Copying copying);
    [[nodiscard]] StorageResult<void> gather_state();
    [[nodiscard]] StorageResult<void> build();
    void write_state(SQLite::Database& database);
    [[nodiscard]] std::vector<KnownHash> known_hashes();
    void write_checkpoints(SQLite::Database& database);
    [[nodiscard]] StorageResult<void> write_log(SQLite::Database& database);
    [[nodiscard]] StorageResult<void> take_place();
    [[nodiscard]] StorageResult<void> write_mark(RecoveryMark::Step step);
    [[nodiscard]] std::string meta(const std::string& key) const;

    fs::path data_;
    Store::Ports ports_;
    api::FileSystem& files_;
    RecoveryReport report_;
    RecoveryMark mark_;
    std::unique_ptr<SecondCopy> copy_;
    std::optional<KeptState> of_database_, of_copy_;
    domain::KioskId kiosk_;
    std::map<Seq, KeptState::Checkpoint> accepted_;
    std::unique_ptr<PageReader> pages_;
    std::unique_ptr<Salvage> salvage_;
};

StorageResult<void> Recovery::write_mark(RecoveryMark::Step step) {
    mark_.step = step;
    if (auto written = mark_.write(files_, data_); !written) return base::failure(of_file(written.error()));
    return {};
}

StorageResult<void> Recovery::begin() {
    const std::string boot = ports_.clock.boot_id();
    if (auto mark = RecoveryMark::read(files_, data_)) {
        const bool same_boot = mark->boot == boot;
        mark_ = std::move(*mark);
        if (!same_boot) mark_.begun_times = mark_.done_times = 0;
        if (mark_.step == RecoveryMark::Step::done) mark_.folder.clear();
    }
    mark_.boot = boot;
    if (mark_.step == RecoveryMark::Step::built && files_.exists(data_ / mark_.folder)) return {};
    ++mark_.begun_times;
    report_.emptied = mark_.done_times >= kMostDone || mark_.begun_times > kMostBegun;
    if (mark_.folder.empty()) {
        int number = 1;
        const auto name = [&] { return "damaged-" + date_digits(report_.at) + "-" + std::to_string(number); };
        while (files_.exists(data_ / name())) ++number;
        mark_.folder = name();
    }
    return write_mark(RecoveryMark::Step::begun);
}

StorageResult<void> Recovery::keep(const fs::path& from, const fs::path& to, api::FileSystem::Copying copying) {
    if (!files_.exists(from) || files_.exists(to)) return {};
    // A copy that a power cut ended must not pass for a whole one.
    fs::path part = to;
    part += ".part";
    if (files_.exists(part)) static_cast<void>(files_.remove(part));
    auto kept = files_.copy(from, part, copying);
    if (kept) kept = files_.rename(part, to);
    if (!kept) return base::failure(of_file(kept.error()));
    return {};
}

StorageResult<void> Recovery::set_aside() {
    const fs::path folder = data_ / mark_.folder;
    if (auto made = files_.make_folders(folder); !made) return base::failure(of_file(made.error()));
    using Copying = api::FileSystem::Copying;
    for (const char* name : kOldFiles) {
        // The small file that SQLite keeps in memory is still written to when somebody reads.
        const bool is_memory = std::string_view{name}.ends_with("-shm");
        if (auto kept = keep(data_ / name, folder / name, is_memory ? Copying::bytes : Copying::share); !kept) return kept;
    }
    // A file of the second copy that is not compressed may still be written to.
    const auto names = copy_->names();
    if (names.empty()) return {};
    const fs::path copies = folder / "copy";
    if (auto made = files_.make_folders(copies); !made) return base::failure(of_file(made.error()));
    for (const std::string& name : names) {
        const auto copying = name.ends_with(".zst") && name.starts_with("log-") ? Copying::share : Copying::bytes;
        if (auto kept = keep(copy_->folder() / name, copies / name, copying); !kept) return kept;
    }
    return {};
}

std::string Recovery::meta(const std::string& key) const {
    for (const bool proven : {true, false}) {
        for (const auto* state : {&of_database_, &of_copy_}) {
            if (!*state || ((*state)->settings().proven != proven && key != "roster_number")) continue;
            if (auto value = (*state)->meta(key); !value.empty()) return value;
        }
    }
    return {};
}

StorageResult<void> Recovery::gather_state() {
    // SQLite may open what begins as a database of ours; it only reads.
    if (check_header(data_, files_)) {
        const auto looked = guarded([&]() -> StorageResult<void> {
            SQLite::Database database = open_database(data_ / kDatabaseFile, Access::read_only);
            database.exec("PRAGMA cell_size_check = ON");
            of_database_ = KeptState::salvage(database);
            return {};
        });
        static_cast<void>(looked);  // then it says nothing
    }
    if (const auto text = copy_->read_state()) of_copy_ = KeptState::read(*text);
    kiosk_.value = meta("kiosk");
    if (const std::string id = first_line_of(files_, data_ / "keys" / kKioskIdFile); !id.empty()) {
        // A file of its own, against a row that nothing proves.
        const bool proven = of_database_ && of_database_->settings().proven;
        if (!proven || kiosk_.empty()) kiosk_.value = id;
    }
    // A second copy of another kiosk says nothing about this one.
    if (of_copy_ && of_copy_->meta("kiosk") != kiosk_.value) of_copy_.reset();
    return {};
}

void Recovery::write_state(SQLite::Database& database) {
    const auto carry = [&](auto part, auto write) {
        for (const auto& [state, kept] : {std::pair{&of_database_, Kept::kept}, std::pair{&of_copy_, Kept::from_copy}}) {
            if (!*state || !(**state.*part)().proven) continue;
            write(**state);
            return kept;
        }
        return Kept::gone;
    };
    report_.settings = carry(&KeptState::settings, [&](const KeptState& state) { state.write_settings(database); });
    report_.pin = report_.settings;
    if (report_.settings == Kept::gone && of_database_ && of_database_->settings().readable) {
        // Better than a school without a name or a time zone, if every value is one that a kiosk writes.
        const auto written = guarded([&]() -> StorageResult<void> {
            of_database_->write_settings(database);
            SettingsRows rows;
            SQLite::Statement row{database, "SELECT key, value FROM setting ORDER BY key"};
            while (row.executeStep()) rows.emplace(std::string{text_of(row, 0)}, std::string{text_of(row, 1)});
            std::string wrong_key;
            if (!settings_of(rows, wrong_key)) return failed(StorageErrorKind::damaged, wrong_key);
            return {};
        });
        if (written) {
            report_.settings = Kept::unproven;
            report_.pin = of_database_->meta("pin").empty() ? Kept::gone : Kept::unproven;
        } else {
            database.exec("DELETE FROM setting; DELETE FROM meta WHERE key <> 'compatible_with'");
        }
    }
    SQLite::Statement setting{database, "INSERT OR IGNORE INTO setting (key, value) VALUES (?, ?)"};
    for (const auto& [key, value] : rows_of(domain::Settings{})) storage::run(setting, key, value);
    report_.roster = carry(&KeptState::roster, [&](const KeptState& state) { state.write_roster(database); });

    SQLite::Statement row{database,
                          "INSERT INTO meta (key, value) VALUES (?, ?) "
                          "ON CONFLICT (key) DO UPDATE SET value = excluded.value"};
    std::string school_key = first_line_of(files_, data_ / "keys" / "school.pub");
    if (school_key.empty()) school_key = meta("school_key");
    storage::run(row, "kiosk", salvage_->kiosk().value);
    storage::run(row, "school_key", school_key);
    SQLite::Statement missing{database, "INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)"};
    storage::run(missing, "pin", "");
    storage::run(missing, "hardness", "full");
    storage::run(missing, "roster_number", "0");
    storage::run(row, "digest_settings", digest_of_settings(database));
    storage::run(row, "digest_roster", digest_of_roster(database));
    write_checkpoints(database);
}

StorageResult<void> Recovery::write_log(SQLite::Database& database) {
    // Bound as bytes, so that no line is copied.
    SQLite::Statement insert{database, "INSERT INTO event (seq, line, hash) VALUES (?, CAST(? AS TEXT), ?)"};
    const auto put = [&](Seq seq, std::string_view line, const eventlog::Hash& hash) {
        insert.bind(1, static_cast<std::int64_t>(seq));
        insert.bindNoCopy(2, line.data(), static_cast<int>(line.size()));
        insert.bindNoCopy(3, hash.data(), static_cast<int>(hash.size()));
        insert.exec();
        insert.reset();
    };
    bool read = true;
    if (!report_.emptied) {
        read = salvage_->each_line([&](Seq seq, std::string_view line, const eventlog::Hash& hash) {
            put(seq, line, hash);
            ++report_.salvaged;
        });
    }
    if (!read) return failed(StorageErrorKind::input_output, "a line that was read once cannot be read again");

    domain::LogContinued body;
    body.after = salvage_->last_known();
    std::vector<LostRange> missing = salvage_->missing();
    if (report_.emptied) {
        missing.clear();
        if (body.after > 0) missing.push_back({1, body.after});
    }
    body.missing = at_most(missing, domain::kMaxLostRanges);
    const eventlog::Hash head = salvage_->last_hash().value_or(eventlog::Hash{});
    body.head = base::to_hex(head);
    const api::ClockReading now = ports_.clock.read();
    // Not looked at, the old log has fewer events than there were seconds since 1970.
    const Seq highest = mark_.begun_times <= kMostBegun
                            ? std::max(body.after, read_last_chain(files_, data_))
                            : static_cast<Seq>(std::chrono::floor<std::chrono::seconds>(now.wall).time_since_epoch().count());
    domain::Event event{salvage_->kiosk(), domain::first_of_next_chain(highest), now.wall, now.trusted,
                        ports_.clock.boot_id(), now.mono, body};
    const auto line = eventlog::to_line(event);
    if (!line) return failed(StorageErrorKind::refused, line.error().detail);
    put(event.seq, *line, eventlog::next_hash(head, *line));

    report_.last_known = body.after;
    report_.continued_at = event.seq;
    report_.exported_up_to = salvage_->exported_up_to();
    report_.end_uncertain = pages_->log_is_broken() || pages_->log_end_is_unclear() || pages_->log_has_no_header() ||
                            pages_->log_is_missing() || !salvage_->last_hash();
    if (!accepted_.empty()) report_.accepted_up_to = accepted_.rbegin()->first;
    for (const LostRange& range : missing) {
        report_.lost += range.last - range.first + 1;
        if (range.first <= report_.accepted_up_to)
            report_.safe_elsewhere += std::min(range.last, report_.accepted_up_to) - range.first + 1;
    }
    report_.missing = at_most(std::move(missing), kMostRangesTold);
    SQLite::Statement row{database, "INSERT INTO meta (key, value) VALUES ('recovery', ?)"};
    storage::run(row, text_of(report_));
    return {};
}

// Of the second copy's text all of it, which has a checksum; of the damaged database what is signed, and the rest as far
// as lines follow from it.
std::vector<KnownHash> Recovery::known_hashes() {
    const auto trusted = read_acceptors(files_, data_ / "keys" / "acceptors").value_or(std::vector<std::string>{});
    std::vector<KnownHash> known;
    for (const auto* state : {&of_database_, &of_copy_}) {
        if (!*state) continue;
        for (const KeptState::Checkpoint& each : (*state)->checkpoint_rows()) {
            bool is_certain = state == &of_copy_;
            if (each.kind == "accepted") {
                const auto checkpoint = eventlog::read_checkpoint(each.line, trusted);
                const bool is_signed = checkpoint && checkpoint->kiosk == kiosk_ && checkpoint->seq == each.seq &&
                                       checkpoint->hash == each.hash;
                if (!is_signed && !is_certain) continue;
                is_certain = true;
                accepted_[each.seq] = each;
            }
            known.push_back({each.seq, each.hash, is_certain, each.kind == "pruned"});
        }
    }
    return known;
}

void Recovery::write_checkpoints(SQLite::Database& database) {
    SQLite::Statement row{database, "INSERT OR REPLACE INTO checkpoint (seq, kind, hash, line) VALUES (?, ?, ?, ?)"};
    const auto put = [&](Seq seq, const char* kind, const eventlog::Hash& hash, const std::string& line) {
        row.bind(1, static_cast<std::int64_t>(seq));
        row.bind(2, kind);
        row.bind(3, hash.data(), static_cast<int>(hash.size()));
        row.bind(4, line);
        row.exec();
        row.reset();
    };
    for (const auto& [seq, checkpoint] : accepted_) put(seq, "accepted", checkpoint.hash, checkpoint.line);
    if (report_.emptied) return;
    if (const auto& pruned = salvage_->pruned()) put(pruned->seq, "pruned", pruned->hash, "");
    for (const KnownHash& known : salvage_->gaps()) put(known.seq, "gap", known.hash, "");
}

StorageResult<void> Recovery::build() {
    auto database_file = files_.open(data_ / kDatabaseFile), log = files_.open(data_ / "vstrecha.db-wal");
    pages_ = std::make_unique<PageReader>(database_file ? std::move(*database_file) : nullptr,
                                          log ? std::move(*log) : nullptr);
    salvage_ = std::make_unique<Salvage>(*pages_, copy_.get(), kiosk_, known_hashes());
    // Where salvaging itself ended the program again and again, it is left to the technician.
    if (mark_.begun_times <= kMostBegun) salvage_->run();
    if (salvage_->kiosk().empty()) return failed(StorageErrorKind::refused, "nothing says whose data these were");

    for (const char* ending : {"", "-wal", "-shm", "-journal"}) {
        const fs::path file = data_ / (std::string{kUnfinishedFile} + ending);
        if (files_.exists(file)) {
            if (auto removed = files_.remove(file); !removed) return base::failure(of_file(removed.error()));
        }
    }
    auto built = guarded([&]() -> StorageResult<void> {
        SQLite::Database database = open_database(data_ / kUnfinishedFile, Access::create);
        database.exec("PRAGMA journal_mode = OFF");
        database.exec("PRAGMA synchronous = FULL");
        SQLite::Transaction transaction{database};
        create_schema(database);
        write_state(database);
        if (auto written = write_log(database); !written) return written;
        transaction.commit();
        database.exec("PRAGMA journal_mode = WAL");
        int keep = 0;
        sqlite3_file_control(database.getHandle(), nullptr, SQLITE_FCNTL_PERSIST_WAL, &keep);
        return {};
    });
    if (!built) return built;
    if (auto named = files_.rename(data_ / kUnfinishedFile, data_ / kNewFile); !named)
        return base::failure(of_file(named.error()));
    return {};
}

// The new database becomes the database. A log of the old one beside it would be taken for its own.
StorageResult<void> Recovery::take_place() {
    if (files_.exists(data_ / kNewFile)) {
        for (const char* name : {"vstrecha.db-wal", "vstrecha.db-shm"}) {
            if (!files_.exists(data_ / name)) continue;
            if (auto removed = files_.remove(data_ / name); !removed) return base::failure(of_file(removed.error()));
        }
        if (auto renamed = files_.rename(data_ / kNewFile, data_ / kDatabaseFile); !renamed)
            return base::failure(of_file(renamed.error()));
    }
    ++mark_.done_times;
    mark_.begun_times = 0;
    return write_mark(RecoveryMark::Step::done);
}

StorageResult<Store::Recovered> Recovery::run() {
    auto lock = take_lock(data_, ports_);
    if (!lock) return base::failure(lock.error());
    copy_ = std::make_unique<SecondCopy>(files_, data_, domain::KioskId{});
    if (auto begun = begin(); !begun) return base::failure(begun.error());
    if (mark_.step != RecoveryMark::Step::built) {
        if (auto gathered = gather_state(); !gathered) return base::failure(gathered.error());
        if (auto aside = set_aside(); !aside) return base::failure(aside.error());
        report_.set_aside = mark_.folder;
        auto built = build();
        if (!built && built.error().kind == StorageErrorKind::no_space && Reserve{files_, data_}.give_back())
            built = build();
        if (!built) {
            if (built.error().kind == StorageErrorKind::refused) RecoveryMark::remove(files_, data_);
            return base::failure(built.error());
        }
        if (auto noted = write_last_chain(files_, data_, report_.continued_at); !noted)
            return base::failure(of_file(noted.error()));
        if (auto marked = write_mark(RecoveryMark::Step::built); !marked) return base::failure(marked.error());
    }
    pages_.reset();
    if (auto placed = take_place(); !placed) return base::failure(placed.error());

    auto store = open_locked(data_, ports_, std::move(*lock));
    if (!store) return base::failure(store.error());
    // Without it all goes on as well, with a little more writing.
    static_cast<void>(guarded([&]() -> StorageResult<void> {
        dynamic_cast<SqliteStore&>(**store).reserve_log_file();
        return {};
    }));
    auto report = (*store)->recovery();
    if (!report) return base::failure(report.error());
    return Store::Recovered{std::move(*store), report->value_or(report_)};
}

}  // namespace

StorageResult<Store::Recovered> Store::recover(const std::filesystem::path& data, Ports ports, std::string why) {
    return Recovery{data, ports, std::move(why)}.run();
}

}  // namespace storage
