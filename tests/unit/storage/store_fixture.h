#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "app/storage/store.h"
#include "platform/linux/linux.h"
#include "tests/support/catch.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_entropy.h"
#include "tests/support/temporary_folder.h"

// A kiosk's data in a temporary folder, with real files, real locks and real SQLite; the clock and the dice are ours.
namespace storage_test {

inline const std::string kPassphrase = "зелёный трактор едет";
inline const std::string kPin = "2468";

struct Kiosk {
    support::TemporaryFolder folder;
    std::filesystem::path data = folder.path() / "data";
    support::FakeClock clock{domain::Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}} +
                             std::chrono::hours{7}};
    support::FakeEntropy entropy;
    std::unique_ptr<api::ProcessLocks> locks = platform_linux::make_process_locks();
    std::unique_ptr<api::FileSystem> files = platform_linux::make_file_system();

    [[nodiscard]] storage::Store::Ports ports() { return {clock, entropy, *locks, *files}; }
    [[nodiscard]] static storage::Identity identity() {
        storage::Identity identity;
        identity.settings.school_name = "Школа № 12";
        identity.settings.time_zone = "Asia/Novokuznetsk";
        identity.passphrase = kPassphrase;
        identity.pin = kPin;
        identity.hardness = storage::Hardness::tests;
        return identity;
    }
    [[nodiscard]] std::unique_ptr<storage::Store> create() {
        auto store = storage::Store::create(data, ports(), identity());
        if (!store) FAIL(store.error().detail);
        return std::move(*store);
    }
    [[nodiscard]] std::unique_ptr<storage::Store> open(storage::OpenMode mode = storage::OpenMode::read_write) {
        auto store = storage::Store::open(data, ports(), mode);
        if (!store) FAIL(store.error().detail);
        return std::move(*store);
    }
};

inline domain::Draft check_in(const std::string& person, const std::string& meeting = "meeting1") {
    return domain::EventBody{
        domain::CheckedIn{domain::MeetingId{meeting}, domain::PersonId{person}, domain::FoundBy::pictures}};
}

inline domain::Answer answer_of(std::string comment) {
    domain::Answer answer;
    answer.score = 2;
    answer.tags = {"bored", "too_long"};
    answer.comment = std::move(comment);
    answer.wants_to_talk = true;
    return answer;
}

}  // namespace storage_test
