#include "tests/flows/real_server.h"

// Two kiosks and the real server: what is recorded at one is known at the other.

using namespace kiosk::session;
using namespace school;
using flows::RealServer;
using flows::SchoolKiosk;

namespace {

bool anything(const RecordedView&) {
    return true;
}

}  // namespace

TEST_CASE("The second side that checks in at another kiosk is seen, and what is taken back is not") {
    RealServer server;
    SchoolKiosk hall{0}, library{100};
    REQUIRE(hall.kiosk_ != library.kiosk_);
    for (SchoolKiosk* kiosk : {&hall, &library}) kiosk->join(server.address(), server.code());

    hall.scan(kMira);
    CHECK_FALSE(hall.see<RecordedView>(anything).other_side_is_there);
    library.scan(kOleg);
    (void)library.see<RecordedView>(anything);
    // Her screen is still up.
    CHECK(hall.see<RecordedView>([](const RecordedView& view) { return view.other_side_is_there; }).what ==
          RecordedWhat::checked_in);
    // At the other kiosk she is told that she is checked in, once it is known there.
    CHECK(library.see<RecordedView>([](const RecordedView& view) { return view.other_side_is_there; }).not_me_seconds);
    library.tap(intent::Done{});
    library.scan(kMira);
    CHECK(library.see<RecordedView>(anything).what == RecordedWhat::already);
    library.tap(intent::Done{});

    // It is taken back where it was recorded; then it does not stand at the other.
    hall.effects->run(Record{
        0, {domain::EventBody{domain::Retracted{hall.checked_in, domain::RetractionReason::curator, "ошибка"}}}});
    library.scan(kOleg);
    (void)library.see<RecordedView>(
        [](const RecordedView& view) { return view.what == RecordedWhat::already && !view.other_side_is_there; });

    // How both are is at the server.
    const auto health = server.health();
    REQUIRE(health.size() == 2);
    for (const auto& one : health) {
        CHECK(one.health.disk_total > 0);
        CHECK(one.health.problem.empty());
        CHECK_FALSE(one.health.version.empty());
    }
}

TEST_CASE("What others recorded is in memory only, and is asked for again after a start") {
    RealServer server;
    SchoolKiosk hall{0};
    hall.join(server.address(), server.code());
    hall.scan(kMira);
    (void)hall.see<RecordedView>(anything);

    SchoolKiosk library{100};
    library.join(server.address(), server.code());
    const domain::Event told = library.wait_for_others().front();
    library.close();
    {
        const auto store = library.machine.open();
        REQUIRE(store->read_log(1, [&](const storage::LogLine& line) {
            CHECK(line.line.find(hall.kiosk_.value) == std::string::npos);
            return true;
        }));
    }
    library.open();
    const domain::Event again = library.wait_for_others().front();
    CHECK(again.kiosk == hall.kiosk_);
    CHECK(again.seq == told.seq);
}
