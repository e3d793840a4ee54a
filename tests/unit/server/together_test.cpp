#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/unit/server/test_server.h"

using namespace server_test;
using server::Refusal;
using server::StoreErrorKind;

namespace {

// A log whose bundle cannot be compressed into one piece of its reader: who reads all but the end of it has read the
// header, and locked the kiosk's row.
void fill(KioskLog& log, int lines) {
    for (int i = 0; i < lines; ++i) {
        std::string noise;
        for (int part = 0; part < 4; ++part) {
            noise += base::to_hex(eventlog::next_hash(log.head(), std::to_string(part)));
        }
        log.put_unknown("noise", "{\"noise\":\"" + noise + "\"}");
    }
}

// Stops whoever reads at a byte until it is let go.
class HeldSource {
  public:
    HeldSource(base::Bytes bytes, std::size_t at) : bytes_(std::move(bytes)), at_(at) {
        REQUIRE(bytes_.size() > eventlog::kPieceBytes + 9);  // a piece, and what names the format
    }
    std::size_t read(std::span<std::uint8_t> to) {
        std::unique_lock lock{mutex_};
        if (given_ == at_) {
            is_held_ = true;
            changed_.notify_all();
            changed_.wait(lock, [this] { return let_go_; });
        }
        const std::size_t end = given_ < at_ ? at_ : bytes_.size();
        const std::size_t size = std::min(to.size(), end - given_);
        std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(given_), size, to.begin());
        given_ += size;
        return size;
    }
    void wait_until_held() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return is_held_; });
    }
    void let_go() {
        const std::lock_guard lock{mutex_};
        let_go_ = true;
        changed_.notify_all();
    }

  private:
    base::Bytes bytes_;
    const std::size_t at_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t given_ = 0;
    bool is_held_ = false, let_go_ = false;
};

}  // namespace

TEST_CASE("Many threads send the same log in overlapping pieces: every line is stored once") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"}, other{"k2", 22};
    log.check_in(60);
    other.check_in(60);
    server.add(school, log);
    server.add(school, other);
    std::vector<base::Bytes> bundles, others;
    for (domain::Seq first = 1; first <= 60; first += 6) {
        bundles.push_back(log.bundle(first, std::min<domain::Seq>(first + 11, 60)));
        others.push_back(other.bundle(first, std::min<domain::Seq>(first + 11, 60)));
    }
    std::atomic<std::uint64_t> added{0};
    std::atomic<int> wrong{0};
    const auto work = [&](std::size_t number) {
        for (std::size_t i = 0; i < bundles.size(); ++i) {
            for (const auto* kiosk : {&bundles, &others}) {
                // A gap only says that another thread is behind; the piece comes again until it is taken.
                while (true) {
                    const auto result = server->ingest(source_of((*kiosk)[i], 100 + number), {});
                    if (result) added += result->added;
                    if (!result && result.error().why != Refusal::gap) ++wrong;
                    if (result || result.error().why != Refusal::gap) break;
                }
            }
        }
    };
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < 4; ++i) threads.emplace_back(work, i);
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong == 0);
    CHECK(added == 120);
    CHECK(server.holds(school, log));
    CHECK(server.holds(school, other));
    CHECK(server->audit(school, log.id())->findings.empty());
}

