#include "tests/faults/rig/disk_image.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "tests/support/x_driver/process.h"

namespace rig {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr off_t kImageBytes = 48 * 1024 * 1024;

void command(std::vector<std::string> words) { support::run_to_end({std::move(words), {}, {}}, 1min); }

// Without the journal's own checkpoints being forced by size, and no more than a kiosk needs.
void make(const fs::path& image) {
    fs::remove(image);
    const int file = ::open(image.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || ::ftruncate(file, kImageBytes) != 0) throw std::runtime_error("no room for " + image.string());
    ::close(file);
    command({"mkfs.ext4", "-q", "-F", "-b", "4096", "-J", "size=4", image.string()});
}

void mount(const fs::path& image, const fs::path& where) {
    fs::create_directories(where);
    command({"mount", "-o", "loop", image.string(), where.string()});
}

void unmount(const fs::path& where) noexcept {
    // Whoever just ended may still be letting go.
    if (::umount2(where.c_str(), 0) != 0) ::umount2(where.c_str(), MNT_DETACH);
}

// Holes stay zeros and are not read.
std::vector<char> read_all(const fs::path& image) {
    std::vector<char> bytes(static_cast<std::size_t>(kImageBytes));
    const int file = ::open(image.c_str(), O_RDONLY | O_CLOEXEC);
    for (off_t at = 0; at < kImageBytes;) {
        const off_t data = ::lseek(file, at, SEEK_DATA);
        if (data < 0) break;
        off_t end = ::lseek(file, data, SEEK_HOLE);
        for (at = data; at < end;) {
            const ssize_t got = ::pread(file, bytes.data() + at, static_cast<std::size_t>(end - at), at);
            if (got <= 0) throw std::runtime_error("cannot read " + image.string());
            at += got;
        }
    }
    ::close(file);
    return bytes;
}

}  // namespace

std::string DiskImage::unavailable(const fs::path& folder) {
    if (::geteuid() != 0) return "only root can mount";
    for (const char* program : {"mkfs.ext4", "mount"}) {
        if (!support::find_program(program) && !fs::exists(fs::path("/usr/sbin") / program))
            return std::string(program) + " is missing";
    }
    if (!fs::exists("/dev/loop-control")) return "no loop devices";
    if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        return "no mount namespace";
    try {
        const DiskImage trial(folder / "trial");
    } catch (const std::exception& error) {
        return std::string("no ext4 through a loop device: ") + error.what();
    }
    return {};
}

DiskImage::DiskImage(const fs::path& folder) : image_(folder / "disk.img"), mounted_(folder / "mounted") {
    fs::create_directories(folder);
    make(image_);
    mount(image_, mounted_);
}

DiskImage::~DiskImage() { unmount(mounted_); }

std::vector<char> DiskImage::at_one_instant() const {
    std::vector<char> before = read_all(image_);
    for (int tries = 0; tries < 1000; ++tries) {
        std::vector<char> after = read_all(image_);
        // What is the same in both was so all the time between them, and so is all of it at the moment between them.
        if (before == after) return after;
        before = std::move(after);
    }
    throw std::runtime_error("the disk never stood still");
}

FoundDisk::FoundDisk(const fs::path& folder, const std::vector<char>& bytes)
    : image_(folder / "found.img"), mounted_(folder / "found") {
    fs::remove(image_);
    const int file = ::open(image_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    bool written = file >= 0 && ::ftruncate(file, kImageBytes) == 0;
    constexpr std::size_t kPiece = 1 << 16;
    for (std::size_t at = 0; written && at < bytes.size(); at += kPiece) {
        const auto piece = bytes.begin() + static_cast<long>(at);
        const std::size_t size = std::min(kPiece, bytes.size() - at);
        if (std::all_of(piece, piece + static_cast<long>(size), [](char c) { return c == 0; })) continue;
        written = ::pwrite(file, bytes.data() + at, size, static_cast<off_t>(at)) == static_cast<ssize_t>(size);
    }
    if (file >= 0) ::close(file);
    if (!written) throw std::runtime_error("no room for " + image_.string());
    mount(image_, mounted_);
}

FoundDisk::~FoundDisk() {
    unmount(mounted_);
    std::error_code ignored;
    fs::remove(image_, ignored);
}

}  // namespace rig
