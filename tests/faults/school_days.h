#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/storage/store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_entropy.h"
#include "tests/support/model_disk/model_files.h"
#include "tests/support/model_disk/model_vfs.h"

// A kiosk on a modelled disk, and some days of its life.
namespace faults {

inline const std::filesystem::path kData = "/kiosk/data";
inline const std::string kPassphrase = "зелёный трактор едет";
inline const std::string kPin = "2468", kNextPin = "97531", kSchoolPin = "80246";

// One switched-on machine: its disk, and the connections and locks that end with it. Of one thread, and the disk outlives
// it.
class Machine {
  public:
    explicit Machine(support::ModelDisk& disk);
    [[nodiscard]] storage::Store::Ports ports() { return {clock, entropy, locks, files}; }
    [[nodiscard]] storage::StorageResult<std::unique_ptr<storage::Store>> create();
    [[nodiscard]] storage::StorageResult<std::unique_ptr<storage::Store>> open();

    support::FakeClock clock;
    support::FakeEntropy entropy;
    support::ModelFiles files;
    support::ModelLocks locks;

  private:
    support::DiskInUse in_use_;
};

// All that a kiosk knows.
struct State {
    std::vector<storage::LogLine> lines;
    domain::Roster roster;
    domain::Settings settings;
    std::map<std::string, domain::Throttle> throttles;
    std::string pin;
    domain::Attendance attendance;  // folded anew from the lines
};
// Read through the store; nothing where it cannot be read, and then `problem` says why. `pin`: the one that it should have.
[[nodiscard]] std::optional<State> state_of(storage::Store& store, const std::string& pin, std::string& problem);
// Empty, or the first thing in which they differ.
[[nodiscard]] std::string difference(const State& found, const State& expected);

// One thing that a kiosk is asked to do. What returned without an error was announced as done.
struct Act {
    std::string what;
    std::function<storage::StorageResult<void>(storage::Store&, support::FakeClock&)> run;
    std::string next_pin{};  // where it changes the PIN
};
// Check-ins, answers, retractions, marks, changes of roster and settings, PIN, waits, exports and rests; `check_ins` of
// them are of one person each, so that the log is moved into the database now and then.
[[nodiscard]] std::vector<Act> school_days(int check_ins);

}  // namespace faults
