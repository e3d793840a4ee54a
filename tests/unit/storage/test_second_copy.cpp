#include <algorithm>
#include <fstream>
#include <map>

#include "app/eventlog/line.h"
#include "app/storage/second_copy.h"
#include "tests/unit/storage/store_fixture.h"

using namespace storage_test;
using domain::Seq;
using storage::Kept;
using storage::OpenMode;
using storage::SecondCopy;
using storage::StorageErrorKind;
namespace fs = std::filesystem;

namespace {

struct Copied : Kiosk {
    std::unique_ptr<storage::Store> store = create();

    void check_in_some(int count) {
        for (int i = 0; i < count; ++i) REQUIRE(store->append({check_in("p" + std::to_string(i))}));
    }
    void rate_some(int count) {
        for (int i = 0; i < count; ++i) {
            REQUIRE(store->append({domain::Draft{
                domain::AnswerGiven{domain::MeetingId{"m"}, domain::PersonId{"p"}, answer_of("a")}}}));
        }
    }
    // As the storage thread does when `passes` goes by without a job.
    void rest(std::chrono::seconds passes = std::chrono::seconds{0}) {
        clock.advance(passes);
        for (int i = 0; i < 200; ++i) {
            const auto again = store->rest();
            if (!again || again->count() > 0) return;
        }
        FAIL("does not come to rest");
    }
    std::vector<storage::LogLine> lines() {
        std::vector<storage::LogLine> all;
        REQUIRE(store->read_log(1, [&](const storage::LogLine& line) {
            all.push_back(line);
            return true;
        }));
        return all;
    }
    std::vector<Seq> copied(const fs::path& folder_of_data) {
        SecondCopy copy{*files, folder_of_data, {}};
        std::vector<Seq> numbers;
        copy.each_record([&](const SecondCopy::Record& record) {
            if (!record.line.empty()) numbers.push_back(record.seq);
        });
        return numbers;
    }
    std::vector<Seq> copied() { return copied(data); }
    storage::Store::Recovered recover_without_database() {
        store.reset();
        for (const char* name : {"vstrecha.db", "vstrecha.db-wal", "vstrecha.db-shm"}) fs::remove(data / name);
        auto recovered = storage::Store::recover(data, ports(), "test");
        if (!recovered) FAIL(recovered.error().detail);
        return std::move(*recovered);
    }
};

std::vector<Seq> up_to(Seq last) {
    std::vector<Seq> numbers;
    for (Seq seq = 1; seq <= last; ++seq) numbers.push_back(seq);
    return numbers;
}

}  // namespace

TEST_CASE("Lines go into the second copy in groups, half a minute after the first of them") {
    Copied kiosk;
    kiosk.rest(std::chrono::seconds{31});
    kiosk.check_in_some(5);
    kiosk.rest();
    CHECK(kiosk.copied() == up_to(1));
    kiosk.rest(std::chrono::seconds{29});
    CHECK(kiosk.copied() == up_to(1));
    kiosk.rest(std::chrono::seconds{2});
    CHECK(kiosk.copied() == up_to(6));
    kiosk.rate_some(10);  // more than a group holds
    kiosk.rest();
    CHECK(kiosk.copied() == up_to(16));
    kiosk.check_in_some(1);
    kiosk.store.reset();
    CHECK(kiosk.copied() == up_to(17));
}

TEST_CASE("Nothing is written to the second copy while nobody touches the screen") {
    Copied kiosk;
    kiosk.check_in_some(5);
    kiosk.rest(std::chrono::seconds{31});
    kiosk.rest(std::chrono::seconds{31});
    std::map<fs::path, fs::file_time_type> before;
    for (const auto& entry : fs::recursive_directory_iterator(kiosk.data)) before[entry.path()] = entry.last_write_time();
    for (int i = 0; i < 1000; ++i) kiosk.rest(std::chrono::seconds{30});
    std::map<fs::path, fs::file_time_type> after;
    for (const auto& entry : fs::recursive_directory_iterator(kiosk.data)) after[entry.path()] = entry.last_write_time();
    CHECK(before == after);
    CHECK_FALSE(kiosk.store->damage());
}

