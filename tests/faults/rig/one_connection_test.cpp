// One connection to the database, one program that writes: what others are told, and that the kiosk goes on undisturbed.
#include <sys/stat.h>

#include <fstream>
#include <map>
#include <sstream>

#include "tests/support/catch.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_entropy.h"
#include "tests/support/kiosk_hand/kiosk_hand.h"
#include "tests/support/kiosk_hand/school_files.h"
#include "tests/support/temporary_folder.h"
#include "app/storage/store.h"
#include "platform/linux/linux.h"

using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// How many descriptors of the process are open on each file of the folder.
std::map<std::string, int> open_files(pid_t process, const fs::path& folder) {
    std::map<std::string, int> open;
    for (const auto& entry : fs::directory_iterator("/proc/" + std::to_string(process) + "/fd")) {
        std::error_code gone;
        const fs::path file = fs::read_symlink(entry.path(), gone);
        if (!gone && file.parent_path() == folder) ++open[file.filename().string()];
    }
    return open;
}

// SQLite's shared lock on the database: the ranges of 510 bytes beyond the first gigabyte that a process has locked. While
// it holds, no other program can take the write-ahead log away.
bool holds_shared_lock(pid_t process, const fs::path& database) {
    struct stat status {};
    REQUIRE(::stat(database.c_str(), &status) == 0);
    std::istringstream locks(text_of("/proc/locks"));
    const std::string owner = " " + std::to_string(process) + " ", inode = ":" + std::to_string(status.st_ino) + " ";
    for (std::string line; std::getline(locks, line);) {
        if (line.find("POSIX") != std::string::npos && line.find(owner) != std::string::npos &&
            line.find(inode + "1073741826 1073742335") != std::string::npos)
            return true;
    }
    return false;
}

struct Answer {
    int code = -1;
    std::string text;
};

struct School {
    support::TemporaryFolder folder;
    fs::path data = folder.path() / "data";
    support::Programs programs{fs::path(VSTRECHA_BUILD_DIR) / "bin"};
    support::SchoolFiles files = support::write_school(folder.path() / "files", 20, "2026-10-05");

    School() {
        REQUIRE(programs.lacks().empty());
        programs.make_school(data, files.files);
    }
    // `vstrecha ARGUMENTS --data DATA`.
    Answer command(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), (programs.folder / "vstrecha").string());
        arguments.insert(arguments.end(), {"--data", data.string(), "--language", "en"});
        return run(arguments, {});
    }
    Answer run(const std::vector<std::string>& words,
               const std::vector<std::pair<std::string, std::string>>& environment) const {
        const fs::path output = folder.path() / "output";
        support::Process process({words, environment, output});
        const auto code = process.wait(60s);
        return {code.value_or(-1), text_of(output)};
    }
    // Every byte of what is recorded: the database, its log, the keys.
    std::map<std::string, std::string> bytes() const {
        std::map<std::string, std::string> all;
        for (const auto& entry : fs::recursive_directory_iterator(data)) {
            const std::string name = fs::relative(entry.path(), data).string();
            if (entry.is_regular_file() && name != "vstrecha.db-shm") all[name] = text_of(entry.path());
        }
        return all;
    }
};

struct RunningKiosk {
    School school;
    std::unique_ptr<support::Server> server = support::Server::virtual_screen(800, 480);
    support::Screen screen{server->display()};
    support::KioskHand hand{*server, screen, school.programs, {school.data, "2026-10-05T10:00", 800, 480}};

    void check_in(std::size_t person) {
        screen.type(school.files.cards[person] + "\n");
        hand.trace().wait_for("recorded");
        hand.done();
    }
    // What the kiosk does when nothing waits is done, too.
    std::map<std::string, std::string> bytes_at_rest() {
        auto bytes = school.bytes();
        for (int i = 0; i < 20; ++i) {
            screen.wait_for_rest(300ms, 5s);
            auto later = school.bytes();
            if (later == bytes) break;
            bytes = std::move(later);
        }
        return bytes;
    }
};

}  // namespace

TEST_CASE("The kiosk has one connection to its database, at rest and at work, and keeps its lock on it") {
    RunningKiosk kiosk;
    const pid_t process = kiosk.hand.process().id();
    for (std::size_t person = 0; person < 6; ++person) {
        auto open = open_files(process, kiosk.school.data);
        CHECK(open["vstrecha.db-wal"] == 1);
        CHECK(open["vstrecha.db-shm"] == 1);
        CHECK(open["kiosk.lock"] == 1);
        // The slow check may read the file itself, and never closes it while there is a connection.
        CHECK(open["vstrecha.db"] >= 1);
        CHECK(open["vstrecha.db"] <= 2);
        CHECK(holds_shared_lock(process, kiosk.school.data / "vstrecha.db"));
        kiosk.check_in(person);
    }
}

