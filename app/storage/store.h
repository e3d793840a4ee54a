#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/domain/attendance.h"
#include "app/domain/event.h"
#include "app/domain/roster.h"
#include "app/domain/setting.h"
#include "app/domain/settings.h"
#include "app/domain/throttle.h"
#include "app/domain/timekeeper.h"
#include "app/eventlog/audit.h"
#include "app/eventlog/chain.h"
#include "app/eventlog/sealing.h"
#include "app/storage/recovery_report.h"
#include "platform/api/clock.h"
#include "platform/api/entropy.h"
#include "platform/api/file_system.h"
#include "platform/api/process_lock.h"
#include "platform/base/result.h"

namespace storage {

enum class StorageErrorKind {
    not_found,       // no kiosk data in this folder
    in_use,          // another process holds it
    newer_version,   // made by newer software that does not let ours write; or ours cannot read this part of it
    no_space,
    read_only,
    input_output,
    damaged,         // not a database, or the chain does not hold
    exists,          // init on a folder that has data already
    refused          // the caller's argument cannot be stored; a bug or a forged file
};
struct StorageError {
    StorageErrorKind kind;
    std::string detail;  // for the log; never personal data
};
template <class T>
using StorageResult = base::Result<T, StorageError>;

enum class OpenMode {
    read_write,  // takes DATA/kiosk.lock for as long as the store lives; in_use where another process has it
    read_only    // beside a running kiosk too; never writes, never checkpoints; a newer or older schema as it is
};

// How much work Argon2id is for the passphrase and the PIN. `tests` is for tests alone: it protects nothing.
using Hardness = eventlog::Stretching;

// What a new kiosk begins with.
struct Identity {
    domain::Settings settings;
    std::string passphrase;  // protects the private half of the school's key; not stored; not empty
    std::string pin;         // 4 to 8 digits; stored as an Argon2id hash
    Hardness hardness = Hardness::full;
};

// One line of the log as it was recorded, and its hash.
struct LogLine {
    domain::Seq seq = 0;
    std::string line;
    eventlog::Hash hash{};
};

struct LogStatus {
    domain::KioskId kiosk;
    std::uint64_t events = 0;                     // in the log; fewer than last_seq where lines were pruned or lost
    domain::Seq last_seq = 0;
    std::string head;                             // hex of the last hash
    // Events after the last one that was accepted (see accept()), without the log's own book-keeping
    // (domain::is_bookkeeping): what could be lost with the kiosk. A take-away alone does not end their waiting.
    std::uint64_t unacknowledged = 0;
    std::uint64_t untaken = 0;                     // of them, those that no take-away has taken either
    std::optional<domain::Instant> waiting_since;  // `at` of the first of them
    std::optional<domain::Instant> last_export;
    domain::Seq exported_up_to = 0;  // taken away up to here (see LogExported); 0: never
    domain::Seq accepted_up_to = 0;  // the highest checkpoint that accept() kept; 0: none
};

struct ChainReport {
    bool ok = false;
    domain::Seq events = 0;
    domain::Seq first_bad = 0;  // 0: none
    std::string why;            // English, technical
};

// What became of a checkpoint that came back from whoever holds our events.
enum class Acceptance {
    accepted,          // it is kept, or was already: what it covers is held elsewhere
    not_a_checkpoint,  // cut, changed, or something else
    not_trusted,       // signed by nobody of DATA/keys/acceptors/
    of_another_kiosk,
    ahead,             // of a number that is not recorded here: this log was put back, or there is another one of it
    not_here,          // of a number that was pruned or lost
    differs            // it says another hash: this log was changed, or another one is shown as this one
};
struct PruneReport {
    std::uint64_t removed = 0;  // lines
    domain::Seq up_to = 0;      // 0: nothing
};

struct AuditRequest {
    std::vector<eventlog::Checkpoint> shown;  // read and trusted already
    // Whose signatures count, hex Ed25519; nothing: read_acceptors() of the data's own keys/acceptors/.
    std::optional<std::vector<std::string>> trusted;
};
// The snapshot of the school server that the roster was taken from.
struct RosterSource {
    std::string school;           // the server's id of it
    std::uint64_t number = 0;     // the snapshot's; the roster has one of its own here
    std::string hash;             // hex, of its text
    domain::Instant taken_at{};   // by this machine's clock
    friend bool operator==(const RosterSource&, const RosterSource&) = default;
};

// What the school has set on its server (app/school_settings), as it is in force on this kiosk.
struct SchoolSettings {
    struct Source {
        std::string school;          // the server's id of it
        std::uint64_t number = 0;    // of the text
        std::string hash;            // hex, of the text
        domain::Instant taken_at{};  // by this machine's clock
        friend bool operator==(const Source&, const Source&) = default;
    };
    Source source;
    std::map<domain::SettingKey, std::string> values;  // as domain::take_setting() reads them
    std::string pin_hash;                              // empty: the kiosk's own PIN is in force
    std::string text;                                  // signed, as it came
    friend bool operator==(const SchoolSettings&, const SchoolSettings&) = default;
};

// The public keys (hex) in the *.pub files of a folder; none where there is no such folder.
[[nodiscard]] StorageResult<std::vector<std::string>> read_acceptors(api::FileSystem& files,
                                                                     const std::filesystem::path& folder);

// The kiosk's database (SQLite, WAL, synchronous=FULL) in DATA/vstrecha.db, with one connection. One thread at a time;
// in the kiosk that is the storage thread (storage_thread.h), in the command its main thread. An append that returned
// a value is on the disk.
class Store {
  public:
    struct Ports {
        api::Clock& clock;
        api::Entropy& entropy;
        api::ProcessLocks& locks;
        api::FileSystem& files;
    };
    // Makes the folder's database, keys (DATA/keys/) and the first event. Fails with `exists` on a second call.
    [[nodiscard]] static StorageResult<std::unique_ptr<Store>> create(const std::filesystem::path& data, Ports ports,
                                                                      const Identity& identity);
    // For writing, an older schema is brought to the present one first. Of a newer one that does not let ours write,
    // read_write gives newer_version and read_only a store that reads what it understands.
    [[nodiscard]] static StorageResult<std::unique_ptr<Store>> open(const std::filesystem::path& data, Ports ports,
                                                                    OpenMode mode);
    // After open(), load or damage() said `damaged`: sets the damaged files aside untouched (DATA/damaged-YYYYMMDD-N/),
    // carries everything that can still be proven over into a new database, whose log begins a new chain with
    // LogContinued, and opens it. Safe to call again after a power cut at any moment of it. Fails with `refused` where
    // nothing says that the data were a kiosk's, and then changes nothing.
    struct Recovered;
    [[nodiscard]] static StorageResult<Recovered> recover(const std::filesystem::path& data, Ports ports,
                                                          std::string why);
    virtual ~Store() = default;

