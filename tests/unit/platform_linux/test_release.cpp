// A drive that is let go: real file systems in a file, mounted where sticks are.
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "platform/linux/linux.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

namespace {

namespace fs = std::filesystem;

// A file system of this kind in a file, mounted below /mnt; or not, where this machine cannot.
class MountedStick {
  public:
    explicit MountedStick(const std::string& kind)
        : image_(folder_ / "image"), place_("/mnt/vstrecha-test-" + kind + std::to_string(::getpid())) {
        std::ofstream{image_};
        fs::resize_file(image_, 16 << 20);
        std::error_code error;
        fs::create_directories(place_, error);
        mounted_ = !error && run("mkfs." + kind + " " + image_.string()) && mount();
    }
    ~MountedStick() {
        if (mounted_) run("umount " + place_.string());
        std::error_code ignored;
        fs::remove(place_, ignored);
    }
    MountedStick(const MountedStick&) = delete;
    MountedStick& operator=(const MountedStick&) = delete;
    bool mount() { return run("mount -o loop " + image_.string() + " " + place_.string()); }
    [[nodiscard]] bool is_mounted() const { return mounted_; }
    [[nodiscard]] const fs::path& place() const { return place_; }

  private:
    static bool run(const std::string& command) { return std::system((command + " > /dev/null 2>&1").c_str()) == 0; }
    support::TemporaryFolder folder_;
    fs::path image_, place_;
    bool mounted_ = false;
};

}  // namespace

TEST_CASE("A drive that is released is synced and unmounted, and has what was written when it comes back") {
    for (const std::string kind : {"ext4", "vfat"}) {
        MountedStick stick{kind};
        if (!stick.is_mounted()) {
            WARN("skipped: this machine cannot mount " << kind);
            continue;
        }
        const auto drives = platform_linux::make_drives();
        const auto folders = platform_linux::make_enclosed_folders();
        {
            const auto root = folders->open(stick.place(), api::MadeFor::everybody);
            REQUIRE(root);
            REQUIRE((*root)->make_folders("Vstrecha/kiosk-k1"));
            auto writer = (*root)->create("Vstrecha/kiosk-k1/file.part");
            REQUIRE(writer);
            REQUIRE((*writer)->write(base::as_bytes("whole")));
            REQUIRE((*writer)->finish());
            REQUIRE((*root)->rename("Vstrecha/kiosk-k1/file.part", "Vstrecha/kiosk-k1/file"));
            // In use it is synced, and still there.
            CHECK(drives->release(stick.place()) == api::Released::synced);
        }
        if (kind == "ext4") {
            struct stat status {};
            REQUIRE(::stat((stick.place() / "Vstrecha" / "kiosk-k1").c_str(), &status) == 0);
            CHECK((status.st_mode & 0777) == 0777);  // another machine's user brings the receipt
        }
        CHECK(drives->release(stick.place()) == api::Released::unmounted);
        CHECK(fs::is_empty(stick.place()));
        CHECK(drives->release(stick.place()).error().kind == api::FileErrorKind::not_found);
        REQUIRE(stick.mount());
        std::string text;
        std::ifstream{stick.place() / "Vstrecha" / "kiosk-k1" / "file"} >> text;
        CHECK(text == "whole");
    }
}

TEST_CASE(
    "An open folder stays with its drive: what was pulled out is not written to what lies below its mount point") {
    MountedStick stick{"ext4"};
    if (!stick.is_mounted()) {
        WARN("skipped: this machine cannot mount ext4");
        return;
    }
    const auto root = platform_linux::make_enclosed_folders()->open(stick.place(), api::MadeFor::everybody);
    REQUIRE(root);
    REQUIRE(std::system(("umount -l " + stick.place().string()).c_str()) == 0);
    (void)(*root)->make_folders("Vstrecha");
    CHECK(fs::is_empty(stick.place()));
    REQUIRE(stick.mount());  // for the end
}
