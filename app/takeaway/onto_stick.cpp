#include "app/takeaway/onto_stick.h"

#include <algorithm>
#include <utility>

#include "app/eventlog/bundle.h"
#include "app/eventlog/sealing.h"
#include "app/eventlog/signing.h"
#include "app/stick/careful.h"
#include "app/stick/layout.h"
#include "app/takeaway/over_network.h"
#include "app/takeaway/runs.h"

namespace takeaway {

namespace {

// Of all the work: the bundle is written and then read back; the tables take the rest.
constexpr int kPercentWritten = 60, kPercentReadBack = 80;

std::filesystem::path acceptors_of(const KioskSide& kiosk) {
    return kiosk.data / "keys" / "acceptors";
}

// The write that is going on, its part of the whole, and whether somebody wants it to end.
class Steps {
  public:
    explicit Steps(const Progress& progress) : progress_(progress) {}
    bool at(int percent) {
        // A number that did not change is not told: a wake of the screen each.
        if (percent == told_) return !stopped_;
        told_ = percent;
        stopped_ = stopped_ || !progress_(percent);
        return !stopped_;
    }

  private:
    const Progress& progress_;
    int told_ = -1;
    bool stopped_ = false;
};

std::optional<Failure> failure_of(const stick::Outcome& outcome, const std::optional<Failure>& given_up) {
    switch (outcome.step) {
        case stick::Step::done: return std::nullopt;
        case stick::Step::stopped: return Failure{Problem::cancelled, {}};
        case stick::Step::given_up:
            return given_up.value_or(Failure{Problem::log_unreadable, "no bundle could be made"});
        case stick::Step::failed: break;
    }
    return takeaway::failure_of(outcome.error);
}

// What all bundles of one take-away have in common.
struct Bundling {
    Records& records;
    api::EnclosedFolder& drive;
    eventlog::BundleKeys keys;
    std::uint64_t events = 0;  // in all of them
    std::uint64_t before = 0;  // in those that are done
    Steps& steps;
};

std::optional<Failure> write_bundle(Bundling& all, const eventlog::BundleHeader& run, const std::filesystem::path& file,
                                    std::vector<storage::LogLine> at_hand) {
    RunLines lines{all.records, run, std::move(at_hand)};
    std::optional<Failure> given_up;
    std::uint64_t written = 0, read_back = 0;
    const auto share = [&all](std::uint64_t events, int percent) {
        return static_cast<int>((all.before + events) * static_cast<std::uint64_t>(percent) / all.events);
    };
    const auto outcome = stick::write_carefully(
        all.drive, file,
        [&](const stick::Sink& sink) {
            const auto made = eventlog::make_bundle(
                run, [&lines] { return lines.next(); }, all.keys, sink);
            if (lines.error()) given_up = Failure{Problem::log_unreadable, lines.error()->detail};
            return made.has_value();
        },
        [&](std::uint64_t bytes) {
            if (lines.given() < run.events) {
                written += bytes;
                return all.steps.at(share(lines.given(), kPercentWritten));
            }
            read_back += bytes;
            const std::uint64_t back = run.events * std::min(read_back, written) / std::max<std::uint64_t>(written, 1);
            return all.steps.at(share(run.events, kPercentWritten) +
                                static_cast<int>(back * (kPercentReadBack - kPercentWritten) / all.events));
        });
    all.before += run.events;
    return failure_of(outcome, given_up);
}

std::string note_for_people(const Surroundings& around, const OntoStick& taken, bool names) {
    const i18n::Texts& texts = around.texts;
    std::string note = "\xEF\xBB\xBF";
    const auto line = [&note](const std::string& words) { note += words + "\r\n"; };
    line(texts.text("Records of a Vstrecha kiosk, taken on {date} at {time}.",
                    {{"date", texts.date(domain::date_of(around.now))}, {"time", texts.time(around.now)}}));
    line({});
    line(
        names
            ? texts.text(
                  "attendance_*: the journal of meetings, for a spreadsheet. It has names in it: give it to nobody who "
                  "has no business with them. Answers are not in it.")
            : texts.text(
                  "attendance_*: the journal of meetings, for a spreadsheet. It has codes in place of names. Answers "
                  "are not in it."));
    line(
        texts.text("records_*.vstrecha: the kiosk's records, sealed. Only the school and those who collect for it can "
                   "open them."));
    line({});
    line(taken.records > 0
             ? texts.plural(
                   "{n} record is in it. It counts as taken away only when a receipt comes back to the kiosk:",
                   "{n} records are in it. They count as taken away only when a receipt comes back to the kiosk:",
                   static_cast<long long>(taken.records))
             : texts.text("No record was waiting. Later ones are taken away like this:"));
    line(texts.text(
        "put this drive into the school server or the computer that collects, and then into the kiosk again."));
    line("    vstrecha-server --data DIR import-usb .");
    line("    vstrecha collect --archive DIR .");
    line({});
    line(texts.text("A drive that was lost loses nothing: the kiosk keeps all of it."));
    return note;
}

// Lines become smaller in a bundle, so this is more than will be needed; a table needs what it is. Each file takes
// whole blocks, and so do folders.
constexpr std::uint64_t kOfEachFile = 64 << 10;
std::optional<Failure> too_little_room(api::EnclosedFolder& drive, const FoundRuns& found,
                                       const std::vector<TableFile>& tables) {
    const auto space = drive.space();
    if (!space) return takeaway::failure_of(space.error());
    std::uint64_t needed = found.content + (found.runs.size() + 2) * kOfEachFile;
    for (const TableFile& table : tables) needed += table.content.size() + kOfEachFile;
    if (space->free_bytes >= needed) return std::nullopt;
    return Failure{Problem::not_enough, {}, needed, space->free_bytes};
}

}  // namespace

base::Result<OntoStick, Failure> take_onto_stick(const KioskSide& kiosk, api::EnclosedFolder& drive,
                                                 const Surroundings& around, const StickOrder& order,
                                                 const Progress& progress) {
    Steps steps{progress};
    if (!steps.at(0)) return base::failure(Failure{Problem::cancelled, {}});
    const auto status = kiosk.records.status();
    if (!status) return base::failure(Failure{Problem::log_unreadable, status.error().detail});
    OntoStick taken;
    taken.folder = stick::folder_of(status->kiosk);

    auto keys = bundle_keys(kiosk.files, kiosk.data);
    const auto own_public = keys ? eventlog::public_half_of(keys->kiosk_private) : std::nullopt;
    if (!own_public) return base::failure(Failure{Problem::log_unreadable, "keys"});

    // What is recorded from now on goes with the next visit.
    auto found =
        find_runs(kiosk.records, status->kiosk, order.everything ? 1 : status->accepted_up_to + 1, status->last_seq);
    if (!found) return base::failure(found.error());
    const auto& runs = found->runs;
    for (const auto& run : runs) taken.records += run.events;
    taken.up_to = runs.empty() ? status->accepted_up_to : runs.back().last;
    const auto first = kiosk.records.lines(1, status->last_seq, 1);
    if (!first) return base::failure(Failure{Problem::log_unreadable, first.error().detail});
    const domain::Seq begins = first->empty() ? 1 : first->front().seq;

    // All that is to be written is made, or measured, before anything is.
    auto tables = attendance_files(kiosk.records, around, order.names);
    if (!tables) return base::failure(std::move(tables.error()));
    const std::string note = note_for_people(around, taken, order.names);
    const auto note_bytes = base::as_bytes(note);
    tables->push_back({"README.txt", {note_bytes.begin(), note_bytes.end()}});
    if (auto failed = too_little_room(drive, *found, *tables)) return base::failure(std::move(*failed));

    if (auto made = drive.make_folders(taken.folder); !made) return base::failure(failure_of(made.error()));
    stick::remove_unfinished(drive, status->kiosk);
    if (auto written = stick::write_kiosk_note(drive, status->kiosk, {*own_public, begins}); !written)
        return base::failure(failure_of(written.error()));

    Bundling all{kiosk.records, drive, std::move(*keys), taken.records, 0, steps};
    for (const auto& run : runs) {
        const auto file = taken.folder / stick::bundle_name(around.now, run.first, run.last);
        if (auto failed = write_bundle(all, run, file, std::exchange(found->lines, {})))
            return base::failure(std::move(*failed));
    }
    if (!steps.at(kPercentReadBack)) return base::failure(Failure{Problem::cancelled, {}});
    int percent = kPercentReadBack;
    for (const TableFile& table : *tables) {
        const auto outcome = stick::write_carefully(drive, taken.folder / table.name, table.content,
                                                    [&](std::uint64_t) { return steps.at(percent); });
        if (auto failed = failure_of(outcome, std::nullopt)) return base::failure(std::move(*failed));
        percent += (100 - kPercentReadBack) / static_cast<int>(tables->size());
    }
    (void)steps.at(100);
    return taken;
}

storage::StorageResult<Receipts> read_receipts(Records& records, api::EnclosedFolder& drive) {
    const auto status = records.status();
    if (!status) return base::failure(status.error());
    Receipts receipts;
    for (const std::string& line : stick::read_receipts(drive, status->kiosk)) {
        const auto acceptance = records.accept(line);
        if (!acceptance) return base::failure(acceptance.error());
        if (*acceptance != storage::Acceptance::accepted) receipts.refused = *acceptance;
    }
    for (const std::string& line : stick::read_loose_receipts(drive)) {
        if (line.find(status->kiosk.value) == std::string::npos) continue;
        const auto acceptance = records.accept(line);
        if (!acceptance) return base::failure(acceptance.error());
        const bool is_ours = *acceptance != storage::Acceptance::not_a_checkpoint &&
                             *acceptance != storage::Acceptance::of_another_kiosk;
        if (is_ours && *acceptance != storage::Acceptance::accepted) receipts.refused = *acceptance;
    }
    const auto after = records.status();
    if (!after) return base::failure(after.error());
    if (after->accepted_up_to > status->accepted_up_to) receipts.accepted_up_to = after->accepted_up_to;
    return receipts;
}

std::vector<std::string> unknown_collectors(const KioskSide& kiosk, api::EnclosedFolder& drive) {
    const auto trusted = storage::read_acceptors(kiosk.files, acceptors_of(kiosk));
    if (!trusted) return {};
    std::vector<std::string> unknown = stick::read_collectors(drive);
    std::erase_if(unknown, [&](const std::string& key) {
        return std::find(trusted->begin(), trusted->end(), key) != trusted->end() || !eventlog::box_public_of(key);
    });
    return unknown;
}

api::FileResult<void> trust_collector(const KioskSide& kiosk, const std::string& public_hex) {
    if (auto made = kiosk.files.make_folders(acceptors_of(kiosk)); !made) return made;
    const auto file = acceptors_of(kiosk) / ("collector-" + public_hex.substr(0, 16) + ".pub");
    return kiosk.files.write_atomically(file, base::as_bytes(public_hex + "\n"));
}

}  // namespace takeaway
