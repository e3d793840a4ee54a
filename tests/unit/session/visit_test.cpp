#include "tests/unit/session/kiosk.h"

using namespace school;
using namespace kiosk::session;
using domain::RefusalKind;

TEST_CASE("Recorded is said only once the disk has it") {
    Kiosk kiosk;
    kiosk.slow = true;
    kiosk.scan(kMira);
    CHECK(kiosk.screen() == "saving");
    kiosk.wait(60s);
    CHECK(kiosk.screen() == "saving");
    CHECK(kiosk.asked<PlayRecorded>().empty());
    kiosk.answer_all();
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::checked_in);
    CHECK(kiosk.asked<PlayRecorded>().size() == 1);
}

TEST_CASE("What the disk refused sends to the curator, and home says so until a record succeeds") {
    Kiosk kiosk;
    kiosk.disk_fails = true;
    kiosk.scan(kMira);
    CHECK(kiosk.screen() == "not_recorded");
    CHECK(kiosk.asked<PlayRefused>().size() == 1);
    kiosk.wait(8s);
    CHECK(kiosk.showing<HomeView>().storage_trouble);
    kiosk.disk_fails = false;
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::checked_in);
    kiosk.tap(intent::Done{});
    CHECK_FALSE(kiosk.showing<HomeView>().storage_trouble);
}

TEST_CASE("The checked-in screen says when, where, and whether the other side is there") {
    Kiosk kiosk;
    kiosk.scan(kMira);
    const auto first = kiosk.showing<RecordedView>();
    CHECK(first.at == today(13, 10));
    REQUIRE(first.meeting);
    CHECK(first.meeting->place == "214");
    CHECK_FALSE(first.other_side_is_there);
    CHECK_FALSE(first.teacher);
    kiosk.scan(kOleg);
    CHECK(kiosk.showing<RecordedView>().other_side_is_there);
}

TEST_CASE("Not me is possible for fifteen seconds and takes the check-in back") {
    Kiosk kiosk;
    kiosk.scan(kMira);
    kiosk.wait(14900ms);
    CHECK(kiosk.showing<RecordedView>().not_me_seconds == 1);
    kiosk.tap(intent::NotMe{});
    const auto taken_back = kiosk.showing<RecordedView>();
    CHECK(taken_back.what == RecordedWhat::taken_back);
    CHECK(taken_back.who.empty());
    CHECK_FALSE(taken_back.not_me_seconds);
    REQUIRE(kiosk.log.events.size() == 2);
    const auto& retracted = std::get<domain::Retracted>(kiosk.log.events[1].body);
    CHECK(retracted.what == 1);
    CHECK(retracted.reason == domain::RetractionReason::not_me);
    CHECK_FALSE(kiosk.log.attendance.presence(kNoon, kMira).is_there());
    kiosk.tap(intent::NotMe{});
    CHECK(kiosk.log.events.size() == 2);
    SECTION("and then one can check in again") {
        kiosk.scan(kMira);
        CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::checked_in);
    }
}

TEST_CASE("After fifteen seconds it is too late for not me, even if nobody told the session the time") {
    Kiosk kiosk;
    kiosk.scan(kMira);
    kiosk.skip(15s);
    kiosk.tap(intent::NotMe{});
    CHECK(kiosk.log.events.size() == 1);
    CHECK(kiosk.screen() == "home");
}

TEST_CASE("A second check-in says when the first was, and has no not me") {
    Kiosk kiosk;
    kiosk.scan(kMira);
    kiosk.tap(intent::Done{});
    kiosk.wait(5min);
    kiosk.scan(kMira);
    const auto already = kiosk.showing<RecordedView>();
    CHECK(already.what == RecordedWhat::already);
    CHECK(already.at == today(13, 10));
    CHECK_FALSE(already.not_me_seconds);
    CHECK_FALSE(already.can_rate);
    kiosk.tap(intent::NotMe{});
    CHECK(kiosk.log.events.size() == 1);
    SECTION("and once the meeting has begun it leads on to the rating") {
        kiosk.tap(intent::Done{});
        kiosk.wait(10min);
        kiosk.scan(kMira);
        CHECK(kiosk.showing<RecordedView>().can_rate);
        kiosk.tap(intent::Rate{});
        CHECK(kiosk.showing<RateView>().who == "Мира Ё.");
    }
}

