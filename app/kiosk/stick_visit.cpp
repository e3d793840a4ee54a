#include "app/kiosk/stick_visit.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "app/stick/layout.h"
#include "platform/base/utf8.h"

namespace kiosk {

namespace {

namespace fs = std::filesystem;
using session::ExportEnd;
using session::ExportProblem;
using session::Stick;
using session::StickTrouble;

// With less, not even an empty take-away has room.
constexpr std::uint64_t kLeastRoom = 512 << 10;
constexpr std::size_t kLongestLabel = 64;

ExportProblem problem_of(takeaway::Problem problem) {
    switch (problem) {
        case takeaway::Problem::no_space: return ExportProblem::no_space;
        case takeaway::Problem::not_enough: return ExportProblem::not_enough;
        case takeaway::Problem::read_only: return ExportProblem::read_only;
        case takeaway::Problem::gone: return ExportProblem::gone;
        case takeaway::Problem::cancelled: return ExportProblem::stopped;
        case takeaway::Problem::log_unreadable: return ExportProblem::kiosk_data;
        case takeaway::Problem::input_output: break;
    }
    return ExportProblem::input_output;
}

ExportProblem problem_of(const api::FileError& error) {
    return problem_of(takeaway::failure_of(error).problem);
}

StickTrouble trouble_of(api::DriveTrouble trouble) {
    switch (trouble) {
        case api::DriveTrouble::unformatted: return StickTrouble::unformatted;
        case api::DriveTrouble::not_supported: return StickTrouble::not_supported;
        case api::DriveTrouble::damaged: break;
    }
    return StickTrouble::damaged;
}

// A label may hold anything.
std::string for_people(const std::string& label) {
    return base::is_plain_text(label, kLongestLabel) ? label : "USB";
}

}  // namespace

std::vector<Stick> StickVisits::list() const {
    std::vector<Stick> sticks;
    auto notes = machine_.drives->noted();
    for (const api::Drive& drive : machine_.drives->mounted()) {
        Stick stick{drive.mount_point.string(), for_people(drive.label), StickTrouble::none, {}, {}};
        if (!drive.writable) stick.trouble = StickTrouble::read_only;
        const auto note = std::find_if(notes.begin(), notes.end(),
                                       [&](const api::DriveNote& each) { return each.name == drive.label; });
        if (note != notes.end()) {
            stick.trouble = trouble_of(note->trouble);
            notes.erase(note);
        }
        sticks.push_back(std::move(stick));
    }
    for (const api::DriveNote& note : notes)
        sticks.push_back({{}, for_people(note.name), trouble_of(note.trouble), {}, {}});
    return sticks;
}

void StickVisits::measure(Stick& stick) const {
    if (stick.place.empty()) return;
    const auto opened = machine_.folders->open(stick.place, api::MadeFor::everybody);
    const auto space = opened ? (*opened)->space() : base::failure(opened.error());
    if (!space) {
        // One that was pulled out meanwhile leaves the list by itself.
        if (space.error().kind != api::FileErrorKind::not_found) stick.trouble = StickTrouble::damaged;
        return;
    }
    stick.free_bytes = space->free_bytes;
    stick.total_bytes = space->total_bytes;
    const bool is_full = space->free_bytes < kLeastRoom;
    if (stick.trouble == StickTrouble::none && is_full) stick.trouble = StickTrouble::full;
}

session::Brought StickVisits::look(takeaway::Records& records, const std::vector<Stick>& sticks) const {
    session::Brought brought;
    std::vector<fs::path> where;
    for (const Stick& stick : sticks) {
        if (!stick.place.empty()) where.emplace_back(stick.place);
    }
    where.push_back(machine_.data / "export");
    for (const fs::path& each : where) {
        const auto opened = machine_.folders->open(each, api::MadeFor::everybody);
        if (!opened) continue;
        if (const auto receipts = takeaway::read_receipts(records, **opened)) {
            brought.accepted_up_to = std::max(brought.accepted_up_to, receipts->accepted_up_to);
            brought.bad_receipt = brought.bad_receipt || receipts->refused.has_value();
        }
        if (!brought.collector.empty()) continue;
        const auto unknown = takeaway::unknown_collectors(side(records), **opened);
        if (unknown.empty()) continue;
        brought.collector = unknown.front();
        brought.code = stick::code_of(unknown.front());
    }
    return brought;
}

session::Input StickVisits::take(takeaway::Records& records, const domain::Catalogue& in_force,
                                 const session::Export& wanted, const std::function<void(int)>& tell,
                                 const std::atomic<bool>& stop) const {
    const bool is_drive = !wanted.place.empty();
    const fs::path where = is_drive ? fs::path{wanted.place} : machine_.data / "export";
    const auto failed = [&](ExportProblem problem) {
        // Of one that was pulled out, whatever the call was in which it was noticed.
        const bool is_gone = is_drive && problem != ExportProblem::stopped && !is_mounted(where);
        return session::ExportFailed{wanted.ticket, is_gone ? ExportProblem::gone : problem};
    };
    // A mount point that is gone is never made: it would be on the kiosk's own disk.
    if (is_drive && !is_mounted(where)) return failed(ExportProblem::gone);
    if (!is_drive) {
        if (auto made = machine_.files->make_folders(where); !made) return failed(problem_of(made.error()));
    }
    auto opened = machine_.folders->open(where, is_drive ? api::MadeFor::everybody : api::MadeFor::owner);
    if (!opened) return failed(problem_of(opened.error()));
    const takeaway::Surroundings around{in_force, *machine_.texts, *machine_.zone, wanted.now};
    const auto taken =
        takeaway::take_onto_stick(side(records), **opened, around, {wanted.names, wanted.everything}, [&](int percent) {
            tell(percent);
            return !stop;
        });
    opened->reset();  // nothing of it may be open when it is let go
    if (!taken) {
        auto answer = failed(problem_of(taken.error().problem));
        answer.needed_bytes = taken.error().needed;
        answer.free_bytes = taken.error().free;
        return answer;
    }
    ExportEnd end = ExportEnd::folder;
    if (is_drive) {
        const auto released = machine_.drives->release(where);
        if (!released) return failed(problem_of(released.error()));
        end = *released == api::Released::unmounted ? ExportEnd::unmounted : ExportEnd::synced;
    }
    // The drive may be let go already: what does not succeed now is the kiosk's own.
    if (!records.mark_taken_away(taken->up_to, where.filename().string()))
        return session::ExportFailed{wanted.ticket, ExportProblem::kiosk_data};
    return session::ExportDone{wanted.ticket, is_drive ? taken->folder.string() : (where / taken->folder).string(),
                               taken->records, end};
}

void StickVisits::trust(takeaway::Records& records, const std::string& collector) const {
    if (stick::is_public_key(collector)) (void)takeaway::trust_collector(side(records), collector);
}

bool StickVisits::is_mounted(const fs::path& where) const {
    const auto mounted = machine_.drives->mounted();
    return std::any_of(mounted.begin(), mounted.end(),
                       [&](const api::Drive& each) { return each.mount_point == where; });
}

}  // namespace kiosk
