#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/catalogue/catalogue.h"
#include "app/domain/event.h"
#include "app/domain/merged_attendance.h"
#include "app/domain/roster.h"
#include "app/domain/setting.h"
#include "app/eventlog/audit.h"
#include "app/eventlog/chain.h"
#include "app/joining/messages.h"
#include "app/news/messages.h"
#include "app/server/store/brought.h"
#include "app/server/store/ingest.h"
#include "app/server/store/users.h"
#include "platform/api/clock.h"
#include "platform/api/entropy.h"
#include "platform/api/file_system.h"
#include "platform/api/process_lock.h"
#include "platform/base/result.h"

namespace server {

enum class StoreErrorKind {
    not_found,      // no such thing in this school; also where another school has it
    exists,         // a kiosk of this id is known already, in this school or another
    refused,        // what was given cannot be stored; a bug or a forged call
    try_later,      // the database is not to be reached, restarts, or waits for somebody else
    in_use,         // SQLite: another process serves this file
    newer_version,  // made by newer software
    foreign,        // a file of another program
    no_space,
    read_only,
    input_output,
    damaged  // of the database itself, or a stored line that is none
};
struct StoreError {
    StoreErrorKind kind;
    std::string detail;  // for the log; never personal data, never a key
};
template <class T>
using StoreResult = base::Result<T, StoreError>;

// Where the data are. SQLite: a file, made where there is none, served by one process through one connection, one
// caller at a time. PostgreSQL: what libpq takes as a connection string (postgresql://...); several processes may serve
// one database, each with so many connections.
struct SqliteFile {
    std::filesystem::path file;
};
struct PostgresqlServer {
    std::string address;
    std::size_t connections = 4;
    std::chrono::milliseconds patience{5000};  // with a row that another connection has, then it is try_later
};
using Place = std::variant<SqliteFile, PostgresqlServer>;

struct School {
    SchoolId id;
    std::string name;
    std::string school_public;    // hex, X25519: answers and bundles on sticks are sealed to it; empty: not known yet
    std::string acceptor_public;  // hex, Ed25519: signs this school's checkpoints
};
struct NewSchool {
    std::string name;           // one line of UTF-8, joining::kNameBytes at most
    std::string school_public;  // empty: the first kiosk that joins brings it
};

enum class KioskState {
    active,
    revoked,  // nothing of it is taken any more
    replaced  // another device took its place; nothing of it is taken any more
};
struct Kiosk {
    domain::KioskId id;
    std::string name;
    std::string public_key;  // hex, Ed25519
    KioskState state = KioskState::active;
    Held held;
    std::optional<domain::Instant> last_heard;  // of a bundle that was taken; to the minute
};
struct NewKiosk {
    domain::KioskId id;
    std::string name;
    std::string public_key;
    // What somebody else holds of its log, and the kiosk may have pruned: the first bundle may begin behind it.
    Held held_elsewhere;
};

// Who a kiosk says to be, as the server knows it; nothing is proven by that.
struct Presented {
    SchoolId school;
    std::string public_key;
    KioskState state = KioskState::active;
};

// One snapshot of a school's lists, as it is kept; see app/roster_snapshot.
enum class RosterOrigin {
    import,   // of files
    revert,   // an older one put back
    kiosk,    // given by a kiosk: the first one, or one that the server had lost
    matching  // with what a kiosk brought along, see brought.h
};
struct RosterEntry {
    std::uint64_t number = 0;
    std::string hash;  // hex, of the signed text
    domain::Instant made_at;
    RosterOrigin made_by = RosterOrigin::import;
    std::uint64_t people = 0, groups = 0, meetings = 0;
};
inline constexpr std::size_t kRostersKept = 16;  // the newest of each school

// What a school has decided for its kiosks; see app/school_settings.
struct SchoolSettings {
    using Values = std::map<domain::SettingKey, std::string>;
    std::uint64_t number = 0;                     // of the last change; 0: there never was one
    Values values;                                // for every kiosk
    std::map<domain::KioskId, Values> of_kiosks;  // above these, for one
    std::optional<domain::Instant> pin_set_at;    // nothing: each kiosk has its own PIN
    std::vector<catalogue::CatalogueFile> catalogue;  // none: the program's own

