#include "app/domain/timekeeper.h"
#include "tests/support/catch.h"
#include "tests/unit/domain/school.h"

using namespace school;
using domain::ClockFaces;
using domain::ClockWord;
using domain::Timekeeper;
using domain::TimeSource;

namespace {

const domain::Instant k1970{};
const domain::Instant kNoonInstant = instant_of(today(12, 0));
const std::string kBoot = "b0070001";
constexpr auto kYear = std::chrono::hours{24 * 365};

Timekeeper keeper(const domain::TimeNotes& notes = {}) {
    Timekeeper keeper;
    keeper.begin(kBoot);
    keeper.learn(notes);
    return keeper;
}
ClockFaces unsure(domain::Instant wall, domain::Millis mono) { return {wall, false, mono}; }
ClockFaces sure(domain::Instant wall, domain::Millis mono) { return {wall, true, mono}; }
domain::KnownMoment moment(domain::Instant at, std::string boot = "before00", domain::Millis mono = 5h) {
    return {at, std::move(boot), mono};
}

domain::Attendance told(domain::Event event) {
    event.kiosk = domain::KioskId{"kiosk"};
    event.seq = 7;
    domain::Attendance attendance;
    attendance.apply(event);
    return attendance;
}

}  // namespace

TEST_CASE("A synchronised clock is right, whatever was known before") {
    auto time = keeper({moment(kNoonInstant + kYear), {}});
    CHECK(time.best(sure(kNoonInstant, 1min)).at == kNoonInstant);
    CHECK(time.best(sure(kNoonInstant, 1min)).source == TimeSource::kernel);
}

TEST_CASE("A boot in 1970 goes on from the last time that was known, and says that it guesses") {
    auto time = keeper({moment(kNoonInstant), {}});
    const auto best = time.best(unsure(k1970 + 20min, 20min));
    CHECK(best.at == kNoonInstant + 20min);
    CHECK(best.source == TimeSource::last_known);
    CHECK_FALSE(best.is_certain());
}

TEST_CASE("A saved time that is behind the last known one is not used, one that is not behind it is") {
    auto time = keeper({moment(kNoonInstant), {}});
    CHECK(time.best(unsure(kNoonInstant - 30min, 1min)).at == kNoonInstant + 1min);
    CHECK(time.best(unsure(kNoonInstant + 30min, 1min)).at == kNoonInstant + 30min);
    CHECK(time.best(unsure(kNoonInstant + 30min, 1min)).source == TimeSource::wall_clock);
}

TEST_CASE("A kiosk that knows nothing does not believe a date before there were kiosks") {
    auto time = keeper();
    CHECK(time.best(unsure(k1970, 1min)).at > k1970 + 50 * kYear);
    CHECK(time.best(unsure(k1970, 1min)).source == TimeSource::last_known);
    CHECK(time.best(unsure(kNoonInstant, 1min)).at == kNoonInstant);
}

TEST_CASE("A guess that was written down in this boot is carried on from there, not counted twice") {
    auto time = keeper({moment(kNoonInstant), moment(kNoonInstant + 3h, kBoot, 3h)});
    CHECK(time.best(unsure(k1970 + 4h, 4h)).at == kNoonInstant + 4h);
}

TEST_CASE("What the kernel said holds when it loses its source and the wall clock steps by a year") {
    for (const auto step : {domain::Millis{kYear}, -domain::Millis{kYear}}) {
        auto time = keeper();
        time.observe(sure(kNoonInstant, 1h));
        const auto best = time.best(unsure(kNoonInstant + step + 5min, 1h + 5min));
        CHECK(best.at == kNoonInstant + 5min);
        CHECK(best.source == TimeSource::kernel);
    }
}

TEST_CASE("A clock that nobody vouches for and that goes back goes on from where it was") {
    auto time = keeper();
    time.observe(unsure(kNoonInstant, 1h));
    CHECK(time.best(unsure(kNoonInstant - kYear, 1h + 1min)).at == kNoonInstant + 1min);
    SECTION("but one that had run ahead by a year may come back") {
        time.observe(unsure(kNoonInstant + kYear, 1h + 1min));
        CHECK(time.best(unsure(kNoonInstant + 2min, 1h + 2min)).at == kNoonInstant + 2min);
    }
}