    // All of them in one transaction or none. Seals answers. Returns the events as recorded.
    [[nodiscard]] virtual StorageResult<std::vector<domain::Event>> append(const std::vector<domain::Draft>& drafts) = 0;
    // In the order of seq, from `first` on; stops early where `each` returns false.
    [[nodiscard]] virtual StorageResult<void> read_log(domain::Seq first,
                                                       const std::function<bool(const LogLine&)>& each) = 0;
    // The chain's hash at a number: of its line, or of what stands here for lines that were pruned or lost up to it.
    // Nothing where it is not known.
    [[nodiscard]] virtual StorageResult<std::optional<eventlog::Hash>> chain_hash(domain::Seq seq) = 0;
    [[nodiscard]] virtual StorageResult<domain::Attendance> fold() = 0;
    // The fold of what a kiosk needs at hand (domain::RecentMeetings of this roster), as quickly with a million events as
    // with none: from the snapshot and the lines after it. last_seq() is the log's. From now on rest() keeps the snapshot up.
    [[nodiscard]] virtual StorageResult<domain::Attendance> fold_recent(const domain::Roster& roster) = 0;
    // Brings the snapshot up to now at once; for a command that put in a roster, so that the next start need not.
    [[nodiscard]] virtual StorageResult<void> save_snapshot() = 0;
    [[nodiscard]] virtual StorageResult<ChainReport> verify() = 0;
    // verify() by every rule there is (eventlog::Audit), with checkpoints that others hold.
    [[nodiscard]] virtual StorageResult<eventlog::AuditReport> audit(const AuditRequest& request) = 0;
    [[nodiscard]] virtual StorageResult<LogStatus> status() = 0;

    [[nodiscard]] virtual StorageResult<domain::Roster> roster() = 0;
    // One transaction: the snapshot (its number becomes the old one plus one) and the event RosterApplied.
    [[nodiscard]] virtual StorageResult<std::uint64_t> replace_roster(domain::Roster roster) = 0;
    // The same with a snapshot of the school server, and in the same transaction whence it came (taken_at is the store's own
    // word). Where the people, groups and meetings are these already, only that is noted: no event, and no new number.
    [[nodiscard]] virtual StorageResult<std::uint64_t> take_roster(domain::Roster roster, RosterSource source) = 0;
    // Nothing: the roster is the kiosk's own, put in by replace_roster(), or there never was one.
    [[nodiscard]] virtual StorageResult<std::optional<RosterSource>> roster_source() = 0;

    // What is in force: the kiosk's own, and over them what the school has set.
    [[nodiscard]] virtual StorageResult<domain::Settings> settings() = 0;
    // The kiosk's own. What the school has set stays as it is, and so does the kiosk's own value under it.
    [[nodiscard]] virtual StorageResult<void> save_settings(const domain::Settings& settings) = 0;

