#include "app/eventlog/checkpoint.h"
#include "app/eventlog/sealing.h"
#include "tests/unit/stick/stick_kiosk.h"

using namespace stick_test;
using stick::Verdict;

namespace {

// A kiosk whose records up to now are in the archive, and the receipt on the stick but not read yet.
struct Collected {
    StickKiosk kiosk;
    Computer computer;
    support::FakeDrive drive;
    Collected() {
        kiosk.trust(computer.key());
        kiosk.record(5);
        kiosk.take_to(drive);
        const auto came = computer.collect(drive);
        REQUIRE(came.kiosks.size() == 1);
        REQUIRE(came.kiosks.front().has_receipt);
    }
    [[nodiscard]] std::string receipt_name() const { return names_on(drive, ".txt").at(index_of_receipt()); }
    [[nodiscard]] std::size_t index_of_receipt() const {
        const auto names = names_on(drive, ".txt");
        for (std::size_t i = 0; i < names.size(); ++i)
            if (names[i].find("receipt_") != std::string::npos) return i;
        FAIL("no receipt");
        return 0;
    }
};

base::Bytes bytes_of(const std::string& text) {
    return {text.begin(), text.end()};
}

}  // namespace

TEST_CASE("Records wait until the receipt of a trusted collector is back; a take-away alone ends nothing") {
    Collected all;
    CHECK(all.kiosk.status().unacknowledged == 5);
    CHECK(all.kiosk.status().untaken == 0);
    CHECK(all.kiosk.status().accepted_up_to == 0);
    const auto receipts = all.kiosk.read_receipts(all.drive);
    CHECK(receipts.accepted_up_to == 7);
    CHECK_FALSE(receipts.refused);
    CHECK(all.kiosk.status().unacknowledged == 0);
    CHECK(all.kiosk.status().accepted_up_to == 7);
    CHECK(all.kiosk.read_receipts(all.drive).accepted_up_to == 0);  // nothing new
}

TEST_CASE("A lost stick loses nothing: the next one holds the same records again") {
    StickKiosk kiosk;
    Computer computer;
    kiosk.trust(computer.key());
    kiosk.record(8);
    {
        support::FakeDrive lost;
        kiosk.take_to(lost);
    }
    support::FakeDrive next;
    kiosk.take_to(next);
    (void)computer.collect(next);
    (void)kiosk.read_receipts(next);
    CHECK(kiosk.status().unacknowledged == 0);
    CHECK(joined(kiosk.lines()).starts_with(computer.lines_of(kiosk.id())));
}

TEST_CASE("An old receipt changes nothing, whatever came since") {
    Collected all;
    const auto old = all.drive.files.at(all.receipt_name());
    (void)all.kiosk.read_receipts(all.drive);
    all.kiosk.record(3);
    all.kiosk.take_to(all.drive);
    (void)all.computer.collect(all.drive);
    (void)all.kiosk.read_receipts(all.drive);
    const auto held = all.kiosk.status().accepted_up_to;
    all.drive.files[all.receipt_name()] = old;
    const auto again = all.kiosk.read_receipts(all.drive);
    CHECK(again.accepted_up_to == 0);
    CHECK_FALSE(again.refused);
    CHECK(all.kiosk.status().accepted_up_to == held);
}

TEST_CASE("A forged receipt, one of a stranger, one for another kiosk or of another history ends no waiting") {
    Collected all;
    const std::string name = all.receipt_name();
    const auto hash_of = [&](domain::Seq seq) { return all.kiosk.store->chain_hash(seq).value().value(); };
    const auto key = all.computer.files->read(all.computer.path / "keys" / "collector.key", 4096).value();
    const std::string ours{base::as_text(key).substr(0, 128)};
    const auto stranger =
        eventlog::make_kiosk_key([](std::span<std::uint8_t> to) { std::fill(to.begin(), to.end(), 9); });
    const auto made = [&](const std::string& by, const domain::KioskId& kiosk, domain::Seq seq, eventlog::Hash hash) {
        return eventlog::sign_checkpoint({kiosk, seq, hash, all.computer.clock.read().wall, {}}, by).value() + "\n";
    };
    const auto id = all.kiosk.id();
    std::string forged{base::as_text(all.drive.files.at(name))};
    forged[forged.find("\"seq\":") + 6] = '8';
    eventlog::Hash other_hash = hash_of(7);
    other_hash[0] ^= 1;
    using storage::Acceptance;
    const std::vector<std::pair<std::string, Acceptance>> cases{
        {forged, Acceptance::not_a_checkpoint},
        {made(stranger.private_half, id, 7, hash_of(7)), Acceptance::not_trusted},
        {made(ours, domain::KioskId{"another"}, 7, hash_of(7)), Acceptance::of_another_kiosk},
        {made(ours, id, 7, other_hash), Acceptance::differs},
        {made(ours, id, 99, hash_of(7)), Acceptance::ahead},
        {"", Acceptance::not_a_checkpoint},
        {std::string(900, 'x'), Acceptance::not_a_checkpoint}};
    for (const auto& [line, expected] : cases) {
        INFO(line);
        all.drive.files[name] = bytes_of(line);
        const auto receipts = all.kiosk.read_receipts(all.drive);
        CHECK(receipts.accepted_up_to == 0);
        CHECK(receipts.refused == expected);
        CHECK(all.kiosk.status().unacknowledged == 5);
    }
    all.drive.files[name] = base::Bytes(5000, 'x');  // not even looked at
    CHECK_FALSE(all.kiosk.read_receipts(all.drive).refused);
}

