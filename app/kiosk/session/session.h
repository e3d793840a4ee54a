#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "app/domain/attendance.h"
#include "app/domain/catalogue.h"
#include "app/domain/decide.h"
#include "app/domain/roster.h"
#include "app/domain/setting.h"
#include "app/domain/throttle.h"
#include "app/domain/timekeeper.h"
#include "app/kiosk/session/intent.h"
#include "app/kiosk/session/view.h"

namespace kiosk::session {

// The kiosk as a plain state machine: inputs in, effects out, a view to draw. No ImGui, no clock, no disk, no threads.
// The one writer of the state is handle(); the same inputs give the same effects.

using Ticket = std::uint64_t;  // pairs an effect with its answer

// -- what comes in
struct Tapped { Intent intent; };          // what a screen answered to a tap
struct Touched {};                         // any touch at all: the idle time begins anew
struct Scanned { std::string digits; };    // a card reader typed digits and Enter
struct Tick {};                            // a deadline of next_deadline() has come, or the minute has changed
struct Loaded {                            // at start, and after each change of roster or settings
    std::shared_ptr<const domain::Roster> roster;
    std::shared_ptr<domain::Attendance> attendance;  // the session's from now on, which records into it; a copy of years is slow
    domain::Settings settings;
    std::vector<std::pair<std::string, domain::Throttle>> throttles;
    // At start only. Without a boot the session believes the clock that it is told, and says nothing of it.
    domain::TimeNotes notes{};
    std::string boot{};
    std::shared_ptr<const domain::TimeZone> zone{};
    domain::KioskId kiosk{};  // whose log it is
    // What the school has set on its server: fixed here, and already in `settings`.
    std::set<domain::SettingKey> fixed{};
    std::shared_ptr<const domain::Catalogue> catalogue{};  // the school's; null: the program's own
    bool catalogue_damaged = false;                        // the school has one, which cannot be read here
};
struct Recorded { Ticket ticket; std::vector<domain::Event> events; };  // on the disk
struct NotRecorded {                                                    // nothing of it is on the disk
    Ticket ticket;
    StorageTrouble trouble = StorageTrouble::input_output;
};
struct PinChecked {
    Ticket ticket;
    bool right = false;
    bool readable = true;  // false: the disk does not say what the PIN is, and this was no try
};
struct ExportDone { Ticket ticket; std::string folder; std::uint64_t records = 0; ExportEnd end = ExportEnd::folder; };
struct ExportRuns { Ticket ticket; int percent = 0; };
struct DrivesSeen { Brought brought; };  // the answer to LookAtDrives, and after each stick that was put in
struct SticksSeen { std::vector<Stick> sticks; };  // all that are in, whenever that or what is known of them has changed
struct ExportFailed { Ticket ticket; ExportProblem problem; std::uint64_t needed_bytes = 0, free_bytes = 0; };
struct ServerState { Server server; };    // whenever it has changed
struct OthersRecorded {                   // at other kiosks of the school, as the server tells it
    std::vector<domain::Event> events;    // of one kiosk in the order of its numbers
    bool anew = false;                    // what was told before is of another server
};
struct Invited { std::string address, code; };  // the QR code of a server was read
struct ServersFound { std::vector<FoundServer> servers; };  // in the network, all that are there now
struct PullState { Ticket ticket; Pull pull; };  // what became of OpenPull, and whenever it has changed
struct ServerJoined { Ticket ticket; };
struct ServerNotJoined { Ticket ticket; JoinProblem problem; };
struct OfferSeen { BringOffer offer; };    // what a drive or a computer offers to bring in
struct OfferRuns { Ticket ticket; int percent = 0; };
struct OfferRead { Ticket ticket; std::shared_ptr<const BringPreview> preview; };
struct OfferTaken { Ticket ticket; };      // it is in force; Loaded comes beside it
struct OfferRefused { Ticket ticket; BringRefused refused; };  // nothing is changed
struct MachineState { Machine machine; };  // disk, clock, counts: for the state line and the curator
using Input = std::variant<Tapped, Touched, Scanned, Tick, Loaded, Recorded, NotRecorded, PinChecked, ExportDone,
                           ExportRuns, DrivesSeen, SticksSeen, ExportFailed, ServerState, OthersRecorded, Invited, ServersFound, ServerJoined,
                           ServerNotJoined, PullState, MachineState, OfferSeen, OfferRuns, OfferRead, OfferTaken, OfferRefused>;

// -- what goes out
struct Record { Ticket ticket; std::vector<domain::Draft> drafts; };
struct SaveThrottle { std::string key; domain::Throttle throttle; };
// What differs between the two is to be saved: the school may have set something meanwhile.
struct SaveSettings { domain::Settings settings, before; };
struct RecoverySeen {};  // the curator was shown what became of the records
struct NoteTime { domain::TimeNote note; };  // at most one an hour
struct CheckPin { Ticket ticket; std::string pin; };
struct Export {
    Ticket ticket;
    std::string place;  // Stick::place; empty: the kiosk's own folder
    domain::LocalTime now{};
    bool names = true;
    bool everything = false;
};
struct StopExport {};                            // of the one that runs; ExportFailed or ExportDone comes all the same
struct LookAtDrives {};                          // for receipts, for who collects, and for what is offered (OfferSeen)
struct TrustCollector { std::string collector; };  // Brought::collector; the curator has compared its code
struct JoinServer { Ticket ticket; std::string address, code; };  // as they were typed
// `names`: of people, in the tables. `now`: the best that is known of the time.
struct OpenPull { Ticket ticket; bool names = true; domain::LocalTime now{}; };
struct ClosePull {};
struct ReadOffer {                                // and compare it; nothing is changed
    Ticket ticket;
    std::uint64_t visit = 0;         // BringOffer::visit
    std::vector<std::size_t> items;  // of its items
    domain::LocalTime now{};
};
struct StopReading {};                             // OfferRefused or OfferRead comes all the same
struct TakeOffer { Ticket ticket, read = 0; };     // what was read under the ticket `read`
struct ForgetOffer {};                             // what was read is not wanted
struct PlayRecorded {};
struct PlayRefused {};
struct Quit {};
using Effect = std::variant<Record, SaveThrottle, SaveSettings, RecoverySeen, NoteTime, CheckPin, Export, StopExport, LookAtDrives,
                            TrustCollector, JoinServer, OpenPull, ClosePull,
                            PlayRecorded, PlayRefused, Quit, ReadOffer, StopReading, TakeOffer, ForgetOffer>;

class Session {
  public:
    // `catalogue`: the program's own, while the school has none. `draw_id` gives a new opaque id of 16 hexadecimal digits
    // (for meetings that mentors open).
    Session(const domain::Catalogue& catalogue, std::function<std::string()> draw_id);
    ~Session();

