#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/domain/catalogue.h"
#include "app/domain/decide.h"
#include "app/domain/event.h"
#include "app/domain/meeting.h"
#include "app/domain/person.h"
#include "app/domain/settings.h"
#include "app/kiosk/session/bring_view.h"
#include "app/qr_code/qr_code.h"

namespace kiosk::session {

// What each screen shows: copies of just what it needs, no text but names and the school's own words.

// Why the kiosk cannot record now.
enum class StorageTrouble { none, no_space, read_only, input_output };

// How a part of the data came through a recovery from damage.
enum class KeptPart { kept, from_copy, unproven, gone };
// What the last recovery from damage found.
struct Recovery {
    domain::LocalTime at;
    std::uint64_t salvaged = 0;                // records that were proven
    std::vector<domain::LostRange> missing;    // numbers known to be lost; ascending
    std::uint64_t lost = 0;                    // how many numbers that is
    std::uint64_t safe_elsewhere = 0;          // of them on the server, up to `accepted_up_to`
    domain::Seq accepted_up_to = 0;
    domain::Seq exported_up_to = 0;            // taken away up to here: likely on a stick
    bool end_uncertain = false;                // the last half minute before may be missing too, without a number
    bool emptied = false;                      // nothing could be read: the old log was only set aside
    KeptPart roster = KeptPart::kept, settings = KeptPart::kept;
    std::string set_aside;                     // the folder with the damaged files
    bool seen = false;                         // the curator has been shown it
};

// What stands between this kiosk and its school server; app/sync has the same list, with what each means.
enum class ServerProblem {
    none, unreachable, timed_out, cut, not_trusted, busy, unexpected, store_failed,
    unknown_kiosk, revoked, forked, ahead, differs, hole, stuck, log_damaged, cannot_sign, checkpoint_refused
};
// Why the server's lists are not applied here; app/sync has the same list, with what each means.
enum class ListsProblem {
    none, damaged, newer_version, wrong_signature, another_school, not_consistent, disk, own_lists,
    waits_for_matching, not_taken
};
// The same of what the school has set; kept_damaged: the catalogue that it once was taken with cannot be read any more.
enum class SettingsProblem {
    none, damaged, newer_version, wrong_signature, another_kiosk, not_possible, bad_catalogue, disk, kept_damaged
};
enum class Membership { none, damaged, joined };  // damaged: which server it is cannot be read
// The school server of this kiosk, and how far sending has come.
struct Server {
    Membership membership = Membership::none;
    std::string school, address;
    domain::Seq sent_up_to = 0;
    std::uint64_t waiting = 0;                   // numbers above
    std::optional<domain::Millis> last_contact;  // monotonic clock; nothing: none since the kiosk was started
    ServerProblem problem = ServerProblem::none;
    bool stopped = false;                        // only a person can mend it
    domain::Seq at = 0;                          // of hole, stuck and log_damaged
    std::uint64_t lists = 0;                     // number of the server's lists that the kiosk works with; 0: none of its
    domain::Instant lists_since{};               // by this kiosk's clock
    ListsProblem lists_problem = ListsProblem::none;
    std::uint64_t refused_lists = 0;             // the number of those that are not applied; 0: not known
    std::uint64_t settings = 0;                  // the number of what the school has set here; 0: nothing
    domain::Instant settings_since{};
    SettingsProblem settings_problem = SettingsProblem::none;
    std::string settings_what;                   // is wrong with it: the setting, or the catalogue's file and line
    friend bool operator==(const Server&, const Server&) = default;
};
// A school server that says in the network where it is. Anybody can say so: what it says is typing saved, no more.
struct FoundServer {
    std::string name;     // of its machine
    std::string address;  // as it would be typed
    friend bool operator==(const FoundServer&, const FoundServer&) = default;
};
enum class JoinProblem {
    no_address, not_a_code, unreachable, not_our_server, wrong_code, code_used, known_elsewhere, certificate_changed,
    try_later, too_many, no_memory, disk
};

// What the kiosk knows of its machine; comes in as MachineState.
struct Machine {
    bool clock_trusted = true;
    StorageTrouble storage_trouble = StorageTrouble::none;  // of the last write; until one succeeds
    std::uint64_t records = 0;            // in the log
    std::uint64_t unacknowledged = 0;     // nobody else has said that he holds them
    std::uint64_t untaken = 0;            // of them, those that no take-away has taken either
    std::uint64_t accepted_up_to = 0;     // a server or a collector holds everything up to this number; 0: nothing
    bool receipt_due = false;             // something was taken away, and its receipt is not back yet
    std::optional<domain::LocalTime> waiting_since;
    std::optional<domain::LocalTime> last_export;
    std::string chain_head;               // first 8 hex digits
    int disk_free_percent = 100;
    std::string version;
    std::string kiosk_id;
    std::shared_ptr<const Recovery> recovery;  // null: never was any
    Server server;
};

// Why nothing can be taken away to a stick that is in.
enum class StickTrouble {
    none, read_only, full, unformatted,
    damaged,        // its file system, or it gives errors
    not_supported   // its file system is none for sticks
};
// A stick that is in, or a partition of one.
struct Stick {
    std::string place;  // where it is mounted, as Export says it; empty: it is not
    std::string label;  // for people; from anybody
    StickTrouble trouble = StickTrouble::none;
    std::optional<std::uint64_t> free_bytes, total_bytes;  // nothing: it has not said yet
    friend bool operator==(const Stick&, const Stick&) = default;
};
enum class ExportProblem {
    no_space,
    not_enough,    // known before anything was written
    read_only,
    gone,          // pulled out in the middle
    input_output,
    no_answer,     // it hangs
    kiosk_data, stopped
};
// Where the records are now that they are written.
enum class ExportEnd {
    unmounted,  // on a drive that may be taken out
    synced,     // on a drive that is still mounted
    folder      // in the kiosk's own folder
};
// What the drives that are in brought to this kiosk.
struct Brought {
    std::uint64_t accepted_up_to = 0;  // by receipts that came now; 0: none
    bool bad_receipt = false;          // one of them was not for this kiosk and its records, or of nobody it trusts
    std::string collector, code;       // the key of one who collects and is not trusted yet, and how people compare it
    friend bool operator==(const Brought&, const Brought&) = default;
};

// The records over the network, see app/network_pull.
enum class PullEnd { no, by_time, by_tries, by_visitor };
enum class PullProblem { none, no_network, no_port, machine };
struct Pull {
    bool open = false;                  // it listens
    std::string address;                // "https://192.168.1.20:8444"
    std::string code;                   // digits
    qr_code::Fields qr;                 // of the address with the code
    domain::Millis closes{0};           // by the monotonic clock
    bool has_visitor = false;           // a device has come in
    int tries_left = 0;
    PullEnd end = PullEnd::no;          // why nobody comes in any more
    PullProblem problem = PullProblem::none;  // why it could not be opened
};

// What home says of the sticks that are in.
enum class StickSign { none, stick, receipt, trouble };
struct HomeView {
    domain::LocalTime now;
    std::string programme;
    std::string school;
    bool clock_trusted = true;
    bool storage_trouble = false;
    bool recovered = false;               // from damage, and the curator does not know yet
    bool ready = true;                    // false until the log is read, and with no roster
    bool has_people = true;               // false: the curator has not brought in the lists yet
    std::uint64_t unacknowledged = 0;
    bool all_taken = false;               // of them: on a drive that has to come back with a receipt
    std::optional<domain::LocalTime> waiting_since;
    bool inviting = false;                // just came to rest: move a little, then rest
    domain::TimeSource time_source = domain::TimeSource::kernel;
    bool server_trouble = false;          // records do not reach the school server, and only a person can mend it
    StickSign stick = StickSign::none;
};
// What the person came for; changes words on the way to him.
enum class Purpose { check_in, rate };

struct ClassView {
    Purpose purpose;
    std::vector<domain::ClassName> classes;
    bool teachers = false;
};
struct PicturesView {
    Purpose purpose;
    std::optional<domain::ClassName> class_name;  // none: teachers
    std::vector<int> chosen;
    bool wrong = false;                           // the last three were nobody's
};
struct CodeView {
    Purpose purpose;
    std::string digits;
    std::size_t length = 0;   // of a whole code
    bool wrong = false;
};
struct NamesView {
    Purpose purpose;
    std::optional<domain::ClassName> class_name;
    std::string search;
    std::vector<std::string> people;  // full names, sorted
};
// Too many wrong tries.
struct WaitView {
    std::optional<domain::ClassName> class_name;
    int seconds_left = 0;
};
struct ChooseMeetingView {
    Purpose purpose;
    std::string who;                  // "Мадина Ш."
    std::vector<domain::MyMeeting> meetings;
    std::vector<std::string> open_for;  // group numbers a mentor may open a meeting for
};
// The commit is under way and takes longer than a blink: «Подождите».
struct SavingView {
    int touches = 0;          // since it began; each one is answered, and does nothing else
    bool long_wait = false;   // it has taken so long that something is wrong
    bool card_waits = false;  // somebody's card was read meanwhile, and is next
};
enum class RecordedWhat { checked_in, already, checked_out, rated, taken_back };
struct RecordedView {
    RecordedWhat what;
    std::string who;                  // empty for rated and taken_back
    bool teacher = false;             // "вы"
    domain::LocalTime at;             // when it was recorded (or first, for already)
    std::optional<domain::Meeting> meeting;
    bool other_side_is_there = false;
    bool can_check_out = false;
    bool can_rate = false;            // of already: intent::Rate goes on to the rating of this meeting
    std::optional<int> not_me_seconds; // while "not me" is possible
    bool time_is_guess = false;       // the time that it shows is not certain
};
// A friendly no: says what will work.
struct RefusedView {
    Purpose purpose;
    domain::Refusal refusal;
    bool teacher = false;
    bool unknown_card = false;        // the card is nobody's (refusal then says nothing)
    std::vector<std::string> open_for;
    bool time_is_guess = false;       // the hour is why not, and it is not certain
};
struct NotRecordedView {};            // the machine failed: go to the curator
struct RateView {
    std::string who;
    bool teacher = false;
    domain::Meeting meeting;
    domain::LocalTime closes;
    int score = 0;                    // 0: none yet
    bool changing = false;            // there is an earlier answer; this one replaces it
};
struct RateTagsView {
    bool teacher = false;
    int score = 0;
    std::vector<domain::CatalogueText> tags;
    std::vector<bool> chosen;
    bool more_can_be_chosen = true;
    bool has_comment = false;
    bool wants_to_talk = false;
};
struct CommentView {
    bool teacher = false;
    std::string text;
    std::size_t left = 0;             // characters
};

// -- curator
struct PinView {
    std::size_t digits = 0;           // typed; shown as dots
    bool checking = false;
    bool wrong = false;
    int wait_seconds = 0;
    bool unreadable = false;          // the machine could not compare it; not counted as a try
};
struct DayRow {
    domain::Meeting meeting;
    std::string group_number;
    bool pair = true;
    domain::MeetingState state;
    bool started = false;             // it is past its start now
};
struct DayView {
    domain::LocalDate date;
    bool today = true;
    domain::LocalTime now;
    std::vector<DayRow> rows;
    int held = 0, going_on = 0, ahead = 0;
    Machine machine;
};
struct MeetingPerson {
    std::string name;                 // full
    std::optional<domain::ClassName> class_name;
    bool mentor = false;
    bool has_consent = true;
    std::optional<domain::LocalTime> checked_in;
    std::optional<domain::LocalTime> checked_out;
    std::optional<domain::Mark> mark;
};
struct MeetingView {
    DayRow row;
    std::string form, variant;
    std::string cancel_reason;
    std::vector<MeetingPerson> people;
    bool can_confirm = false, can_cancel = false;
};
struct PersonView {
    DayRow row;
    MeetingPerson person;
    bool can_retract = false;
};
// Why something is taken back or cancelled: ready words or one's own.
struct ReasonView {
    bool cancels_meeting = false;     // else retracts a check-in
    std::string typed;
    bool typing = false;
};
struct ExportView {
    enum class Stage { choose, collector, running, done, failed } stage = Stage::choose;
    std::vector<Stick> destinations;  // that take records; the last one is the kiosk's own folder (without a label)
    std::vector<Stick> unusable;      // that take none, each with its trouble
    std::string folder;
    std::uint64_t records = 0;
    ExportProblem problem{};
    std::uint64_t needed_bytes = 0, free_bytes = 0;  // of not_enough
    bool names = true;       // in the tables
    bool everything = false; // also what is acknowledged
    Brought brought{};
    int percent = 0;         // of what is running
    bool stopping = false;
    ExportEnd end{};
    std::size_t offered = 0; // things that a drive offers to bring in
};
struct StatusView {
    Machine machine;
    domain::LocalTime now;
    std::uint64_t roster_number = 0;
    std::size_t people = 0, groups = 0, meetings = 0, without_consent = 0;
    domain::TimeSource time_source = domain::TimeSource::kernel;
    std::optional<domain::LocalTime> server_contact;
};
enum class SettingRow { sound, language, appearance, motion, low_mode, find_by, check_out, unplanned_meetings };
struct SettingsView {
    domain::Settings settings;
    std::vector<SettingRow> rows;
    std::vector<SettingRow> fixed;    // of these: what the school has set on its server
};
struct EndProgramView {};             // "End the program?"
// The kiosk's time: is it right? With the steppers up, `now` is what was set so far; it runs on.
struct ClockView {
    bool setting = false;
    domain::LocalTime now;
    domain::TimeSource source = domain::TimeSource::kernel;
    bool synchronised = false;        // the kernel holds it: there is nothing to set
    std::string time_zone;
};
// What became of the records after damage; `report` is never null.
struct RecoveryView { std::shared_ptr<const Recovery> report; };
// The school server: which one is to be joined, or how it goes with the one that was.
struct ServerView {
    enum class Stage { enter, joining, joined } stage = Stage::enter;
    std::string address, code;            // as typed
    bool typing_code = false;             // which of the two the keys go to
    bool can_connect = false;
    std::vector<FoundServer> found;       // in the network; shown while no address is typed
    std::optional<JoinProblem> problem;   // of the last try
    bool again = false;                   // it is joined already, and is to be once more
    Server server;
    std::optional<domain::LocalTime> contact;
    std::optional<domain::LocalDate> lists_since;  // nothing: the kiosk works with none of the server's lists
    std::optional<domain::LocalDate> settings_since;  // nothing: the school has set nothing here
    domain::LocalTime now;
};
inline constexpr std::size_t kServerCodeLength = 10;
// Taking the records over the network.
struct PullView {
    Pull pull;
    int minutes_left = 0;             // rounded up
};

using Screen = std::variant<HomeView, ClassView, PicturesView, CodeView, NamesView, WaitView, ChooseMeetingView,
                            SavingView, RecordedView, RefusedView, NotRecordedView, RateView, RateTagsView, CommentView,
                            PinView, DayView, MeetingView, PersonView, ReasonView, ExportView, StatusView, SettingsView,
                            EndProgramView, ClockView, RecoveryView, ServerView, PullView, BringView>;

// The stable name of a screen, for the trace and for pictures: "home", "class", "pictures" ...
[[nodiscard]] const char* name_of(const Screen& screen);
[[nodiscard]] bool is_curator_screen(const Screen& screen);

struct View {
    Screen screen;
    domain::Language language = domain::Language::russian;
    std::optional<int> idle_seconds_left;  // while the warning is up: draw it over the screen
};

}  // namespace kiosk::session
