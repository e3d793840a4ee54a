#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>

#include "app/sync/settings_round.h"
#include "tests/support/catch.h"
#include "tests/unit/school_settings/example_settings.h"

namespace sync_test {

// What a school has set, by the protocol, without HTTP; app/server's own is tested with it in tests/flows.
class SettingsServer final : public syncing::SchoolTransport {
  public:
    using Answer = base::Result<syncing::Response, syncing::NetworkFailure>;
    static constexpr const char* kSchool = "school1";

    std::string publish(school_settings::Content content) {
        const auto text = school_settings::write(content, key.private_half);
        REQUIRE(text);
        const std::lock_guard lock{mutex};
        newest = *text;
        return newest;
    }
    Answer ask(const std::string& hash) override {
        const std::lock_guard lock{mutex};
        ++asked;
        asked_with = hash;
        changed.notify_all();
        if (cancelled) return base::failure(syncing::NetworkFailure::cancelled);
        if (away) return base::failure(syncing::NetworkFailure::unreachable);
        if (instead) return *instead;
        if (newest.empty()) return syncing::Response{404, {}, R"({"error":"no_settings"})"};
        if (hash == school_settings::hash_of(newest)) return syncing::Response{304, {}, {}};
        return syncing::Response{200, {}, newest};
    }
    Answer give(base::ByteView) override {
        FAIL("nobody gives settings");
        return syncing::Response{};
    }
    void cancel() override {
        const std::lock_guard lock{mutex};
        cancelled = true;
        changed.notify_all();
    }
    void answer_instead(std::optional<Answer> answer) {
        const std::lock_guard lock{mutex};
        instead = std::move(answer);
    }
    [[nodiscard]] syncing::SettingsRound::Membership membership() const {
        return {kSchool, domain::KioskId{"kiosk1"}, key.public_half};
    }

    const eventlog::KeyPair key = school_settings_test::acceptor(5);
    std::mutex mutex;
    std::condition_variable changed;
    std::string newest;
    std::optional<Answer> instead;
    bool away = false, cancelled = false;
    int asked = 0;
    std::string asked_with;
};

}  // namespace sync_test
