#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>

#include "app/domain/ids.h"
#include "app/domain/person.h"
#include "app/domain/settings.h"
#include "app/domain/event.h"

namespace kiosk::session {

// What a screen can answer to a tap. A screen returns Nothing in every pass in which nothing was pressed.
namespace intent {

struct Nothing {};
// home
struct CheckIn {};
struct Rate {};         // also of RecordedView where can_rate
struct SwitchLanguage {};
struct OpenCurator {};  // a long press on the clock
struct OpenSticks {};   // the sign of a stick: the PIN, and behind it the screen that takes records away
// every screen
struct Back {};
struct Done {};         // finished: home; from a curator screen behind the day: back
struct StayHere {};     // the idle warning's "I am still here"
// find yourself
struct ChooseClass { std::size_t index; };  // into ClassView::classes
struct ChooseTeachers {};
struct ChoosePicture { int picture; };
struct TypeCharacter { std::string character; };  // code, search, PIN, comment, reason: UTF-8
struct EraseCharacter {};
struct ChoosePerson { std::size_t index; };       // into NamesView::people
// check in and out
struct ChooseMeeting { std::size_t index; };      // into ChooseMeetingView::meetings
struct OpenUnplanned { std::size_t index; };      // into groups a mentor may open a meeting for
struct CheckOut {};
struct NotMe {};
// rate
struct GiveScore { int score; };
struct ToggleTag { std::size_t index; };
struct WriteComment {};      // opens the keyboard (also for a reason in own words)
struct CommentWritten {};    // closes it
struct ToggleTalk {};        // the quiet help signal
struct SendRating {};
// curator
struct EnterPin {};
struct OpenMeeting { std::size_t index; };
struct OpenPerson { std::size_t index; };   // of the open meeting
struct SetMark { domain::Mark mark; };
struct Retract {};
struct ConfirmMeeting {};
struct CancelMeeting {};
struct ChooseReason { std::size_t index; }; // into the ready reasons
struct ReasonWritten {};
struct OpenExport {};                       // of a failed export: once more
struct ChooseDestination { std::size_t index; };
struct ToggleNames {};                      // in the tables that are taken away
struct ToggleEverything {};                 // also what is acknowledged
struct OpenCollector {};                    // who collects and is not trusted yet; Confirm trusts it
struct StopExport {};                       // also of reading what is brought in
struct OpenBring {};                        // what a drive offers; of what was read or refused: choose again
struct ToggleItem { std::size_t index; };   // of what is offered; Confirm reads it, and then takes it
struct OpenStatus {};
struct OpenSettings {};
struct ChangeSetting { std::size_t index; };  // into SettingsView::rows: the next value
struct EndProgram {};
struct Confirm {};                            // of a question
struct ShowDay { int days; };                 // -1, +1, 0: today
struct OpenRecovery {};                       // of the status: what became of the records after damage
struct OpenServer {};
struct OpenPull {};                           // of the export: over the network instead
enum class ServerField { address, code };
struct ChooseField { ServerField field; };    // which one the keys go to
struct TakeServer { std::size_t index = 0; };     // of those that were found in the network: fills in its address
struct JoinServer {};                         // of a joined one: opens the fields to join once more
struct OpenClock {};
struct ClockIsRight {};                       // the curator's word
struct SetClock {};                           // opens the steppers; Confirm ends them
enum class ClockPart { year, month, day, hour, minute };
struct StepClock { ClockPart part; int by; }; // -1, +1

}  // namespace intent

using Intent = std::variant<
    intent::Nothing, intent::CheckIn, intent::Rate, intent::SwitchLanguage, intent::OpenCurator, intent::OpenSticks, intent::Back,
    intent::Done, intent::StayHere, intent::ChooseClass, intent::ChooseTeachers, intent::ChoosePicture,
    intent::TypeCharacter, intent::EraseCharacter, intent::ChoosePerson, intent::ChooseMeeting, intent::OpenUnplanned,
    intent::CheckOut, intent::NotMe, intent::GiveScore, intent::ToggleTag, intent::WriteComment,
    intent::CommentWritten, intent::ToggleTalk, intent::SendRating, intent::EnterPin, intent::OpenMeeting,
    intent::OpenPerson, intent::SetMark, intent::Retract, intent::ConfirmMeeting, intent::CancelMeeting,
    intent::ChooseReason, intent::ReasonWritten, intent::OpenExport, intent::ChooseDestination, intent::ToggleNames, intent::ToggleEverything,
    intent::OpenCollector, intent::StopExport, intent::OpenStatus,
    intent::OpenSettings, intent::ChangeSetting, intent::EndProgram, intent::Confirm, intent::ShowDay,
    intent::OpenRecovery, intent::OpenServer, intent::OpenPull, intent::ChooseField, intent::TakeServer, intent::JoinServer, intent::OpenClock, intent::ClockIsRight, intent::SetClock, intent::StepClock,
    intent::OpenBring, intent::ToggleItem>;

}  // namespace kiosk::session