TEST_CASE("A log, its roster and its settings are rebuilt from the second copy alone") {
    Copied kiosk;
    domain::Roster roster;
    roster.people.resize(1);
    roster.people[0].id.value = "p1";
    roster.people[0].name.surname = "Иванова";
    REQUIRE(kiosk.store->replace_roster(roster));
    kiosk.check_in_some(30);
    kiosk.rate_some(400);  // several files
    kiosk.rest(std::chrono::seconds{31});
    kiosk.rest(std::chrono::seconds{61});
    const auto before = kiosk.lines();
    const auto names = *kiosk.files->list(kiosk.data / "copy");
    CHECK(std::count_if(names.begin(), names.end(), [](const std::string& name) { return name.ends_with(".zst"); }) >= 2);

    auto recovered = kiosk.recover_without_database();
    CHECK(recovered.report.missing.empty());
    CHECK(recovered.report.salvaged == before.size());
    CHECK(recovered.report.roster == Kept::from_copy);
    CHECK(recovered.report.settings == Kept::from_copy);
    kiosk.store = std::move(recovered.store);
    CHECK(kiosk.store->roster()->people[0].name.surname == "Иванова");
    CHECK(kiosk.store->settings()->school_name == "Школа № 12");
    CHECK(*kiosk.store->check_pin(kPin));
    const auto after = kiosk.lines();
    REQUIRE(after.size() == before.size() + 1);
    for (std::size_t i = 0; i < before.size(); ++i) REQUIRE(after[i].line == before[i].line);
    CHECK(kiosk.store->verify()->ok);
}

TEST_CASE("A log that lost its end is told by its second copy, and gets it back") {
    Copied kiosk;
    kiosk.check_in_some(10);
    kiosk.store.reset();
    const auto old = kiosk.folder.path() / "old";
    fs::copy_file(kiosk.data / "vstrecha.db", old);
    kiosk.store = kiosk.open();
    kiosk.check_in_some(10);
    kiosk.store.reset();
    fs::remove(kiosk.data / "vstrecha.db-wal");
    fs::copy_file(old, kiosk.data / "vstrecha.db", fs::copy_options::overwrite_existing);

    const auto opened = storage::Store::open(kiosk.data, kiosk.ports(), OpenMode::read_write);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == StorageErrorKind::damaged);
    auto recovered = storage::Store::recover(kiosk.data, kiosk.ports(), "test");
    REQUIRE(recovered);
    CHECK(recovered->report.salvaged == 21);
    CHECK(recovered->report.missing.empty());
}

TEST_CASE("A torn end of the second copy is left as it is, and a new file goes on") {
    Copied kiosk;
    kiosk.check_in_some(10);
    kiosk.store.reset();
    {
        std::fstream file{kiosk.data / "copy" / "log-000001.txt", std::ios::in | std::ios::out | std::ios::binary};
        std::string text{std::istreambuf_iterator<char>{file}, {}};
        const auto end = text.find('\0');
        file.clear();
        file.seekp(static_cast<std::streamoff>(end - 40));
        file.write(std::string(40, '\0').data(), 40);
    }
    kiosk.store = kiosk.open();
    kiosk.check_in_some(3);
    kiosk.store.reset();
    CHECK(kiosk.copied() == up_to(14));
    CHECK(kiosk.files->exists(kiosk.data / "copy" / "log-000002.txt"));
}

TEST_CASE("A second copy of another history is set aside and never followed") {
    Copied kiosk;
    kiosk.check_in_some(10);
    kiosk.store.reset();
    Copied other;  // of the same kiosk, by the same dice: a copied card that went on by itself
    for (int i = 0; i < 40; ++i) REQUIRE(other.store->append({check_in("q" + std::to_string(i))}));
    other.store.reset();
    fs::remove_all(kiosk.data / "copy");
    fs::copy(other.data / "copy", kiosk.data / "copy");
    kiosk.store = kiosk.open();
    kiosk.check_in_some(1);
    CHECK(kiosk.lines().size() == 12);
    kiosk.store.reset();
    CHECK(kiosk.copied() == up_to(12));
    CHECK(kiosk.files->exists(kiosk.data / "copy" / "aside-1" / "log-000001.txt"));
}

TEST_CASE("On a drive that is away nothing is made; when it is back the copy catches up") {
    Copied kiosk;
    kiosk.store.reset();
    const auto drive = kiosk.folder.path() / "drive";
    REQUIRE(kiosk.files->write_atomically(kiosk.data / "copy-folder", base::as_bytes(drive.string() + "\n")));
    CHECK(storage::copy_folder(kiosk.data, *kiosk.files) == drive);
    kiosk.store = kiosk.open();
    kiosk.check_in_some(20);
    kiosk.rest(std::chrono::seconds{31});
    kiosk.rest(std::chrono::seconds{61});
    CHECK_FALSE(fs::exists(drive));
    fs::create_directory(drive);
    kiosk.rest(std::chrono::seconds{61});
    CHECK(fs::exists(drive / "state.zst"));
    CHECK(kiosk.copied() == up_to(21));
}
