#include <sys/stat.h>

#include "platform/linux/linux.h"
#include "tests/support/temporary_folder.h"

using support::TemporaryFolder;
using api::FileErrorKind;

TEST_CASE("A file that was written reads the same, whatever was there before") {
    const TemporaryFolder folder;
    const auto files = platform_linux::make_file_system();
    const auto file = folder / "имя с пробелом";
    for (const std::string& content : {std::string(100'000, 'a'), std::string{"short\0text", 10}, std::string{}}) {
        REQUIRE(files->write_atomically(file, base::as_bytes(content)));
        const auto read = files->read(file, 200'000);
        REQUIRE(read);
        CHECK(base::as_text(*read) == content);
    }
    CHECK(files->list(folder.path())->size() == 1);  // nothing temporary stays
}

TEST_CASE("A file that is written is for its owner only") {
    const TemporaryFolder folder;
    const auto files = platform_linux::make_file_system();
    REQUIRE(files->write_atomically(folder / "key", base::as_bytes("x")));
    struct stat status {};
    REQUIRE(::stat((folder / "key").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("A write that fails leaves the old file and nothing else") {
    const TemporaryFolder folder;
    const auto files = platform_linux::make_file_system();
    CHECK(files->write_atomically(folder / "none" / "file", base::as_bytes("x")).error().kind ==
          FileErrorKind::not_found);
    REQUIRE(files->make_folders(folder / "taken"));
    REQUIRE(files->write_atomically(folder / "taken" / "inside", base::as_bytes("x")));
    CHECK_FALSE(files->write_atomically(folder / "taken", base::as_bytes("y")));  // a folder has that name
    CHECK(*files->list(folder.path()) == std::vector<std::string>{"taken"});
}

TEST_CASE("A file above the limit is not read") {
    const TemporaryFolder folder;
    const auto files = platform_linux::make_file_system();
    REQUIRE(files->write_atomically(folder / "file", base::as_bytes("12345")));
    CHECK(files->read(folder / "file", 5));
    CHECK(files->read(folder / "file", 4).error().kind == FileErrorKind::too_large);
    CHECK(files->read("/proc/self/status", 10).error().kind == FileErrorKind::too_large);  // says it has 0 bytes
    CHECK(files->read("/proc/self/status", 100'000)->size() > 100);
    CHECK(files->read(folder / "none", 5).error().kind == FileErrorKind::not_found);
    CHECK_FALSE(files->read(folder.path(), 5));
}

TEST_CASE("Folders are made with their parents, closed to others, and making them again is fine") {
    const TemporaryFolder folder;
    const auto files = platform_linux::make_file_system();
    REQUIRE(files->make_folders(folder / "a" / "b" / "c"));
    REQUIRE(files->make_folders(folder / "a" / "b" / "c"));
    struct stat status {};
    REQUIRE(::stat((folder / "a").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);
    REQUIRE(files->write_atomically(folder / "file", {}));
    CHECK_FALSE(files->make_folders(folder / "file"));
    CHECK_FALSE(files->make_folders(folder / "file" / "below"));
}

TEST_CASE("A folder is listed in order; files and empty folders can be removed") {
    const TemporaryFolder folder;
    const auto files = platform_linux::make_file_system();
    for (const char* name : {"b", "a", "c"}) REQUIRE(files->write_atomically(folder / name, {}));
    CHECK(*files->list(folder.path()) == std::vector<std::string>{"a", "b", "c"});
    REQUIRE(files->remove(folder / "b"));
    CHECK_FALSE(files->exists(folder / "b"));
    CHECK(files->exists(folder / "a"));
    CHECK(files->remove(folder / "b").error().kind == FileErrorKind::not_found);
    CHECK(files->list(folder / "none").error().kind == FileErrorKind::not_found);
    CHECK(files->remove(folder.path()).error().kind == FileErrorKind::exists);
}

TEST_CASE("The space of a disk is told in bytes") {
    const TemporaryFolder folder;
    const auto space = platform_linux::make_file_system()->space(folder.path());
    REQUIRE(space);
    CHECK(space->total_bytes > 1'000'000);
    CHECK(space->free_bytes <= space->total_bytes);
}

TEST_CASE("A failure names the file that was asked for and what the system said") {
    const auto written = platform_linux::make_file_system()->write_atomically("/proc/none", base::as_bytes("x"));
    REQUIRE_FALSE(written);
    CHECK(written.error().path == "/proc/none");
    CHECK_FALSE(written.error().detail.empty());
}

TEST_CASE("A lock is held by one at a time and free after its holder") {
    const TemporaryFolder folder;
    const auto locks = platform_linux::make_process_locks();
    auto held = locks->take(folder / "lock");
    REQUIRE(held);
    CHECK(locks->take(folder / "lock").error().kind == FileErrorKind::exists);
    CHECK(platform_linux::make_process_locks()->take(folder / "lock").error().kind == FileErrorKind::exists);
    held->reset();
    CHECK(locks->take(folder / "lock"));
    CHECK(locks->take(folder / "none" / "lock").error().kind == FileErrorKind::not_found);
}

TEST_CASE("A file is read at any place, and to its end only") {
    const TemporaryFolder folder;
    const auto files = platform_linux::make_file_system();
    REQUIRE(files->write_atomically(folder / "file", base::as_bytes("0123456789")));
    const auto reader = files->open(folder / "file");
    REQUIRE(reader);
    CHECK((*reader)->size() == 10);
    base::Bytes four(4);
    CHECK(*(*reader)->read(3, four) == 4);
    CHECK(base::as_text(four) == "3456");
    (*reader)->forget(0, 10);
    CHECK(*(*reader)->read(8, four) == 2);
    CHECK(base::as_text(base::ByteView{four}.first(2)) == "89");
    CHECK(*(*reader)->read(20, four) == 0);
    CHECK(files->open(folder / "none").error().kind == FileErrorKind::not_found);
    CHECK_FALSE(files->open(folder.path()));
}

TEST_CASE("Bytes are written over and past what a file has, and the file is made where there is none") {
    const TemporaryFolder folder;
    const auto files = platform_linux::make_file_system();
    REQUIRE(files->write_at(folder / "file", 0, base::as_bytes("abcdef")));
    REQUIRE(files->write_at(folder / "file", 4, base::as_bytes("XYZ")));
    REQUIRE(files->write_at(folder / "file", 9, base::as_bytes("!")));
    CHECK(base::as_text(*files->read(folder / "file", 100)) == std::string_view{"abcdXYZ\0\0!", 10});
    struct stat status {};
    REQUIRE(::stat((folder / "file").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK(files->write_at(folder / "none" / "file", 0, base::as_bytes("x")).error().kind == FileErrorKind::not_found);
}

TEST_CASE("A file takes another's name, and a copy does not") {
    const TemporaryFolder folder;
    const auto files = platform_linux::make_file_system();
    REQUIRE(files->write_atomically(folder / "a", base::as_bytes("new")));
    REQUIRE(files->write_atomically(folder / "b", base::as_bytes("old")));
    REQUIRE(files->rename(folder / "a", folder / "b"));
    CHECK(*files->list(folder.path()) == std::vector<std::string>{"b"});
    CHECK(base::as_text(*files->read(folder / "b", 9)) == "new");
    CHECK(files->rename(folder / "a", folder / "c").error().kind == FileErrorKind::not_found);

    for (const auto how : {api::FileSystem::Copying::bytes, api::FileSystem::Copying::share}) {
        const auto name = folder / (how == api::FileSystem::Copying::bytes ? "c" : "d");
        REQUIRE(files->copy(folder / "b", name, how));
        CHECK(base::as_text(*files->read(name, 9)) == "new");
        CHECK(files->copy(folder / "b", name, api::FileSystem::Copying::bytes).error().kind == FileErrorKind::exists);
        CHECK(base::as_text(*files->read(name, 9)) == "new");
    }
    REQUIRE(files->write_at(folder / "b", 0, base::as_bytes("NEW")));
    CHECK(base::as_text(*files->read(folder / "c", 9)) == "new");  // bytes of its own
    CHECK(files->copy(folder / "none", folder / "e", api::FileSystem::Copying::share).error().kind ==
          FileErrorKind::not_found);
}
