// What people see when the disk is full, read-only, failing or slow, with the real effects and the real storage thread.
#include "app/kiosk/kit/theme.h"
#include "app/kiosk/screens/draw.h"
#include "tests/flows/threaded_kiosk.h"
#include "tests/support/headless_kit.h"

using namespace school;
using namespace kiosk::session;
using storage::StorageErrorKind;

namespace {

const StorageErrorKind kKinds[] = {StorageErrorKind::no_space, StorageErrorKind::read_only,
                                   StorageErrorKind::input_output};

// A bit of everything that the kiosk writes: check-ins, a wrong try that counts, a "not me", a rating, a setting, a
// mark.
void a_busy_hour(flows::ThreadedKiosk& kiosk) {
    kiosk.scan(kMira);
    kiosk.go_home();
    kiosk.scan(kOleg);
    kiosk.tap(intent::NotMe{});
    kiosk.go_home();
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::ChooseClass{1});
    kiosk.pictures(9, 8, 7);
    kiosk.pictures(1, 2, 3);
    kiosk.go_home();
    kiosk.pass(40min);
    kiosk.tap(intent::Rate{});
    kiosk.scan(kMira);
    kiosk.tap(intent::GiveScore{4});
    kiosk.tap(intent::SendRating{});
    kiosk.go_home();
    kiosk.tap(intent::OpenCurator{});
    kiosk.type(storage_test::kPin);
    kiosk.tap(intent::EnterPin{});
    kiosk.tap(intent::OpenSettings{});
    kiosk.tap(intent::ChangeSetting{0});
    kiosk.tap(intent::Back{});
    kiosk.tap(intent::OpenMeeting{1});
    kiosk.tap(intent::OpenPerson{1});
    kiosk.tap(intent::SetMark{domain::Mark::present});
    for (int i = 0; i < 6 && kiosk.screen() != "home"; ++i) kiosk.tap(intent::Done{});
    kiosk.pass(121s);
    REQUIRE(kiosk.screen() == "home");
}

// Nothing was called recorded that is not, and nothing is that was not.
void log_and_word_agree(flows::ThreadedKiosk& kiosk) {
    CHECK(kiosk.told == kiosk.fold());
    CHECK(kiosk.chain_holds());
}

}  // namespace

TEST_CASE("A call to the disk that fails, each in turn and in each way, is told, and nothing is lost or made up") {
    long calls = 0;
    {
        flows::ThreadedKiosk kiosk;
        const long before = kiosk.disk.calls();
        a_busy_hour(kiosk);
        calls = kiosk.disk.calls() - before;
        REQUIRE(kiosk.records.size() >= 5);
        CHECK(kiosk.refused == 0);
        log_and_word_agree(kiosk);
    }
    REQUIRE(calls > 15);
    int refused = 0;
    for (const auto kind : kKinds)
        for (long n = 1; n <= calls; ++n) {
            INFO("call " << n << " of " << calls);
            flows::ThreadedKiosk kiosk;
            kiosk.disk.fail_once(n, kind);
            a_busy_hour(kiosk);
            refused += kiosk.refused;
            CHECK(kiosk.refused <= 1);
            log_and_word_agree(kiosk);
            // It goes on by itself: whatever failed, the next child is recorded.
            kiosk.look();
            CHECK_FALSE(kiosk.showing<HomeView>().storage_trouble);
        }
    CHECK(refused >= 3 * 5);  // each record has had its turn
}