TEST_CASE(
    "A collector is trusted only after the curator has compared its code; until then nothing of its opens or counts") {
    StickKiosk kiosk;
    Computer computer;
    support::FakeDrive drive;
    kiosk.record(4);
    kiosk.take_to(drive);
    const auto first = computer.collect(drive);
    REQUIRE(first.kiosks.size() == 1);
    CHECK(first.kiosks.front().held == 0);
    CHECK_FALSE(first.kiosks.front().has_receipt);
    CHECK(first.kiosks.front().bundles.front().verdict == Verdict::sealed);
    const auto folder = drive.folder();
    const auto unknown = takeaway::unknown_collectors(kiosk.side(), *folder);
    REQUIRE(unknown == std::vector{computer.key()});
    CHECK(stick::code_of(unknown.front()) == stick::code_of(computer.key()));
    CHECK(stick::code_of(unknown.front()).size() == 19);
    kiosk.trust(unknown.front());
    CHECK(takeaway::unknown_collectors(kiosk.side(), *folder).empty());
    kiosk.machine.clock.advance(std::chrono::minutes{5});
    kiosk.take_to(drive);
    const auto second = computer.collect(drive);
    CHECK(second.kiosks.front().held == 7);
    CHECK(second.kiosks.front().bundles[0].verdict == Verdict::sealed);  // the first one stays what it is
    CHECK(second.kiosks.front().bundles[1].verdict == Verdict::taken);
    CHECK(kiosk.read_receipts(drive).accepted_up_to == 7);
}

TEST_CASE("Bundles of several kiosks lie on one stick; each gets its own receipt, and the same once more is harmless") {
    StickKiosk first{1}, second{2};
    REQUIRE(first.id() != second.id());
    Computer computer;
    first.trust(computer.key());
    second.trust(computer.key());
    first.record(6);
    second.record(9);
    support::FakeDrive drive;
    first.take_to(drive);
    second.take_to(drive);
    CHECK(computer.collect(drive).kiosks.size() == 2);
    CHECK(first.read_receipts(drive).accepted_up_to == 8);
    CHECK(second.read_receipts(drive).accepted_up_to == 11);
    const auto lines = computer.lines_of(first.id());
    const auto receipts = drive.files;
    const auto again = computer.collect(drive);
    for (const auto& kiosk : again.kiosks) {
        CHECK(kiosk.added == 0);
        CHECK(kiosk.has_receipt);
        for (const auto& came : kiosk.bundles) CHECK(came.verdict == Verdict::held_already);
    }
    CHECK(computer.lines_of(first.id()) == lines);
    CHECK(drive.files == receipts);  // byte for byte the same receipt
}

TEST_CASE("A collector who missed a stick says that records are missing, and everything at once fills the hole") {
    Collected all;
    (void)all.kiosk.read_receipts(all.drive);
    Computer another;
    another.entropy = support::FakeEntropy{99};
    all.kiosk.trust(another.key());
    all.kiosk.record(2);
    support::FakeDrive drive;
    all.kiosk.take_to(drive);
    const auto came = another.collect(drive).kiosks.front();
    CHECK(came.bundles.front().verdict == Verdict::gap);
    CHECK_FALSE(came.has_receipt);
    all.kiosk.machine.clock.advance(std::chrono::minutes{5});
    takeaway::StickOrder order;
    order.everything = true;
    all.kiosk.take_to(drive, order);
    const auto whole = another.collect(drive).kiosks.front();
    CHECK(whole.held == all.kiosk.status().last_seq - 1);
    CHECK(joined(all.kiosk.lines()).starts_with(another.lines_of(all.kiosk.id())));
}