    // Over the defaults: what domain::take_setting() holds the next value against. An empty kiosk: for every one.
    [[nodiscard]] domain::Settings laid_over(const domain::KioskId& kiosk = {}) const;
};
// What a kiosk said last of how it is.
struct KeptHealth {
    domain::KioskId kiosk;
    domain::Instant heard_at;
    domain::Millis clock_offset{0};  // by which its clock was ahead of the server's
    news::Health health;             // `clock` is heard_at + clock_offset
};
// Of all schools together, for whoever watches over the server.
struct HealthCounts {
    std::uint64_t heard = 0;       // kiosks that said how they are within the time
    std::uint64_t in_trouble = 0;  // of these: with a problem
    std::uint64_t clock_off = 0;   // of these: by more than a minute
    std::uint64_t disk_low = 0;    // of these: less than a tenth of the disk is free
};

// What is told of other kiosks goes back so far, by the time at which it came.
inline constexpr std::chrono::hours kNewsReach{48};

// A code by which one kiosk joins, see app/joining/code.h.
struct NewJoinCode {
    std::string kiosk_name;      // empty: as the kiosk calls itself
    domain::KioskId replaces{};  // this school's kiosk whose place it takes; empty: none
};

struct HeldLine {
    domain::Seq seq = 0;
    std::string line;  // byte for byte as the kiosk recorded it
    eventlog::Hash hash{};
};

// A bundle that was refused and is kept for a person to see.
struct Parked {
    std::int64_t id = 0;
    std::optional<domain::KioskId> kiosk;  // whom its header names, where that is one of this school
    bool is_signed = false;                // by that kiosk; else anybody may have sent it
    domain::Instant received_at;
    Refusal reason = Refusal::damaged;
    std::uint64_t size = 0;    // of the bundle
    bool is_complete = false;  // all of its bytes are kept; else only the first Limits::parked_bytes
    bool is_seen = false;
};
struct ParkedList {
    std::vector<Parked> bundles;  // what nobody has seen first, then in the order of coming
    std::uint64_t not_kept = 0;   // came when the limits were reached; the senders were told
};

struct Limits {
    std::uint64_t bundle_bytes = std::uint64_t{256} << 20;  // more is too_large
    std::size_t parked_bytes = std::size_t{1} << 20;  // kept of one parked bundle; held in memory while it comes in
    // Parked of one kiosk and proven to be its own; the same again for what only says that it is this kiosk's; the same
    // again for a school and for nobody's, where no known kiosk is named.
    std::uint64_t parked_bundles_of_one = 32;
    std::uint64_t parked_bytes_of_one = std::uint64_t{8} << 20;
};

// What the school server keeps. Any thread. Every function that is about a school names it, and gives not_found for
// what is another's. Nothing that returned a value is lost with the power.
class Store {
  public:
    struct Ports {
        api::Clock& clock;
        api::Entropy& entropy;
        api::FileSystem& files;
        api::ProcessLocks& locks;
    };
    // Makes the tables or brings older ones to the present version; safe where several processes do so at once.
    [[nodiscard]] static StoreResult<std::unique_ptr<Store>> open(const Place& place, Ports ports, Limits limits = {});
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    // Whether the database answers; waits for it as every other call does.
    [[nodiscard]] bool answers();
    // SQLite: a copy of all that is held now, durable, with mode 0600, under a name that must not exist yet; a Store
    // opens it. Others wait meanwhile. `refused` where PostgreSQL is the database, which has its own ways.
    [[nodiscard]] StoreResult<void> back_up(const std::filesystem::path& to);

    // Draws the id and the key that signs its checkpoints; the private half never leaves the store.
    [[nodiscard]] StoreResult<School> add_school(const NewSchool& school);
    // For whoever runs the machine, not for a school's users.
    [[nodiscard]] StoreResult<std::vector<School>> schools();
    [[nodiscard]] StoreResult<School> school(const SchoolId& school);

    [[nodiscard]] StoreResult<void> add_kiosk(const SchoolId& school, const NewKiosk& kiosk);
    [[nodiscard]] StoreResult<std::vector<Kiosk>> kiosks(const SchoolId& school);
    [[nodiscard]] StoreResult<Kiosk> kiosk(const SchoolId& school, const domain::KioskId& kiosk);
    [[nodiscard]] StoreResult<void> rename_kiosk(const SchoolId& school, const domain::KioskId& kiosk,
                                                 const std::string& name);
    [[nodiscard]] StoreResult<void> set_kiosk_state(const SchoolId& school, const domain::KioskId& kiosk,
                                                    KioskState state);
    // For a kiosk that presents itself: it knows no school. What it is told after that needs its signature.
    [[nodiscard]] StoreResult<SchoolId> school_of(const domain::KioskId& kiosk);
    [[nodiscard]] StoreResult<Presented> presented(const domain::KioskId& kiosk);