TEST_CASE("A disk that stays full: each child is told, home says so, and recording goes on when there is room again") {
    for (const auto kind : kKinds) {
        flows::ThreadedKiosk kiosk;
        CHECK_FALSE(kiosk.showing<HomeView>().storage_trouble);
        const auto before = kiosk.fold();
        kiosk.disk.fail(kind);
        kiosk.scan(kMira);
        CHECK(kiosk.screen() == "not_recorded");
        CHECK(kiosk.sounder.recorded == 0);
        CHECK(kiosk.sounder.refused == 1);
        kiosk.pass(8s);
        CHECK(kiosk.showing<HomeView>().storage_trouble);
        for (int minute = 0; minute < 10; ++minute) {
            kiosk.pass(60s);
            kiosk.look();
            CHECK(kiosk.showing<HomeView>().storage_trouble);
        }
        kiosk.scan(kOleg);
        CHECK(kiosk.screen() == "not_recorded");
        kiosk.go_home();
        CHECK(kiosk.fold() == before);

        kiosk.disk.mend();
        CHECK(kiosk.showing<HomeView>().storage_trouble);  // nobody knows yet
        kiosk.look();
        CHECK_FALSE(kiosk.showing<HomeView>().storage_trouble);
        kiosk.scan(kMira);
        CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::checked_in);
        log_and_word_agree(kiosk);
    }
}

TEST_CASE("A disk is written to for nothing only at the first look and while it is in trouble") {
    flows::ThreadedKiosk kiosk;
    CHECK(kiosk.disk.probes() == 1);
    for (int i = 0; i < 60; ++i) kiosk.look();
    CHECK(kiosk.disk.probes() == 1);
    kiosk.disk.fail(StorageErrorKind::no_space);
    kiosk.scan(kMira);
    kiosk.look();
    kiosk.look();
    CHECK(kiosk.disk.probes() == 4);  // one with the record's own look
    kiosk.disk.mend();
    for (int i = 0; i < 10; ++i) kiosk.look();
    CHECK(kiosk.disk.probes() == 5);
}

TEST_CASE("The curator reads what is wrong with the disk") {
    const std::pair<StorageErrorKind, StorageTrouble> named[] = {
        {StorageErrorKind::no_space, StorageTrouble::no_space},
        {StorageErrorKind::read_only, StorageTrouble::read_only},
        {StorageErrorKind::input_output, StorageTrouble::input_output}};
    for (const auto& [kind, trouble] : named) {
        flows::ThreadedKiosk kiosk;
        kiosk.disk.fail(kind);
        kiosk.scan(kMira);
        kiosk.go_home();
        kiosk.tap(intent::OpenCurator{});
        kiosk.type(storage_test::kPin);
        kiosk.tap(intent::EnterPin{});
        kiosk.tap(intent::OpenStatus{});
        CHECK(kiosk.showing<StatusView>().machine.storage_trouble == trouble);
    }
}

TEST_CASE("A PIN that cannot be read from the disk is not counted as wrong, and works when the disk does") {
    flows::ThreadedKiosk kiosk;
    kiosk.disk.fail_reading(true);
    for (int i = 0; i < 6; ++i) {
        kiosk.tap(intent::OpenCurator{});
        kiosk.type(storage_test::kPin);
        kiosk.tap(intent::EnterPin{});
        CHECK(kiosk.showing<PinView>().unreadable);
        CHECK(kiosk.showing<PinView>().wait_seconds == 0);
        kiosk.go_home();
    }
    kiosk.disk.mend();
    kiosk.tap(intent::OpenCurator{});
    kiosk.type(storage_test::kPin);
    kiosk.tap(intent::EnterPin{});
    CHECK(kiosk.screen() == "day");
}

TEST_CASE("A commit of three seconds: drawing goes on, every tap is answered, and one record comes of it") {
    flows::ThreadedKiosk kiosk;
    auto russian = i18n::Texts::load(domain::Language::russian, VSTRECHA_BUILD_DIR "/share/vstrecha");
    REQUIRE(russian);
    kiosk::kit::KitOptions options;
    options.texts = *russian;
    support::HeadlessKit glass(std::move(options), (*russian)->characters());
    View view;
    glass.draw = [&](kiosk::kit::Kit& kit) {
        view = kiosk.view();
        glass.screen = name_of(view.screen);
        Intent intent = kiosk::screens::draw(kit, view);
        if (std::holds_alternative<intent::Nothing>(intent)) return false;
        kiosk.give(Tapped{std::move(intent)});
        return true;
    };
    const auto title = [&] {
        const auto* item = glass.trace().find("saving.title");
        return item ? item->label : std::string{};
    };

    kiosk.hold();
    kiosk.scan(kMira);
    kiosk.disk.wait_until_held();
    glass.settle();
    CHECK(title() == (*russian)->text("Writing it down"));
    int frames = 0;
    for (domain::Millis passed{0}; passed < 3s; passed += 20ms) {
        kiosk.pass(20ms);
        glass.now += 20ms;
        if (passed.count() % 500 == 0) {
            kiosk.give(Touched{});
            glass.tap_at(640, 700);  // where "done" will be
        }
        glass.settle();
        REQUIRE(std::holds_alternative<SavingView>(view.screen));
        ++frames;
    }
    CHECK(frames == 150);
    CHECK(title() == (*russian)->text("Please wait"));
    CHECK(kiosk.showing<SavingView>().touches == 6);
    CHECK_FALSE(kiosk.showing<SavingView>().long_wait);
    kiosk.tap(intent::Back{});
    kiosk.tap(intent::Done{});
    CHECK(kiosk.screen() == "saving");

    kiosk.release();
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::checked_in);
    CHECK(kiosk.records.size() == 1);
    log_and_word_agree(kiosk);
}

