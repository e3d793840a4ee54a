#pragma once

#include "app/kiosk/session/turn.h"

namespace kiosk::session {

// What each scene does with a tap, and what it shows. A handler may drop its own scene; it then touches it no more, so
// what outlives a scene is handed on by value. Back comes here only for Rating and Reason, which have pages of their own.

// find.cpp
void start(Turn& turn, Purpose purpose);
void on(Turn& turn, scene::Class& scene, const Intent& intent);
void on(Turn& turn, scene::Pictures& scene, const Intent& intent);
void on(Turn& turn, scene::Code& scene, const Intent& intent);
void on(Turn& turn, scene::Names& scene, const Intent& intent);
void scanned(Turn& turn, const std::string& digits);
// The next of the cards that were read during a commit, where its turn has come.
void take_held_card(Turn& turn);
inline constexpr domain::Seconds kAnswerStays{2};   // before the next held card takes the screen
inline constexpr domain::Seconds kCardIsHeld{30};   // then whoever held it has gone
inline constexpr domain::Seconds kLongCommit{10};   // of which a person is told that it is not usual
// The throttle of a scene, where it has one.
[[nodiscard]] std::string throttle_key(const scene::Pictures& scene);
inline const std::string kCodeKey = "code";
inline const std::string kPinKey = "pin";
[[nodiscard]] Screen show(const Core& core, const scene::Class& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Pictures& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Code& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Names& scene, const domain::Now& now);

// visit.cpp
[[nodiscard]] Visitor make_visitor(const domain::Person& person, domain::FoundBy by);
void found(Turn& turn, Purpose purpose, Visitor visitor);
void refuse(Turn& turn, Purpose purpose, Visitor visitor, domain::Refusal refusal,
            const std::vector<const domain::Group*>& may_open = {});
void on(Turn& turn, scene::ChooseMeeting& scene, const Intent& intent);
void on(Turn& turn, scene::Recorded& scene, const Intent& intent);
void on(Turn& turn, scene::Refused& scene, const Intent& intent);
// The disk has it, or not. The saving scene is gone by then.
void recorded(Turn& turn, const After& after, const std::vector<domain::Event>& events);
void not_recorded(Turn& turn, const After& after);
[[nodiscard]] Screen show(const Core& core, const scene::ChooseMeeting& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Recorded& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Refused& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Saving& scene, const domain::Now& now);
[[nodiscard]] inline Screen show(const Core&, const scene::NotRecorded&, const domain::Now&) { return NotRecordedView{}; }

// rating.cpp
void start_rating(Turn& turn, Visitor visitor, domain::MyMeeting mine);
void on(Turn& turn, scene::Rating& scene, const Intent& intent);
[[nodiscard]] Screen show(const Core& core, const scene::Rating& scene, const domain::Now& now);

// home.cpp
inline constexpr domain::Seconds kInviting{6};  // of quiet motion after coming home
void on(Turn& turn, scene::Home& scene, const Intent& intent);
[[nodiscard]] Screen show(const Core& core, const scene::Home& scene, const domain::Now& now);

// curator/
void on(Turn& turn, scene::Pin& scene, const Intent& intent);
void on(Turn& turn, scene::Day& scene, const Intent& intent);
void on(Turn& turn, scene::Meeting& scene, const Intent& intent);
void on(Turn& turn, scene::Person& scene, const Intent& intent);
void on(Turn& turn, scene::Reason& scene, const Intent& intent);
void on(Turn& turn, scene::Export& scene, const Intent& intent);
void on(Turn& turn, scene::Settings& scene, const Intent& intent);
void on(Turn& turn, scene::EndProgram& scene, const Intent& intent);
void on(Turn& turn, scene::Clock& scene, const Intent& intent);
void on(Turn& turn, scene::Status& scene, const Intent& intent);
void on(Turn& turn, scene::Recovery& scene, const Intent& intent);
void on(Turn& turn, scene::Server& scene, const Intent& intent);
void on(Turn& turn, scene::Pull& scene, const Intent& intent);
void pull_changed(Turn& turn, const PullState& state);
void open_pull(Turn& turn, bool names);
// Ten minutes are over.
void close_pull_in_time(Turn& turn);
void on(Turn& turn, scene::Bring& scene, const Intent& intent);
void open_bring(Turn& turn, const BringOffer& offer);
void offer_seen(Turn& turn, const OfferSeen& answer);
void offer_runs(Turn& turn, const OfferRuns& told);
void offer_read(Turn& turn, const OfferRead& answer);
void offer_taken(Turn& turn, const OfferTaken& answer);
void offer_refused(Turn& turn, const OfferRefused& answer);
[[nodiscard]] Screen show(const Core& core, const scene::Bring& scene, const domain::Now& now);
void invited(Turn& turn, const Invited& invitation);
void server_joined(Turn& turn, const ServerJoined& answer);
void server_not_joined(Turn& turn, const ServerNotJoined& answer);
void server_changed(Core& core, const Server& server);
// The moment of the last word of the server, by the best that is known of the time.
// As it is shown: with what is wrong with the school's catalogue here.
[[nodiscard]] Server server_now(const Core& core);
[[nodiscard]] std::optional<domain::LocalTime> server_contact(const Core& core, const domain::Now& now);
[[nodiscard]] bool server_needs_somebody(const Core& core, const domain::Now& now);
// After the PIN: what became of the records, where the curator does not know it yet.
void tell_of_recovery(Turn& turn);
inline void on(Turn&, scene::Saving&, const Intent&) {}
inline void on(Turn&, scene::NotRecorded&, const Intent&) {}
void pin_checked(Turn& turn, const PinChecked& answer);
void export_done(Turn& turn, const ExportDone& answer);
void export_failed(Turn& turn, const ExportFailed& answer);
void export_runs(Turn& turn, const ExportRuns& told);
void drives_seen(Turn& turn, const DrivesSeen& answer);
void sticks_seen(Core& core, const SticksSeen& seen);
void open_export(Turn& turn);
// When a take-away of which nothing is heard is given up; nothing: none runs. A drive that hangs gives no other answer.
inline constexpr domain::Seconds kSilentDrive{60}, kSilentDriveStopped{10};
[[nodiscard]] std::optional<domain::Millis> gives_up_at(const Scene& scene);
void give_up_export(Turn& turn);
[[nodiscard]] Screen show(const Core& core, const scene::Pin& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Day& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Meeting& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Person& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Reason& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Export& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Status& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Settings& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Recovery& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::EndProgram& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Server& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Pull& scene, const domain::Now& now);
[[nodiscard]] Screen show(const Core& core, const scene::Clock& scene, const domain::Now& now);

// clock.cpp
[[nodiscard]] domain::Now now_of(const Core& core, const domain::ClockFaces& faces);
void begin_clock(Core& core, const Loaded& loaded);
// Before each input: what it says of the clock, and whether a person has begun.
void observe_clock(Core& core, const domain::Now& now);
// At each look at the machine: what has to be recorded or written down of the time.
void look_at_clock(Turn& turn);
// Where the machine tells of a time that the log knows better.
void correct_times(const Core& core, Machine& machine, const domain::Now& now);

}  // namespace kiosk::session
