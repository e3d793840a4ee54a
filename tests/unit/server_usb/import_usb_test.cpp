// `vstrecha-server import-usb` on real data of a server and a real folder for a stick.
#include "app/server/program/import_usb.h"

#include <fstream>

#include "app/eventlog/checkpoint.h"
#include "app/server/program/opening.h"
#include "app/stick/layout.h"
#include "platform/linux/linux.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_entropy.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/server/kiosk_log.h"

using namespace server_test;
using server::ExitCode;

namespace {

struct Quiet : api::LineSink {
    void write(std::string_view) override {}
};
struct School {
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
    std::string acceptor;

    explicit School(const std::vector<const KioskLog*>& kiosks) {
        std::filesystem::create_directories(stick);
        std::filesystem::create_directories(folder / "data");
        auto store = server::open_store(context(), data);
        if (!store) FAIL(store.error().detail);
        const auto school = (*store)->add_school({"Школа № 12", {}});
        REQUIRE(school);
        acceptor = school->acceptor_public;
        for (const KioskLog* each : kiosks) REQUIRE((*store)->add_kiosk(school->id, each->as_new()));
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
    ExitCode import() {
        out.clear();
        return server::import_usb(context(), data, stick);
    }
    // As a kiosk leaves it.
    void put(const KioskLog& log_of_kiosk, domain::Seq first, domain::Seq last, const std::string& sealed_to = {}) {
        const auto to = sealed_to.empty() ? eventlog::box_public_of(acceptor).value() : sealed_to;
        write(log_of_kiosk, stick::bundle_name({}, first, last), log_of_kiosk.bundle(first, last, to));
    }
    void write(const KioskLog& kiosk, const std::string& name, const base::Bytes& bytes) {
        const auto own = stick / stick::folder_of(kiosk.id());
        std::filesystem::create_directories(own);
        std::ofstream(own / name, std::ios::binary) << base::as_text(bytes);
    }
    [[nodiscard]] std::optional<eventlog::Checkpoint> receipt_of(const KioskLog& kiosk) {
        const auto lines = stick::read_receipts(*folders->open(stick, api::MadeFor::everybody).value(), kiosk.id());
        if (lines.size() != 1) return std::nullopt;
        const auto checkpoint = eventlog::read_checkpoint(lines.front(), std::array{acceptor});
        if (!checkpoint) return std::nullopt;
        return *checkpoint;
    }
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "A stick of two kiosks is taken in without a passphrase, each gets its receipt, and the same once more is "
    "harmless") {
    KioskLog one{"k1"}, two{"k2", 13};
    one.check_in(9);
    two.check_in(4);
    School school{{&one, &two}};
    school.put(one, 1, 9);
    school.put(two, 1, 4);
    CHECK(school.import() == ExitCode::done);
    INFO(school.out);
    CHECK(has(school.out, "kiosk k1  new 9  held 9  receipt on the stick"));
    CHECK(has(school.out, "kiosk k2  new 4  held 4  receipt on the stick"));
    REQUIRE(school.receipt_of(one));
    CHECK(school.receipt_of(one)->seq == 9);
    CHECK(school.receipt_of(one)->hash == one.head());
    CHECK(school.receipt_of(two)->kiosk == two.id());
    CHECK(school.import() == ExitCode::done);
    CHECK(has(school.out, "kiosk k1  new 0  held 9"));
    one.check_in(3);
    school.put(one, 10, 12);
    CHECK(school.import() == ExitCode::done);
    CHECK(school.receipt_of(one)->seq == 12);
}

TEST_CASE("Bundles are taken in the order in which they fit, and what is missing before them is said") {
    KioskLog kiosk{"k1"};
    kiosk.check_in(120);
    School school{{&kiosk}};
    school.put(kiosk, 100, 120);  // its name is before that of the next one
    school.put(kiosk, 20, 99);
    CHECK(school.import() == ExitCode::found);
    CHECK(has(school.out, "new 0  held 0  no receipt"));
    CHECK(has(school.out, "_20-99.vstrecha  gap"));
    school.put(kiosk, 1, 19);
    CHECK(school.import() == ExitCode::done);
    CHECK(has(school.out, "new 120  held 120  receipt on the stick"));
}

TEST_CASE(
    "What is sealed to others, of an unknown kiosk, forged or no bundle is told by its word, and the rest is taken") {
    KioskLog kiosk{"k1"}, stranger{"k9", 14};
    kiosk.check_in(5);
    stranger.check_in(5);
    School school{{&kiosk}};
    const auto other = eventlog::make_kiosk_key([](std::span<std::uint8_t> to) { std::fill(to.begin(), to.end(), 8); });
    school.put(kiosk, 1, 5);
    school.put(kiosk, 2, 5, eventlog::box_public_of(other.public_half).value());
    school.put(stranger, 1, 5);
    school.write(kiosk, "records_7.vstrecha", base::Bytes(100, 'x'));
    school.write(kiosk, "records_8.vstrecha", base::Bytes(8 * 1024 * 1024, 'x'));
    school.write(kiosk, "records_9.vstrecha",
                 kiosk.bundle(1, 5, eventlog::box_public_of(school.acceptor).value(), other.private_half));
    CHECK(school.import() == ExitCode::found);
    INFO(school.out);
    CHECK(has(school.out, "kiosk k1  new 5  held 5  receipt on the stick"));
    CHECK(has(school.out, "_2-5.vstrecha  sealed"));
    CHECK(has(school.out, "records_7.vstrecha  not_a_bundle"));
    CHECK(has(school.out, "records_8.vstrecha  too_large"));
    CHECK(has(school.out, "records_9.vstrecha  wrong_signature"));
    CHECK(has(school.out, "kiosk k9  new 0  held 0  no receipt"));
    CHECK(has(school.out, "_1-5.vstrecha  unknown_kiosk"));
    CHECK_FALSE(school.receipt_of(stranger));
}

TEST_CASE("Of a stick without records, and of one that is not there, a sentence says so") {
    School school{{}};
    CHECK(school.import() == ExitCode::found);
    CHECK(has(school.complaints, "There are no records of a kiosk"));
    school.stick = school.folder / "nowhere";
    CHECK(school.import() == ExitCode::machine);
}