    // The school's lists, signed by its acceptor's key. Published is what `roster` says under the next number, unless
    // it is what the newest says already: then nothing changes. Gives the newest. `based_on`: the number that `roster`
    // was made from, 0 for none; where it is not the newest any more somebody else has published meanwhile: `exists`.
    // `refused` for what no kiosk would take.
    [[nodiscard]] StoreResult<RosterEntry> publish_roster(const SchoolId& school, domain::Roster roster,
                                                          std::uint64_t based_on,
                                                          RosterOrigin origin = RosterOrigin::import);
    // An older one that is kept, published anew under the next number.
    [[nodiscard]] StoreResult<RosterEntry> revert_roster(const SchoolId& school, std::uint64_t number);
    // A snapshot that a kiosk gives. Its own lists, signed by itself, where the school has none; or one that this
    // school signed and has no more, with a number above the newest: a server that was put back from a backup mends so.
    // `exists` where the school has lists that are as new; `refused` for anything else.
    [[nodiscard]] StoreResult<RosterEntry> take_back_roster(const SchoolId& school, const domain::KioskId& kiosk,
                                                            std::string_view text);
    // A kiosk's own lists, signed by itself, for a school that has others: kept until a person has confirmed who is
    // whom. `exists`: the school's lists know all of them, as ids or aliases; `refused`: no such lists.
    [[nodiscard]] StoreResult<BroughtLists> bring_roster(const SchoolId& school, const domain::KioskId& kiosk,
                                                         std::string_view text);
    // That wait, those that came first first.
    [[nodiscard]] StoreResult<std::vector<BroughtLists>> brought_lists(const SchoolId& school);
    // not_found: the kiosk is none of this school's, or no lists of it wait. As for the following ones.
    [[nodiscard]] StoreResult<BroughtMatching> brought_matching(const SchoolId& school, const domain::KioskId& kiosk);
    // A person's word on whom a brought person or group stands for; empty: nobody, it is new. The last word counts.
    [[nodiscard]] StoreResult<void> decide_brought(const SchoolId& school, const domain::KioskId& kiosk,
                                                   const std::string& brought, const std::string& stands_for);
    // Publishes the merged lists, and nothing waits any more. `seen` as brought_matching() gave it; `exists` where
    // somebody has changed the lists or a decision since. `refused` while somebody is doubtful. Either changes nothing.
    [[nodiscard]] StoreResult<BroughtConfirmed> confirm_brought(const SchoolId& school, const domain::KioskId& kiosk,
                                                                const std::string& seen);
    // Does not wait for them any more. A kiosk that is still there brings them again.
    [[nodiscard]] StoreResult<void> discard_brought(const SchoolId& school, const domain::KioskId& kiosk);

    // The newest first; none where the school has no lists.
    [[nodiscard]] StoreResult<std::vector<RosterEntry>> rosters(const SchoolId& school);
    // The newest, or none with the number 0.
    [[nodiscard]] StoreResult<domain::Roster> roster(const SchoolId& school);
    // The hash of the newest, without reading it; empty: there is none.
    [[nodiscard]] StoreResult<std::string> roster_hash(const SchoolId& school);
    // A signed text that is kept. not_found: none of this number or hash.
    [[nodiscard]] StoreResult<std::string> roster_text(const SchoolId& school, std::uint64_t number);
    [[nodiscard]] StoreResult<std::string> roster_text(const SchoolId& school, const std::string& hash);
    // As roster_snapshot::pack() makes it.
    [[nodiscard]] StoreResult<std::string> packed_roster(const SchoolId& school, const std::string& hash);