    // The present as handle() and view() want it: the best that is known of the time. It is the same clock for one person
    // from his first tap to the last; what becomes known meanwhile counts from the next one on.
    [[nodiscard]] domain::Now now(const domain::ClockFaces& faces) const;
    [[nodiscard]] std::vector<Effect> handle(const Input& input, const domain::Now& now);
    // What to draw at `now`. Holds copies: nothing of a person outlives his screen.
    [[nodiscard]] View view(const domain::Now& now) const;
    // When handle(Tick) is next needed, by the monotonic clock: a reset, a countdown's second, a meeting's turn.
    [[nodiscard]] std::optional<domain::Millis> next_deadline(const domain::Now& now) const;
    [[nodiscard]] domain::Language language() const;
    // As they are in force; the defaults before the first Loaded.
    [[nodiscard]] const domain::Settings& settings() const;
    // Somebody is or was just there, or a meeting is near: what other kiosks record is to be known soon.
    [[nodiscard]] bool is_awake(const domain::Now& now) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// How many events of other kiosks are kept; then the oldest days go.
inline constexpr std::size_t kMostOfOthers = 20'000;

// Lengths of stay, by the monotonic clock.
inline constexpr domain::Seconds kFinishedStay{8};    // on a finished screen
inline constexpr domain::Seconds kIdleStay{30};       // of nothing, on any other
inline constexpr domain::Seconds kIdleWarning{20};    // the last of these, where something was entered

}  // namespace kiosk::session