TEST_CASE("A store keeps SQLite's lock on its database through all of its house-keeping") {
    // Closing any descriptor of the file would drop the locks that SQLite has on it through another.
    support::TemporaryFolder folder;
    support::FakeClock clock{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 7h};
    support::FakeEntropy entropy;
    const auto locks = platform_linux::make_process_locks();
    const auto files = platform_linux::make_file_system();
    storage::Identity identity;
    identity.settings.school_name = "School No. 12";
    identity.settings.time_zone = "Asia/Novokuznetsk";
    identity.passphrase = "correct horse battery";
    identity.pin = "2468";
    identity.hardness = storage::Hardness::tests;
    const fs::path data = folder.path() / "data";
    auto store = storage::Store::create(data, {clock, entropy, *locks, *files}, identity);
    REQUIRE(store);
    for (int hour = 0; hour < 48; ++hour) {
        REQUIRE((*store)->append({domain::EventBody{domain::CheckedIn{
            domain::MeetingId{"m"}, domain::PersonId{"p" + std::to_string(hour)}, domain::FoundBy::card}}}));
        for (int piece = 0; piece < 200; ++piece) {
            clock.advance(20s);
            const auto next = (*store)->rest();
            REQUIRE(holds_shared_lock(::getpid(), data / "vstrecha.db"));
            if (!next) break;
        }
    }
}

TEST_CASE("While the kiosk runs, commands that write refuse with a clear sentence, and those that read change no byte") {
    RunningKiosk kiosk;
    kiosk.check_in(0);
    const School& school = kiosk.school;
    const auto before = kiosk.bytes_at_rest();
    std::ofstream(school.folder.path() / "passphrase") << "correct horse battery\n";

    std::vector<std::string> import{"import"};
    for (const auto& file : school.files.files) import.push_back(file.string());
    for (const auto& arguments : std::vector<std::vector<std::string>>{
             import, {"pin"}, {"settings", "sound", "off"},
             {"init", "--school", "Another", "--timezone", "Asia/Omsk", "--pin", "97531", "--passphrase-file",
              (school.folder.path() / "passphrase").string()}}) {
        const Answer answer = school.command(arguments);
        INFO(arguments.front() + ": " + answer.text);
        CHECK(answer.code == 1);
        CHECK(answer.text.find("The kiosk is running") != std::string::npos);
        CHECK(answer.text.find("nothing was changed") != std::string::npos);
    }
    // A demo school is not made over a school: what it says differs, that nothing changes does not.
    (void)school.command({"demo"});

    auto out = [&](const char* name) { return (school.folder.path() / name).string(); };
    for (const auto& arguments : std::vector<std::vector<std::string>>{
             {"status"}, {"log", "verify"}, {"settings"}, {"cards", "--out", out("cards.pdf")},
             {"log", "export", "--out", out("taken")}}) {
        const Answer answer = school.command(arguments);
        INFO(arguments.front() + ": " + answer.text);
        CHECK(answer.code == 0);
    }
    const auto after = school.bytes();
    for (const auto& [name, bytes] : after) {
        INFO(name);
        CHECK(before.count(name) == 1);
        CHECK((before.count(name) == 1 && before.at(name) == bytes));
    }
    CHECK(after.size() == before.size());

    kiosk.check_in(1);
    kiosk.hand.process().stop();
    CHECK(support::chain_holds(school.data));
    CHECK(support::events_of_kind(school.data, "checked_in") == 2);
}

TEST_CASE("A second kiosk on the same data says why and ends, and the first goes on undisturbed") {
    RunningKiosk kiosk;
    kiosk.check_in(0);
    const School& school = kiosk.school;
    const auto other = support::Server::virtual_screen(800, 480);
    const Answer second = school.run(
        {(school.programs.folder / "vstrecha-kiosk").string(), "--data", school.data.string(), "--window", "800x480"},
        support::environment_of(*other));
    INFO(second.text);
    CHECK(second.code == 1);
    CHECK(second.text.find("another program is at work on these data") != std::string::npos);
    CHECK(second.text.find("с этими данными уже работает другая программа") != std::string::npos);
    CHECK(kiosk.hand.trace().now()->name == "home");
    kiosk.check_in(1);
    kiosk.hand.process().stop();
    CHECK(support::chain_holds(school.data));
    CHECK(support::events_of_kind(school.data, "checked_in") == 2);
}
