#include "tests/unit/session/kiosk.h"

// What the curator takes away.

using namespace school;
using namespace kiosk::session;

namespace {

Stick flash(StickTrouble trouble = StickTrouble::none) {
    return {"/media/FLASH", "FLASH", trouble, 8'000'000'000, 16'000'000'000};
}

void enter(Kiosk& kiosk) {
    kiosk.tap(intent::OpenCurator{});
    kiosk.type("2580");
    kiosk.tap(intent::EnterPin{});
}

}  // namespace

TEST_CASE("What is taken is the curator's choice: names in the tables, and what is acknowledged already") {
    Kiosk kiosk;
    kiosk.give(SticksSeen{{flash()}});
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
    kiosk.give(SticksSeen{{flash()}});
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
    kiosk.give(SticksSeen{{flash()}});
    enter(kiosk);
    kiosk.tap(intent::OpenExport{});
    CHECK(kiosk.showing<ExportView>().destinations.size() == 2);
    kiosk.slow = true;
    kiosk.tap(intent::ChooseDestination{2});
    CHECK(kiosk.asked<Export>().empty());
    kiosk.tap(intent::ChooseDestination{0});
    kiosk.tap(intent::ChooseDestination{0});
    CHECK(kiosk.asked<Export>().size() == 1);
    CHECK(kiosk.asked<Export>().front().place == "/media/FLASH");
    CHECK(kiosk.asked<Export>().front().names);
    CHECK_FALSE(kiosk.asked<Export>().front().everything);
    CHECK(kiosk.showing<ExportView>().stage == ExportView::Stage::running);
    kiosk.tap(intent::Back{});
    kiosk.tap(intent::Done{});
    for (int minute = 0; minute < 20; ++minute) {
        kiosk.wait(30s);
        kiosk.give(ExportRuns{kiosk.asked<Export>().front().ticket, minute});
    }
    CHECK(kiosk.screen() == "export");
    CHECK(kiosk.showing<ExportView>().stage == ExportView::Stage::running);
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

TEST_CASE("A stick that is put in is a small sign at home, which opens the PIN and behind it what takes records away") {
    Kiosk kiosk;
    CHECK(kiosk.showing<HomeView>().stick == StickSign::none);
    kiosk.give(SticksSeen{{flash()}});
    CHECK(kiosk.showing<HomeView>().stick == StickSign::stick);
    kiosk.give(DrivesSeen{{7, false, "", ""}});
    CHECK(kiosk.showing<HomeView>().stick == StickSign::receipt);
    kiosk.tap(intent::OpenSticks{});
    CHECK(kiosk.screen() == "pin");
    kiosk.type("1111");
    kiosk.tap(intent::EnterPin{});
    CHECK(kiosk.screen() == "pin");
    kiosk.type("2580");
    kiosk.tap(intent::EnterPin{});
    CHECK(kiosk.showing<ExportView>().destinations.front() == flash());
    CHECK(kiosk.showing<ExportView>().brought.accepted_up_to == 7);
    CHECK(kiosk.asked<LookAtDrives>().size() == 1);
    kiosk.tap(intent::Back{});
    CHECK(kiosk.screen() == "day");
    kiosk.tap(intent::Done{});
    kiosk.give(SticksSeen{});
    CHECK(kiosk.showing<HomeView>().stick == StickSign::none);
    kiosk.give(SticksSeen{{flash()}});  // another one
    CHECK(kiosk.showing<HomeView>().stick == StickSign::stick);
}

TEST_CASE("What can be chosen follows the sticks while the screen is open, and what takes no records says why") {
    Kiosk kiosk;
    kiosk.give(SticksSeen{{{"", "sdb1", StickTrouble::unformatted, {}, {}}}});
    CHECK(kiosk.showing<HomeView>().stick == StickSign::trouble);
    enter(kiosk);
    kiosk.tap(intent::OpenExport{});
    CHECK(kiosk.showing<ExportView>().destinations.size() == 1);  // the kiosk's own folder
    REQUIRE(kiosk.showing<ExportView>().unusable.size() == 1);
    CHECK(kiosk.showing<ExportView>().unusable.front().trouble == StickTrouble::unformatted);
    kiosk.give(SticksSeen{{{"/media/A", "A", StickTrouble::read_only, {}, {}}, flash()}});
    CHECK(kiosk.showing<ExportView>().destinations.size() == 2);
    CHECK(kiosk.showing<ExportView>().unusable.front().label == "A");
    kiosk.tap(intent::ChooseDestination{0});
    CHECK(kiosk.asked<Export>().front().place == "/media/FLASH");
}

TEST_CASE("What is missing on a stick is told in numbers") {
    Kiosk kiosk;
    kiosk.give(SticksSeen{{flash()}});
    enter(kiosk);
    kiosk.tap(intent::OpenExport{});
    kiosk.slow = true;
    kiosk.tap(intent::ChooseDestination{0});
    kiosk.give(ExportFailed{kiosk.asked<Export>().front().ticket, ExportProblem::not_enough, 3000, 2000});
    CHECK(kiosk.showing<ExportView>().needed_bytes == 3000);
    CHECK(kiosk.showing<ExportView>().free_bytes == 2000);
}

TEST_CASE("A stick of which nothing is heard is given up, sooner where somebody wants to stop, and its late word is none") {
    Kiosk kiosk;
    kiosk.give(SticksSeen{{flash()}});
    enter(kiosk);
    kiosk.tap(intent::OpenExport{});
    kiosk.slow = true;
    kiosk.tap(intent::ChooseDestination{0});
    const Ticket ticket = kiosk.asked<Export>().front().ticket;
    SECTION("by itself") {
        kiosk.wait(59s);
        CHECK(kiosk.showing<ExportView>().stage == ExportView::Stage::running);
        kiosk.give(ExportRuns{ticket, 3});
        kiosk.wait(59s);
        CHECK(kiosk.showing<ExportView>().stage == ExportView::Stage::running);
        kiosk.wait(1s);
        CHECK(kiosk.asked<StopExport>().size() == 1);
    }
    SECTION("somebody wants to stop") {
        kiosk.tap(intent::StopExport{});
        kiosk.wait(9s);
        CHECK(kiosk.showing<ExportView>().stopping);
        kiosk.wait(1s);
        CHECK(kiosk.asked<StopExport>().size() == 1);
    }
    CHECK(kiosk.showing<ExportView>().stage == ExportView::Stage::failed);
    CHECK(kiosk.showing<ExportView>().problem == ExportProblem::no_answer);
    kiosk.give(ExportDone{ticket, "x", 5});
    CHECK(kiosk.showing<ExportView>().stage == ExportView::Stage::failed);
    kiosk.wait(3min);
    CHECK(kiosk.screen() == "home");
}