    // Values, PIN and text in one transaction, in the place of what the school had set before; what it no longer names is
    // the kiosk's own again, as it was before (taken_at is the store's own word). Waits after wrong tries stay.
    // `refused`, and nothing is changed: a value that its setting does not take, or one that is no school's to set.
    [[nodiscard]] virtual StorageResult<void> take_school_settings(const SchoolSettings& settings) = 0;
    // Nothing: no school has set anything here.
    [[nodiscard]] virtual StorageResult<std::optional<SchoolSettings>> school_settings() = 0;
    // The kiosk is of that school no more: what was in force becomes its own, the PIN too, and its curator's to change.
    [[nodiscard]] virtual StorageResult<void> release_school_settings() = 0;

    // The files of a catalogue that was brought to this kiosk, as catalogue::pack_files() has them; empty: none. What the
    // school has set on its server stands above it.
    [[nodiscard]] virtual StorageResult<std::string> own_catalogue() = 0;
    [[nodiscard]] virtual StorageResult<void> take_own_catalogue(const std::string& packed) = 0;

    [[nodiscard]] virtual StorageResult<std::map<std::string, domain::Throttle>> throttles() = 0;
    [[nodiscard]] virtual StorageResult<void> save_throttle(const std::string& key, const domain::Throttle& value) = 0;

    // Takes about 100 ms (Argon2id): never on the UI thread.
    [[nodiscard]] virtual StorageResult<bool> check_pin(std::string_view pin) = 0;
    // `refused` while the school has set one.
    [[nodiscard]] virtual StorageResult<void> set_pin(std::string_view pin) = 0;

    // The private half of the school's key in hexadecimal (eventlog::unseal takes it), opened by the curator's
    // passphrase; nothing where it is the wrong one. Takes about a second.
    [[nodiscard]] virtual StorageResult<std::optional<std::string>> open_school_key(std::string_view passphrase) = 0;

    // Seals answers to another key of the school from now on, for good: in one transaction with the event
    // SchoolKeyChanged, then in DATA/keys/school.pub. The sealed private half of the old key stays for the answers before.
    // For the key that is in use already nothing is recorded. `refused` for what is no key.
    [[nodiscard]] virtual StorageResult<void> change_school_key(const std::string& public_hex) = 0;

    // The last time that the kiosk is known to have run: one tiny write, at most one an hour (a machine without a clock
    // battery begins there, see domain/timekeeper.h). A certain time takes the place of a guess; a guess stands beside the
    // last certain one.
    [[nodiscard]] virtual StorageResult<void> heartbeat(const domain::TimeNote& now) = 0;
    [[nodiscard]] virtual StorageResult<domain::TimeNotes> heartbeats() = 0;

    // Damage that was met while running, by a job or by the slow check of rest(). Whoever owns the store then closes it
    // and calls recover().
    [[nodiscard]] virtual const std::optional<StorageError>& damage() const = 0;
    // What the last recovery found; nothing where there never was one.
    [[nodiscard]] virtual StorageResult<std::optional<RecoveryReport>> recovery() = 0;
    // The curator was shown it: RecoveryReport::seen from now on.
    [[nodiscard]] virtual StorageResult<void> recovery_seen() = 0;

    // Writes and syncs a page that changes nothing: whether the disk takes records again. As slow as an append.
    [[nodiscard]] virtual StorageResult<void> probe() = 0;

    // One line as eventlog::sign_checkpoint() makes it. Only what is kept so allows pruning and ends the waiting of what it
    // covers; it is kept only where its hash is ours. It is written with the next heartbeat(), before anything is pruned, or
    // when the store is closed; who signed it gives it again to whoever lost it with the power. The newest eight stay.
    [[nodiscard]] virtual StorageResult<Acceptance> accept(std::string_view checkpoint) = 0;
    // Removes what was accepted and is older than Settings::retention_days, as prune.h says. rest() does the same once a
    // day, in pieces, while the clock is trusted. `now` must be certain.
    [[nodiscard]] virtual StorageResult<PruneReport> prune(domain::Instant now) = 0;

    // House-keeping that a tap need not wait for: moving the write-ahead log into the database, the second copy, the slow
    // check, the snapshot, pruning. One small piece of it (milliseconds, at most one sync); what fails here is tried again.
    // The storage thread calls it whenever no job waits. Gives after how long it wants to be called again if no job comes:
    // zero for more to do now, nothing for not before the next job, so that a kiosk that nobody touches is asleep.
    virtual std::optional<domain::Millis> rest() = 0;
};

// Where the second copy of the log is kept: the folder that DATA/copy-folder names (one line; a folder on another drive,
// which must be there), else DATA/copy.
[[nodiscard]] std::filesystem::path copy_folder(const std::filesystem::path& data, api::FileSystem& files);

struct Store::Recovered {
    std::unique_ptr<Store> store;
    RecoveryReport report;
};

}  // namespace storage
