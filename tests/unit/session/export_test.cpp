#include "tests/unit/session/kiosk.h"

// What the curator takes away.

using namespace school;
using namespace kiosk::session;

namespace {

void enter(Kiosk& kiosk) {
    kiosk.tap(intent::OpenCurator{});
    kiosk.type("2580");
    kiosk.tap(intent::EnterPin{});
}

}  // namespace

TEST_CASE("What is taken is the curator's choice: names in the tables, and what is acknowledged already") {
    Kiosk kiosk;
    Machine machine;
    machine.destinations = {"FLASH", ""};
    kiosk.give(MachineState{machine});
    enter(kiosk);
    kiosk.tap(intent::OpenExport{});
    CHECK(kiosk.asked<LookAtDrives>().size() == 1);
    kiosk.tap(intent::ToggleNames{});
    kiosk.tap(intent::ToggleEverything{});
    CHECK_FALSE(kiosk.showing<ExportView>().names);
    kiosk.slow = true;
    kiosk.tap(intent::ChooseDestination{0});
    REQUIRE(kiosk.asked<Export>().size() == 1);
    CHECK_FALSE(kiosk.asked<Export>().front().names);
    CHECK(kiosk.asked<Export>().front().everything);
    kiosk.tap(intent::StopExport{});
    kiosk.tap(intent::StopExport{});
    CHECK(kiosk.asked<StopExport>().size() == 1);
    CHECK(kiosk.showing<ExportView>().stopping);
    kiosk.export_fails = ExportProblem::stopped;
    kiosk.answer_all();
    CHECK(kiosk.showing<ExportView>().stage == ExportView::Stage::choose);
}

TEST_CASE("A collector is trusted only by the curator's word on the code that he was shown") {
    Kiosk kiosk;
    Machine machine;
    machine.destinations = {"FLASH", ""};
    kiosk.give(MachineState{machine});
    enter(kiosk);
    kiosk.tap(intent::OpenExport{});
    kiosk.tap(intent::OpenCollector{});  // none was brought
    CHECK(kiosk.showing<ExportView>().stage == ExportView::Stage::choose);
    kiosk.give(DrivesSeen{{7, false, "key", "1234 5678 9012 3456"}});
    CHECK(kiosk.showing<ExportView>().brought.accepted_up_to == 7);
    kiosk.tap(intent::Confirm{});  // nothing was shown yet
    CHECK(kiosk.asked<TrustCollector>().empty());
    kiosk.tap(intent::OpenCollector{});
    CHECK(kiosk.showing<ExportView>().stage == ExportView::Stage::collector);
    kiosk.give(DrivesSeen{{0, false, "other", "9999 9999 9999 9999"}});  // another stick was put in meanwhile
    CHECK(kiosk.showing<ExportView>().brought.code == "1234 5678 9012 3456");
    SECTION("the same code") {
        kiosk.tap(intent::Confirm{});
        REQUIRE(kiosk.asked<TrustCollector>().size() == 1);
        CHECK(kiosk.asked<TrustCollector>().front().collector == "key");
    }
    SECTION("another one") {
        kiosk.tap(intent::OpenExport{});
        CHECK(kiosk.asked<TrustCollector>().empty());
    }
    CHECK(kiosk.showing<ExportView>().stage == ExportView::Stage::choose);
}

TEST_CASE("The records are taken away to a destination that is there, and nothing leaves while they are written") {
    Kiosk kiosk;
    Machine machine;
    machine.destinations = {"FLASH", ""};
    machine.records = 7;
    kiosk.give(MachineState{machine});
    enter(kiosk);
    kiosk.tap(intent::OpenExport{});
    CHECK(kiosk.showing<ExportView>().destinations.size() == 2);
    kiosk.slow = true;
    kiosk.tap(intent::ChooseDestination{2});
    CHECK(kiosk.asked<Export>().empty());
    kiosk.tap(intent::ChooseDestination{0});
    kiosk.tap(intent::ChooseDestination{0});
    CHECK(kiosk.asked<Export>().size() == 1);
    CHECK(kiosk.asked<Export>().front().names);
    CHECK_FALSE(kiosk.asked<Export>().front().everything);
    CHECK(kiosk.showing<ExportView>().stage == ExportView::Stage::running);
    kiosk.tap(intent::Back{});
    kiosk.tap(intent::Done{});
    kiosk.wait(10min);
    CHECK(kiosk.screen() == "export");
    SECTION("done") {
        kiosk.give(ExportRuns{kiosk.asked<Export>().front().ticket, 42});
        CHECK(kiosk.showing<ExportView>().percent == 42);
        kiosk.answer_all();
        CHECK(kiosk.showing<ExportView>().stage == ExportView::Stage::done);
        CHECK(kiosk.showing<ExportView>().folder == "2026-11-23");
        kiosk.tap(intent::Done{});
        CHECK(kiosk.screen() == "day");
    }
    SECTION("failed, and once more") {
        kiosk.export_fails = ExportProblem::gone;
        kiosk.answer_all();
        CHECK(kiosk.showing<ExportView>().stage == ExportView::Stage::failed);
        CHECK(kiosk.showing<ExportView>().problem == ExportProblem::gone);
        kiosk.tap(intent::OpenExport{});
        CHECK(kiosk.showing<ExportView>().stage == ExportView::Stage::choose);
        kiosk.tap(intent::Back{});
        CHECK(kiosk.screen() == "day");
    }
}
