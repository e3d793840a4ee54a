#include <sqlite3.h>

#include <cstring>
#include <vector>

#include "tests/unit/storage/store_fixture.h"

using namespace storage_test;
using storage::StorageErrorKind;

namespace {

// A layer over SQLite's own file functions that fails writes or syncs while it is told to.
struct FaultyDisk {
    enum class Fault { none, full, input_output, sync };
    Fault fault = Fault::none;
    bool only_growth = false;  // a full disk still takes what overwrites
    std::filesystem::path until_gone;  // full only while this file is there
};
FaultyDisk disk;

struct FaultyFile {
    sqlite3_file base;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
sqlite3_file* real(sqlite3_file* file) {
    return reinterpret_cast<FaultyFile*>(file)->real();
}

int faulty_write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
    bool fails = disk.fault == FaultyDisk::Fault::full || disk.fault == FaultyDisk::Fault::input_output;
    if (fails && !disk.until_gone.empty()) fails = std::filesystem::exists(disk.until_gone);
    if (fails && disk.only_growth) {
        sqlite3_int64 length = 0;
        real(file)->pMethods->xFileSize(real(file), &length);
        fails = offset + size > length;
    }
    if (fails) return disk.fault == FaultyDisk::Fault::full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    return real(file)->pMethods->xWrite(real(file), data, size, offset);
}
int faulty_sync(sqlite3_file* file, int flags) {
    if (disk.fault == FaultyDisk::Fault::sync) return SQLITE_IOERR_FSYNC;
    return real(file)->pMethods->xSync(real(file), flags);
}

const sqlite3_io_methods* methods() {
    static const sqlite3_io_methods table = [] {
        sqlite3_io_methods m{};
        m.iVersion = 3;
        m.xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); };
        m.xRead = [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
            return real(f)->pMethods->xRead(real(f), to, n, at);
        };
        m.xWrite = faulty_write;
        m.xTruncate = [](sqlite3_file* f, sqlite3_int64 n) { return real(f)->pMethods->xTruncate(real(f), n); };
        m.xSync = faulty_sync;
        m.xFileSize = [](sqlite3_file* f, sqlite3_int64* n) { return real(f)->pMethods->xFileSize(real(f), n); };
        m.xLock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); };
        m.xUnlock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); };
        m.xCheckReservedLock = [](sqlite3_file* f, int* out) {
            return real(f)->pMethods->xCheckReservedLock(real(f), out);
        };
        m.xFileControl = [](sqlite3_file* f, int op, void* arg) {
            return real(f)->pMethods->xFileControl(real(f), op, arg);
        };
        m.xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); };
        m.xDeviceCharacteristics = [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); };
        m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
            return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
        };
        m.xShmLock = [](sqlite3_file* f, int from, int n, int flags) {
            return real(f)->pMethods->xShmLock(real(f), from, n, flags);
        };
        m.xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); };
        m.xShmUnmap = [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); };
        m.xFetch = [](sqlite3_file* f, sqlite3_int64 at, int n, void** out) {
            return real(f)->pMethods->xFetch(real(f), at, n, out);
        };
        m.xUnfetch = [](sqlite3_file* f, sqlite3_int64 at, void* p) {
            return real(f)->pMethods->xUnfetch(real(f), at, p);
        };
        return m;
    }();
    return &table;
}

// Registered as SQLite's default for as long as it lives.
class FaultyVfs {
  public:
    FaultyVfs() : under_(sqlite3_vfs_find(nullptr)), vfs_(*under_) {
        disk = {};
        vfs_.zName = "vstrecha-faulty";
        vfs_.pNext = nullptr;
        vfs_.pAppData = under_;
        vfs_.szOsFile = static_cast<int>(sizeof(FaultyFile)) + under_->szOsFile;
        vfs_.xOpen = [](sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
            auto* under = static_cast<sqlite3_vfs*>(vfs->pAppData);
            std::memset(static_cast<void*>(file), 0, sizeof(FaultyFile));
            const int result = under->xOpen(under, name, real(file), flags, out);
            if (real(file)->pMethods != nullptr) file->pMethods = methods();
            return result;
        };
        sqlite3_vfs_register(&vfs_, 1);
    }
    ~FaultyVfs() {
        sqlite3_vfs_unregister(&vfs_);
        sqlite3_vfs_register(under_, 1);
    }

