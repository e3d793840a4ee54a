#pragma once

#include <optional>

#include "app/storage/database.h"
#include "app/storage/safe_keeping.h"
#include "app/storage/settings_rows.h"
#include "app/storage/prune.h"
#include "app/storage/snapshot.h"

namespace storage {

// The Store on one SQLite connection. Rows of `meta`: kiosk (id), school_key (hex, public), pin (Argon2id string),
// roster_number, hardness (full or tests), digest_settings and digest_roster (kept_state.h), recovery (report_text.h). Inside app/storage only.
class SqliteStore : public Store {
  public:
    // `newer`: made by newer software, to be read as far as it goes.
    SqliteStore(SQLite::Database database, Ports ports, OpenMode mode, std::filesystem::path data,
                std::unique_ptr<api::ProcessLock> lock, bool newer = false);
    ~SqliteStore() override;

    // Makes the schema, the identity and the first event in an empty database, in one transaction.
    [[nodiscard]] StorageResult<void> begin(const domain::KioskId& kiosk, const std::string& school_key,
                                            const std::string& kiosk_key, const std::string& pin_hash,
                                            const Identity& identity);
    // Reads what the store keeps in memory. Once, after the constructor.
    [[nodiscard]] StorageResult<void> load();
    // Once it is known that the database is whole: closing moves the write-ahead log into it.
    void checkpoint_when_closed() { checkpoint_on_close(database_); }
    // Grows the write-ahead log's file once to the size that it keeps, so that no commit pays for growing it.
    void reserve_log_file();

    StorageResult<std::vector<domain::Event>> append(const std::vector<domain::Draft>& drafts) override;
    StorageResult<void> read_log(domain::Seq first, const std::function<bool(const LogLine&)>& each) override;
    StorageResult<std::optional<eventlog::Hash>> chain_hash(domain::Seq seq) override;
    StorageResult<domain::Attendance> fold() override;
    StorageResult<domain::Attendance> fold_recent(const domain::Roster& roster) override;
    StorageResult<void> save_snapshot() override;
    StorageResult<ChainReport> verify() override;
    StorageResult<eventlog::AuditReport> audit(const AuditRequest& request) override;
    StorageResult<LogStatus> status() override;
    StorageResult<domain::Roster> roster() override;
    StorageResult<std::uint64_t> replace_roster(domain::Roster roster) override;
    StorageResult<std::uint64_t> take_roster(domain::Roster roster, RosterSource source) override;
    StorageResult<std::optional<RosterSource>> roster_source() override;
    StorageResult<domain::Settings> settings() override;
    StorageResult<void> save_settings(const domain::Settings& settings) override;
    StorageResult<void> take_school_settings(const SchoolSettings& settings) override;
    StorageResult<std::optional<SchoolSettings>> school_settings() override;
    StorageResult<void> release_school_settings() override;
    StorageResult<std::string> own_catalogue() override;
    StorageResult<void> take_own_catalogue(const std::string& packed) override;
    StorageResult<std::map<std::string, domain::Throttle>> throttles() override;
    StorageResult<void> save_throttle(const std::string& key, const domain::Throttle& value) override;
    StorageResult<bool> check_pin(std::string_view pin) override;
    StorageResult<void> set_pin(std::string_view pin) override;
    StorageResult<std::optional<std::string>> open_school_key(std::string_view passphrase) override;
    StorageResult<void> change_school_key(const std::string& public_hex) override;
    StorageResult<void> heartbeat(const domain::TimeNote& now) override;
    StorageResult<domain::TimeNotes> heartbeats() override;
    const std::optional<StorageError>& damage() const override { return damage_; }
    StorageResult<std::optional<RecoveryReport>> recovery() override;
    StorageResult<void> recovery_seen() override;
    StorageResult<void> probe() override;
    StorageResult<Acceptance> accept(std::string_view checkpoint) override;
    StorageResult<PruneReport> prune(domain::Instant now) override;
    std::optional<domain::Millis> rest() override;

  private:
    struct Head {
        domain::Seq seq = 0;
        eventlog::Hash hash = eventlog::kGenesis;
    };
    struct Accepted {
        domain::Seq seq = 0;
        eventlog::Hash hash{};
        std::string line;
    };
    struct Prepared {
        domain::Event event;
        std::string line;
        eventlog::Hash hash{};
    };

