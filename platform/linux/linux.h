#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "platform/api/clock.h"
#include "platform/api/drives.h"
#include "platform/api/enclosed_folder.h"
#include "platform/api/entropy.h"
#include "platform/api/file_system.h"
#include "platform/api/line_sink.h"
#include "platform/api/network.h"
#include "platform/api/process_lock.h"
#include "platform/api/secret_input.h"
#include "platform/api/service_discovery.h"
#include "platform/api/sounder.h"
#include "platform/api/thermometer.h"

// The interfaces of platform/api on Linux. Only main.cpp files and tests include this. Each factory succeeds on any
// Linux; what the machine lacks (a synchronised clock, sound) shows in what the object says later.
namespace platform_linux {

// The wall clock, trusted while the kernel holds it synchronised (adjtimex), CLOCK_BOOTTIME, and the kernel's boot id
// (its first 8 hexadecimal digits).
[[nodiscard]] std::unique_ptr<api::Clock> make_clock();
// For demonstrations and tests: the wall clock stands at `wall` now and runs on; trusted. A boot of its own,
// because what is recorded of the time is recorded of a boot.
[[nodiscard]] std::unique_ptr<api::Clock> make_clock_starting_at(
    std::chrono::sys_time<std::chrono::milliseconds> wall);

[[nodiscard]] std::unique_ptr<api::Entropy> make_entropy();
[[nodiscard]] std::unique_ptr<api::FileSystem> make_file_system();
[[nodiscard]] std::unique_ptr<api::ProcessLocks> make_process_locks();
[[nodiscard]] std::unique_ptr<api::EnclosedFolders> make_enclosed_folders();

// Drives of the file systems of USB sticks that are mounted below /media, /run/media or /mnt. One whose device is gone
// from /dev was pulled out, whatever the mount table says.
[[nodiscard]] std::unique_ptr<api::Drives> make_drives();
// The same at other places.
struct DrivePlaces {
    std::filesystem::path mount_table;  // in the format of /proc/self/mounts; the watch wants this one itself
    std::filesystem::path devices{};    // "/dev"; empty: no device is looked for
    // Of the helper in deploy/usb: a file a drive that something is wrong with, where requests to let go are put, and
    // where it mounts. Empty: there is none.
    std::filesystem::path notes{}, requests{}, mounts{};
};
[[nodiscard]] std::unique_ptr<api::Drives> make_drives_of(DrivePlaces places);

// ALSA's default device. Nothing is loaded or opened before the first sound.
[[nodiscard]] std::unique_ptr<api::Sounder> make_sounder();

// Avahi's, where there is its daemon. Nothing is loaded before the first search or announcement.
[[nodiscard]] std::unique_ptr<api::ServiceDiscovery> make_service_discovery();
[[nodiscard]] std::unique_ptr<api::Network> make_network();
// The thermal zones of the kernel.
[[nodiscard]] std::unique_ptr<api::Thermometer> make_thermometer();
// The same of another folder than /sys/class/thermal.
[[nodiscard]] std::unique_ptr<api::Thermometer> make_thermometer_of(std::filesystem::path zones);

// Appends to `file`, which is made or emptied now; each line is written at once. Null where it cannot be opened.
[[nodiscard]] std::unique_ptr<api::LineSink> make_line_sink(const std::filesystem::path& file);

// Standard input and the terminal behind it.
[[nodiscard]] std::unique_ptr<api::SecretInput> make_secret_input();

// The program that runs, with its folder; empty where /proc is missing.
[[nodiscard]] std::filesystem::path executable_path();

}  // namespace platform_linux
