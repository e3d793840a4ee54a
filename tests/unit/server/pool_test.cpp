#include "app/server/store/pool.h"

#include <memory>
#include <thread>

#include "tests/support/catch.h"

namespace {

using Thing = std::unique_ptr<int>;
constexpr std::chrono::minutes kLong{5};

void give(server::Pool<Thing>& pool, Thing thing) {
    pool.give_back(std::move(thing), [](std::vector<Thing>&) {});
}

}  // namespace

TEST_CASE("Whoever waits for a connection is served in the order of coming, and who comes back comes last") {
    server::Pool<Thing> pool{1};
    auto first = pool.take(kLong);
    REQUIRE(first);
    std::mutex mutex;
    std::vector<std::size_t> served;
    const auto note = [&](std::size_t who) {
        const std::lock_guard lock{mutex};
        served.push_back(who);
    };
    std::vector<std::thread> threads;
    for (std::size_t who = 0; who < 8; ++who) {
        threads.emplace_back([&, who] {
            auto thing = pool.take(kLong);
            note(who);
            give(pool, thing ? std::move(*thing) : nullptr);
        });
        while (pool.waiting() <= who) std::this_thread::yield();
    }
    give(pool, std::move(*first));
    auto again = pool.take(kLong);  // comes while eight are waiting, or served
    note(8);
    give(pool, again ? std::move(*again) : nullptr);
    for (std::thread& thread : threads) thread.join();
    CHECK(served == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7, 8});
}

TEST_CASE("Who has waited long enough gets nothing, and what is given back goes to those who still wait") {
    server::Pool<Thing> pool{1};
    auto first = pool.take(kLong);
    REQUIRE(first);
    CHECK_FALSE(pool.take(std::chrono::milliseconds{1}));
    CHECK(pool.waiting() == 0);
    bool is_served = false;
    std::thread other{[&] { is_served = pool.take(kLong).has_value(); }};
    while (pool.waiting() == 0) std::this_thread::yield();
    give(pool, std::move(*first));
    other.join();
    CHECK(is_served);
}

TEST_CASE("A connection that lives is taken before one that has to be made") {
    server::Pool<Thing> pool{2};
    auto one = pool.take(kLong), two = pool.take(kLong);
    REQUIRE(one);
    REQUIRE(two);
    give(pool, std::make_unique<int>(7));
    give(pool, nullptr);
    const auto taken = pool.take(kLong);
    REQUIRE(taken);
    CHECK(*taken != nullptr);
}
