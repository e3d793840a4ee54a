// Records that a USB stick brings, by a browser: uploaded, or from a stick in the machine of the server.
#include "app/eventlog/checkpoint.h"
#include "app/stick/layout.h"
#include "tests/unit/server/paged_school.h"
#include "tests/unit/server/security.h"

using namespace server_test;

namespace {

// A school of its own with two kiosks, and a curator.
struct Sticks {
    explicit Sticks(On on) : at(on), school(at.server.school()), one("k1"), two("k2", 13) {
        REQUIRE(at.server->add_kiosk(school, {one.id(), "Холл", one.key().public_half, {}}));
        REQUIRE(at.server->add_kiosk(school, {two.id(), "Библиотека <b>", two.key().public_half, {}}));
        acceptor = at.server->school(school)->acceptor_public;
        const auto user = FullSchool::user(at, school, "curator", "Куратор", server::UserRole::curator);
        replace_first_passwords(at);
        browser.emplace(browser_of(at, user));
    }
    // As a kiosk leaves it on a stick.
    [[nodiscard]] std::string bundle(const KioskLog& kiosk, domain::Seq first, domain::Seq last,
                                     const std::string& sealed_to = "") const {
        const auto to = sealed_to.empty() ? eventlog::box_public_of(acceptor).value() : sealed_to;
        return std::string{base::as_text(kiosk.bundle(first, last, to))};
    }
    [[nodiscard]] api::HttpResponse upload(const std::vector<std::pair<std::string, std::string>>& files) const {
        return browser->upload("/stick/upload", {}, files);
    }
    [[nodiscard]] std::optional<eventlog::Checkpoint> receipt_in(std::string line) const {
        REQUIRE(line.ends_with('\n'));
        line.pop_back();
        const auto read = eventlog::read_checkpoint(line, std::array{acceptor});
        return read ? std::optional{*read} : std::nullopt;
    }

