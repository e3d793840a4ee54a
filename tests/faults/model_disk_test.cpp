// The modelled disk does to a program what the sweeps rely on.
#include <algorithm>

#include "tests/support/catch.h"
#include "tests/support/model_disk/model_files.h"

using namespace support;

namespace {

DiskBytes filled(std::size_t size, std::uint8_t with) { return DiskBytes(size, with); }

DiskBytes content_of(const ModelDisk& disk, const char* path) {
    const auto node = disk.find(path);
    REQUIRE(node);
    DiskBytes bytes(disk.content(*node).size());
    disk.content(*node).read(0, bytes);
    return bytes;
}

// How many are not as the first of their sector.
int odd_bytes(const DiskBytes& bytes, std::size_t sector) {
    int odd = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) odd += bytes[i] != bytes[i / sector * sector] ? 1 : 0;
    return odd;
}

// A file of 16 kB of ones that lasts.
ModelDisk disk_with_file() {
    ModelDisk disk;
    const auto file = disk.make_file("/file");
    disk.write(file, 0, filled(16384, 1));
    disk.sync(file);
    disk.sync_folder("/");
    return disk;
}

}  // namespace

TEST_CASE("What was written is read at once, and lasts only when it was synced") {
    ModelDisk disk = disk_with_file();
    const auto file = *disk.find("/file");
    disk.write(file, 4096, filled(4096, 2));
    disk.truncate(file, 10'000);
    CHECK(content_of(disk, "/file").size() == 10'000);
    CHECK(content_of(disk, "/file")[5000] == 2);
    CHECK(content_of(disk.after({Damage::all_lost}), "/file") == filled(16384, 1));
    CHECK(content_of(disk.after({Damage::all_kept}), "/file") == content_of(disk, "/file"));
    CHECK(content_of(disk.after({Damage::only_the_last}), "/file") == filled(10'000, 1));
    disk.sync(file);
    CHECK(content_of(disk.after({Damage::all_lost}), "/file") == content_of(disk, "/file"));
}

TEST_CASE("A name lasts only when its folder was synced, whatever was synced of the file") {
    ModelDisk disk = disk_with_file();
    const auto file = disk.make_file("/new");
    disk.write(file, 0, filled(10, 3));
    disk.sync(file);
    CHECK_FALSE(disk.after({Damage::all_lost}).find("/new"));
    CHECK(content_of(disk.after({Damage::all_kept}), "/new") == filled(10, 3));
    disk.sync_folder("/");
    CHECK(content_of(disk.after({Damage::all_lost}), "/new") == filled(10, 3));
    disk.rename("/new", "/file");
    CHECK(content_of(disk, "/file") == filled(10, 3));
    CHECK(content_of(disk.after({Damage::all_lost}), "/file") == filled(16384, 1));
    CHECK(disk.after({Damage::all_lost}).find("/new"));
    CHECK_FALSE(disk.after({Damage::all_kept}).find("/new"));
    disk.unlink("/file");
    CHECK(disk.after({Damage::all_lost}).find("/file"));
    disk.sync_folder("/");
    CHECK_FALSE(disk.after({Damage::all_lost}).find("/file"));
}

TEST_CASE("What lies in a folder whose own name was not synced is gone with it") {
    ModelDisk disk;
    disk.make_folder("/folder");
    disk.sync(disk.make_file("/folder/file"));
    disk.sync_folder("/folder");
    CHECK_FALSE(disk.after({Damage::all_lost}).find("/folder"));
    disk.sync_folder("/");
    CHECK(disk.after({Damage::all_lost}).find("/folder/file"));
}

TEST_CASE("Unsynced writes are kept and lost sector by sector, and torn within a sector only where they are to be") {
    ModelDisk disk = disk_with_file();
    disk.write(*disk.find("/file"), 0, filled(16384, 2));
    struct Case {
        Damage damage;
        std::size_t sector;
    };
    for (const auto& [damage, sector] : {Case{Damage::reordered, 512}, Case{Damage::reordered, 4096},
                                         Case{Damage::in_order, 512}, Case{Damage::in_order, 4096}}) {
        bool mixed = false;
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const auto bytes = content_of(disk.after({damage, seed, sector}), "/file");
            REQUIRE(bytes.size() == 16384);
            REQUIRE(odd_bytes(bytes, sector) == 0);
            mixed = mixed || (bytes.front() != bytes.back());
        }
        CHECK(mixed);
    }
    bool torn = false;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const auto bytes = content_of(disk.after({Damage::torn, seed, 4096}), "/file");
        torn = torn || odd_bytes(bytes, 512) > 0;
    }
    CHECK(torn);
}

TEST_CASE("A torn write leaves the bytes beside it alone") {
    ModelDisk disk = disk_with_file();
    disk.write(*disk.find("/file"), 1000, filled(100, 2));
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const auto bytes = content_of(disk.after({Damage::torn, seed, 4096}), "/file");
        REQUIRE(std::count(bytes.begin(), bytes.begin() + 1000, 1) == 1000);
        REQUIRE(std::count(bytes.begin() + 1100, bytes.end(), 1) == 16384 - 1100);
    }
}

TEST_CASE("After a sync that failed the kernel has forgotten what it was to write") {
    ModelDisk disk = disk_with_file();
    const auto file = *disk.find("/file");
    disk.write(file, 0, filled(512, 2));
    disk.fail_sync(file);
    disk.write(file, 512, filled(512, 3));
    disk.sync(file);
    CHECK(content_of(disk, "/file")[0] == 2);
    const auto bytes = content_of(disk.after({Damage::all_kept}), "/file");
    CHECK(bytes[0] == 1);
    CHECK(bytes[512] == 3);
}

TEST_CASE("What the modelled file system calls durable is there after a cut, and a recording played again is the same disk") {
    ModelDisk disk;
    std::vector<ModelDisk::Step> steps;
    disk.record(&steps);
    ModelFiles files(disk);
    REQUIRE(files.make_folders("/a/b"));
    REQUIRE(files.write_atomically("/a/b/c", filled(5000, 1)));
    REQUIRE(files.write_atomically("/a/b/c", filled(6000, 2)));
    REQUIRE(files.write_at("/a/b/d", 100, filled(10, 3)));
    REQUIRE(files.copy("/a/b/d", "/a/e", api::FileSystem::Copying::bytes));
    REQUIRE(files.rename("/a/b/d", "/a/f"));
    ModelDisk again;
    for (const auto& step : steps) again.play(step);
    for (const ModelDisk& found : {disk.after({Damage::all_lost}), again.after({Damage::all_lost})}) {
        CHECK(content_of(found, "/a/b/c") == filled(6000, 2));
        CHECK(content_of(found, "/a/e").size() == 110);
        CHECK(content_of(found, "/a/f").size() == 110);
        CHECK_FALSE(found.find("/a/b/d"));
    }
}