TEST_CASE("A second child's card while the first one's commit waits: both are recorded and each sees his own word") {
    flows::ThreadedKiosk kiosk;
    kiosk.hold();
    kiosk.scan(kMira);
    kiosk.disk.wait_until_held();
    kiosk.pass(1500ms);
    kiosk.scan(kOleg);
    CHECK(kiosk.showing<SavingView>().card_waits);
    kiosk.pass(1500ms);
    kiosk.release();
    CHECK(kiosk.showing<RecordedView>().who == "Мира Ё.");
    kiosk.pass(2s);
    CHECK(kiosk.showing<RecordedView>().who == "Олег С.");
    CHECK(kiosk.records.size() == 2);
    log_and_word_agree(kiosk);
}

TEST_CASE("A commit that waits and then fails tells the child so, however long it took") {
    flows::ThreadedKiosk kiosk;
    kiosk.hold();
    kiosk.scan(kMira);
    kiosk.disk.wait_until_held();
    kiosk.pass(45s);
    CHECK(kiosk.showing<SavingView>().long_wait);
    kiosk.disk.fail(StorageErrorKind::input_output);
    kiosk.release();
    CHECK(kiosk.screen() == "not_recorded");
    kiosk.disk.mend();
    kiosk.look();
    log_and_word_agree(kiosk);
}

TEST_CASE("After a recovery home says so and the PIN opens what became of the records, until the curator knows it") {
    flows::ThreadedKiosk kiosk;
    storage::RecoveryReport report;
    report.at = kiosk.now().at;
    report.salvaged = 120;
    report.missing = {{17, 17}, {100, 103}};
    report.lost = 5;
    report.continued_at = 1'000'001;
    report.set_aside = "damaged-20261123-1";
    kiosk.with_store([&](support::TroubledStore& store) { store.report = report; });
    kiosk.look();
    CHECK(kiosk.showing<HomeView>().recovered);
    const auto come_in = [&] {
        kiosk.tap(intent::OpenCurator{});
        kiosk.type(storage_test::kPin);
        kiosk.tap(intent::EnterPin{});
    };
    come_in();
    const auto shown = kiosk.showing<RecoveryView>();
    CHECK(shown.report->lost == 5);
    REQUIRE(shown.report->missing.size() == 2);
    CHECK(shown.report->missing[1].last == 103);
    // Whoever only looks away is told again.
    kiosk.tap(intent::Back{});
    CHECK(kiosk.screen() == "day");
    kiosk.go_home();
    CHECK(kiosk.showing<HomeView>().recovered);
    come_in();
    kiosk.with_store([](support::TroubledStore& store) { store.report->seen = true; });
    kiosk.tap(intent::Confirm{});
    CHECK(kiosk.screen() == "day");
    kiosk.go_home();
    CHECK_FALSE(kiosk.showing<HomeView>().recovered);
    come_in();
    CHECK(kiosk.screen() == "day");
    kiosk.tap(intent::OpenStatus{});
    kiosk.tap(intent::OpenRecovery{});
    CHECK(kiosk.showing<RecoveryView>().report->seen);
}
