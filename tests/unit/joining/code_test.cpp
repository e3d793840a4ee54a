#include "app/joining/code.h"

#include <set>

#include "tests/support/catch.h"
#include "tests/support/fake_entropy.h"

using joining::read_address;
using joining::read_code;
using joining::read_invitation;

TEST_CASE("Drawn codes are of the alphabet, of the right length, and differ") {
    support::FakeEntropy entropy;
    std::set<std::string> codes;
    for (int i = 0; i < 500; ++i) {
        const std::string code = joining::draw_code([&](std::span<std::uint8_t> bytes) { entropy.fill(bytes); });
        CHECK(code.size() == joining::kCodeCharacters);
        CHECK(code.find_first_not_of(joining::kCodeAlphabet) == std::string::npos);
        CHECK(read_code(joining::shown(code)) == code);
        codes.insert(code);
    }
    CHECK(codes.size() == 500);
    CHECK(joining::kCodeAlphabet.size() == 32);
}

TEST_CASE("A code is read as people type it: spaces, hyphens, small letters, and Russian letters that look the same") {
    const std::string code = "ABCEH-KMPTX";
    const std::string wanted = "ABCEHKMPTX";
    CHECK(read_code(code) == wanted);
    CHECK(read_code("abceh kmptx") == wanted);
    CHECK(read_code("  ABCEH - KMPTX ") == wanted);
    CHECK(read_code("ABCEH\u2013KMPTX") == wanted);
    CHECK(read_code("ABCEH\u00a0KMPTX") == wanted);
    // All of it on the Russian keyboard: capital and small.
    CHECK(read_code("АВСЕН-КМРТХ") == wanted);
    CHECK(read_code("авсен кмртх") == wanted);
    CHECK(read_code("У234567892") == "Y234567892");
    CHECK(read_code("A В C Е H K М P Т X") == wanted);
}

TEST_CASE("What is no code is not read as one") {
    for (const char* typed : {"", " ", "ABCEHKMPT", "ABCEHKMPTXX", "ABCEHKMPT0", "ABCEHKMPT1", "ABCEHKMPTI",
                              "ABCEHKMPTO", "ABCEHKMPTЖ", "ABCEHKMPT\xd0", "ABCEHKMPT_", "ABCEHKMPT\n", "абвгдежзик"}) {
        CAPTURE(typed);
        CHECK_FALSE(read_code(typed));
    }
    CHECK_FALSE(read_code(std::string(100'000, '2')));
    CHECK_FALSE(read_code(std::string("ABCEH\0KMPTX", 11)));
}

TEST_CASE("The selector is the beginning of the code, and what is made of two codes differs") {
    const auto one = joining::stretch("ABCDEFGHJK"), again = joining::stretch("ABCDEFGHJK"),
               other = joining::stretch("ABCDEFGHJL"), elsewhere = joining::stretch("BACDEFGHJK");
    REQUIRE(one);
    REQUIRE(other);
    REQUIRE(elsewhere);
    CHECK(joining::selector_of("ABCDEFGHJK") == "AB");
    CHECK(*one == *again);
    CHECK(*one != *other);
    CHECK(*one != *elsewhere);
    CHECK(joining::shown("ABCDEFGHJK") == "ABCDE-FGHJK");
}

TEST_CASE("An address is read as people type it") {
    using joining::Address;
    CHECK(read_address("school.lan") == Address{"school.lan", 8443});
    CHECK(read_address(" 192.168.1.5:9000 ") == Address{"192.168.1.5", 9000});
    CHECK(read_address("https://school.lan:8443/") == Address{"school.lan", 8443});
    CHECK(read_address("HTTPS://school.lan") == Address{"school.lan", 8443});
    CHECK(read_address("[fd00::1]:8443") == Address{"fd00::1", 8443});
    CHECK(read_address("[fd00::1]") == Address{"fd00::1", 8443});
    CHECK(read_address("fd00::1") == Address{"fd00::1", 8443});
    for (const char* typed :
         {"", " ", ":8443", "school.lan:", "school.lan:0", "school.lan:65536", "school.lan:84x", "http://school.lan",
          "school lan", "school.lan/path", "[fd00::1", "[fd00::1]x", "[]:1", "школа.рф", "a@b", "[fd00::1]:"}) {
        CAPTURE(typed);
        CHECK_FALSE(read_address(typed));
    }
    CHECK_FALSE(read_address(std::string(254, 'a')));
    for (const Address& address : {Address{"school.lan", 1}, Address{"fd00::1", 65535}, Address{"10.0.0.1", 8443}}) {
        CHECK(read_address(joining::text_of(address)) == address);
    }
}

TEST_CASE("An invitation is read as it was written, and nothing else is taken for one") {
    using joining::Invitation;
    for (const Invitation& invitation :
         {Invitation{"school.lan", 8443, "ABCDEFGHJK"}, Invitation{"fd00::1", 443, "2345678923"}}) {
        CHECK(read_invitation(joining::text_of(invitation)) == invitation);
    }
    CHECK(joining::text_of(Invitation{"school.lan", 8443, "ABCDEFGHJK"}) == "vstrecha://school.lan:8443/ABCDEFGHJK");
    CHECK(read_invitation("VSTRECHA://school.lan:8443/abcde-fghjk") == Invitation{"school.lan", 8443, "ABCDEFGHJK"});
    for (const char* text : {"", "vstrecha://", "vstrecha:///ABCDEFGHJK", "school.lan:8443/ABCDEFGHJK",
                             "https://school.lan:8443/ABCDEFGHJK", "vstrecha://school.lan:8443",
                             "vstrecha://school.lan:8443/ABCDEFGHJ", "vstrecha://school.lan:0/ABCDEFGHJK", "1234567"}) {
        CAPTURE(text);
        CHECK_FALSE(read_invitation(text));
    }
}
