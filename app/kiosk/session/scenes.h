#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/domain/decide.h"
#include "app/kiosk/session/name_search.h"
#include "app/kiosk/session/session.h"
#include "app/kiosk/session/view.h"

namespace kiosk::session {

// Who stands before the screen, once he is found. Lives in scenes only, so that it goes with them.
struct Visitor {
    domain::PersonId person;
    domain::FoundBy by{};
    std::string who;  // "Мадина Ш."
    bool teacher = false;
    domain::PersonKind kind{};
};

// What follows once the disk has it.
namespace after {
struct CheckedIn { Visitor visitor; domain::MeetingId meeting; };
struct CheckedOut { Visitor visitor; domain::MeetingId meeting; };
struct TakenBack {};
struct Rated { bool teacher = false; };
struct Curated { bool leaves_reason = false; };  // back to what was open; from a reason to what it was for
}  // namespace after
using After = std::variant<after::CheckedIn, after::CheckedOut, after::TakenBack, after::Rated, after::Curated>;

// One screen of the stack with what was entered on it. Ids and copies, no pointers into a roster.
namespace scene {

struct Home {};
struct Class { Purpose purpose; };
// While its class has to wait, its view is WaitView.
struct Pictures {
    Purpose purpose;
    std::optional<domain::ClassName> class_name;  // none: teachers
    std::vector<int> chosen;
    bool wrong = false;
};
struct Code {
    Purpose purpose;
    std::string digits;
    bool wrong = false;
};
struct Names {
    Purpose purpose;
    std::optional<domain::ClassName> class_name;
    std::shared_ptr<const NameSearch> people;  // of the roster, which stays as it is until home
    std::string search;
};
struct ChooseMeeting {
    Purpose purpose;
    Visitor visitor;
    std::vector<domain::MyMeeting> meetings;  // as they were shown: an index must mean what was under the finger
    std::vector<domain::GroupId> groups;      // to open a meeting for
    std::vector<std::string> open_for;
};
struct Saving {
    Ticket ticket = 0;
    After after;
    domain::Millis since{0};
    int touches = 0;
    domain::Millis touched{0};  // the last of them that was counted
};
struct Recorded {
    RecordedView view;
    Visitor visitor;
    domain::MeetingId meeting;
    std::vector<domain::Seq> not_me;  // what "not me" takes back: the check-in first
    domain::Millis since{0};
};
struct Refused {
    RefusedView view;
    Visitor visitor;
    std::vector<domain::GroupId> groups;
};
struct NotRecorded {};
struct Rating {
    enum class Page { score, tags, comment };
    Visitor visitor;
    domain::MyMeeting mine;
    domain::Answer answer;
    Page page = Page::score;
};

// -- curator
struct Pin {
    std::string digits;
    std::optional<Ticket> checking;
    bool wrong = false;
    bool unreadable = false;
    bool to_sticks = false;  // what it was opened for
    std::optional<BringOffer> to_offer{};  // the same: what a laptop has sent, above scene::Pull
};
struct Day { domain::LocalDate date; };
struct Meeting { domain::MeetingId meeting; };
struct Person { domain::MeetingId meeting; domain::PersonId person; };
struct Reason {
    domain::MeetingId meeting;
    std::optional<domain::PersonId> person;  // none: cancels the meeting
    std::string typed;
    bool typing = false;
};
struct Export {
    ExportView::Stage stage = ExportView::Stage::choose;
    Ticket ticket = 0;
    std::string folder;
    std::uint64_t records = 0;
    ExportProblem problem{};
    std::uint64_t needed_bytes = 0, free_bytes = 0;
    domain::Millis heard{0};  // while it runs: when the drive last did something
    bool names = true;
    bool everything = false;
    Brought brought{};
    int percent = 0;
    bool stopping = false;
    ExportEnd end{};
    BringOffer offer{};
};
struct Status {};
struct Settings {};
struct EndProgram {};
struct Clock {
    bool setting = false;      // the steppers are up
    domain::Millis ahead{0};   // of what the kiosk takes for the time: what was set so far
};
struct Recovery { std::shared_ptr<const session::Recovery> report; };  // never null
struct Server {
    std::string address, code;
    bool typing_code = false;
    bool entering = false;  // although it is joined: once more
    std::optional<JoinProblem> problem{};
};
struct Bring {
    BringView::Stage stage = BringView::Stage::choose;
    Ticket ticket = 0;
    BringOffer offer;
    std::vector<bool> chosen;
    int percent = 0;
    bool stopping = false;
    std::shared_ptr<const BringPreview> preview{};
    BringRefused refused{};
};

// Alone above home: whoever comes by while the curator is at his laptop can close it, and nothing else.
struct Pull {
    Ticket ticket = 0;
    bool names = true;  // in the tables, as the curator chose where he came from
    session::Pull state{};
};

}  // namespace scene

using Scene = std::variant<scene::Home, scene::Class, scene::Pictures, scene::Code, scene::Names, scene::ChooseMeeting,
                           scene::Saving, scene::Recorded, scene::Refused, scene::NotRecorded, scene::Rating, scene::Pin,
                           scene::Day, scene::Meeting, scene::Person, scene::Reason, scene::Export, scene::Status,
                           scene::Settings, scene::EndProgram, scene::Clock, scene::Recovery, scene::Server, scene::Pull,
                           scene::Bring>;

[[nodiscard]] bool is_curator_scene(const Scene& scene);  // PIN and behind it

}  // namespace kiosk::session
