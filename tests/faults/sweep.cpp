#include "tests/faults/sweep.h"

#include <malloc.h>

#include <mutex>
#include <stdexcept>
#include <thread>

namespace faults {

namespace {

using storage::Store;
using support::Cut;
using support::Damage;
using support::ModelDisk;

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what); }

std::string what_of(const storage::StorageError& error) { return error.detail; }

// -- recording

State must_read(Store& store, const std::string& pin) {
    std::string problem;
    auto state = state_of(store, pin, problem);
    if (!state) fail(problem);
    return std::move(*state);
}

void act_out(Recording& recording, Machine& machine, Store& store, const std::vector<Act>& acts) {
    std::string pin = recording.states.back().pin;
    for (const Act& act : acts) {
        Recording::Span span{act.what, recording.steps.size(), 0};
        if (auto done = act.run(store, machine.clock); !done) fail(act.what + ": " + what_of(done.error()));
        span.ends = recording.steps.size();
        if (!act.next_pin.empty()) pin = act.next_pin;
        recording.spans.push_back(span);
        recording.states.push_back(must_read(store, pin));
    }
}

// -- looking at what is there after a cut

// What may be there: what was announced, or that and what was just being done.
struct Allowed {
    std::size_t first = 0, last = 0;  // states
};

Allowed allowed_at(const Recording& recording, std::size_t step) {
    Allowed allowed;
    for (const auto& span : recording.spans) {
        if (span.ends <= step) ++allowed.first;
        if (span.begins < step || span.ends <= step) ++allowed.last;
    }
    return allowed;
}

struct Found {
    std::string problem;  // empty: all is well
    bool lost = false;
    std::optional<std::size_t> state;
};

std::string own_books(Store& store, const State& state) {
    const auto chain = store.verify();
    if (!chain) return "verify: " + what_of(chain.error());
    if (!chain->ok) return "the chain does not hold: " + chain->why;
    const auto fold = store.fold();
    if (!fold) return "fold: " + what_of(fold.error());
    if (!(*fold == state.attendance)) return "the projection is not a fresh fold of the log";
    const auto status = store.status();
    if (!status) return "status: " + what_of(status.error());
    if (status->last_seq != state.lines.back().seq || status->head != base::to_hex(state.lines.back().hash))
        return "the head is not the last line";
    return {};
}

std::string goes_on(Store& store, const State& state, domain::Seq& appended) {
    const auto events = store.append({domain::EventBody{domain::CheckedIn{
        domain::MeetingId{"c5"}, domain::PersonId{"after-the-cut"}, domain::FoundBy::card}}});
    if (!events) return "appending: " + what_of(events.error());
    appended = events->front().seq;
    if (appended != state.lines.back().seq + 1) return "the next number is " + std::to_string(appended);
    for (int i = 0; i < 20 && store.rest() == domain::Millis{0}; ++i) continue;
    if (store.damage()) return "damage is told: " + store.damage()->detail;
    return {};
}

// The state of the recording that the store is in. `problem` where it is in none that is allowed.
Found compare(Store& store, const Recording& recording, const Allowed& allowed) {
    Found found;
    std::string differs;
    // From the end: where what was being done is there, it is there whole.
    for (std::size_t i = allowed.last + 1; i-- > allowed.first;) {
        if (i == 0 && recording.begins_with_creation) continue;
        const State& expected = recording.states[i];
        const auto state = state_of(store, expected.pin, found.problem);
        if (!state) return found;
        differs = difference(*state, expected);
        if (differs.empty()) {
            found.state = i;
            found.problem = own_books(store, expected);
            return found;
        }
        found.lost = state->lines.size() < recording.states[allowed.first].lines.size();
    }
    found.problem = differs;
    return found;
}