  private:
    sqlite3_vfs* under_;
    sqlite3_vfs vfs_;
};

}  // namespace

TEST_CASE("On a disk that fails nothing is called recorded, and recording goes on when it is mended") {
    FaultyVfs vfs;
    Kiosk kiosk;
    auto store = kiosk.create();
    REQUIRE(store->append({check_in("before")}));
    const std::string head = store->status()->head;

    struct Case {
        FaultyDisk::Fault fault;
        StorageErrorKind expected;
    };
    const auto each = GENERATE(Case{FaultyDisk::Fault::full, StorageErrorKind::no_space},
                               Case{FaultyDisk::Fault::input_output, StorageErrorKind::input_output},
                               Case{FaultyDisk::Fault::sync, StorageErrorKind::input_output});
    disk.fault = each.fault;
    for (int i = 0; i < 3; ++i) {
        const auto one = store->append({check_in("lost")});
        REQUIRE_FALSE(one);
        CHECK(one.error().kind == each.expected);
        CHECK(store->append({check_in("lost"), check_in("lost")}).error().kind == each.expected);
        CHECK(store->replace_roster({}).error().kind == each.expected);
        CHECK(store->save_throttle("pin", {1, {}, {}}).error().kind == each.expected);
        auto settings = *store->settings();
        settings.sound = !settings.sound;
        CHECK(store->save_settings(settings).error().kind == each.expected);
        (void)store->rest();
    }
    CHECK(store->status()->head == head);
    CHECK(store->status()->last_seq == 2);

    disk.fault = FaultyDisk::Fault::none;
    CHECK(store->append({check_in("after1"), check_in("after2")})->back().seq == 4);
    CHECK(store->append({check_in("after3")})->front().seq == 5);
    CHECK(*store->replace_roster({}) == 1);
    CHECK(store->throttles()->empty());
    CHECK(store->verify()->ok);
    store.reset();
    store = kiosk.open();
    CHECK(store->verify()->ok);
    CHECK(store->status()->last_seq == 6);
    CHECK(store->settings()->sound);
    REQUIRE(store->read_log(1, [](const storage::LogLine& line) {
        CHECK(line.line.find("lost") == std::string::npos);
        return true;
    }));
}

TEST_CASE("A disk that fills up while the kiosk runs still takes what fits into the file that it has") {
    FaultyVfs vfs;
    Kiosk kiosk;
    auto store = kiosk.create();
    disk.fault = FaultyDisk::Fault::full;
    disk.only_growth = true;
    // A whole break of 25 pupils and more.
    for (int i = 0; i < 100; ++i) REQUIRE(store->append({check_in("p" + std::to_string(i))}));
    CHECK(store->verify()->ok);
}

TEST_CASE("The write-ahead log does not grow while its contents are moved at every rest") {
    Kiosk kiosk;
    auto store = kiosk.create();
    const auto log = kiosk.data / "vstrecha.db-wal";
    const auto size = std::filesystem::file_size(log);
    CHECK(size > 900'000);
    for (int i = 0; i < 700; ++i) {
        REQUIRE(store->append({check_in("p" + std::to_string(i))}));
        (void)store->rest();
    }
    CHECK(std::filesystem::file_size(log) == size);
    store.reset();
    CHECK(std::filesystem::file_size(log) == size);
    store = kiosk.open();
    REQUIRE(store->append({check_in("p")}));
    CHECK(std::filesystem::file_size(log) == size);
    CHECK(store->verify()->events == 702);
}

TEST_CASE("On the first full disk the reserve is given back, and the record still fits; it is made again when there is room") {
    FaultyVfs vfs;
    Kiosk kiosk;
    auto store = kiosk.create();
    const auto reserve = kiosk.data / "reserve";
    const auto rest = [&] {
        for (int i = 0; i < 100; ++i) {
            const auto again = store->rest();
            if (!again || again->count() > 0) return;
        }
    };
    rest();
    REQUIRE(std::filesystem::file_size(reserve) == 1024 * 1024);
    disk.fault = FaultyDisk::Fault::full;
    disk.until_gone = reserve;
    REQUIRE(store->append({check_in("last")}));
    CHECK_FALSE(std::filesystem::exists(reserve));
    CHECK(store->verify()->ok);
    disk = {};
    kiosk.clock.advance(std::chrono::minutes{2});
    rest();
    CHECK(std::filesystem::exists(reserve));
}
