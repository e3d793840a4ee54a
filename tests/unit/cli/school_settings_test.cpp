#include "app/eventlog/sealing.h"
#include "app/storage/store.h"
#include "app/sync/server_record.h"
#include "platform/linux/linux.h"
#include "tests/unit/cli/command.h"

using command::Folder;
using command::has;

namespace {

void set_by_school(const std::filesystem::path& data) {
    const auto clock = platform_linux::make_clock();
    const auto entropy = platform_linux::make_entropy();
    const auto files = platform_linux::make_file_system();
    const auto locks = platform_linux::make_process_locks();
    const auto store = storage::Store::open(data, {*clock, *entropy, *locks, *files}, storage::OpenMode::read_write);
    REQUIRE(store);
    storage::SchoolSettings settings;
    settings.source = {"school1", 4, std::string(64, 'a'), {}};
    settings.values = {{domain::SettingKey::find_by, "code"}};
    settings.pin_hash = eventlog::hash_pin("975310", storage::Hardness::tests).value();
    REQUIRE((*store)->take_school_settings(settings));
    REQUIRE(
        syncing::write_server(*files, data, {"school-12.lan", 8443, std::string(64, 'b'), "school1", "Школа № 12"}));
}

}  // namespace

TEST_CASE("What the school has set is not changed by the command, until the kiosk is of that school no more") {
    const Folder folder("school_settings");
    const std::string data = folder / "data";
    REQUIRE(folder.run({"init", "--data", data, "--school", "Школа № 12", "--timezone", "Asia/Novokuznetsk"}).code ==
            0);
    set_by_school(data);
    CHECK(has(folder.run({"settings", "--data", data}).out, "задано школой на сервере"));
    const auto refused = folder.run({"settings", "--data", data, "find-by", "names"});
    CHECK(refused.code == 1);
    CHECK(has(refused.error, "задано школой на сервере"));
    CHECK(has(folder.run({"settings", "--data", data, "find-by"}).out, "code"));
    CHECK(folder.run({"settings", "--data", data, "sound", "off"}).code == 0);
    const auto pin = folder.run({"pin", "--data", data}, "864209\n");
    CHECK(pin.code == 1);
    CHECK(has(pin.error, "задан школой"));

    std::filesystem::remove(std::filesystem::path{data} / "server.json");
    CHECK_FALSE(has(folder.run({"settings", "--data", data}).out, "задано школой"));
    CHECK(folder.run({"settings", "--data", data, "find-by", "names"}).code == 0);
    CHECK(has(folder.run({"settings", "--data", data, "find-by"}).out, "names"));
    CHECK(folder.run({"pin", "--data", data}, "864209\n").code == 0);
}