TEST_CASE(
    "A kiosk that was put back to an older copy and went on is a fork: nothing of it is kept, and it gets no receipt "
    "for it") {
    Collected all;
    StickKiosk copy;  // the same dice: the same identity and keys
    copy.trust(all.computer.key());
    REQUIRE(copy.id() == all.kiosk.id());
    copy.machine.clock.advance(std::chrono::hours{3});
    copy.record(9);
    support::FakeDrive drive;
    copy.take_to(drive);
    const auto lines = all.computer.lines_of(copy.id());
    const auto came = all.computer.collect(drive).kiosks.front();
    CHECK(came.bundles.front().verdict == Verdict::fork);
    CHECK(came.added == 0);
    CHECK(all.computer.lines_of(copy.id()) == lines);
    CHECK(copy.read_receipts(drive).accepted_up_to == 0);
    CHECK(copy.status().unacknowledged == 9);

    // One whose log is shorter than what is held is found too.
    StickKiosk shorter;
    shorter.trust(all.computer.key());
    shorter.machine.clock.advance(std::chrono::hours{3});
    shorter.record(2);
    support::FakeDrive third;
    shorter.take_to(third);
    CHECK(all.computer.collect(third).kiosks.front().bundles.front().verdict == Verdict::fork);
}

TEST_CASE("What was acknowledged and is old is pruned, and only that; the archive has all of it") {
    Collected all;
    const std::string before = joined(all.kiosk.lines());
    const auto later = all.kiosk.machine.clock.read().wall + std::chrono::days{1000};
    CHECK(all.kiosk.store->prune(later)->removed == 0);
    REQUIRE(all.kiosk.store->replace_roster({}));  // no meeting keeps them
    (void)all.kiosk.read_receipts(all.drive);
    CHECK(all.kiosk.store->prune(later)->removed > 0);
    CHECK(all.kiosk.store->verify()->ok);
    CHECK(before.starts_with(all.computer.lines_of(all.kiosk.id())));
    // What is left goes on from there.
    all.kiosk.record(2);
    all.kiosk.take_to(all.drive);
    CHECK(all.computer.collect(all.drive).kiosks.front().held == all.kiosk.status().last_seq - 1);
    CHECK(all.kiosk.read_receipts(all.drive).accepted_up_to == all.kiosk.status().last_seq - 1);
}

TEST_CASE("A new archive begins where a pruned kiosk does, once everything is taken") {
    Collected all;
    REQUIRE(all.kiosk.store->replace_roster({}));
    (void)all.kiosk.read_receipts(all.drive);
    REQUIRE(all.kiosk.store->prune(all.kiosk.machine.clock.read().wall + std::chrono::days{1000})->removed > 0);
    Computer another;
    another.entropy = support::FakeEntropy{99};
    all.kiosk.trust(another.key());
    all.kiosk.record(3);
    support::FakeDrive drive;
    takeaway::StickOrder order;
    order.everything = true;
    all.kiosk.take_to(drive, order);
    const auto came = another.collect(drive).kiosks.front();
    CHECK(came.bundles.front().verdict == Verdict::taken);
    CHECK(came.held == all.kiosk.status().last_seq - 1);
    CHECK(joined(all.kiosk.lines()).starts_with(another.lines_of(all.kiosk.id())));
    CHECK(all.kiosk.read_receipts(drive).accepted_up_to == came.held);
}

TEST_CASE(
    "A receipt that was downloaded with a browser counts, wherever it was put; what is not for this kiosk is silent") {
    StickKiosk kiosk;
    Computer computer;
    kiosk.trust(computer.key());
    kiosk.record(5);
    support::FakeDrive drive;
    kiosk.take_to(drive);
    (void)computer.collect(drive);
    std::string name;
    for (const auto& [path, content] : drive.files)
        if (path.find("/receipt_") != std::string::npos) name = path;
    REQUIRE_FALSE(name.empty());
    const base::Bytes receipt = drive.files.at(name);
    for (const std::string place :
         {"receipt_server.txt", "receipt_0123456789abcdef (1).txt", "Vstrecha/receipt_x.txt"}) {
        INFO(place);
        support::FakeDrive brought;
        brought.folders.insert("Vstrecha");
        brought.files["receipt_ozon_7731.txt"] = bytes_of("1 kettle, 1 cup");
        brought.files["Vstrecha/receipt_.txt"] = bytes_of("");
        brought.files["receipts.txt"] = receipt;  // not of this form
        StickKiosk other{7};
        CHECK(other.read_receipts(brought).accepted_up_to == 0);
        brought.files[place] = receipt;
        const auto elsewhere = other.read_receipts(brought);
        CHECK(elsewhere.accepted_up_to == 0);
        CHECK_FALSE(elsewhere.refused);
        const auto here = kiosk.read_receipts(brought);
        CHECK_FALSE(here.refused);
        CHECK(kiosk.status().accepted_up_to == 7);
    }
    CHECK(kiosk.status().unacknowledged == 0);
}
