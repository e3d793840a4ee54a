#include "app/kiosk_request/authorization.h"

#include "app/eventlog/sealing.h"
#include "tests/support/catch.h"

using kiosk_request::Asked;
using kiosk_request::Caller;

namespace {

eventlog::KeyPair key_pair(std::uint8_t seed) {
    return eventlog::make_kiosk_key([seed](std::span<std::uint8_t> bytes) {
        for (std::uint8_t& byte : bytes) byte = seed;
    });
}

const std::string kFingerprint(64, 'f');
const std::string kNonce(32, '7');
const domain::KioskId kKiosk{"0123456789abcdef"};
const Asked kAsked{"POST", "/api/1/kiosks/0123456789abcdef/news?since=5", "{\"news\":1}", kFingerprint};

std::string header() {
    const auto made = kiosk_request::authorization(kAsked, kKiosk, kNonce, key_pair(1).private_half);
    REQUIRE(made);
    return *made;
}

}  // namespace

TEST_CASE("What a kiosk signed is read back and holds under its key alone") {
    const auto caller = kiosk_request::read_authorization(header());
    REQUIRE(caller);
    CHECK(caller->kiosk == kKiosk);
    CHECK(caller->nonce == kNonce);
    CHECK(kiosk_request::signature_holds(*caller, kAsked, key_pair(1).public_half));
    CHECK_FALSE(kiosk_request::signature_holds(*caller, kAsked, key_pair(2).public_half));
    CHECK_FALSE(kiosk_request::signature_holds(*caller, kAsked, "no key"));
}

TEST_CASE("A signature holds for nothing else: another method, target, body, server, kiosk or nonce") {
    const Caller caller = *kiosk_request::read_authorization(header());
    const std::string key = key_pair(1).public_half;
    const std::string other(64, 'e');
    std::vector<Asked> others(4, kAsked);
    others[0].method = "GET";
    others[1].target = "/api/1/kiosks/0123456789abcdef/news?since=6";
    others[2].body = "{\"news\":2}";
    others[3].fingerprint = other;
    for (const Asked& asked : others) CHECK_FALSE(kiosk_request::signature_holds(caller, asked, key));

    // Nor where one field takes what another one loses.
    Asked moved = kAsked;
    moved.method = "POS";
    moved.target = "T/api/1/kiosks/0123456789abcdef/news?since=5";
    CHECK_FALSE(kiosk_request::signature_holds(caller, moved, key));

    Caller changed = caller;
    changed.kiosk = domain::KioskId{"0123456789abcdee"};
    CHECK_FALSE(kiosk_request::signature_holds(changed, kAsked, key));
    changed = caller;
    changed.nonce = std::string(32, '8');
    CHECK_FALSE(kiosk_request::signature_holds(changed, kAsked, key));
}

TEST_CASE("Each bit of the header that is flipped makes it unreadable or wrong") {
    const std::string good = header();
    const std::string key = key_pair(1).public_half;
    for (std::size_t i = 0; i < 8 * good.size(); ++i) {
        std::string flipped = good;
        flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ (1 << i % 8));
        const auto caller = kiosk_request::read_authorization(flipped);
        INFO("bit " << i);
        CHECK_FALSE((caller && kiosk_request::signature_holds(*caller, kAsked, key)));
    }
}

TEST_CASE("Whatever is not of the form of the header is no caller") {
    const std::string good = header();
    for (std::size_t length = 0; length < good.size(); ++length) {
        CHECK_FALSE(kiosk_request::read_authorization(good.substr(0, length)));
    }
    for (const std::string& bad :
         {good + " ", good + "0", " " + good, "Bearer" + good.substr(8), good.substr(0, 8) + " " + good.substr(8),
          std::string{"Vstrecha   "}, std::string{"Basic dXNlcjpwYXNz"}}) {
        CHECK_FALSE(kiosk_request::read_authorization(bad));
    }
}

TEST_CASE("With a key, an id or a nonce that is none there is no header") {
    const std::string key = key_pair(1).private_half;
    CHECK_FALSE(kiosk_request::authorization(kAsked, kKiosk, kNonce, "no key"));
    CHECK_FALSE(kiosk_request::authorization(kAsked, domain::KioskId{"a b"}, kNonce, key));
    CHECK_FALSE(kiosk_request::authorization(kAsked, domain::KioskId{}, kNonce, key));
    CHECK_FALSE(kiosk_request::authorization(kAsked, kKiosk, "7", key));
}