    // What the school has set. Each change gives the number under which kiosks get it; what changes nothing, the one that
    // there is. `refused`: a value that its setting does not take (ask domain::take_setting() with laid_over() first, it
    // knows why), one that is no school's to set, no Argon2id string, no catalogue. An empty kiosk: for every one.
    [[nodiscard]] StoreResult<SchoolSettings> school_settings(const SchoolId& school);
    [[nodiscard]] StoreResult<std::uint64_t> set_setting(const SchoolId& school, const domain::KioskId& kiosk,
                                                         domain::SettingKey key, const std::string& value);
    // It is each kiosk's own again, or what is set for every one.
    [[nodiscard]] StoreResult<std::uint64_t> unset_setting(const SchoolId& school, const domain::KioskId& kiosk,
                                                           domain::SettingKey key);
    // eventlog::hash_pin() makes it, so that the PIN itself goes nowhere. Empty: each kiosk has its own again.
    [[nodiscard]] StoreResult<std::uint64_t> set_pin(const SchoolId& school, const std::string& pin_hash);
    // All of it, as the files are; none: the program's own again.
    [[nodiscard]] StoreResult<std::uint64_t> set_catalogue(const SchoolId& school,
                                                           std::vector<catalogue::CatalogueFile> files);
    // The signed text for this kiosk, and what names it; empty: the school never set anything.
    [[nodiscard]] StoreResult<std::string> settings_text(const SchoolId& school, const domain::KioskId& kiosk);
    [[nodiscard]] StoreResult<std::string> settings_hash(const SchoolId& school, const domain::KioskId& kiosk);

    // What the other kiosks of the school recorded above what `have` says, of what came within kNewsReach: meetings,
    // what takes something of them back, and words about clocks. One query, and one more for each kiosk of which there
    // is more. Bounded as news::Answered is.
    [[nodiscard]] StoreResult<news::Answered> news_for(const SchoolId& school, const domain::KioskId& asker,
                                                       const news::Have& have);
    // Takes the place of what that kiosk said before.
    [[nodiscard]] StoreResult<void> keep_health(const SchoolId& school, const domain::KioskId& kiosk,
                                                const news::Health& health);
    // Of those that ever said how they are, in the order of their ids.
    [[nodiscard]] StoreResult<std::vector<KeptHealth>> health(const SchoolId& school);
    [[nodiscard]] StoreResult<HealthCounts> health_counts(std::chrono::milliseconds within);

    // Draws a code that lives for joining::kCodeLives and that no other living code of the database is taken for. Only
    // what joining::stretch() makes of it is kept. Takes some 100 ms and 64 MiB.
    [[nodiscard]] StoreResult<std::string> make_join_code(const SchoolId& school, const NewJoinCode& code);
    // What a kiosk that brings a code is answered: the body of the answer, or why not. `fingerprint`: of the
    // certificate that it is to see. Each request costs the code a try before its proof is looked at, also where
    // nothing else comes of it; a code is used up by one kiosk that was let in. Whoever was let in and asks with the
    // same bytes again, while the code lives, gets the same answer.
    //   a new kiosk                            is known from now on; what it pruned counts as held elsewhere
    //   of this school, with this key          active again, also where it was revoked or replaced: somebody of the
    //                                          school made a code for it
    //   of another school, or with another key known_elsewhere
    // The kiosk that the code replaces becomes `replaced`. A school without a public key takes this kiosk's.
    [[nodiscard]] StoreResult<base::Result<std::string, joining::Refusal>> join(const std::string& body,
                                                                                const std::string& fingerprint);

    // Takes in one bundle, all of it or nothing; see ingest.h. `from` must not wait for a network: the kiosk's row, and
    // in SQLite the whole store, is locked while it is read. Takes 3 MiB and Limits::parked_bytes of memory, whatever
    // comes.
    [[nodiscard]] base::Result<Accepted, Refused> ingest(const eventlog::Source& from, const Delivery& delivery);
    // What opens a bundle that came on a stick (Delivery::school_private): a kiosk that has joined seals to its school's
    // acceptor too. Empty: it is sealed to no school of this server, or is no bundle.
    [[nodiscard]] StoreResult<std::string> opener_of(base::ByteView bundle);

    [[nodiscard]] StoreResult<Held> held(const SchoolId& school, const domain::KioskId& kiosk);
    // In the order of seq, from `first` on; stops early where `each` returns false. `each` may call the store.
    [[nodiscard]] StoreResult<void> read_lines(const SchoolId& school, const domain::KioskId& kiosk, domain::Seq first,
                                               const std::function<bool(const HeldLine&)>& each);
    // The lines that were signed for this kiosk, ascending.
    [[nodiscard]] StoreResult<std::vector<std::string>> checkpoints(const SchoolId& school,
                                                                    const domain::KioskId& kiosk);
    // Whether all that is held of the kiosk is as it came, by the rules of eventlog::Audit and our own checkpoints;
    // `shown` are others'. What the kiosk lost after it had sent it is held here all the same, and counts as whole.
    [[nodiscard]] StoreResult<eventlog::AuditReport> audit(const SchoolId& school, const domain::KioskId& kiosk,
                                                           const std::vector<eventlog::Checkpoint>& shown = {});

