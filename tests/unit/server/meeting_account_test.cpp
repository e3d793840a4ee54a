#include "app/server/program/meeting_account.h"

#include "tests/support/catch.h"
#include "tests/unit/domain/kiosks.h"

using namespace school;
using server::account_of;

namespace {

class SchoolZone : public domain::TimeZone {
  public:
    [[nodiscard]] domain::LocalTime to_local(domain::Instant instant) const override {
        return domain::LocalTime{instant.time_since_epoch() + kOffset};
    }
    [[nodiscard]] domain::Instant to_instant(domain::LocalTime local) const override { return instant_of(local); }
};

}  // namespace

TEST_CASE("Without lists people are told by id, times are UTC, and the sides are said not to be known") {
    Kiosks kiosks;
    kiosks.check_in("a", kMira, today(13, 15));
    kiosks.check_in("b", kMira, today(13, 12));
    kiosks.add("a", domain::AttendanceMarked{kNoon, kOleg, domain::Mark::excused}, today(14, 0));
    const auto account = account_of(kiosks.merged, kNoon, {{{domain::KioskId{"b"}, "Холл"}}});
    CHECK(account.state == "sides_unknown");
    CHECK(account.says ==
          "1 of those who are named here were there. Which side each stands on is not known here: the server has no "
          "list of this group.");
    CHECK(account.day == "2026-11-23");
    REQUIRE(account.events.size() == 3);
    CHECK(account.events[0] ==
          "2026-11-23 06:12:00 UTC, event 1 of kiosk b (Холл): person mira checked in by card. It counts.");
    CHECK(account.events[1] ==
          "2026-11-23 06:15:00 UTC, event 1 of kiosk a: person mira checked in by card. It does not count: event 1 of "
          "kiosk b (Холл) came before it.");
    CHECK(account.events[2] ==
          "2026-11-23 07:00:00 UTC, event 2 of kiosk a: the curator marked person oleg as excused. It counts.");
    REQUIRE(account.people.size() == 2);
    CHECK(account.people[0].presence == "present");
    CHECK(account.people[1].presence == "excused");
    CHECK(account.people[1].side == "unknown");
}

TEST_CASE("With lists and zone there are names, sides, local times and a state") {
    const auto lists = roster();
    const domain::RosterIndex index{lists};
    const SchoolZone zone;
    Kiosks kiosks;
    const auto tap = kiosks.check_in("a", kOleg, today(3, 0), false);
    kiosks.correct("a", today(13, 5));
    const auto account = [&] { return account_of(kiosks.merged, kNoon, {{}, &index, &zone, today(13, 30)}); };
    CHECK(account().state == "mentor_only");
    CHECK(account().events.at(0) ==
          "2026-11-23 13:05:00 (put right by the system, the clock said 2026-11-23 03:00:00), event 1 of kiosk a: "
          "Соколов Олег (mentor) checked in by card. It counts.");
    kiosks.check_in("b", kMira, today(13, 10));
    CHECK(account().says == "Held: the mentor and a mentee were there.");
    kiosks.retract("a", tap);
    CHECK(account().state == "mentee_only");
    CHECK(account().events.at(0).ends_with("It was taken back by event 3."));
    kiosks.add("b", domain::MeetingCancelled{kNoon, "карантин"}, today(16, 0));
    CHECK(account().says == "Cancelled by the curator: карантин.");
}

TEST_CASE("Whatever a reason holds, an event is one line, and no terminal obeys it") {
    Kiosks kiosks;
    kiosks.add("a", domain::MeetingCancelled{kNoon, "one\ntwo\x1b[2J"}, today(16, 0));
    CHECK(account_of(kiosks.merged, kNoon, {}).says == "Cancelled by the curator: one two [2J.");
    CHECK(account_of(kiosks.merged, kNoon, {}).events.at(0).ends_with(": one two [2J. It counts."));
}

TEST_CASE("Of a meeting that nothing was recorded of there is nothing to tell") {
    CHECK(account_of({}, kNoon, {}).events.empty());
}