    // As guarded(); what cannot be read of a newer database is newer_version, whatever SQLite calls it.
    template <class Work>
    auto attempt(Work&& work) const -> std::invoke_result_t<Work> {
        auto result = guarded(std::forward<Work>(work));
        if (!result && newer_) result = failed(StorageErrorKind::newer_version, result.error().detail);
        if (!result && result.error().kind == StorageErrorKind::damaged) damage_ = result.error();
        return result;
    }
    [[nodiscard]] StorageResult<void> may_write() const;
    // keys/school.pub says what the database says: recovery goes by the file.
    [[nodiscard]] StorageResult<void> keep_school_key_file();
    void prepare_statements();
    void write_identity(const std::string& pin_hash, const Identity& identity);
    // roster_keeping.cpp: `source` as it stands in table meta; empty: the kiosk's own.
    [[nodiscard]] StorageResult<std::uint64_t> put_roster(domain::Roster roster, const std::string& source);
    [[nodiscard]] std::uint64_t roster_number();
    void note_source(const std::string& source);
    void write_digests();  // inside the caller's transaction
    // settings_keeping.cpp: within attempt().
    [[nodiscard]] SettingsRows setting_rows();
    void remove_school_settings();
    // What identity, PIN and settings are changed by, in a transaction of its own, with their digest.
    [[nodiscard]] StorageResult<void> change_settings(const std::function<void()>& change);
    [[nodiscard]] StorageResult<std::vector<Prepared>> prepare(const std::vector<domain::Draft>& drafts) const;
    void insert(const Prepared& prepared);
    void appended(const std::vector<Prepared>& prepared);
    [[nodiscard]] Head read_head();
    [[nodiscard]] StorageResult<Waiting> read_waiting();
    [[nodiscard]] std::uint64_t count_lines();
    [[nodiscard]] std::optional<SnapshotFacts> facts_of_this_log();  // nothing: there is no snapshot to go on from
    [[nodiscard]] domain::Seq read_accepted_up_to();
    [[nodiscard]] StorageResult<void> write_checkpoint();  // the one that accept() holds in memory, where there is one
    // snapshot.cpp's Snapshot on this log: see fold_recent.cpp.
    [[nodiscard]] std::unique_ptr<Snapshot> begin_snapshot(const domain::Roster& roster);
    [[nodiscard]] StorageResult<std::optional<domain::MeetingId>> meeting_at(domain::Seq seq);
    [[nodiscard]] StorageResult<void> take_lines(Snapshot& snapshot, std::size_t most, std::vector<domain::Event>* kept);
    [[nodiscard]] StorageResult<void> write_snapshot();
    [[nodiscard]] bool rest_snapshot();  // true: there is more to do
    [[nodiscard]] std::optional<std::string> hash_at(domain::Seq seq);  // the chain's; nothing: not known here
    [[nodiscard]] StorageResult<domain::Seq> proven_accepted_up_to();
    [[nodiscard]] StorageResult<std::unique_ptr<Pruning>> begin_pruning(domain::Instant now);  // null: nothing may go
    [[nodiscard]] StorageResult<bool> prune_on(Pruning& pruning);
    [[nodiscard]] bool rest_prune();     // true: there is more to do; the snapshot waits for its end
    [[nodiscard]] StorageResult<void> each_line(
        domain::Seq first,
        const std::function<StorageResult<bool>(domain::Seq, std::string_view, std::string_view)>& each);
    [[nodiscard]] std::optional<std::string> meta(const std::string& key);
    void set_meta(const std::string& key, const std::string& value);

    Ports ports_;
    OpenMode mode_;
    bool newer_;
    std::filesystem::path data_;
    std::unique_ptr<api::ProcessLock> lock_;
    // Goes after the connection: the slow check has the database's file open, and closing that drops SQLite's locks on it.
    std::unique_ptr<SafeKeeping> keeping_;  // of a store that writes
    SQLite::Database database_;
    std::optional<SQLite::Statement> insert_;
    std::optional<SQLite::Statement> save_throttle_;
    domain::KioskId kiosk_;
    std::string school_key_;
    Head head_;
    std::optional<Waiting> waiting_;
    std::optional<Accepted> unwritten_checkpoint_;
    domain::Seq proven_here_ = 0;  // the highest number of a checkpoint that this process accepted
    std::optional<std::uint64_t> lines_;   // in the log
    std::unique_ptr<Snapshot> snapshot_;   // of a kiosk: kept up with the log by rest()
    std::uint64_t snapshot_at_ = 0;        // lines: not before there are so many
    std::unique_ptr<Pruning> pruning_;     // where rest() is at it
    std::optional<domain::Millis> prune_at_;  // by the monotonic clock: when rest() looks for something to prune
    mutable std::optional<StorageError> damage_;
    int log_pages_ = 0;  // in the write-ahead log now
};

}  // namespace storage