    PagedServer at;
    server::SchoolId school;
    KioskLog one, two;
    std::string acceptor;
    std::optional<Browser> browser;
};

std::string location(const api::HttpResponse& response) {
    return header_of(response, "Location");
}
void put(support::FakeDrive& drive, const KioskLog& kiosk, const std::string& name, const std::string& content) {
    const auto bytes = base::as_bytes(content);
    const std::string folder = stick::folder_of(kiosk.id()).string();
    drive.folders.insert({"Vstrecha", folder});
    drive.files[folder + "/" + name] = {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("Bundles of two kiosks are uploaded in any order, each kiosk gets a receipt, and the same again is said") {
    Sticks school{ON_BOTH};
    school.one.check_in(30);
    school.two.check_in(4);
    const std::vector<std::pair<std::string, std::string>> files{
        {"records_2026-11-27_13-40_21-30.vstrecha", school.bundle(school.one, 21, 30)},
        {"records_2026-11-27_13-41_1-4.vstrecha", school.bundle(school.two, 1, 4)},
        {"E:\\Vstrecha\\kiosk-k1\\records_2026-11-20_13-40_1-20.vstrecha", school.bundle(school.one, 1, 20)}};
    const auto page = school.upload(files);
    INFO(page.body);
    CHECK(page.status == 200);
    for (const char* part : {"All records of these files are on the server.", "<h2>Холл</h2>", "Библиотека &lt;b&gt;",
                             "№ 30", "10 new records", "20 new records", "/stick/k1/receipt", "/stick/k2/receipt",
                             "Vstrecha/kiosk-k1", "do not mix them up"}) {
        CAPTURE(part);
        CHECK(has(page.body, part));
    }
    CHECK_FALSE(has(page.body, "E:\\"));
    CHECK(school.at.server->held(school.school, school.one.id())->seq == 30);
    CHECK(school.at.server->held(school.school, school.two.id())->seq == 4);

    const auto receipt = school.browser->get("/stick/k1/receipt");
    const auto checkpoint = school.receipt_in(receipt.body);
    REQUIRE(checkpoint);
    CHECK(checkpoint->kiosk == school.one.id());
    CHECK(checkpoint->seq == 30);
    CHECK(checkpoint->hash == school.one.head());
    CHECK(header_of(receipt, "Content-Disposition") ==
          "attachment; filename=\"receipt_" + school.acceptor.substr(0, 16) + ".txt\"");
    CHECK(school.receipt_in(school.browser->get("/stick/k2/receipt").body)->seq == 4);

    const auto again = school.upload({files[1]});
    CHECK(has(again.body, "The server had all of it."));
    CHECK(has(again.body, "or simply onto the stick"));  // one receipt alone cannot be mixed up
    CHECK(has(school.browser->get("/stick").body, "/stick/k2/receipt"));
}

TEST_CASE("Of each file that is not taken the page says why and what to do, and takes the others") {
    Sticks school{On::sqlite};
    school.one.check_in(9);
    school.two.check_in(9);
    KioskLog stranger{"k9", 14}, fork{"k1"};
    stranger.check_in(2);
    fork.check_in(9, "other");
    const auto other = eventlog::make_kiosk_key([](std::span<std::uint8_t> to) { std::fill(to.begin(), to.end(), 8); });
    REQUIRE(school.upload({{"records_1-5.vstrecha", school.bundle(school.one, 1, 5)}}).status == 200);
    const auto page = school.upload({
        {"records_fork.vstrecha", school.bundle(fork, 1, 9)},
        {"records_gap.vstrecha", school.bundle(school.two, 4, 9)},
        {"records_sealed.vstrecha",
         school.bundle(school.one, 6, 9, eventlog::box_public_of(other.public_half).value())},
        {"records_stranger.vstrecha", school.bundle(stranger, 1, 2)},
        {"дневник.vstrecha", "MZ no bundle at all"},
        {"records_6-9.vstrecha", school.bundle(school.one, 6, 9)},
    });
    INFO(page.body);
    CHECK(page.status == 200);
    CHECK(has(page.body, "5 files were not taken. They stay on the kiosk and on the stick."));
    for (const char* part :
         {"They contradict what the kiosk has sent before", "href=\"/parked\"", "Records before them are missing.",
          "Upload the other files of this kiosk", "They are sealed, and the key to them is not here.",
          "They come from a kiosk that is not known here.", "Let the kiosk join this server first",
          "These are no records of a kiosk.", "дневник.vstrecha", "Of no kiosk of this school", "4 new records"}) {
        CAPTURE(part);
        CHECK(has(page.body, part));
    }
    CHECK_FALSE(has(page.body, "/stick/k2/receipt"));
    CHECK(school.at.server->held(school.school, school.one.id())->seq == 9);
    CHECK(school.at.server->held(school.school, school.two.id())->seq == 0);
    CHECK(school.at.server->parked(school.school)->bundles.size() == 4);  // all but what waits for another file
    CHECK(school.browser->get("/stick/k2/receipt").status == 404);        // nothing was taken yet
    CHECK(school.upload({}).status == 422);
}

TEST_CASE("What another school's kiosk recorded is not taken, and no receipt of it is given") {
    Sticks school{ON_BOTH};
    const auto elsewhere = school.at.server->add_school({"Лицей", school_key(9)});
    REQUIRE(elsewhere);
    KioskLog theirs{"k7", 21};
    theirs.check_in(3);
    REQUIRE(school.at.server->add_kiosk(elsewhere->id, theirs.as_new()));
    const auto to = eventlog::box_public_of(elsewhere->acceptor_public).value();
    const auto page = school.upload({{"records_1-3.vstrecha", school.bundle(theirs, 1, 3, to)}});
    CHECK(has(page.body, "They come from a kiosk of another school."));
    CHECK(school.at.server->parked(elsewhere->id)->bundles.empty());  // who brought it sees it
    CHECK(school.at.server->parked(school.school)->bundles.size() == 1);
    CHECK(school.at.server->held(elsewhere->id, theirs.id())->seq == 0);
    REQUIRE(school.at.server->ingest(source_of(theirs.all()), {}));
    CHECK(school.browser->get("/stick/k7/receipt").status == 404);
    // Nor is a stick in this machine anybody's where there are several schools.
    CHECK_FALSE(has(school.browser->get("/stick").body, "/stick/drive"));
    CHECK(school.browser->post("/stick/drive", {{"drive", "/media/FLASH"}}).status == 404);
    CHECK(school.at.drive.is_mounted);
}

TEST_CASE("A stick in the machine of the server is taken in by one button, gets its receipts, and may be taken out") {
    Sticks school{ON_BOTH};
    support::FakeDrive& drive = school.at.drive;
    school.one.check_in(9);
    school.two.check_in(3);
    CHECK(location(school.browser->post("/stick/drive", {{"drive", "/media/FLASH"}})) == "/stick?done=nothing_there");
    CHECK(drive.is_mounted);
    put(drive, school.one, "records_2_5-9.vstrecha", school.bundle(school.one, 5, 9));
    put(drive, school.one, "records_3_1-4.vstrecha", school.bundle(school.one, 1, 4));
    put(drive, school.two, "records_1_1-3.vstrecha", school.bundle(school.two, 1, 3));
    CHECK(has(school.browser->get("/stick").body, "<b>FLASH</b>"));
    CHECK(location(school.browser->post("/stick/drive", {{"drive", "/etc"}})) == "/stick?done=no_drive");
    const auto page = school.browser->post("/stick/drive", {{"drive", "/media/FLASH"}});
    INFO(page.body);
    CHECK(has(page.body, "The stick may be taken out."));
    CHECK(has(page.body, "It is on the stick."));
    CHECK_FALSE(has(page.body, "Download the receipt"));
    CHECK_FALSE(drive.is_mounted);
    for (const KioskLog* kiosk : {&school.one, &school.two}) {
        const auto file =
            drive.files.find((stick::folder_of(kiosk->id()) / stick::receipt_name(school.acceptor)).string());
        REQUIRE(file != drive.files.end());
        const auto receipt = school.receipt_in(std::string{base::as_text(file->second)});
        REQUIRE(receipt);
        CHECK(receipt->seq == kiosk->last());
        CHECK(receipt->hash == kiosk->head());
    }
    CHECK(has(school.browser->get("/stick").body, "There is none. Put the stick in"));
    CHECK(lines_with(school.at.lines.text, "event=stick_taken") == 2);
}

TEST_CASE("A stick that cannot be written to, or that the machine still uses, is told so") {
    Sticks school{On::sqlite};
    support::FakeDrive& drive = school.at.drive;
    school.one.check_in(2);
    put(drive, school.one, "records_1_1-2.vstrecha", school.bundle(school.one, 1, 2));
    drive.can_unmount = false;
    drive.is_writable = false;
    drive.fault = [](support::FakeDrive::Call call) -> std::optional<api::FileErrorKind> {
        if (call == support::FakeDrive::Call::create) return api::FileErrorKind::read_only;
        return std::nullopt;
    };
    CHECK(has(school.browser->get("/stick").body, "It is write-protected"));
    const auto page = school.browser->post("/stick/drive", {{"drive", "/media/FLASH"}});
    INFO(page.body);
    CHECK(has(page.body, "but the computer still uses it"));
    CHECK(has(page.body, "It could not be written onto the stick"));
    CHECK(has(page.body, "/stick/k1/receipt"));
    CHECK(school.at.server->held(school.school, school.one.id())->seq == 2);
}
