#include "app/storage/store.h"
#include "platform/linux/linux.h"
#include "tests/support/school_server/school_server.h"
#include "tests/unit/cli/command.h"

using command::Folder;
using command::has;

namespace {

nlohmann::json server_of(const Folder& folder) {
    return nlohmann::json::parse(folder.run({"status", "--json", "--data", folder / "data"}).out)["server"];
}

void make_kiosk(const Folder& folder) {
    REQUIRE(folder.run({"init", "--data", folder / "data", "--school", "Школа № 12", "--timezone", "Asia/Novokuznetsk"})
                .code == 0);
}

}  // namespace

TEST_CASE("The command connects a kiosk to its school server, and the status tells which one it is") {
    const Folder folder("join");
    make_kiosk(folder);
    CHECK(server_of(folder).is_null());
    CHECK(has(folder.run({"status", "--data", folder / "data"}).out, "не подключён"));
    support::SchoolServer server;
    const auto wrong = folder.run({"join", "--data", folder / "data", server.address(), "ZZZZZ-99999"});
    CHECK(wrong.code == 1);
    CHECK(has(wrong.error, "Код не подошёл"));
    CHECK(server_of(folder).is_null());
    const auto joined = folder.run({"join", "--data", folder / "data", server.address(), "abcde 23456"});
    CHECK(joined.code == 0);
    CHECK(has(joined.out, server.address()));
    CHECK(server_of(folder)["fingerprint"] == server.fingerprint());
    CHECK(has(folder.run({"status", "--data", folder / "data"}).out, server.address()));
    server.go_away();
    const auto away = folder.run({"join", "--data", folder / "data", server.address(), "abcde 23456"});
    CHECK(away.code == 1);
    CHECK(has(away.error, "никто не отвечает"));
    CHECK(server_of(folder)["fingerprint"] == server.fingerprint());  // of the one it has
}

TEST_CASE("A kiosk that runs is connected behind its PIN, not by the command") {
    const Folder folder("join-running");
    make_kiosk(folder);
    const auto locks = platform_linux::make_process_locks();
    const auto lock = locks->take(folder / "data/kiosk.lock");
    REQUIRE(lock);
    const auto answer = folder.run({"join", "--data", folder / "data", "127.0.0.1:8443", "ABCDE23456"});
    CHECK(answer.code == 1);
    CHECK(has(answer.error, "Киоск работает"));
}

TEST_CASE("A damaged server.json is told by the status, which fails for nothing else") {
    const Folder folder("join-damaged");
    make_kiosk(folder);
    std::ofstream(folder / "data/server.json") << "{}";
    const auto status = folder.run({"status", "--data", folder / "data"});
    CHECK(status.code == 0);
    CHECK(has(status.out, "server.json"));
    CHECK(server_of(folder)["unreadable"] == "version");
}

TEST_CASE("A kiosk whose lists come from its server takes no files, and says where they go") {
    const Folder folder("join-lists");
    make_kiosk(folder);
    support::SchoolServer server;
    REQUIRE(folder.run({"join", "--data", folder / "data", server.address(), "abcde 23456"}).code == 0);
    std::ofstream(folder / "people.csv") << "ФИО;Класс\n";
    const auto import = [&](const std::string& language) {
        return folder.run({"import", "--dry-run", "--language", language, "--data", folder / "data", folder / "people.csv"});
    };
    // Joined alone it still has its own, which the server may get.
    CHECK_FALSE(has(import("ru").error, "с сервера школы"));
    {
        const auto clock = platform_linux::make_clock();
        const auto entropy = platform_linux::make_entropy();
        const auto locks = platform_linux::make_process_locks();
        const auto files = platform_linux::make_file_system();
        auto store = storage::Store::open(folder / "data", {*clock, *entropy, *locks, *files},
                                          storage::OpenMode::read_write);
        REQUIRE(store);
        REQUIRE((*store)->take_roster({}, {"s-12", 1, std::string(64, 'a'), {}}));
    }
    const auto russian = import("ru");
    CHECK(russian.code == 1);
    CHECK(has(russian.error, "приходят с сервера школы «Школа № 12» (" + server.address() + ")"));
    CHECK(has(russian.error, "vstrecha-server"));
    CHECK(has(import("en").error, "come from the school server Школа № 12"));
}
