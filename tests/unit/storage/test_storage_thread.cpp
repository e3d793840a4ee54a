#include "app/storage/storage_thread.h"

#include <future>
#include <thread>

#include "tests/unit/storage/store_fixture.h"

using namespace storage_test;

TEST_CASE("Jobs run in the order of posting, on one thread that is not the caller's") {
    Kiosk kiosk;
    std::vector<int> order;
    std::vector<std::thread::id> threads;
    {
        storage::StorageThread thread{kiosk.create()};
        for (int i = 0; i < 100; ++i) {
            thread.post([&, i](storage::Store&) {
                order.push_back(i);
                threads.push_back(std::this_thread::get_id());
            });
        }
    }
    REQUIRE(order.size() == 100);
    for (int i = 0; i < 100; ++i) CHECK(order[static_cast<std::size_t>(i)] == i);
    for (const auto id : threads) CHECK((id == threads.front() && id != std::this_thread::get_id()));
}

TEST_CASE("Posting does not wait for the job before it") {
    Kiosk kiosk;
    std::promise<void> go;
    bool done = false;
    {
        storage::StorageThread thread{kiosk.create()};
        thread.post([&](storage::Store&) { go.get_future().wait(); });
        thread.post([&](storage::Store&) { done = true; });
        CHECK_FALSE(done);  // the first still waits, and here we are
        go.set_value();
    }
    CHECK(done);
}

TEST_CASE("What was posted before the end is recorded before the end") {
    Kiosk kiosk;
    {
        storage::StorageThread thread{kiosk.create()};
        for (int i = 0; i < 10; ++i) {
            thread.post([i](storage::Store& store) { REQUIRE(store.append({check_in("p" + std::to_string(i))})); });
        }
    }
    auto store = kiosk.open();  // also: the lock is free again
    CHECK(store->verify()->events == 11);
}

TEST_CASE("Any thread may post") {
    Kiosk kiosk;
    {
        storage::StorageThread thread{kiosk.create()};
        std::vector<std::thread> posters;
        for (int i = 0; i < 4; ++i) {
            posters.emplace_back([&thread, i] {
                for (int k = 0; k < 10; ++k) {
                    thread.post(
                        [i](storage::Store& store) { (void)store.append({check_in("p" + std::to_string(i))}); });
                }
            });
        }
        for (std::thread& poster : posters) poster.join();
    }
    CHECK(kiosk.open()->verify()->events == 41);
}
