#include <condition_variable>
#include <mutex>

#include "platform/linux/linux.h"
#include "tests/support/avahi/avahi_daemon.h"
#include "tests/support/catch.h"

using api::FoundService;
using namespace std::chrono_literals;

namespace {

constexpr const char* kType = "_vstrecha-test._tcp";

// What a search tells, waited for.
class Heard {
  public:
    std::function<void(const std::vector<FoundService>&)> listener() {
        return [this](const std::vector<FoundService>& services) {
            const std::lock_guard lock{mutex_};
            services_ = services;
            was_told_ = true;
            told_.notify_all();
        };
    }
    // Empty when they become these, at the latest after a generous time; else what they are.
    std::string other_than(const std::vector<FoundService>& expected) {
        std::unique_lock lock{mutex_};
        if (told_.wait_for(lock, 30s, [&] { return services_ == expected; })) return {};
        std::string all = std::to_string(services_.size()) + " found:";
        for (const FoundService& service : services_) {
            all += " " + service.name + " at " + service.address + ":" + std::to_string(service.port);
        }
        return all;
    }
    bool was_told() {
        const std::lock_guard lock{mutex_};
        return was_told_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable told_;
    std::vector<FoundService> services_;
    bool was_told_ = false;
};

}  // namespace

TEST_CASE("What is announced is found with its name, address and port, and is gone when the announcement ends") {
    support::AvahiDaemon::shared();
    const auto discovery = platform_linux::make_service_discovery();
    Heard heard;
    const auto search = discovery->search(kType, heard.listener());
    auto first = discovery->announce(kType, "Школа № 12", 8443);
    CHECK(heard.other_than({{"Школа № 12", "127.0.0.1", 8443}}) == "");

    SECTION("a second one of the same name gets a number, and neither hides the other") {
        const auto second = discovery->announce(kType, "Школа № 12", 8444);
        CHECK(heard.other_than({{"Школа № 12", "127.0.0.1", 8443}, {"Школа № 12 #2", "127.0.0.1", 8444}}) == "");
    }
    SECTION("another type is not found") {
        const auto other = discovery->announce("_vstrecha-other._tcp", "Другая", 1);
        const auto second = discovery->announce(kType, "Ясень", 2);
        CHECK(heard.other_than({{"Школа № 12", "127.0.0.1", 8443}, {"Ясень", "127.0.0.1", 2}}) == "");
    }
    first.reset();
    CHECK(heard.other_than({}) == "");
}

TEST_CASE("When the daemon is started anew, what was announced is found again") {
    auto& daemon = support::AvahiDaemon::shared();
    const auto discovery = platform_linux::make_service_discovery();
    Heard heard;
    const auto announcement = discovery->announce(kType, "Школа", 8443);
    const auto search = discovery->search(kType, heard.listener());
    REQUIRE(heard.other_than({{"Школа", "127.0.0.1", 8443}}) == "");
    daemon.stop();
    CHECK(heard.other_than({}) == "");
    daemon.start();
    CHECK(heard.other_than({{"Школа", "127.0.0.1", 8443}}) == "");
}

TEST_CASE("Without the daemon nothing is found and nobody is told; it is found when the daemon comes") {
    auto& daemon = support::AvahiDaemon::shared();
    daemon.stop();
    const auto discovery = platform_linux::make_service_discovery();
    Heard heard;
    const auto announcement = discovery->announce(kType, "Школа", 8443);
    const auto search = discovery->search(kType, heard.listener());
    CHECK_FALSE(heard.was_told());
    daemon.start();
    CHECK(heard.other_than({{"Школа", "127.0.0.1", 8443}}) == "");
}
