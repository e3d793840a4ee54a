#pragma once

#include <atomic>

#include "tests/faults/school_days.h"

namespace faults {

// What a machine did to its disk, step by step, and what it had announced at each step.
struct Recording {
    struct Span {
        std::string what;
        std::size_t begins = 0, ends = 0;  // steps; in flight from `begins` to before `ends`
    };
    support::ModelDisk before, after;    // what was there at the first step, and after the last
    std::vector<support::ModelDisk::Step> steps;
    std::vector<Span> spans;             // one for each act
    std::vector<State> states;           // [0] before the first act, [n] after act n
    bool begins_with_creation = false;   // act 1 makes the kiosk; states[0] is empty
    // Steps within an act that wrote to this file.
    [[nodiscard]] std::size_t writes_to(const std::filesystem::path& file) const;
};

// The making of a kiosk and these acts, then its orderly end. Throws where one of them fails.
[[nodiscard]] Recording record_from_creation(const std::vector<Act>& acts);
// The opening of a kiosk that is on this disk, the acts, and its orderly end.
[[nodiscard]] Recording record_from(const support::ModelDisk& disk, const std::vector<Act>& acts);

struct SweepResult {
    std::size_t points = 0;    // where the power was cut
    std::size_t cuts = 0;      // as many disks were found afterwards and opened
    std::size_t again = 0;     // of them cut again while the kiosk started on it
    std::size_t bad = 0;
    std::size_t lost = 0;      // of the bad: something announced was not there
    std::vector<std::string> problems;  // the first few
};
struct SweepOptions {
    std::size_t every = 1;     // only every Nth step
    std::uint64_t seeds = 3;   // of each damage that is left to chance
    int threads = 2;
};
// Cuts the power before each step and after the last, with every damage, on sectors of 512 and of 4,096 bytes, and looks
// at what a kiosk finds when it starts again.
[[nodiscard]] SweepResult sweep(const Recording& recording, const SweepOptions& options);

}  // namespace faults