// Starts the kiosk on this disk and lets it go on.
Found start(ModelDisk& disk, const Recording& recording, const Allowed& allowed) {
    Machine machine(disk);
    auto store = machine.open();
    if (!store && recording.begins_with_creation && allowed.first == 0 &&
        store.error().kind == storage::StorageErrorKind::not_found) {
        // The kiosk was not made yet: it can be made now.
        store = machine.create();
        if (!store) return {"making it again: " + what_of(store.error()), false, {}};
        std::string problem;
        const auto state = state_of(**store, kPin, problem);
        if (!state) return {problem, false, {}};
        domain::Seq appended = 0;
        problem = own_books(**store, *state);
        if (problem.empty()) problem = goes_on(**store, *state, appended);
        return {problem, false, {}};
    }
    if (!store) return {"open: " + what_of(store.error()), true, {}};
    if ((*store)->recovery() && *(*store)->recovery()) return {"a mere power cut was told as damage", false, {}};
    Found found = compare(**store, recording, allowed);
    if (!found.problem.empty()) return found;
    const State& state = recording.states[*found.state];
    const auto key = (*store)->open_school_key(kPassphrase);
    if (recording.begins_with_creation && (!key || !*key)) {
        found.problem = "the school's key is lost";
        return found;
    }
    domain::Seq appended = 0;
    found.problem = goes_on(**store, state, appended);
    if (!found.problem.empty()) return found;
    store->reset();
    store = machine.open();
    if (!store) {
        found.problem = "open again: " + what_of(store.error());
        return found;
    }
    const auto status = (*store)->status();
    if (!status || status->last_seq != appended) found.problem = "what was appended after the cut is lost";
    if (disk.most_connections > 1) found.problem = "two connections at once";
    return found;
}

// The power goes again while the kiosk starts: nothing that the first start found is lost, but what it appended may be
// there or not.
Found start_twice(const ModelDisk& first, const Recording& recording, const Allowed& allowed, std::uint64_t seed) {
    ModelDisk disk = first;
    std::vector<ModelDisk::Step> steps;
    {
        Machine machine(disk);
        disk.record(&steps);
        const auto store = machine.open();
        if (store) (*store)->rest();
    }
    ModelDisk again = first;
    const std::size_t end = seed % (steps.size() + 1);
    for (std::size_t i = 0; i < end; ++i) again.play(steps[i]);
    ModelDisk found = again.after({support::kDamages[seed / 7 % support::kDamages.size()], seed, 512});
    return start(found, recording, allowed);
}

std::string place(const Recording& recording, std::size_t step, const Cut& cut) {
    std::string act = "at the end";
    for (const auto& span : recording.spans) {
        if (step >= span.begins && step <= span.ends) {
            act = span.what;
            break;
        }
    }
    return "step " + std::to_string(step) + " of " + std::to_string(recording.steps.size()) + " (" + act + "), " +
           support::name_of(cut.damage) + ", sectors of " + std::to_string(cut.sector) + ": ";
}

constexpr std::size_t kProblemsTold = 12;

class Sweep {
  public:
    Sweep(const Recording& recording, const SweepOptions& options) : recording_(recording), options_(options) {}

    SweepResult run() {
        // Each of the disks is some megabytes, gone after its cut. Given back to the kernel and taken anew, they would
        // be more than half of the sweep.
        mallopt(M_TRIM_THRESHOLD, 1 << 30);
        mallopt(M_MMAP_THRESHOLD, 32 << 20);
        mallopt(M_TOP_PAD, 16 << 20);
        std::vector<std::thread> threads;
        for (int i = 0; i < options_.threads; ++i) threads.emplace_back([this] { work(); });
        for (auto& thread : threads) thread.join();
        return std::move(result_);
    }

  private:
    void work() {
        ModelDisk disk = recording_.before;
        std::size_t played = 0;
        while (true) {
            const std::size_t step = next_++ * options_.every;
            if (step > recording_.steps.size()) return;
            for (; played < step; ++played) disk.play(recording_.steps[played]);
            cut_all_ways(disk, step);
        }
    }

