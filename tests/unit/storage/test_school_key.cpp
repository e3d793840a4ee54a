#include "app/eventlog/line.h"
#include "app/eventlog/sealing.h"
#include "tests/unit/storage/store_fixture.h"

using storage_test::Kiosk;

namespace {

eventlog::KeyPair key_of(std::uint8_t seed) {
    return eventlog::make_school_key(
        [seed](std::span<std::uint8_t> bytes) { std::fill(bytes.begin(), bytes.end(), seed); });
}

std::string sealed_by(storage::Store& store) {
    const auto events = store.append(
        {domain::AnswerGiven{domain::MeetingId{"m1"}, domain::PersonId{"p1"}, storage_test::answer_of("тихо")}});
    REQUIRE(events);
    return std::get<domain::Rated>(events->back().body).sealed;
}

}  // namespace

TEST_CASE("Answers are sealed to the new key of the school at once, and after a restart") {
    Kiosk kiosk;
    auto store = kiosk.create();
    const std::string before = sealed_by(*store);
    const auto key = key_of(3);
    REQUIRE(store->change_school_key(key.public_half));
    CHECK_FALSE(eventlog::unseal(before, key.private_half));
    CHECK(eventlog::unseal(sealed_by(*store), key.private_half));
    store.reset();
    store = kiosk.open();
    CHECK(eventlog::unseal(sealed_by(*store), key.private_half));
    CHECK(store->verify()->ok);
    // What was given before still opens with the curator's passphrase.
    const auto old = store->open_school_key(storage_test::kPassphrase);
    REQUIRE((old && *old));
    CHECK(eventlog::unseal(before, **old));
}

TEST_CASE("The same key again is not recorded, and what is no key is refused") {
    Kiosk kiosk;
    auto store = kiosk.create();
    const auto key = key_of(3);
    REQUIRE(store->change_school_key(key.public_half));
    const auto last = store->status()->last_seq;
    REQUIRE(store->change_school_key(key.public_half));
    CHECK(store->status()->last_seq == last);
    CHECK(store->change_school_key("no key").error().kind == storage::StorageErrorKind::refused);
    CHECK(eventlog::unseal(sealed_by(*store), key.private_half));
}

TEST_CASE("The new key outlives a recovery from damage, also where the power went before its file was written") {
    Kiosk kiosk;
    const auto key = key_of(3);
    {
        auto store = kiosk.create();
        const auto file = kiosk.data / "keys" / "school.pub";
        const auto old = kiosk.files->read(file, 4096);
        REQUIRE(store->change_school_key(key.public_half));
        REQUIRE(kiosk.files->write_atomically(file, *old));
        store.reset();
        store = kiosk.open();
    }
    auto recovered = storage::Store::recover(kiosk.data, kiosk.ports(), "a test");
    REQUIRE(recovered);
    CHECK(eventlog::unseal(sealed_by(*recovered->store), key.private_half));
}
