// What is noticed of drives, with the kernel's own mount table.
#include <sys/stat.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <thread>

#include "platform/linux/linux.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
using support::TemporaryFolder;

// Counts the calls of a watch.
class Calls {
  public:
    std::function<void()> counter() {
        return [this] {
            const std::lock_guard lock{mutex_};
            ++count_;
            changed_.notify_all();
        };
    }
    // Whether one more came within what a person takes for "at once".
    bool came() {
        std::unique_lock lock{mutex_};
        const bool came = changed_.wait_for(lock, std::chrono::seconds{2}, [this] { return count_ > seen_; });
        seen_ = count_;
        return came;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int count_ = 0, seen_ = 0;
};

void write(const fs::path& file, const std::string& text) {
    std::ofstream{file} << text;
}
bool run(const std::string& command) {
    return std::system((command + " > /dev/null 2>&1").c_str()) == 0;
}

}  // namespace

TEST_CASE("Each note is a word of a drive; what is none says nothing") {
    const TemporaryFolder folder;
    write(folder / "sdb1", "unformatted\n");
    write(folder / "KINGSTON", "damaged\n");
    write(folder / "sdc1", "not_supported");
    write(folder / "sdd1", "exploded\n");
    write(folder / ".new", "damaged\n");
    write(folder / "long", std::string(5000, 'x'));
    const auto drives = platform_linux::make_drives_of({"/proc/self/mounts", {}, folder.path(), {}, {}});
    CHECK(drives->noted() == std::vector<api::DriveNote>{{"KINGSTON", api::DriveTrouble::damaged},
                                                         {"sdb1", api::DriveTrouble::unformatted},
                                                         {"sdc1", api::DriveTrouble::not_supported}});
    CHECK(platform_linux::make_drives_of({"/proc/self/mounts"})->noted().empty());
    CHECK(platform_linux::make_drives_of({"/proc/self/mounts", {}, folder / "none", {}, {}})->noted().empty());
}

TEST_CASE("A drive whose device is gone was pulled out, although the table still has it") {
    const TemporaryFolder folder;
    write(folder / "mounts", "/dev/sdb1 /media/vstrecha/A vfat rw 0 0\n/dev/sdc1 /media/vstrecha/B vfat rw 0 0\n");
    fs::create_directory(folder / "dev");
    write(folder / "dev/sdc1", "");
    const auto drives = platform_linux::make_drives_of({folder / "mounts", folder / "dev", {}, {}, {}});
    REQUIRE(drives->mounted().size() == 1);
    CHECK(drives->mounted()[0].label == "B");
}

TEST_CASE("A note that comes or goes is noticed, also where its folder was not there before") {
    const TemporaryFolder folder;
    const fs::path notes = folder / "run/vstrecha/usb";
    const auto drives = platform_linux::make_drives_of({"/proc/self/mounts", {}, notes, {}, {}});
    Calls calls;
    const auto watch = drives->watch(calls.counter());
    fs::create_directories(notes);
    write(notes / "sdb1", "damaged\n");
    CHECK(calls.came());
    while (drives->noted().empty()) CHECK(calls.came());
    write(notes / ".KINGSTON.new", "damaged\n");
    fs::rename(notes / ".KINGSTON.new", notes / "KINGSTON");
    CHECK(calls.came());
    fs::remove(notes / "sdb1");
    CHECK(calls.came());
}

TEST_CASE(
    "A drive that is mounted or unmounted is noticed; nothing wakes the watch before, and none comes after its end") {
    const fs::path place = "/mnt/vstrecha-watch-" + std::to_string(::getpid());
    const TemporaryFolder folder;
    const auto drives = platform_linux::make_drives_of({"/proc/self/mounts", {}, folder / "none", {}, {}});
    Calls calls;
    auto watch = drives->watch(calls.counter());
    std::error_code error;
    fs::create_directories(place, error);
    if (error || !run("mount -t tmpfs tmpfs " + place.string())) {
        WARN("skipped: this machine cannot mount");
        return;
    }
    CHECK(calls.came());
    CHECK(run("umount " + place.string()));
    CHECK(calls.came());
    watch.reset();  // waits for its thread
    CHECK(run("mount -t tmpfs tmpfs " + place.string()));
    CHECK(run("umount " + place.string()));
    fs::remove(place);
}

TEST_CASE("Who may not unmount asks the helper, and believes the mount table alone") {
    // As an account without rights, with a table and a helper of the test.
    const TemporaryFolder folder;
    if (::geteuid() != 0) {
        WARN("skipped: not root, so this process cannot give its rights away");
        return;
    }
    const fs::path mounts = folder / "media", requests = folder / "requests", table = folder / "table";
    for (const fs::path& each : {mounts, mounts / "A", requests}) fs::create_directories(each);
    fs::permissions(folder.path(), fs::perms::all);
    for (const fs::path& each : {mounts, mounts / "A", requests}) fs::permissions(each, fs::perms::all);
    const bool helps = GENERATE(true, false);
    // What counts as a folder of drives is fixed, so the place is named by a path that goes through one.
    const fs::path place = "/mnt/.." + (mounts / "A").string();
    write(table, "/dev/sdb1 " + place.string() + " vfat rw 0 0\n");
    fs::permissions(table, fs::perms::all);
    const auto drives = platform_linux::make_drives_of({table, {}, {}, requests, place.parent_path()});
    REQUIRE(drives->mounted().size() == 1);
    std::thread helper{[&] {
        while (!fs::exists(requests / "A")) std::this_thread::yield();
        if (helps) write(table, "");
        fs::remove(requests / "A");
    }};
    constexpr uid_t kNobody = 65534;
    REQUIRE(::seteuid(kNobody) == 0);
    const auto released = drives->release(place);
    REQUIRE(::seteuid(0) == 0);
    helper.join();
    REQUIRE(released);
    CHECK(*released == (helps ? api::Released::unmounted : api::Released::synced));
}