TEST_CASE("A curator's word holds for its boot, and the kernel's is above it") {
    auto time = keeper();
    domain::Event event;
    event.boot = kBoot;
    event.at = k1970 + 1h;
    event.mono = 1h;
    event.body = time.curators_word(kNoonInstant, 1h);
    time.learn(told(event));
    const auto best = time.best(unsure(k1970 + 2h, 2h));
    CHECK(best.at == kNoonInstant + 1h);
    CHECK(best.source == TimeSource::curator);
    CHECK(time.best(sure(kNoonInstant + 1h + 4min, 2h)).at == kNoonInstant + 1h + 4min);
    SECTION("and not for the next boot, which knows at least that it is later") {
        Timekeeper next;
        next.begin("b0070002");
        next.learn(told(event));
        const auto then = next.best(unsure(k1970 + 3min, 3min));
        CHECK(then.source == TimeSource::last_known);
        CHECK(then.at == kNoonInstant + 3min);
    }
}

TEST_CASE("A program that starts again in the same boot knows what the kernel said before") {
    domain::Event event;
    event.boot = kBoot;
    event.at = kNoonInstant;
    event.mono = 2h;
    event.clock_trusted = true;
    auto time = keeper();
    time.learn(told(event));
    const auto best = time.best(unsure(kNoonInstant + kYear, 3h));
    CHECK(best.at == kNoonInstant + 1h);
    CHECK(best.is_certain());
}

TEST_CASE("A word is due when trust comes to a boot that had none, once, and again when the offset moves by over two seconds") {
    auto time = keeper();
    time.observe(sure(kNoonInstant, 1h));
    CHECK_FALSE(time.due_word(sure(kNoonInstant, 1h)));  // it was never missing
    time.observe(unsure(kNoonInstant, 1h));
    auto due = time.due_word(sure(kNoonInstant, 1h));
    REQUIRE(due);
    CHECK(due->boot == kBoot);
    CHECK(due->epoch == kNoonInstant - 1h);
    CHECK(due->by == ClockWord::kernel);
    domain::Event event;
    event.boot = kBoot;
    event.clock_trusted = true;
    event.at = kNoonInstant;
    event.mono = 1h;
    event.body = *due;
    time.learn(told(event));
    CHECK_FALSE(time.due_word(sure(kNoonInstant, 1h)));
    CHECK_FALSE(time.due_word(sure(kNoonInstant + 1h + 2s, 2h)));
    CHECK(time.due_word(sure(kNoonInstant + 1h + 2001ms, 2h)));
    CHECK(time.due_word(sure(kNoonInstant + 1h - 2001ms, 2h)));
}

TEST_CASE("A word is due when trust goes, or the rest of the boot would have no true time") {
    auto time = keeper();
    time.observe(sure(kNoonInstant, 1h));
    time.observe(unsure(kNoonInstant + kYear, 2h));
    const auto due = time.due_word(unsure(kNoonInstant + kYear, 2h));
    REQUIRE(due);
    CHECK(due->epoch == kNoonInstant - 1h);
}

TEST_CASE("No word is due where nobody knows the time") {
    auto time = keeper({moment(kNoonInstant), {}});
    time.observe(unsure(k1970, 1h));
    CHECK_FALSE(time.due_word(unsure(k1970, 1h)));
}

TEST_CASE("The time is written down at most once an hour, and a restart writes nothing") {
    auto time = keeper();
    const auto first = time.due_note(sure(kNoonInstant, 1min));
    REQUIRE(first);
    CHECK(first->certain);
    CHECK(first->moment == domain::KnownMoment{kNoonInstant, kBoot, 1min});
    time.noted(*first);
    CHECK_FALSE(time.due_note(sure(kNoonInstant + 59min, 60min)));
    CHECK(time.due_note(sure(kNoonInstant + 60min, 61min)));
    CHECK_FALSE(time.due_note(sure(kNoonInstant + kYear, 60min)));  // whatever the wall clock does
    auto again = keeper({first->moment, {}});
    CHECK_FALSE(again.due_note(sure(kNoonInstant + 5min, 6min)));
    Timekeeper dark;
    dark.begin("b0070002");
    dark.learn(domain::TimeNotes{first->moment, {}});
    CHECK_FALSE(dark.due_note(unsure(k1970, 59min)));
    const auto guess = dark.due_note(unsure(k1970 + 1h, 61min + 1min));
    REQUIRE(guess);
    CHECK_FALSE(guess->certain);
}

TEST_CASE("Without a boot nothing is learned and nothing is due") {
    Timekeeper time;
    time.observe(unsure(k1970, 1h));
    CHECK(time.best(unsure(k1970, 1h)).at == k1970);
    CHECK_FALSE(time.due_word(sure(kNoonInstant, 1h)));
    CHECK_FALSE(time.due_note(sure(kNoonInstant, 1h)));
}