    void cut_all_ways(const ModelDisk& disk, std::size_t step) {
        const Allowed allowed = allowed_at(recording_, step);
        SweepResult here;
        here.points = 1;
        for (const Damage damage : support::kDamages) {
            for (const std::size_t sector : {std::size_t{512}, std::size_t{4096}}) {
                const bool plain = damage == Damage::all_lost || damage == Damage::all_kept || damage == Damage::only_the_last;
                if (plain && sector != 512) continue;  // whole writes: the same for any sector
                if (!disk.has_unsynced() && damage != Damage::all_kept) continue;  // nothing to damage: one cut tells it
                for (std::uint64_t seed = 0; seed < (plain ? 1 : options_.seeds); ++seed)
                    try_cut(disk, step, {damage, seed * 1'000'003 + step, sector}, allowed, here);
            }
        }
        const std::lock_guard lock{mutex_};
        result_.points += here.points;
        result_.cuts += here.cuts;
        result_.again += here.again;
        result_.bad += here.bad;
        result_.lost += here.lost;
        for (auto& problem : here.problems) {
            if (result_.problems.size() < kProblemsTold) result_.problems.push_back(std::move(problem));
        }
    }

    void try_cut(const ModelDisk& disk, std::size_t step, const Cut& cut, const Allowed& allowed, SweepResult& here) {
        const auto tell = [&](const Found& found, const char* when) {
            if (found.problem.empty()) return;
            ++here.bad;
            if (found.lost) ++here.lost;
            here.problems.push_back(place(recording_, step, cut) + when + found.problem);
        };
        ModelDisk found = disk.after(cut);
        const bool twice = (step + static_cast<std::size_t>(cut.damage)) % 8 == 0;
        if (twice) {
            ++here.cuts;
            ++here.again;
            tell(start_twice(found, recording_, allowed, cut.seed), "cut again: ");
        }
        ++here.cuts;
        tell(start(found, recording_, allowed), "");
    }

    const Recording& recording_;
    const SweepOptions options_;
    std::atomic<std::size_t> next_{0};
    std::mutex mutex_;
    SweepResult result_;
};

}  // namespace

std::size_t Recording::writes_to(const std::filesystem::path& file) const {
    const auto node = after.find(file);
    std::size_t writes = 0;
    for (const Span& span : spans) {
        for (std::size_t i = span.begins; i < span.ends; ++i) {
            if (node && steps[i].kind == ModelDisk::Step::Kind::write && steps[i].node == *node) ++writes;
        }
    }
    return writes;
}

Recording record_from_creation(const std::vector<Act>& acts) {
    Recording recording;
    recording.begins_with_creation = true;
    ModelDisk disk;
    disk.make_folder("/kiosk");
    disk.sync_folder("/");
    recording.before = disk;
    disk.record(&recording.steps);
    {
        Machine machine(disk);
        recording.states.emplace_back();
        auto store = machine.create();
        if (!store) fail("create: " + what_of(store.error()));
        recording.spans.push_back({"making the kiosk", 0, recording.steps.size()});
        recording.states.push_back(must_read(**store, kPin));
        act_out(recording, machine, **store, acts);
    }
    disk.record(nullptr);
    recording.after = disk;
    return recording;
}

Recording record_from(const ModelDisk& disk_before, const std::vector<Act>& acts) {
    Recording recording;
    recording.before = disk_before;
    ModelDisk disk = disk_before;
    {
        // What the kiosk is to find, seen by one that is thrown away.
        ModelDisk seen = disk_before;
        Machine machine(seen);
        auto store = machine.open();
        if (!store) fail("open: " + what_of(store.error()));
        recording.states.push_back(must_read(**store, kPin));
    }
    disk.record(&recording.steps);
    {
        Machine machine(disk);
        auto store = machine.open();
        if (!store) fail("open: " + what_of(store.error()));
        act_out(recording, machine, **store, acts);
    }
    disk.record(nullptr);
    recording.after = disk;
    return recording;
}

SweepResult sweep(const Recording& recording, const SweepOptions& options) { return Sweep(recording, options).run(); }

}  // namespace faults
