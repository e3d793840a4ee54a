// The power is cut at every write and every sync of a kiosk's life, on a modelled disk.
#include <sqlite3.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "tests/faults/sweep.h"
#include "tests/support/catch.h"

using namespace faults;

namespace {

// VSTRECHA_CUT_EVERY=N cuts at every Nth step only; with a sanitizer, where each costs ten times as much, N is 12.
std::size_t every() {
    if (const char* given = std::getenv("VSTRECHA_CUT_EVERY")) return std::max(1UL, std::strtoul(given, nullptr, 10));
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 12;
#else
    return 1;
#endif
}

SweepResult sweep_all(const Recording& recording, const char* what) {
    SweepOptions options;
    options.every = every();
    const SweepResult result = sweep(recording, options);
    std::cout << what << ": " << result.cuts << " power cuts at " << result.points << " of "
              << recording.steps.size() + 1 << " places, " << result.again << " of them while it started again; "
              << result.bad << " bad\n";
    return result;
}

void expect_good(const SweepResult& result) {
    for (const auto& problem : result.problems) UNSCOPED_INFO(problem);
    CHECK(result.bad == 0);
}

support::ModelDisk made_kiosk() {
    support::ModelDisk disk;
    disk.make_folder("/kiosk");
    disk.sync_folder("/");
    Machine machine(disk);
    REQUIRE(machine.create());
    return disk;
}

// Makes every connection one with synchronous=NORMAL, whatever the program asks for.
class SynchronousNormal {
  public:
    SynchronousNormal() { sqlite3_auto_extension(entry()); }
    ~SynchronousNormal() { sqlite3_cancel_auto_extension(entry()); }

  private:
    static int begin(sqlite3* database, char**, const void*) {
        sqlite3_exec(database, "PRAGMA synchronous = NORMAL", nullptr, nullptr, nullptr);
        return sqlite3_set_authorizer(
            database,
            [](void*, int what, const char* name, const char* value, const char*, const char*) {
                const bool is_it = what == SQLITE_PRAGMA && value != nullptr && std::string_view{name} == "synchronous";
                return is_it ? SQLITE_IGNORE : SQLITE_OK;
            },
            nullptr);
    }
    static void (*entry())() { return reinterpret_cast<void (*)()>(begin); }
};

}  // namespace

TEST_CASE("Whenever the power is cut, all that was announced is there when the kiosk starts again, and nothing by half") {
    support::ModelVfs vfs;
    const Recording recording = record_from_creation(school_days(110));
    REQUIRE(recording.states.back().lines.size() > 120);
    const SweepResult result = sweep_all(recording, "a kiosk made and used");
    expect_good(result);
    if (every() == 1) CHECK(result.cuts > 20'000);
}

TEST_CASE("The days of the sweep move the write-ahead log into the database while the kiosk is used") {
    support::ModelVfs vfs;
    support::ModelDisk disk = made_kiosk();
    const Recording recording = record_from(disk, school_days(110));
    CHECK(recording.writes_to(kData / "vstrecha.db") > 20);
    expect_good(sweep_all(recording, "a kiosk that was there, used"));
}

TEST_CASE("Whenever the power is cut while a database of the first version is brought to this one, it is one or the other") {
    support::ModelVfs vfs;
    std::ifstream frozen{VSTRECHA_SOURCE_DIR "/tests/migrations/schema-1.db", std::ios::binary};
    const support::DiskBytes bytes{std::istreambuf_iterator<char>{frozen}, std::istreambuf_iterator<char>{}};
    REQUIRE(bytes.size() > 4096);
    support::ModelDisk disk;
    support::ModelFiles files{disk};
    REQUIRE(files.make_folders(kData / "keys"));
    REQUIRE(files.write_atomically(kData / "vstrecha.db", bytes));
    const Recording recording = record_from(disk, school_days(4));
    REQUIRE(recording.states.front().lines.size() > 10);
    expect_good(sweep_all(recording, "a database of schema 1 migrated and used"));
}

TEST_CASE("With synchronous=NORMAL the same sweep loses what was announced: the model does lose") {
    support::ModelVfs vfs;
    const SynchronousNormal normal;
    const Recording recording = record_from_creation(school_days(20));
    SweepOptions options;
    options.every = every() + 4;
    const SweepResult result = sweep(recording, options);
    std::cout << "synchronous=NORMAL: " << result.lost << " of " << result.cuts << " cuts lost what was announced\n";
    CHECK(result.lost > result.cuts / 20);
}
