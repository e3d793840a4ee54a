#include "app/network_pull/offer.h"

#include "tests/support/catch.h"

using namespace network_pull;
using namespace std::chrono_literals;

namespace {

constexpr domain::Millis kOpened{5'000'000};

Offer offer() {
    return Offer{"482913", kOpened};
}

}  // namespace

TEST_CASE("Whoever knows the code comes in, and is the visitor by his token alone") {
    Offer it = offer();
    CHECK(it.enter("482913", "token-1", kOpened + 1s) == Entry::entered);
    CHECK(it.has_visitor());
    CHECK(it.is_visitor("token-1", kOpened + 2s));
    CHECK_FALSE(it.is_visitor("token-2", kOpened + 2s));
    CHECK_FALSE(it.is_visitor("", kOpened + 2s));
    CHECK(it.closed(kOpened + 2s) == Closed::no);
}

TEST_CASE("One code is for one device: the right code of a second one is refused and costs no try") {
    Offer it = offer();
    REQUIRE(it.enter("482913", "token-1", kOpened) == Entry::entered);
    for (int i = 0; i < 10; ++i) CHECK(it.enter("482913", "token-2", kOpened) == Entry::taken);
    CHECK(it.tries_left() == kTries);
    CHECK_FALSE(it.is_visitor("token-2", kOpened));
    CHECK(it.is_visitor("token-1", kOpened));
}

TEST_CASE("After five wrong codes, whoever they came from, nobody comes in, and who was in is out") {
    Offer it = offer();
    REQUIRE(it.enter("482913", "token-1", kOpened) == Entry::entered);
    for (int left = kTries - 1; left >= 0; --left) {
        CHECK(it.enter("482914", "token-2", kOpened) == Entry::wrong);
        CHECK(it.tries_left() == left);
    }
    CHECK(it.closed(kOpened) == Closed::by_tries);
    CHECK_FALSE(it.is_visitor("token-1", kOpened));
    CHECK(it.enter("482913", "token-2", kOpened) == Entry::over);
}

TEST_CASE("Wrong are also a part of the code, more than it, and nothing") {
    for (const char* code : {"", "48291", "4829133", "482 913", "abcdef"}) {
        Offer it = offer();
        CHECK(it.enter(code, "token", kOpened) == Entry::wrong);
    }
}

TEST_CASE("It closes after ten minutes, to the millisecond") {
    Offer it = offer();
    CHECK(it.closes() == kOpened + 10min);
    REQUIRE(it.enter("482913", "token-1", kOpened + 10min - 1ms) == Entry::entered);
    CHECK(it.is_visitor("token-1", kOpened + 10min - 1ms));
    CHECK_FALSE(it.is_visitor("token-1", kOpened + 10min));
    CHECK(it.closed(kOpened + 10min) == Closed::by_time);
    Offer late = offer();
    CHECK(late.enter("482913", "token-1", kOpened + 10min) == Entry::over);
}

TEST_CASE("The visitor ends it, and nobody else") {
    Offer it = offer();
    it.finish("token-1", kOpened);
    CHECK(it.closed(kOpened) == Closed::no);
    REQUIRE(it.enter("482913", "token-1", kOpened) == Entry::entered);
    it.finish("token-2", kOpened);
    CHECK(it.closed(kOpened) == Closed::no);
    it.finish("token-1", kOpened);
    CHECK(it.closed(kOpened) == Closed::by_visitor);
    CHECK_FALSE(it.is_visitor("token-1", kOpened));
}
