// Each call that SQLite and the store make to the disk fails in turn, and the same store goes on when the disk does.
#include <cstdlib>
#include <iostream>
#include <set>

#include "tests/faults/sweep.h"
#include "tests/support/catch.h"

using namespace faults;
using storage::StorageErrorKind;
using support::DiskCall;
using support::DiskFault;
using support::ModelDisk;

namespace {

enum class Lasting { once, until_told };

struct Fault {
    DiskFault fault;
    Lasting lasting;
    std::size_t call;  // the first that fails
};

// The first calls of a disk go well; a full one still reads, syncs and removes.
class Faults {
  public:
    Faults(ModelDisk& disk, const Fault& fault) : disk_(disk), fault_(fault) {
        disk_.fault = [this](DiskCall call) { return answer(call); };
    }
    void lift() { disk_.fault = nullptr; }
    [[nodiscard]] bool struck() const { return struck_; }

  private:
    DiskFault answer(DiskCall call) {
        const bool concerned = fault_.fault == DiskFault::input_output || call == DiskCall::write ||
                               call == DiskCall::link || call == DiskCall::truncate ||
                               (fault_.fault == DiskFault::read_only && call != DiskCall::read && call != DiskCall::open);
        if (!concerned || (struck_ && fault_.lasting == Lasting::once) || calls_++ < fault_.call) return DiskFault::none;
        struck_ = true;
        return fault_.fault;
    }

    ModelDisk& disk_;
    const Fault fault_;
    std::size_t calls_ = 0;
    bool struck_ = false;
};

struct Tally {
    std::size_t runs = 0, refused = 0;
    std::set<std::string> problems;
};

bool is_machine_trouble(StorageErrorKind kind) {
    return kind == StorageErrorKind::no_space || kind == StorageErrorKind::read_only ||
           kind == StorageErrorKind::input_output;
}

struct Life {
    const std::vector<Act>& acts;
    const Recording& expected;  // the same life without a fault
    Tally& tally;

    void problem(const std::string& what, const std::string& when) const { tally.problems.insert(when + ": " + what); }

    std::string expect(storage::Store& store, std::size_t number, bool same_lines) const {
        const State& wanted = expected.states[number];
        std::string why;
        const auto state = state_of(store, wanted.pin, why);
        if (!state) return why;
        if (state->lines.size() != wanted.lines.size())
            return std::to_string(state->lines.size()) + " lines instead of " + std::to_string(wanted.lines.size());
        State comparable = *state;
        if (!same_lines) comparable.lines = wanted.lines;  // an answer is sealed otherwise each time
        if (auto differs = difference(comparable, wanted); !differs.empty()) return differs;
        const auto chain = store.verify();
        if (!chain || !chain->ok) return "the chain does not hold";
        const auto fold = store.fold();
        if (!fold || !(*fold == state->attendance)) return "the projection is not a fresh fold";
        return {};
    }

    // False where the fault was never met: all calls have had their turn.
    bool live(const ModelDisk& made, const Fault& fault) const {
        ModelDisk disk = made;
        Faults faults(disk, fault);
        {
            Machine machine(disk);
            auto store = machine.open();
            if (!store) {
                faults.lift();
                if (!is_machine_trouble(store.error().kind)) problem(store.error().detail, "kind of error at open");
                store = machine.open();
            }
            if (!store) {
                problem(store.error().detail, "open after the fault");
                return true;
            }
            for (std::size_t i = 0; i < acts.size(); ++i) {
                auto done = acts[i].run(**store, machine.clock);
                if (!done) {
                    ++tally.refused;
                    faults.lift();
                    if (!is_machine_trouble(done.error().kind)) problem(done.error().detail, "kind of error at " + acts[i].what);
                    if (auto wrong = expect(**store, i, false); !wrong.empty()) problem(wrong, "after a refused " + acts[i].what);
                    done = acts[i].run(**store, machine.clock);
                }
                if (!done) {
                    problem(done.error().detail, "again after the fault, " + acts[i].what);
                    return true;
                }
            }
            const bool met = faults.struck();
            faults.lift();
            if (auto wrong = expect(**store, acts.size(), false); !wrong.empty()) problem(wrong, "at the end");
            if (!met) return false;
            // The plug is pulled without an orderly end: what was announced is on the disk, not in a cache.
            ModelDisk found = disk.after({support::Damage::all_lost});
            Machine next(found);
            auto again = next.open();
            if (!again) problem(again.error().detail, "open after a power cut");
            else if (auto wrong = expect(**again, acts.size(), false); !wrong.empty()) problem(wrong, "after a power cut");
        }
        return true;
    }
};

}  // namespace

TEST_CASE("Whichever call to the disk fails, what was announced stays, what was refused is not there, and the store goes on") {
    support::ModelVfs vfs;
    ModelDisk made;
    made.make_folder("/kiosk");
    made.sync_folder("/");
    {
        Machine machine(made);
        REQUIRE(machine.create());
    }
    const std::vector<Act> acts = school_days(3);
    const Recording expected = record_from(made, acts);
    for (const DiskFault fault : {DiskFault::full, DiskFault::input_output, DiskFault::read_only}) {
        for (const Lasting lasting : {Lasting::once, Lasting::until_told}) {
            Tally tally;
            const Life life{acts, expected, tally};
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
            constexpr std::size_t kEvery = 7;
#else
            constexpr std::size_t kEvery = 1;
#endif
            while (life.live(made, {fault, lasting, tally.runs * kEvery})) ++tally.runs;
            std::cout << (fault == DiskFault::full ? "disk full" : fault == DiskFault::read_only ? "read-only" : "I/O error")
                      << (lasting == Lasting::once ? " once" : " until mended") << ": at each of " << tally.runs
                      << " calls, " << tally.refused << " acts refused, " << tally.problems.size() << " kinds of problems\n";
            for (const auto& problem : tally.problems) UNSCOPED_INFO(problem);
            CHECK(tally.problems.empty());
            CHECK(tally.runs * kEvery > 100);
            CHECK(tally.refused > 10);
        }
    }
}
