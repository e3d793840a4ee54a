// A stick that somebody made to do harm, as a real folder.
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "tests/unit/stick/stick_kiosk.h"

using namespace stick_test;
using stick::Verdict;
namespace fs = std::filesystem;

namespace {

struct RealStick {
    support::TemporaryFolder folder;
    std::unique_ptr<api::EnclosedFolders> folders = platform_linux::make_enclosed_folders();
    [[nodiscard]] std::unique_ptr<api::EnclosedFolder> open() {
        return folders->open(folder.path(), api::MadeFor::everybody).value();
    }
    [[nodiscard]] fs::path top() const { return folder / "Vstrecha"; }
};

void write(const fs::path& file, const std::string& content = "x") {
    std::ofstream(file, std::ios::binary) << content;
}

std::uint64_t most_memory() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

}  // namespace

TEST_CASE(
    "An enclosed folder leads nowhere else: not by .., a link, a pipe, a device, and not to a new file in their "
    "place") {
    support::TemporaryFolder outside;
    write(outside / "secret", "secret");
    RealStick stick;
    const fs::path root = stick.folder.path();
    fs::create_directories(root / "folder");
    write(root / "plain", "plain");
    fs::create_symlink(outside / "secret", root / "link");
    fs::create_directory_symlink(outside.path(), root / "linked");
    REQUIRE(::mkfifo((root / "pipe").c_str(), 0600) == 0);
    const auto drive = stick.open();
    using Kind = api::FileErrorKind;
    for (const char* path : {"../x", "folder/../../x", "link", "linked/secret", "pipe", "..", "/etc/passwd"}) {
        INFO(path);
        const auto opened = drive->open(path);
        REQUIRE_FALSE(opened);
        CHECK((opened.error().kind == Kind::no_permission || opened.error().kind == Kind::not_found));
    }
    CHECK(drive->open("plain"));
    CHECK(drive->open("missing").error().kind == Kind::not_found);
    CHECK_FALSE(drive->create("linked/new"));
    CHECK_FALSE(drive->create("../new"));
    CHECK_FALSE(drive->make_folders("linked/new"));
    CHECK_FALSE(drive->make_folders("../new"));
    CHECK_FALSE(drive->rename("plain", "linked/plain"));
    CHECK_FALSE(drive->remove("linked/secret"));
    // A link is not written through but replaced.
    auto writer = drive->create("link");
    REQUIRE(writer);
    REQUIRE((*writer)->write(base::as_bytes("new")));
    REQUIRE((*writer)->finish());
    CHECK(fs::is_regular_file(fs::symlink_status(root / "link")));
    CHECK(fs::file_size(outside / "secret") == 6);
    std::map<std::string, api::EntryKind> seen;
    REQUIRE(drive->visit("", [&](const std::string& name, api::EntryKind kind) {
        seen[name] = kind;
        return true;
    }));
    CHECK(seen.at("pipe") == api::EntryKind::other);
    CHECK(seen.at("linked") == api::EntryKind::other);
    CHECK(seen.at("folder") == api::EntryKind::folder);
    CHECK(seen.at("plain") == api::EntryKind::file);
}

TEST_CASE("Another file system within a folder is not entered") {
    const auto folders = platform_linux::make_enclosed_folders();
    const auto root = folders->open("/", api::MadeFor::owner).value();
    CHECK(root->open("proc/self/mounts").error().kind == api::FileErrorKind::no_permission);
}

