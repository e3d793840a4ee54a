#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/eventlog/bundle.h"
#include "app/stick/archive.h"
#include "app/stick/layout.h"
#include "app/takeaway/onto_stick.h"
#include "tests/support/fake_drive.h"
#include "tests/unit/domain/school.h"
#include "tests/unit/storage/store_fixture.h"

// A kiosk with a small school, whose records go onto a stick; and the computer that collects them.
namespace stick_test {

using storage_test::check_in;

struct Zone : domain::TimeZone {
    [[nodiscard]] domain::LocalTime to_local(domain::Instant instant) const override {
        return domain::LocalTime{(instant + school::kOffset).time_since_epoch()};
    }
    [[nodiscard]] domain::Instant to_instant(domain::LocalTime local) const override {
        return school::instant_of(local);
    }
};

struct StickKiosk {
    storage_test::Kiosk machine;
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<takeaway::StoreRecords> records;  // of the store, as side() last had it
    domain::Catalogue catalogue;
    std::shared_ptr<const i18n::Texts> texts = *i18n::Texts::load(domain::Language::english, "");
    Zone zone;

    explicit StickKiosk(std::uint64_t seed = 1) {
        machine.entropy = support::FakeEntropy{seed};
        store = machine.create();
        REQUIRE(store->replace_roster(school::roster()));
    }
    [[nodiscard]] domain::KioskId id() { return store->status()->kiosk; }
    [[nodiscard]] takeaway::KioskSide side() {
        records = std::make_unique<takeaway::StoreRecords>(*store);
        return {*records, *machine.files, machine.data};
    }
    [[nodiscard]] storage::LogStatus status() { return store->status().value(); }
    void record(int events) {
        for (int i = 0; i < events; ++i) {
            machine.clock.advance(std::chrono::seconds{20});
            REQUIRE(store->append({check_in("mira", "noon")}));
        }
    }
    void rate(const std::string& comment) {
        REQUIRE(store->append({domain::AnswerGiven{domain::MeetingId{"noon"}, domain::PersonId{"mira"},
                                                   storage_test::answer_of(comment)}}));
    }
    [[nodiscard]] std::vector<std::string> lines() {
        std::vector<std::string> all;
        REQUIRE(store->read_log(1, [&](const storage::LogLine& line) {
            all.push_back(line.line);
            return true;
        }));
        return all;
    }
    [[nodiscard]] base::Result<takeaway::OntoStick, takeaway::Failure> take(
        api::EnclosedFolder& drive, const takeaway::StickOrder& order = {},
        const takeaway::Progress& progress = [](int) { return true; }) {
        const takeaway::Surroundings around{catalogue, *texts, zone, zone.to_local(machine.clock.read().wall)};
        return takeaway::take_onto_stick(side(), drive, around, order, progress);
    }
    void take_to(support::FakeDrive& drive, const takeaway::StickOrder& order = {}) {
        const auto folder = drive.folder();
        const auto taken = take(*folder, order);
        if (!taken) FAIL(taken.error().detail);
        REQUIRE(takeaway::mark_taken_away(*store, taken->up_to, "FLASH"));
    }
    [[nodiscard]] takeaway::Receipts read_receipts(support::FakeDrive& drive) {
        const auto folder = drive.folder();
        return takeaway::read_receipts(side().records, *folder).value();
    }
    void trust(const std::string& collector) { REQUIRE(takeaway::trust_collector(side(), collector)); }
};

// The computer that collects: a folder with an archive.
struct Computer {
    support::TemporaryFolder folder;
    support::FakeClock clock{domain::Instant{std::chrono::sys_days{school::kMonday}} + std::chrono::hours{12}};
    support::FakeEntropy entropy{77};
    std::unique_ptr<api::FileSystem> files = platform_linux::make_file_system();
    std::unique_ptr<api::EnclosedFolders> folders = platform_linux::make_enclosed_folders();
    std::unique_ptr<api::ProcessLocks> locks = platform_linux::make_process_locks();
    std::filesystem::path path = folder / "archive";

    [[nodiscard]] std::unique_ptr<stick::Archive> open() {
        auto archive = stick::Archive::open(path, {*folders, *files, clock, entropy, *locks});
        if (!archive) FAIL(archive.error().detail);
        return std::move(*archive);
    }
    [[nodiscard]] std::string key() { return open()->public_key(); }
    [[nodiscard]] stick::Collected collect(api::EnclosedFolder& drive) {
        auto collected = open()->collect(drive);
        if (!collected) FAIL(collected.error().detail);
        return std::move(*collected);
    }
    [[nodiscard]] stick::Collected collect(support::FakeDrive& drive) {
        const auto root = drive.folder();
        return collect(*root);
    }
    // Every line that counts, of a kiosk.
    [[nodiscard]] std::string lines_of(const domain::KioskId& kiosk) const {
        std::string all;
        const auto names = files->list(path / ("kiosk-" + kiosk.value)).value();
        for (const auto& name : names) {
            if (!name.starts_with("from-")) continue;
            const auto content = files->read(path / ("kiosk-" + kiosk.value) / name, 1 << 28);
            all += base::as_text(*content);
        }
        return all;
    }
};

inline std::string joined(const std::vector<std::string>& lines) {
    std::string all;
    for (const auto& line : lines) all += line + "\n";
    return all;
}

inline std::vector<std::string> names_on(const support::FakeDrive& drive, const std::string& end) {
    std::vector<std::string> names;
    for (const auto& [name, content] : drive.files)
        if (name.ends_with(end)) names.push_back(name);
    return names;
}

}  // namespace stick_test
