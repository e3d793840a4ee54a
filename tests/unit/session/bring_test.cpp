#include "tests/unit/session/kiosk.h"

// What is brought in: chosen, read, shown, and only then taken.

using namespace school;
using namespace kiosk::session;
using Stage = BringView::Stage;

namespace {

BringOffer offer_of(std::string from) {
    BringOffer offer;
    offer.visit = 5;
    offer.from = std::move(from);
    offer.items = {{BringKind::server_lists, "", 90'000, false, true},
                   {BringKind::school_file, "Vstrecha/люди.xlsx", 40'000, false, true},
                   {BringKind::school_file, "группы.xlsx", 20'000, false, false},
                   {BringKind::school_file, "кино.xlsx", 900'000'000, true, false}};
    return offer;
}

void open_bring(Kiosk& kiosk) {
    kiosk.tap(intent::OpenCurator{});
    kiosk.type("2580");
    kiosk.tap(intent::EnterPin{});
    kiosk.tap(intent::OpenExport{});
    kiosk.give(OfferSeen{offer_of("FLASH")});
    kiosk.tap(intent::OpenBring{});
    REQUIRE(kiosk.screen() == "bring");
}

std::shared_ptr<const BringPreview> preview(bool accepted, bool changes = true) {
    BringPreview made;
    made.accepted = accepted;
    made.changes = changes;
    return std::make_shared<const BringPreview>(made);
}

// Reads what is chosen, and is shown `found`.
void read(Kiosk& kiosk, const std::shared_ptr<const BringPreview>& found) {
    kiosk.tap(intent::Confirm{});
    REQUIRE_FALSE(kiosk.asked<ReadOffer>().empty());
    kiosk.give(OfferRead{kiosk.asked<ReadOffer>().back().ticket, found});
}

}  // namespace

TEST_CASE("Nothing is offered before a drive has something; then the export screen says how much") {
    Kiosk kiosk;
    kiosk.tap(intent::OpenCurator{});
    kiosk.type("2580");
    kiosk.tap(intent::EnterPin{});
    kiosk.tap(intent::OpenExport{});
    CHECK(kiosk.showing<ExportView>().offered == 0);
    kiosk.tap(intent::OpenBring{});
    CHECK(kiosk.screen() == "export");
    kiosk.give(OfferSeen{offer_of("FLASH")});
    CHECK(kiosk.showing<ExportView>().offered == 4);
    kiosk.give(OfferSeen{{0, "FLASH", {}, false}});  // it was pulled out
    CHECK(kiosk.showing<ExportView>().offered == 0);
}

TEST_CASE("One kind is chosen at a time, the likely one from the start, and never what is too large") {
    Kiosk kiosk;
    open_bring(kiosk);
    CHECK(kiosk.showing<BringView>().chosen == std::vector<bool>{true, false, false, false});
    kiosk.tap(intent::ToggleItem{1});
    kiosk.tap(intent::ToggleItem{2});
    kiosk.tap(intent::ToggleItem{3});
    kiosk.tap(intent::ToggleItem{4});
    CHECK(kiosk.showing<BringView>().chosen == std::vector<bool>{false, true, true, false});
    kiosk.tap(intent::Confirm{});
    REQUIRE(kiosk.asked<ReadOffer>().size() == 1);
    CHECK(kiosk.asked<ReadOffer>().front().visit == 5);
    CHECK(kiosk.asked<ReadOffer>().front().items == std::vector<std::size_t>{1, 2});
}

TEST_CASE("Nothing chosen is nothing read") {
    Kiosk kiosk;
    open_bring(kiosk);
    kiosk.tap(intent::ToggleItem{0});
    kiosk.tap(intent::Confirm{});
    CHECK(kiosk.asked<ReadOffer>().empty());
}

TEST_CASE("While it is read nothing leaves the screen, and it can be stopped") {
    Kiosk kiosk;
    open_bring(kiosk);
    kiosk.tap(intent::Confirm{});
    const Ticket ticket = kiosk.asked<ReadOffer>().front().ticket;
    kiosk.tap(intent::Back{});
    kiosk.tap(intent::Done{});
    kiosk.wait(10min);
    CHECK(kiosk.showing<BringView>().stage == Stage::reading);
    kiosk.give(OfferRuns{ticket, 42});
    kiosk.give(OfferRuns{ticket + 1, 77});
    CHECK(kiosk.showing<BringView>().percent == 42);
    kiosk.tap(intent::StopExport{});
    kiosk.tap(intent::StopExport{});
    CHECK(kiosk.asked<StopReading>().size() == 1);
    kiosk.give(OfferRefused{ticket, {BringRefusal::stopped, {}}});
    CHECK(kiosk.showing<BringView>().stage == Stage::choose);
}

TEST_CASE("What was read is taken only after the curator has seen it and said so") {
    Kiosk kiosk;
    open_bring(kiosk);
    read(kiosk, preview(true));
    CHECK(kiosk.showing<BringView>().stage == Stage::preview);
    CHECK(kiosk.asked<TakeOffer>().empty());
    kiosk.tap(intent::Confirm{});
    kiosk.tap(intent::Confirm{});
    REQUIRE(kiosk.asked<TakeOffer>().size() == 1);
    const TakeOffer taken = kiosk.asked<TakeOffer>().front();
    CHECK(taken.read == kiosk.asked<ReadOffer>().front().ticket);
    kiosk.tap(intent::Back{});
    kiosk.wait(10min);
    CHECK(kiosk.showing<BringView>().stage == Stage::taking);
    SECTION("done") {
        kiosk.give(OfferTaken{taken.ticket});
        CHECK(kiosk.showing<BringView>().stage == Stage::done);
        kiosk.tap(intent::Done{});
        CHECK(kiosk.screen() == "export");
    }
    SECTION("refused") {
        kiosk.give(OfferRefused{taken.ticket, {BringRefusal::changed_meanwhile, {}}});
        CHECK(kiosk.showing<BringView>().stage == Stage::refused);
        kiosk.tap(intent::OpenBring{});
        CHECK(kiosk.showing<BringView>().stage == Stage::choose);
    }
}

TEST_CASE("What has errors, or changes nothing, is never taken") {
    Kiosk kiosk;
    open_bring(kiosk);
    read(kiosk, preview(false));
    kiosk.tap(intent::Confirm{});
    kiosk.tap(intent::Back{});
    CHECK(kiosk.showing<BringView>().stage == Stage::choose);
    read(kiosk, preview(true, false));
    kiosk.tap(intent::Confirm{});
    CHECK(kiosk.asked<TakeOffer>().empty());
}

TEST_CASE("What was read is forgotten when its screen is left, by hand or by itself") {
    Kiosk kiosk;
    open_bring(kiosk);
    read(kiosk, preview(true));
    const auto before = kiosk.asked<ForgetOffer>().size();
    SECTION("by hand") {
        kiosk.tap(intent::Back{});
        CHECK(kiosk.showing<BringView>().stage == Stage::choose);
        CHECK_FALSE(kiosk.showing<BringView>().preview);
    }
    SECTION("by itself") {
        kiosk.wait(3min);
        CHECK(kiosk.screen() == "home");
    }
    CHECK(kiosk.asked<ForgetOffer>().size() == before + 1);
}

TEST_CASE("What a computer sends opens by itself behind the PIN, and nowhere else") {
    Kiosk kiosk;
    kiosk.give(OfferSeen{offer_of("")});
    CHECK(kiosk.screen() == "home");
    kiosk.tap(intent::OpenCurator{});
    kiosk.give(OfferSeen{offer_of("")});
    CHECK(kiosk.screen() == "pin");
    kiosk.type("2580");
    kiosk.tap(intent::EnterPin{});
    kiosk.give(OfferSeen{offer_of("")});
    CHECK(kiosk.screen() == "bring");
    read(kiosk, preview(true));
    kiosk.give(OfferSeen{offer_of("")});  // nobody is shown another thing than he confirms
    CHECK(kiosk.showing<BringView>().stage == Stage::preview);
}
