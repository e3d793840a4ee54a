#pragma once

#include <optional>

#include "app/storage/database.h"

namespace storage {

// The Store on one SQLite connection. Rows of `meta`: kiosk (id), school_key (hex, public), pin (Argon2id string),
// roster_number, hardness (full or tests). Inside app/storage only.
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

    StorageResult<std::vector<domain::Event>> append(const std::vector<domain::Draft>& drafts) override;
    StorageResult<void> read_log(domain::Seq first, const std::function<bool(const LogLine&)>& each) override;
    StorageResult<domain::Attendance> fold() override;
    StorageResult<ChainReport> verify() override;
    StorageResult<eventlog::AuditReport> audit(const AuditRequest& request) override;
    StorageResult<LogStatus> status() override;
    StorageResult<domain::Roster> roster() override;
    StorageResult<std::uint64_t> replace_roster(domain::Roster roster) override;
    StorageResult<domain::Settings> settings() override;
    StorageResult<void> save_settings(const domain::Settings& settings) override;
    StorageResult<std::map<std::string, domain::Throttle>> throttles() override;
    StorageResult<void> save_throttle(const std::string& key, const domain::Throttle& value) override;
    StorageResult<bool> check_pin(std::string_view pin) override;
    StorageResult<void> set_pin(std::string_view pin) override;
    StorageResult<std::optional<std::string>> open_school_key(std::string_view passphrase) override;
    StorageResult<void> heartbeat(const domain::TimeNote& now) override;
    StorageResult<domain::TimeNotes> heartbeats() override;
    const std::optional<StorageError>& damage() const override { return damage_; }
    StorageResult<std::optional<RecoveryReport>> recovery() override;
    StorageResult<void> recovery_seen() override;
    StorageResult<void> probe() override;
    std::optional<domain::Millis> rest() override;

  private:
    struct Head {
        domain::Seq seq = 0;
        eventlog::Hash hash = eventlog::kGenesis;
    };
    // What has happened since the last export, kept as events are appended.
    struct Waiting {
        std::uint64_t events = 0;
        std::optional<domain::Instant> since;
        std::optional<domain::Instant> last_export;
    };
    class WaitingCounter;
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
        return result;
    }
    [[nodiscard]] StorageResult<void> may_write() const;
    void prepare_statements();
    void write_identity(const std::string& pin_hash, const Identity& identity);
    // Grows the write-ahead log's file once to the size that it keeps, so that no commit pays for growing it.
    void reserve_log_file();
    [[nodiscard]] StorageResult<std::vector<Prepared>> prepare(const std::vector<domain::Draft>& drafts) const;
    void insert(const Prepared& prepared);
    void appended(const std::vector<Prepared>& prepared);
    [[nodiscard]] Head read_head();
    [[nodiscard]] StorageResult<Waiting> read_waiting();
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
    SQLite::Database database_;
    std::optional<SQLite::Statement> insert_;
    std::optional<SQLite::Statement> save_throttle_;
    domain::KioskId kiosk_;
    std::string school_key_;
    Head head_;
    std::optional<Waiting> waiting_;
    std::optional<StorageError> damage_;
    int log_pages_ = 0;  // in the write-ahead log now
};

}  // namespace storage
