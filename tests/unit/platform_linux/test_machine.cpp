#include <algorithm>
#include <array>
#include <string>

#include "platform/linux/linux.h"
#include "tests/support/temporary_folder.h"

using support::TemporaryFolder;

TEST_CASE("The machine's clock runs on and keeps its boot") {
    const auto clock = platform_linux::make_clock();
    const auto first = clock->read();
    const auto second = clock->read();
    CHECK(first.wall > std::chrono::sys_days{std::chrono::year{2024} / 1 / 1});
    CHECK(first.mono.count() > 0);
    CHECK(second.mono >= first.mono);
    CHECK(clock->boot_id().size() == 8);
    CHECK(clock->boot_id() != "00000000");
    CHECK(platform_linux::make_clock()->boot_id() == clock->boot_id());
}

TEST_CASE("A clock that is told the time starts there, runs on with the machine, and is trusted") {
    const auto start =
        std::chrono::sys_time<std::chrono::milliseconds>{std::chrono::sys_days{std::chrono::year{2026} / 9 / 1}} +
        std::chrono::hours{7};
    const auto clock = platform_linux::make_clock_starting_at(start);
    const auto first = clock->read();
    CHECK(first.trusted);
    CHECK(first.wall >= start);
    CHECK(first.wall < start + std::chrono::minutes{1});
    const auto second = clock->read();
    CHECK(second.wall - first.wall == second.mono - first.mono);
    CHECK(clock->boot_id().size() == 8);
    CHECK(clock->boot_id() != platform_linux::make_clock()->boot_id());
    CHECK(clock->boot_id() != platform_linux::make_clock_starting_at(start + std::chrono::hours{1})->boot_id());
}

TEST_CASE("Random bytes fill the whole of what is asked for") {
    const auto entropy = platform_linux::make_entropy();
    std::array<std::uint8_t, 1000> bytes{};
    entropy->fill(bytes);
    // 1,000 bytes with fewer than 10 zeros: by chance there are about 4; 20 or more happen once in a billion.
    CHECK(std::count(bytes.begin(), bytes.end(), 0) < 20);
    entropy->fill({});
}

TEST_CASE("Only sticks below the folders of drives are drives, by name and in order") {
    const TemporaryFolder folder;
    const std::string table =
        "/dev/sda1 / ext4 rw,relatime 0 0\n"
        "/dev/sdc1 /media/curator/VSTRECHA vfat rw,nosuid,nodev 0 0\n"
        "/dev/sdb1 /media/curator/\\320\\244\\320\\273\\320\\265\\321\\210\\320\\272\\320\\260\\0401 exfat ro,nosuid 0 "
        "0\n"
        "tmpfs /media/tmp tmpfs rw 0 0\n"
        "/dev/sde1 /mnt/old ext4 rw 0 0\n"
        "/dev/sdf1 /mnt/old ext4 ro 0 0\n"
        "/dev/sdg1 /mediation/x vfat rw 0 0\n"
        "nfs:/x /mnt/net nfs4 rw 0 0\n"
        "broken line\n"
        "\n"
        "/dev/sdd1 /run/media/kiosk/A ntfs3 rw,erofs 0 0";
    REQUIRE(platform_linux::make_file_system()->write_atomically(folder / "mounts", base::as_bytes(table)));
    const auto drives = platform_linux::make_drives_of({folder / "mounts"})->mounted();
    REQUIRE(drives.size() == 4);
    CHECK(drives[0].mount_point == "/media/curator/VSTRECHA");
    CHECK(drives[0].label == "VSTRECHA");
    CHECK(drives[0].writable);
    CHECK(drives[1].mount_point == "/media/curator/Флешка 1");
    CHECK(drives[1].label == "Флешка 1");
    CHECK_FALSE(drives[1].writable);
    CHECK(drives[2].mount_point == "/mnt/old");
    CHECK_FALSE(drives[2].writable);  // the later mount is the one that is seen
    CHECK(drives[3].label == "A");
    CHECK(drives[3].writable);
    CHECK(platform_linux::make_drives_of({folder / "none"})->mounted().empty());
}

TEST_CASE("Sounds may be asked for faster than they can be heard, also where there is no sound") {
    const auto sounder = platform_linux::make_sounder();
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < 1000; ++i) sounder->play(i % 2 == 0 ? api::Sound::recorded : api::Sound::refused);
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{1});
}

TEST_CASE("The temperature is that of the hottest zone; broken and missing sensors are no temperature") {
    support::TemporaryFolder folder;
    const auto files = platform_linux::make_file_system();
    const auto thermometer = platform_linux::make_thermometer_of(folder.path());
    CHECK_FALSE(thermometer->read());
    const auto zone = [&](const char* name, const char* text) {
        REQUIRE(files->make_folders(folder / name));
        REQUIRE(files->write_atomically(folder / name / "temp", base::as_bytes(text)));
    };
    zone("cooling_device0", "99000\n");
    CHECK_FALSE(thermometer->read());
    zone("thermal_zone0", "41250\n");
    zone("thermal_zone1", "-273000\n");
    zone("thermal_zone2", "hot\n");
    CHECK(thermometer->read() == 41250);
    zone("thermal_zone3", "55800");
    CHECK(thermometer->read() == 55800);
    CHECK_FALSE(platform_linux::make_thermometer_of(folder / "nowhere")->read());
}