TEST_CASE("Each no has its own refusal") {
    const auto refusal = [](domain::LocalTime at, const domain::PersonId& who) {
        Kiosk kiosk(at);
        kiosk.scan(who);
        CHECK(kiosk.log.events.empty());
        CHECK(kiosk.asked<PlayRefused>().size() == 1);
        return kiosk.showing<RefusedView>();
    };
    CHECK(refusal(today(12, 0), kMira).refusal.kind == RefusalKind::too_early);
    CHECK(refusal(today(12, 0), kMira).refusal.when == today(13, 5));
    CHECK(refusal(today(18, 0), kMira).refusal.kind == RefusalKind::too_late);
    CHECK(refusal(today(13, 20), kLonely).refusal.kind == RefusalKind::no_group);
    CHECK(refusal(today(13, 20), kWaiting).refusal.kind == RefusalKind::not_confirmed);
    CHECK(refusal(on(2, 12, 0), kMira).refusal.kind == RefusalKind::no_meeting_today);
    CHECK(refusal(today(12, 0), kTeacher).teacher);
}

TEST_CASE("Of several meetings one is chosen, and only the one that was shown") {
    auto roster = school::roster();
    roster.meetings.push_back(meeting(domain::MeetingId{"clash"}, kTriple, today(13, 20)));
    Kiosk kiosk(today(13, 10), {}, roster);
    kiosk.scan(kOleg);
    CHECK(kiosk.showing<ChooseMeetingView>().meetings.size() == 2);
    CHECK(kiosk.log.events.empty());
    kiosk.tap(intent::ChooseMeeting{2});
    CHECK(kiosk.log.events.empty());
    kiosk.tap(intent::ChooseMeeting{1});
    CHECK(std::get<domain::CheckedIn>(kiosk.log.events.at(0).body).meeting.value == "clash");
}

TEST_CASE("A mentor opens a meeting of his own group where none is on, and not me takes both back") {
    Kiosk kiosk(today(10, 13));
    kiosk.scan(kOleg);
    CHECK(kiosk.showing<RefusedView>().open_for == std::vector<std::string>{"7"});
    kiosk.tap(intent::OpenUnplanned{1});
    CHECK(kiosk.log.events.empty());
    kiosk.tap(intent::OpenUnplanned{0});
    const auto recorded = kiosk.showing<RecordedView>();
    REQUIRE(recorded.meeting);
    CHECK(recorded.meeting->starts == today(10, 10));
    CHECK(kiosk.asked<Record>().size() == 1);
    CHECK(kiosk.log.events.size() == 2);
    SECTION("alone") {
        kiosk.tap(intent::NotMe{});
        CHECK(kiosk.log.events.size() == 4);
        CHECK(kiosk.log.attendance.opened().empty());
    }
    SECTION("the mentee joins it") {
        kiosk.scan(kMira);
        CHECK(kiosk.showing<RecordedView>().other_side_is_there);
        CHECK(kiosk.log.events.size() == 3);
    }
    SECTION("a mentee is not offered one") {
        Kiosk other(today(10, 13));
        other.scan(kMira);
        CHECK(other.showing<RefusedView>().open_for.empty());
        other.tap(intent::OpenUnplanned{0});
        CHECK(other.log.events.empty());
    }
}

TEST_CASE("Leaving is offered where the school wants it, once the meeting has begun") {
    domain::Settings settings;
    settings.check_out = true;
    Kiosk kiosk(today(13, 10), settings);
    kiosk.scan(kMira);
    kiosk.tap(intent::CheckOut{});
    CHECK(kiosk.log.events.size() == 1);
    kiosk.tap(intent::Done{});
    kiosk.wait(45min);
    kiosk.scan(kMira);
    CHECK(kiosk.showing<RecordedView>().can_check_out);
    kiosk.tap(intent::CheckOut{});
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::checked_out);
    CHECK(kiosk.showing<RecordedView>().at == today(13, 55));
    kiosk.tap(intent::Done{});
    kiosk.scan(kMira);
    CHECK_FALSE(kiosk.showing<RecordedView>().can_check_out);
}

TEST_CASE("With the sound off nothing is played") {
    domain::Settings settings;
    settings.sound = false;
    Kiosk kiosk(today(13, 10), settings);
    kiosk.scan(kMira);
    kiosk.scan(kLonely);
    CHECK(kiosk.asked<PlayRecorded>().empty());
    CHECK(kiosk.asked<PlayRefused>().empty());
}