TEST_CASE("While one bundle comes in, another server takes other kiosks' bundles, and this kiosk's only after it") {
    TestServer server{On::postgresql};
    const auto school = server.school();
    KioskLog log{"k1"}, other{"k2", 22};
    fill(log, 2'000);
    other.check_in(5);
    server.add(school, log);
    server.add(school, other);
    const auto second = server.open();

    HeldSource source{log.bundle(1, 2'000), log.bundle(1, 2'000).size() - 1};
    std::thread first{[&] {
        const auto taken = server->ingest([&source](std::span<std::uint8_t> to) { return source.read(to); }, {});
        CHECK(taken);
    }};
    source.wait_until_held();
    CHECK(second->ingest(source_of(other.all()), {}));
    CHECK(second->held(school, log.id())->seq == 0);
    std::uint64_t added = 1;
    std::thread again{[&] {
        const auto taken = second->ingest(source_of(log.all()), {});
        if (taken) added = taken->added;
    }};
    source.let_go();
    first.join();
    again.join();
    CHECK(added == 0);
    CHECK(server.holds(school, log));
}

TEST_CASE("A kiosk whose row somebody keeps is told to try later, and nothing is parked") {
    TestServer server{On::postgresql};
    const auto school = server.school();
    KioskLog log{"k1"};
    fill(log, 2'000);
    server.add(school, log);
    HeldSource source{log.all(), log.all().size() - 1};
    std::thread first{
        [&] { CHECK(server->ingest([&source](std::span<std::uint8_t> to) { return source.read(to); }, {})); }};
    source.wait_until_held();
    const auto hasty = server.open(std::chrono::milliseconds{50});
    const auto refused = hasty->ingest(source_of(log.bundle(1, 5)), {});
    source.let_go();
    first.join();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().why == Refusal::try_later);
    CHECK_FALSE(refused.error().is_parked);
    CHECK(server->parked(school)->bundles.empty());
    CHECK(server.holds(school, log));
}

TEST_CASE("Connections that the database cut are made anew; what was on its way is told to come again") {
    TestServer server{On::postgresql};
    const auto school = server.school();
    KioskLog log{"k1"};
    fill(log, 2'000);
    server.add(school, log);
    server.taken(log.bundle(1, 10));
    support::PostgresServer::shared().cut_connections(server.address());
    // The first call finds its connection dead.
    const auto first = server->held(school, log.id());
    if (!first) CHECK(first.error().kind == StoreErrorKind::try_later);
    CHECK(server->held(school, log.id())->seq == 10);

    // In the middle of a bundle.
    HeldSource source{log.all(), log.all().size() - 1};
    std::optional<Refusal> why;
    std::thread sender{[&] {
        const auto taken = server->ingest([&source](std::span<std::uint8_t> to) { return source.read(to); }, {});
        if (!taken) why = taken.error().why;
    }};
    source.wait_until_held();
    support::PostgresServer::shared().cut_connections(server.address());
    source.let_go();
    sender.join();
    CHECK(why == Refusal::try_later);
    CHECK(server->held(school, log.id())->seq == 10);
    CHECK(server.taken(log.all()).added == 1'990);
    CHECK(server.holds(school, log));
}

TEST_CASE("Servers that start at once on an empty database make its tables once") {
    TestServer server{On::postgresql};
    server.run_sql(
        "DROP TABLE join_codes, events, spans, checkpoints, parked, not_parked, health, rosters, meeting_lines, "
        "meeting_progress, uploads, sessions, users, school_zones, school_settings, school_setting_values, "
        "brought_rosters, brought_decisions, kiosks, schools, schema_version");
    std::vector<std::thread> threads;
    std::atomic<int> opened{0};
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            if (const auto store = server.try_open(); store && (*store)->add_school({"Школа", school_key()})) ++opened;
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(opened == 4);
    server.reopen();
    CHECK(server->schools()->size() == 4);
    CHECK(support::PostgresServer::shared().run(server.address(),
                                                "SELECT count(*), max(version) FROM schema_version") == "1|1");
}

TEST_CASE("Of SQLite's file there is one server, with one connection, and every commit is synced") {
    TestServer server{On::sqlite};
    const auto second = server.try_open();
    REQUIRE_FALSE(second);
    CHECK(second.error().kind == StoreErrorKind::in_use);
    server.school();
    CHECK(std::filesystem::exists(server.file().string() + "-wal"));
    const auto folder = std::filesystem::status(server.file().parent_path()).permissions();
    CHECK((folder & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
          std::filesystem::perms::none);
    server.reopen();
    CHECK(server->schools()->size() == 1);
}

TEST_CASE("A database of newer software is refused and left as it is") {
    TestServer server{ON_BOTH};
    server.school();
    server.run_sql("UPDATE schema_version SET version = 99");
    const auto opened = server.try_open();
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == StoreErrorKind::newer_version);
    server.run_sql("UPDATE schema_version SET version = 1");
    server.reopen();
    CHECK(server->schools()->size() == 1);
}

TEST_CASE("A file of another program is refused and left as it is") {
    TestServer server{On::sqlite};
    server.close();
    const bool is_database = GENERATE(true, false);
    std::filesystem::remove(server.file());
    if (is_database) {
        server.run_sql("CREATE TABLE recipes (name TEXT)");
    } else {
        const std::string text(5'000, 'x');
        REQUIRE(platform_linux::make_file_system()->write_atomically(server.file(), base::as_bytes(text)));
    }
    const auto before = platform_linux::make_file_system()->read(server.file(), 1 << 20);
    const auto opened = server.try_open();
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == StoreErrorKind::foreign);
    CHECK(*platform_linux::make_file_system()->read(server.file(), 1 << 20) == *before);
}

TEST_CASE("A PostgreSQL that is not there is told at the start, without the address") {
    TestServer server{On::sqlite};
    support::FakeEntropy entropy;
    const auto files = platform_linux::make_file_system();
    const auto locks = platform_linux::make_process_locks();
    const auto opened = server::Store::open(
        server::PostgresqlServer{"postgresql://vstrecha:secret@/none?host=" + server.file().parent_path().string(), 2},
        {server.clock, entropy, *files, *locks});
    REQUIRE_FALSE(opened);
    CHECK(opened.error().kind == StoreErrorKind::try_later);
    CHECK(opened.error().detail.find("secret") == std::string::npos);
}