TEST_CASE(
    "Names with .., line feeds and escapes, links and pipes in place of files are passed over, and the rest is taken") {
    StickKiosk kiosk;
    Computer computer;
    kiosk.trust(computer.key());
    kiosk.record(5);
    RealStick stick;
    const auto drive = stick.open();
    REQUIRE(kiosk.take(*drive));
    const fs::path own = stick.top() / ("kiosk-" + kiosk.id().value);
    fs::create_directories(stick.top() / "kiosk-..");
    fs::create_directories(stick.top() / "kiosk-a\nb");
    fs::create_directories(stick.top() / "kiosk-\x1b[31m");
    fs::create_directory_symlink("/etc", stick.top() / "kiosk-etc");
    write(own / "records_\n.vstrecha");
    write(own / "records_..vstrecha");
    fs::create_symlink("/dev/zero", own / "records_1.vstrecha");
    REQUIRE(::mkfifo((own / "records_2.vstrecha").c_str(), 0600) == 0);
    write(own / "records_3.vstrecha", std::string(100'000, '\0'));
    write(own / "records_4.vstrecha", "VSTRBND1s");
    fs::create_directories(own / "records_5.vstrecha");
    fs::create_symlink("/etc/passwd", own / "receipt_0123456789abcdef.txt");
    fs::create_symlink("/etc/passwd", stick.top() / "collector_0123456789abcdef.txt");
    const auto collected = computer.collect(*drive);
    REQUIRE(collected.kiosks.size() == 1);
    const auto& came = collected.kiosks.front();
    CHECK(came.held == 7);
    REQUIRE(came.bundles.size() == 3);
    CHECK(came.bundles[1].verdict == Verdict::damaged);
    CHECK(came.bundles[2].verdict == Verdict::damaged);
    const auto receipts = takeaway::read_receipts(kiosk.side().records, *drive).value();
    CHECK(receipts.accepted_up_to == 7);
    CHECK_FALSE(receipts.refused);
    CHECK(takeaway::unknown_collectors(kiosk.side(), *drive).empty());
}

TEST_CASE("A stick whose folder of Vstrecha is a link is written nowhere else") {
    support::TemporaryFolder elsewhere;
    StickKiosk kiosk;
    kiosk.record(2);
    RealStick stick;
    fs::create_directory_symlink(elsewhere.path(), stick.top());
    const auto drive = stick.open();
    const auto taken = kiosk.take(*drive);
    REQUIRE_FALSE(taken);
    CHECK(taken.error().problem == takeaway::Problem::read_only);
    CHECK(fs::is_empty(elsewhere.path()));
}

TEST_CASE(
    "Many thousand entries, a file of 4 GB and a kiosk of another school cost little memory, and the own kiosk is "
    "still found") {
    StickKiosk kiosk, foreign{2};
    Computer computer;
    kiosk.trust(computer.key());
    kiosk.record(5);
    foreign.record(5);
    RealStick stick;
    const auto drive = stick.open();
    REQUIRE(kiosk.take(*drive));
    REQUIRE(foreign.take(*drive));
    const fs::path own = stick.top() / ("kiosk-" + kiosk.id().value);
    for (int i = 0; i < 20'000; ++i) write(stick.top() / ("n" + std::to_string(i)), "");
    for (int i = 0; i < 2'000; ++i) write(own / ("records_" + std::to_string(i) + "_0-0.vstrecha"), "");
    write(own / "records_9999.vstrecha");
    fs::resize_file(own / "records_9999.vstrecha", std::uint64_t{4} << 30);  // sparse
    const std::uint64_t before = most_memory();
    const auto collected = computer.collect(*drive);
    CHECK(most_memory() - before < std::uint64_t{200} << 20);
    REQUIRE(collected.kiosks.size() == 2);
    for (const auto& came : collected.kiosks) {
        CHECK(came.bundles.size() <= stick::kMostBundles);
        if (came.kiosk == kiosk.id()) {
            const auto found = std::find_if(came.bundles.begin(), came.bundles.end(),
                                            [](const auto& one) { return one.bundle == "records_9999.vstrecha"; });
            REQUIRE(found != came.bundles.end());
            CHECK(found->verdict == Verdict::too_large);
        } else {
            CHECK(came.bundles.front().verdict == Verdict::sealed);
            CHECK_FALSE(came.has_receipt);
        }
    }
}

TEST_CASE("Another kiosk cannot speak in the name of one that the archive knows") {
    StickKiosk kiosk, liar{2};
    Computer computer;
    kiosk.trust(computer.key());
    liar.trust(computer.key());
    kiosk.record(3);
    liar.record(8);
    support::FakeDrive drive, lie;
    kiosk.take_to(drive);
    (void)computer.collect(drive);
    liar.take_to(lie);
    // Under the other's name, with his own key.
    const std::string from = "kiosk-" + liar.id().value, to = "kiosk-" + kiosk.id().value;
    const auto renamed = [&](std::string name) {
        if (const auto at = name.find(from); at != std::string::npos) name.replace(at, from.size(), to);
        return name;
    };
    std::map<std::string, base::Bytes> files;
    for (const auto& [name, content] : lie.files) files[renamed(name)] = content;
    lie.files = files;
    std::set<std::string> folders;
    for (const auto& name : lie.folders) folders.insert(renamed(name));
    lie.folders = folders;
    const auto lines = computer.lines_of(kiosk.id());
    const auto came = computer.collect(lie).kiosks.front();
    CHECK(came.bundles.front().verdict == Verdict::other_key);
    CHECK_FALSE(came.has_receipt);
    CHECK(computer.lines_of(kiosk.id()) == lines);
}
