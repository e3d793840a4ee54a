#include "app/eventlog/sealing.h"

#include <set>

#include "tests/support/catch.h"
#include "tests/support/fake_entropy.h"

using namespace eventlog;

namespace {

Random random_of(support::FakeEntropy& entropy) {
    return [&entropy](std::span<std::uint8_t> bytes) { entropy.fill(bytes); };
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

std::vector<domain::Answer> some_answers() {
    const std::string longest_tag(kMaxTagBytes, 'x');
    return {{1, {}, "", false},
            {5, {"fun"}, "Спасибо!", true},
            {3, {longest_tag, longest_tag, longest_tag}, repeated("🙂", 200), false},
            {3, {longest_tag, longest_tag, longest_tag}, repeated("\x01", 200), true},
            {2, {"a", "b", "c"}, repeated("\"", 200), true},
            {4, {}, repeated("ё", 199) + "\n", false}};
}

}  // namespace

TEST_CASE("A sealed answer comes back with the school's private key and only with that") {
    support::FakeEntropy entropy;
    const KeyPair school = make_school_key(random_of(entropy)), other = make_school_key(random_of(entropy));
    REQUIRE(school.public_half != other.public_half);
    for (const domain::Answer& answer : some_answers()) {
        const auto sealed = seal(answer, school.public_half);
        REQUIRE(sealed);
        CHECK(unseal(*sealed, school.private_half) == answer);
        CHECK_FALSE(unseal(*sealed, other.private_half));
        CHECK_FALSE(unseal(*sealed, school.public_half));
    }
}

TEST_CASE("All sealed answers have one length and no two are alike, even of the same answer") {
    support::FakeEntropy entropy;
    const KeyPair school = make_school_key(random_of(entropy));
    std::set<std::string> seen;
    for (const domain::Answer& answer : some_answers()) {
        for (int i = 0; i < 2; ++i) {
            const auto sealed = seal(answer, school.public_half);
            CHECK(sealed->size() == kSealedBytes);
            CHECK(seen.insert(*sealed).second);
        }
    }
}

TEST_CASE("A changed sealed answer is not read") {
    support::FakeEntropy entropy;
    const KeyPair school = make_school_key(random_of(entropy));
    const std::string sealed = *seal({4, {}, "да", false}, school.public_half);
    for (const std::size_t at : {std::size_t{0}, std::size_t{50}, sealed.size() / 2, sealed.size() - 4}) {
        std::string changed = sealed;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        CHECK_FALSE(unseal(changed, school.private_half));
    }
    CHECK_FALSE(unseal("", school.private_half));
    CHECK_FALSE(unseal(sealed + "AAAA", school.private_half));
    CHECK_FALSE(unseal(std::string(kSealedBytes, '!'), school.private_half));
    CHECK_FALSE(unseal(sealed, "not a key"));
}

TEST_CASE("An answer outside its limits is not sealed") {
    support::FakeEntropy entropy;
    const std::string key = make_school_key(random_of(entropy)).public_half;
    CHECK_FALSE(seal({0, {}, "", false}, key));
    CHECK_FALSE(seal({6, {}, "", false}, key));
    CHECK_FALSE(seal({3, {"a", "b", "c", "d"}, "", false}, key));
    CHECK_FALSE(seal({3, {std::string(kMaxTagBytes + 1, 'x')}, "", false}, key));
    CHECK_FALSE(seal({3, {"Скучно"}, "", false}, key));
    CHECK_FALSE(seal({3, {}, repeated("ё", 201), false}, key));
    CHECK_FALSE(seal({3, {}, "\xff", false}, key));
    CHECK_FALSE(seal({3, {}, "", false}, "12"));
}

TEST_CASE("The school's private key opens with its passphrase and no other") {
    support::FakeEntropy entropy;
    const KeyPair school = make_school_key(random_of(entropy));
    const auto file = lock_key(school, "зелёный трактор", random_of(entropy), Stretching::tests);
    REQUIRE(file);
    CHECK(file->find(school.private_half) == std::string::npos);
    CHECK(file->find(school.public_half) != std::string::npos);
    CHECK(unlock_key(*file, "зелёный трактор") == school.private_half);
    for (const char* wrong : {"", "зеленый трактор", "зелёный трактор "}) CHECK_FALSE(unlock_key(*file, wrong));
}

TEST_CASE("A key file that was changed or asks for too much is refused") {
    support::FakeEntropy entropy;
    const std::string file = *lock_key(make_school_key(random_of(entropy)), "x", random_of(entropy), Stretching::tests);
    const auto with = [&](const std::string& key, const std::string& value) {
        std::string text = file;
        const auto at = text.find("\"" + key + "\": ") + key.size() + 4;
        return text.replace(at, text.find_first_of(",\n", at) - at, value);
    };
    REQUIRE(unlock_key(file, "x"));
    CHECK_FALSE(unlock_key("", "x"));
    CHECK_FALSE(unlock_key("[]", "x"));
    CHECK_FALSE(unlock_key(with("memory", "1099511627776"), "x"));
    CHECK_FALSE(unlock_key(with("memory", "1"), "x"));
    CHECK_FALSE(unlock_key(with("operations", "1000000"), "x"));
    CHECK_FALSE(unlock_key(with("operations", "0"), "x"));
    CHECK_FALSE(unlock_key(with("salt", "\"00\""), "x"));
    CHECK_FALSE(unlock_key(with("v", "2"), "x"));
    CHECK_FALSE(unlock_key(with("secretbox", "\"" + std::string(96, '0') + "\""), "x"));
}

TEST_CASE("A key pair is drawn from the given dice") {
    support::FakeEntropy one{5}, same{5};
    CHECK(make_kiosk_key(random_of(one)).private_half == make_kiosk_key(random_of(same)).private_half);
    CHECK(make_kiosk_key(random_of(one)).private_half.size() == 128);
    CHECK(make_kiosk_key(random_of(one)).public_half.size() == 64);
}

TEST_CASE("A PIN is checked against its hash, which does not hold it") {
    const auto hash = hash_pin("2468", Stretching::tests);
    REQUIRE(hash);
    CHECK(hash->find("2468") == std::string::npos);
    CHECK(pin_matches("2468", *hash));
    CHECK_FALSE(pin_matches("2467", *hash));
    CHECK_FALSE(pin_matches("2468", ""));
    CHECK_FALSE(pin_matches("2468", "garbage"));
}
