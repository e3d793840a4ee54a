#include "app/domain/throttle.h"
#include "tests/support/catch.h"
#include "tests/unit/domain/school.h"

using namespace school;

namespace {
const domain::Instant kThen = instant_of(today(13, 0));
domain::Throttle failed(int times, const domain::ThrottlePolicy& policy = domain::kPicturesPolicy) {
    domain::Throttle throttle;
    for (int i = 0; i < times; ++i) throttle = domain::after_failure(throttle, policy, kThen);
    return throttle;
}
}  // namespace

TEST_CASE("Two wrong tries cost nothing, the third half a minute, each further one twice as much up to ten minutes") {
    CHECK(domain::wait_left(failed(2), kThen) == 0s);
    CHECK(domain::wait_left(failed(3), kThen) == 30s);
    CHECK(domain::wait_left(failed(4), kThen) == 60s);
    CHECK(domain::wait_left(failed(7), kThen) == 480s);
    CHECK(domain::wait_left(failed(8), kThen) == 600s);
    CHECK(domain::wait_left(failed(5000), kThen) == 600s);
}

TEST_CASE("Five wrong PINs lock it for a minute, and no longer than four hours") {
    CHECK(domain::wait_left(failed(4, domain::kPinPolicy), kThen) == 0s);
    CHECK(domain::wait_left(failed(5, domain::kPinPolicy), kThen) == 60s);
    CHECK(domain::wait_left(failed(6, domain::kPinPolicy), kThen) == 120s);
    CHECK(domain::wait_left(failed(60, domain::kPinPolicy), kThen) == 14400s);
}

TEST_CASE("A wait is told in seconds rounded up, and ends") {
    const auto throttle = failed(3);
    CHECK(domain::wait_left(throttle, kThen + 1ms) == 30s);
    CHECK(domain::wait_left(throttle, kThen + 1000ms) == 29s);
    CHECK(domain::wait_left(throttle, kThen + 29001ms) == 1s);
    CHECK(domain::wait_left(throttle, kThen + 30s) == 0s);
    CHECK(domain::wait_left(domain::Throttle{}, kThen) == 0s);
}

TEST_CASE("A clock that has gone back makes the wait begin anew and never longer") {
    const auto throttle = failed(3);
    const auto earlier = kThen - 5h;
    CHECK(domain::wait_left(throttle, earlier) == 30s);
    const auto anew = domain::begun_anew(throttle, earlier);
    CHECK(domain::wait_left(anew, earlier + 10s) == 20s);
    CHECK(domain::wait_left(anew, earlier + 30s) == 0s);
    CHECK(anew.failures == 3);
    CHECK(domain::begun_anew(throttle, kThen + 1s) == throttle);
    CHECK(domain::begun_anew(domain::Throttle{}, kThen) == domain::Throttle{});
}
