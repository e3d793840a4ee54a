#include "app/kiosk/stick_visit.h"

#include <algorithm>
#include <utility>

#include "app/stick/layout.h"

namespace kiosk {

namespace {

namespace fs = std::filesystem;
using session::ExportEnd;
using session::ExportProblem;

ExportProblem problem_of(takeaway::Problem problem) {
    switch (problem) {
        case takeaway::Problem::no_space: return ExportProblem::no_space;
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

class StickVisits {
  public:
    explicit StickVisits(StickMachine machine) : machine_(std::move(machine)) {}

    session::Input take(storage::Store& store, const session::Export& wanted, const fs::path& where,
                        const std::function<void(int)>& tell, const std::atomic<bool>& stop) {
        const auto failed = [&](ExportProblem problem) { return session::ExportFailed{wanted.ticket, problem}; };
        const bool is_drive = is_mounted(where);
        // The kiosk's own folder may not be there yet; a drive's mount point that is gone is never made.
        if (!is_drive && where.parent_path() != machine_.data) return failed(ExportProblem::gone);
        if (!is_drive) {
            if (auto made = machine_.files.make_folders(where); !made) return failed(problem_of(made.error()));
        }
        auto opened = machine_.folders.open(where, is_drive ? api::MadeFor::everybody : api::MadeFor::owner);
        if (!opened) return failed(problem_of(opened.error()));
        const domain::Catalogue catalogue = machine_.catalogue(store);
        const takeaway::Surroundings around{catalogue, *machine_.texts, *machine_.zone, wanted.now};
        const auto taken = takeaway::take_onto_stick(side(store), **opened, around, {wanted.names, wanted.everything},
                                                     [&](int percent) {
                                                         tell(percent);
                                                         return !stop;
                                                     });
        opened->reset();  // nothing of it may be open when it is let go
        if (!taken) return failed(problem_of(taken.error().problem));
        ExportEnd end = ExportEnd::folder;
        if (is_drive) {
            const auto released = machine_.drives.release(where);
            if (!released) return failed(problem_of(released.error()));
            end = *released == api::Released::unmounted ? ExportEnd::unmounted : ExportEnd::synced;
        }
        if (!takeaway::mark_taken_away(store, taken->up_to, where.filename().string()))
            return failed(ExportProblem::kiosk_data);
        return session::ExportDone{wanted.ticket, is_drive ? taken->folder.string() : (where / taken->folder).string(),
                                   taken->records, end};
    }

    session::Brought look(storage::Store& store, const std::vector<fs::path>& where) {
        session::Brought brought;
        for (const fs::path& each : where) {
            const auto opened = machine_.folders.open(each, api::MadeFor::everybody);
            if (!opened) continue;
            if (const auto receipts = takeaway::read_receipts(store, **opened)) {
                brought.accepted_up_to = std::max(brought.accepted_up_to, receipts->accepted_up_to);
                brought.bad_receipt = brought.bad_receipt || receipts->refused.has_value();
            }
            if (!brought.collector.empty()) continue;
            const auto unknown = takeaway::unknown_collectors(side(store), **opened);
            if (unknown.empty()) continue;
            brought.collector = unknown.front();
            brought.code = stick::code_of(unknown.front());
        }
        return brought;
    }

    // Where it cannot be written, the next look shows it as unknown once more.
    void trust(storage::Store& store, const std::string& collector) {
        if (stick::is_public_key(collector)) (void)takeaway::trust_collector(side(store), collector);
    }

  private:
    [[nodiscard]] takeaway::KioskSide side(storage::Store& store) const {
        return {store, machine_.files, machine_.data};
    }
    [[nodiscard]] bool is_mounted(const fs::path& where) const {
        const auto mounted = machine_.drives.mounted();
        return std::any_of(mounted.begin(), mounted.end(),
                           [&](const api::Drive& each) { return each.mount_point == where; });
    }

    StickMachine machine_;
};

}  // namespace

Effects::Drives make_stick_visits(StickMachine machine) {
    const auto visits = std::make_shared<StickVisits>(std::move(machine));
    return {[visits](auto&&... all) { return visits->take(std::forward<decltype(all)>(all)...); },
            [visits](storage::Store& store, const std::vector<fs::path>& where) { return visits->look(store, where); },
            [visits](storage::Store& store, const std::string& collector) { visits->trust(store, collector); }};
}

}  // namespace kiosk
