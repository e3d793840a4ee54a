#include "app/domain/timekeeper.h"

#include <algorithm>

namespace domain {

namespace {

// No kiosk of this programme is older. What a machine without a clock says (1970, 2000, the date of its firmware) is
// before it.
constexpr Instant kNoKioskBefore{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

// A guess further ahead of a wall clock that is not behind what is certain was made while the clock had run ahead.
constexpr std::chrono::hours kLongestLead{24 * 31};

TimeSource source_of(ClockWord by) { return by == ClockWord::kernel ? TimeSource::kernel : TimeSource::curator; }

}  // namespace

void Timekeeper::learn(const Attendance& attendance) {
    if (boot_.empty()) return;
    if (const auto said = attendance.clock_of(boot_); said && (!recorded_ || said->seq > recorded_->seq)) {
        recorded_ = said;
        word_ = Word{said->epoch, said->by};
    }
    untrusted_ = untrusted_ || attendance.has_untrusted(boot_);
    const auto& known = attendance.last_known();
    if (!known) return;
    // In this boot already: the program was started anew.
    if (!word_ && known->boot == boot_) word_ = Word{known->at - known->mono, ClockWord::kernel};
    if (!certain_ || certain_->at < known->at) certain_ = known;
}

void Timekeeper::learn(const TimeNotes& notes) {
    if (notes.certain && (!certain_ || certain_->at < notes.certain->at)) certain_ = notes.certain;
    guess_ = notes.guess;
    noted_ = notes.guess ? notes.guess : notes.certain;
    if (!word_ && !boot_.empty() && notes.certain && notes.certain->boot == boot_)
        word_ = Word{notes.certain->at - notes.certain->mono, ClockWord::kernel};
}

void Timekeeper::observe(const ClockFaces& faces) {
    if (boot_.empty()) return;
    if (faces.synchronised) {
        word_ = Word{faces.wall - faces.mono, ClockWord::kernel};
    } else {
        untrusted_ = true;
    }
    const BestTime now = best(faces);
    KnownMoment moment{now.at, boot_, faces.mono};
    if (now.is_certain()) {
        certain_ = std::move(moment);
        guess_.reset();
    } else {
        guess_ = std::move(moment);
    }
}

Instant Timekeeper::carried_on(const KnownMoment& moment, Millis mono) const {
    return moment.at + (moment.boot == boot_ ? mono - moment.mono : mono);
}

BestTime Timekeeper::best(const ClockFaces& faces) const {
    if (faces.synchronised) return {faces.wall, TimeSource::kernel};
    if (word_) return {word_->epoch + faces.mono, source_of(word_->by)};
    if (boot_.empty()) return {faces.wall, TimeSource::wall_clock};

    Instant certain = kNoKioskBefore;
    if (certain_) certain = std::max(certain, carried_on(*certain_, faces.mono));
    Instant guess = certain;
    if (guess_) guess = std::max(guess, carried_on(*guess_, faces.mono));
    const bool behind = faces.wall < certain || (faces.wall < guess && guess - faces.wall <= kLongestLead);
    if (!behind) return {faces.wall, TimeSource::wall_clock};
    return {guess, TimeSource::last_known};
}

std::optional<ClockCorrected> Timekeeper::due_word(const ClockFaces& faces) const {
    if (boot_.empty() || !untrusted_ || !word_) return std::nullopt;
    // What the kernel says now; else what it said before it lost its source, or the curator's own word, recorded already.
    const Word word = faces.synchronised ? Word{faces.wall - faces.mono, ClockWord::kernel} : *word_;
    if (recorded_) {
        const Millis moved = word.epoch - recorded_->epoch;
        if (moved <= kMovedBy && moved >= -kMovedBy) return std::nullopt;
    }
    return ClockCorrected{boot_, word.epoch, word.by};
}

ClockCorrected Timekeeper::curators_word(Instant at, Millis mono) const {
    return {boot_, at - mono, ClockWord::curator};
}

std::optional<TimeNote> Timekeeper::due_note(const ClockFaces& faces) const {
    if (boot_.empty()) return std::nullopt;
    if (noted_mono_ && faces.mono - *noted_mono_ < kNoteEvery) return std::nullopt;
    const BestTime now = best(faces);
    if (noted_ && now.at - noted_->at < kNoteEvery && noted_->at - now.at < kNoteEvery) return std::nullopt;
    return TimeNote{{now.at, boot_, faces.mono}, now.is_certain()};
}

void Timekeeper::noted(const TimeNote& note) {
    noted_ = note.moment;
    noted_mono_ = note.moment.mono;
}

}  // namespace domain