    // What all kiosks of the school recorded of meetings, also those that were revoked or replaced, as one: every line
    // is read, some microseconds for each.
    [[nodiscard]] StoreResult<domain::MergedAttendance> attendance(const SchoolId& school);
    // The same of one meeting, whose lines are found without reading the others. domain::explain() tells why it is so.
    // Both count what was recorded under an alias for whom it stands for; `meeting` may be an alias too.
    [[nodiscard]] StoreResult<domain::MergedAttendance> attendance_of(const SchoolId& school,
                                                                      const domain::MeetingId& meeting);

    [[nodiscard]] StoreResult<ParkedList> parked(const SchoolId& school);
    [[nodiscard]] StoreResult<std::string> parked_bytes(const SchoolId& school, std::int64_t id);
    [[nodiscard]] StoreResult<void> mark_parked_seen(const SchoolId& school, std::int64_t id);
    // A person's decision, and the only way by which a parked bundle goes.
    [[nodiscard]] StoreResult<void> discard_parked(const SchoolId& school, std::int64_t id);
    // What names no kiosk of any school: for whoever runs the machine.
    [[nodiscard]] StoreResult<ParkedList> unclaimed();
    [[nodiscard]] StoreResult<std::string> unclaimed_bytes(std::int64_t id);
    [[nodiscard]] StoreResult<void> mark_unclaimed_seen(std::int64_t id);
    [[nodiscard]] StoreResult<void> discard_unclaimed(std::int64_t id);

    // Users, see users.h. Whatever looks at a password takes 100 ms and 64 MiB, one at a time; try_later or busy where
    // too many wait. `refused`: a login or a name that is none; `exists`: the login is somebody's, of any school.
    [[nodiscard]] StoreResult<GivenPassword> add_user(const SchoolId& school, const NewUser& user);
    [[nodiscard]] StoreResult<std::vector<User>> users(const SchoolId& school);  // by login, the disabled ones last
    [[nodiscard]] StoreResult<User> user(const SchoolId& school, const UserId& user);
    [[nodiscard]] StoreResult<User> user_named(const std::string& login);  // for whoever runs the machine
    // A new one-time password; all sessions end.
    [[nodiscard]] StoreResult<GivenPassword> reset_user(const SchoolId& school, const UserId& user);
    [[nodiscard]] StoreResult<void> set_user_disabled(const SchoolId& school, const UserId& user, bool is_disabled);
    // Takes as long for a login that nobody has.
    [[nodiscard]] StoreResult<base::Result<SignedIn, SignInRefusal>> sign_in(const std::string& login,
                                                                             const std::string& password);
    // The token of a session that begins now, for who has proven who he is.
    [[nodiscard]] StoreResult<std::string> open_session(const UserId& user);
    // not_found: no such session, or it has ended. Says that its user was here.
    [[nodiscard]] StoreResult<User> user_of_session(const std::string& token);
    [[nodiscard]] StoreResult<void> end_session(const std::string& token);
    // The token of a new session; all others of this user end.
    [[nodiscard]] StoreResult<base::Result<std::string, PasswordProblem>> change_password(const User& user,
                                                                                          const std::string& present,
                                                                                          const std::string& wanted);
    // One of a session, by its token; what was kept before goes.
    [[nodiscard]] StoreResult<void> keep_upload(const std::string& session, const KeptUpload& upload);
    [[nodiscard]] StoreResult<KeptUpload> upload(const std::string& session);
    [[nodiscard]] StoreResult<void> drop_upload(const std::string& session);
    // IANA's name of the zone in which the pages tell times; empty: nobody has said it yet.
    [[nodiscard]] StoreResult<std::string> school_zone(const SchoolId& school);
    [[nodiscard]] StoreResult<void> set_school_zone(const SchoolId& school, const std::string& zone);

  private:
    struct State;
    explicit Store(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace server
