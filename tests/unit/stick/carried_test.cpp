#include "app/stick/carried.h"

#include "app/takeaway/over_network.h"
#include "tests/unit/stick/stick_kiosk.h"

using namespace stick_test;

namespace {

takeaway::TableFile carried(StickKiosk& kiosk, domain::Seq first, domain::Seq last) {
    takeaway::StoreRecords log{*kiosk.store};
    const auto keys = takeaway::bundle_keys(*kiosk.machine.files, kiosk.machine.data);
    REQUIRE(keys);
    auto made =
        takeaway::carried_records(log, first, last, *keys, kiosk.zone.to_local(kiosk.machine.clock.read().wall));
    if (!made) FAIL(made.error().detail);
    return std::move(*made);
}

// As a browser leaves it.
std::filesystem::path downloaded(const Computer& computer, const takeaway::TableFile& file) {
    const std::filesystem::path path = computer.folder.path() / file.name;
    REQUIRE(computer.files->write_atomically(path, file.content));
    return path;
}

std::unique_ptr<api::EnclosedFolder> laid_out(const Computer& computer, const std::filesystem::path& named) {
    const auto place = stick::laid_out(*computer.files, *computer.folders, named);
    if (!place) FAIL(place.error().detail);
    auto folder = computer.folders->open(*place, api::MadeFor::owner);
    REQUIRE(folder);
    return std::move(*folder);
}

base::Bytes packed(const std::vector<std::pair<std::string, std::string>>& files) {
    stick::CarriedFile file;
    for (const auto& [path, content] : files) {
        file.begin(path);
        file.append(base::as_bytes(content));
        file.end();
    }
    return std::move(file).finish();
}

}  // namespace

TEST_CASE(
    "One file over the network is what a stick brings: collected unchanged, and its receipt counts at the kiosk") {
    StickKiosk kiosk;
    Computer computer;
    kiosk.trust(computer.key());
    kiosk.record(5);
    kiosk.rate("не для чужих глаз");
    const takeaway::TableFile file = carried(kiosk, 1, UINT64_MAX);
    CHECK(file.name.starts_with("vstrecha_records_"));
    CHECK(base::as_text(file.content).find("mira") == std::string_view::npos);
    const auto folder = laid_out(computer, downloaded(computer, file));
    const auto collected = computer.collect(*folder);
    REQUIRE(collected.kiosks.size() == 1);
    CHECK(collected.kiosks.front().added == kiosk.lines().size());
    CHECK(computer.lines_of(kiosk.id()) == joined(kiosk.lines()));
    // The folder goes onto a stick, and that into the kiosk.
    takeaway::StoreRecords records{*kiosk.store};
    CHECK(takeaway::read_receipts(records, *folder)->accepted_up_to == kiosk.lines().size());
}

TEST_CASE("Records go as several files, each a piece; whichever comes first waits for the one before it") {
    StickKiosk kiosk;
    Computer computer;
    kiosk.trust(computer.key());
    kiosk.record(8);
    const auto first = laid_out(computer, downloaded(computer, carried(kiosk, 1, 4)));
    const auto second = laid_out(computer, downloaded(computer, carried(kiosk, 5, 8)));
    const auto third = laid_out(computer, downloaded(computer, carried(kiosk, 9, 100)));
    CHECK(computer.collect(*first).kiosks.front().added == 4);
    CHECK(computer.collect(*third).kiosks.front().bundles.front().verdict == stick::Verdict::gap);
    CHECK(computer.collect(*second).kiosks.front().added == 4);
    CHECK(computer.collect(*third).kiosks.front().added == kiosk.lines().size() - 8);
    CHECK(computer.lines_of(kiosk.id()) == joined(kiosk.lines()));
}

TEST_CASE("A folder that was named stays what it is; a file that is no such archive is said to be none") {
    Computer computer;
    CHECK(stick::laid_out(*computer.files, *computer.folders, computer.folder.path()) == computer.folder.path());
    const auto other = downloaded(computer, {"records.zip", {'P', 'K', 3, 4, 0, 0}});
    const auto place = stick::laid_out(*computer.files, *computer.folders, other);
    REQUIRE_FALSE(place);
    CHECK(place.error().kind == api::FileErrorKind::input_output);
    CHECK_FALSE(stick::laid_out(*computer.files, *computer.folders, computer.folder / "none.zip"));
}

TEST_CASE("Only the notes and bundles of kiosks are laid out, wherever else an archive points") {
    const std::string id = "00112233445566778899aabbccddeeff";
    const std::string good = "Vstrecha/kiosk-" + id + "/records_2026-11-23_13-41_1-7.vstrecha";
    const base::Bytes archive = packed({{"../outside.vstrecha", "a"},
                                        {"/etc/passwd", "b"},
                                        {"Vstrecha/kiosk-" + id + "/../kiosk.txt", "c"},
                                        {"Vstrecha/kiosk-../kiosk.txt", "d"},
                                        {"Vstrecha/kiosk-" + id + "/receipt_0011223344556677.txt", "e"},
                                        {good, "f"}});
    const auto files = stick::unpack(archive);
    REQUIRE(files);
    REQUIRE(files->size() == 1);
    CHECK(files->front().path == good);
    CHECK(base::as_text(files->front().content) == "f");
}

TEST_CASE("An archive that was cut or changed at any byte is none, or gives what it gave") {
    const std::string path = "Vstrecha/kiosk-00112233445566778899aabbccddeeff/kiosk.txt";
    const base::Bytes archive = packed({{path, "the kiosk's note"}, {path, "once more"}});
    REQUIRE(stick::unpack(archive)->size() == 2);
    const std::size_t central = base::as_text(archive).find("PK\x01\x02");
    for (std::size_t size = 0; size < central + 4; ++size)
        CHECK_FALSE(stick::unpack(base::ByteView{archive}.first(size)));
    for (std::size_t at = 0; at < central; ++at) {
        for (const std::uint8_t bit : {0x01, 0x80}) {
            base::Bytes changed = archive;
            changed[at] ^= bit;
            const auto files = stick::unpack(changed);
            if (!files) continue;
            for (const auto& file : *files) {
                const std::string_view content = base::as_text(file.content);
                CHECK((content == "the kiosk's note" || content == "once more"));
            }
        }
    }
    CHECK_FALSE(stick::unpack({}));
    CHECK_FALSE(stick::unpack(packed({})));
}
