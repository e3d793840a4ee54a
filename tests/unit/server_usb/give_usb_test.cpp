// `vstrecha-server give-usb` on real data of a server, a real folder for a stick, and a kiosk that takes what is on it.
#include "app/server/program/opening.h"
#include "app/server/program/run.h"
#include "tests/unit/bring_in/bring_kiosk.h"

using namespace bring_in_test;

namespace {

struct Quiet : api::LineSink {
    void write(std::string_view) override {}
};

// A server with lists, something that it has set, and kiosks that have joined it.
struct Server {
    support::TemporaryFolder folder;
    support::FakeClock clock{domain::Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}}};
    support::FakeEntropy entropy;
    std::unique_ptr<api::FileSystem> files = platform_linux::make_file_system();
    std::unique_ptr<api::EnclosedFolders> folders = platform_linux::make_enclosed_folders();
    std::unique_ptr<api::ProcessLocks> locks = platform_linux::make_process_locks();
    std::unique_ptr<api::ServiceDiscovery> discovery = platform_linux::make_service_discovery();
    Quiet log;
    std::string out, complaints;
    server::DataOptions data{folder / "data", {}, {}};
    std::filesystem::path stick = folder / "stick";
    std::string school, acceptor;

    Server() {
        std::filesystem::create_directories(stick);
        std::filesystem::create_directories(folder / "data");
        const auto made = open()->add_school({"Школа № 12", {}});
        REQUIRE(made);
        school = made->id.value;
        acceptor = made->acceptor_public;
    }
    [[nodiscard]] server::Context context() {
        return {clock,
                entropy,
                *files,
                *folders,
                *locks,
                log,
                [this](std::string_view text) { out += text; },
                [this](std::string_view text) { complaints += text; },
                *discovery,
                "host",
                [] {},
                [] {},
                {},
                {}};
    }
    [[nodiscard]] std::unique_ptr<server::Store> open() {
        auto store = server::open_store(context(), data);
        if (!store) FAIL(store.error().detail);
        return std::move(*store);
    }
    void add(BringKiosk& kiosk) {
        REQUIRE(open()->add_kiosk(server::SchoolId{school}, {kiosk.id(), "Холл", kiosk.public_key(), {}}));
        REQUIRE(syncing::write_acceptor(*kiosk.machine.files, kiosk.machine.data, school, acceptor));
        REQUIRE(syncing::write_server(*kiosk.machine.files, kiosk.machine.data,
                                      {"school.lan", 8443, std::string(64, 'a'), school, "Школа № 12"}));
    }
    void publish(const domain::Roster& roster, std::uint64_t based_on) {
        const auto published = open()->publish_roster(server::SchoolId{school}, roster, based_on);
        if (!published) FAIL(published.error().detail);
    }
    int run(std::vector<std::string> arguments) {
        out.clear();
        complaints.clear();
        std::vector<std::string> all{"--data", data.data.string()};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return server::run(context(), all);
    }
    int give(std::vector<std::string> more = {}) {
        std::vector<std::string> arguments{"give-usb", stick.string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
    // As the kiosk finds it.
    [[nodiscard]] bring_in::Result<bring_in::Prepared> prepared_at(BringKiosk& kiosk, Kind kind) {
        const auto drive = folders->open(stick, api::MadeFor::everybody).value();
        std::vector<bring_in::Item> items;
        for (auto& item : bring_in::look(*drive, kiosk.id()).items)
            if (item.kind == kind) items.push_back(item);
        auto read = bring_in::read(*drive, items, [](int) { return true; });
        if (!read) return base::failure(read.error());
        return kiosk.prepare(kind, std::move(*read));
    }
    void bring_to(BringKiosk& kiosk, Kind kind) {
        const auto prepared = prepared_at(kiosk, kind);
        if (!prepared) FAIL(static_cast<int>(prepared.error().why));
        REQUIRE(kiosk.take(*prepared));
    }
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("Lists and settings go from a server to its kiosk on a stick, and newer ones after them") {
    Server server;
    BringKiosk kiosk;
    server.add(kiosk);
    CHECK(server.give() == 0);
    CHECK(has(server.out, "nothing to give"));
    server.publish(lists(0, 3), 0);
    REQUIRE(server.run({"settings", "set", "find-by", "code"}) == 0);
    REQUIRE(server.give() == 0);
    INFO(server.out << server.complaints);
    CHECK(has(server.out, "kiosk " + kiosk.id().value + "  Холл  lists No. 1  settings"));
    server.bring_to(kiosk, Kind::server_lists);
    server.bring_to(kiosk, Kind::server_settings);
    CHECK(kiosk.store->roster()->people.size() == 3);
    CHECK(kiosk.store->roster_source().value()->number == 1);
    CHECK(kiosk.store->settings()->find_by == domain::FindBy::code);
    server.publish(lists(0, 2), 1);
    REQUIRE(server.give() == 0);
    server.bring_to(kiosk, Kind::server_lists);
    CHECK(kiosk.store->roster()->people.size() == 2);
}

TEST_CASE("Who finds the stick reads nothing of it") {
    Server server;
    BringKiosk kiosk;
    server.publish(lists(0, 3), 0);
    REQUIRE(server.run({"settings", "set", "find-by", "code"}) == 0);
    server.add(kiosk);
    REQUIRE(server.give() == 0);
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(server.stick)) {
        if (!entry.is_regular_file()) continue;
        ++files;
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        CHECK_FALSE(has(content, "Ёлкина"));
        CHECK_FALSE(has(content, "find-by"));
        CHECK_FALSE(has(entry.path().filename().string(), ".part"));
    }
    CHECK(files == 2);
}

TEST_CASE("Only the kiosk that is named is given something; an unknown one and a revoked one are not") {
    Server server;
    BringKiosk kiosk;
    server.add(kiosk);
    server.publish(lists(0, 3), 0);
    CHECK(server.give({"--kiosk", "0000000000000099"}) == 1);
    CHECK(has(server.complaints, "There is no kiosk 0000000000000099"));
    CHECK(server.give({"--kiosk", kiosk.id().value}) == 0);
    REQUIRE(server.run({"kiosk", "revoke", kiosk.id().value}) == 0);
    CHECK(server.give() == 1);
    server.stick = server.folder / "nowhere";
    CHECK(server.give() == 3);
}
