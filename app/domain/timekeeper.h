#pragma once

#include <optional>
#include <string>

#include "app/domain/attendance.h"
#include "app/domain/time.h"

namespace domain {

// What the clocks of the machine say at one moment.
struct ClockFaces {
    Instant wall;
    bool synchronised = false;  // by the kernel
    Millis mono{0};             // since this boot
};

// What a kiosk writes down about the time, at most once an hour, for a boot that comes up without a clock.
struct TimeNote {
    KnownMoment moment;
    bool certain = false;  // else it was the best guess of a boot without a clock
    friend bool operator==(const TimeNote&, const TimeNote&) = default;
};
// The last certain one, and a guess that was written since.
struct TimeNotes {
    std::optional<KnownMoment> certain, guess;
    friend bool operator==(const TimeNotes&, const TimeNotes&) = default;
};
inline constexpr Minutes kNoteEvery{60};

struct BestTime {
    Instant at;
    TimeSource source = TimeSource::kernel;
    [[nodiscard]] bool is_certain() const { return source == TimeSource::kernel || source == TimeSource::curator; }
};

// How far the wall clock of this boot is to be believed, and what to believe instead. A value; no clock of its own.
//
// - Synchronised by the kernel: it is right.
// - Else what the kernel or a curator said in this boot holds, carried on by the monotonic clock: no later step of the
//   wall clock moves it.
// - Else a wall clock that is obviously behind (before there were kiosks, or before the last time that this one knew) is
//   not used: the last known time goes on from the boot. What it was switched off for is missing; it is a guess.
// - Else the wall clock is used, as a guess.
class Timekeeper {
  public:
    // Of this run of the machine. Without it nothing is learned and the wall clock is all there is.
    void begin(std::string boot) { boot_ = std::move(boot); }
    void learn(const Attendance& attendance);
    void learn(const TimeNotes& notes);
    // Once per input: remembers the last certain moment and the last guess.
    void observe(const ClockFaces& faces);

    [[nodiscard]] BestTime best(const ClockFaces& faces) const;
    [[nodiscard]] const std::string& boot() const { return boot_; }

    // What is to be recorded of this boot's clock now: trust that came where it was missing, or went after it was there,
    // and once more where the offset has moved by more than kMovedBy. Nothing where it was said already.
    [[nodiscard]] std::optional<ClockCorrected> due_word(const ClockFaces& faces) const;
    static constexpr Seconds kMovedBy{2};
    // What a curator's word is: that it is `at` now.
    [[nodiscard]] ClockCorrected curators_word(Instant at, Millis mono) const;

    // What is to be written down now, at most once an hour.
    [[nodiscard]] std::optional<TimeNote> due_note(const ClockFaces& faces) const;
    void noted(const TimeNote& note);

  private:
    struct Word {
        Instant epoch;
        ClockWord by = ClockWord::kernel;
    };
    [[nodiscard]] Instant carried_on(const KnownMoment& moment, Millis mono) const;

    std::string boot_;
    std::optional<Word> word_;                     // of this boot
    std::optional<ClockCorrection> recorded_;      // the last word of this boot in the log
    bool untrusted_ = false;                       // something was recorded, or could have been, by an untrusted clock
    std::optional<KnownMoment> certain_, guess_;   // the last ones
    std::optional<KnownMoment> noted_;             // the last that was written down
    std::optional<Millis> noted_mono_;             // in this run of the program
};

}  // namespace domain
