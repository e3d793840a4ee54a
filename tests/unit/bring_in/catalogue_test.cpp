#include "app/catalogue/packed_files.h"
#include "app/sync/school_catalogue.h"
#include "tests/unit/bring_in/bring_kiosk.h"

// A catalogue for a school without a server.
using namespace bring_in_test;

namespace {

void put_catalogue(BringKiosk& kiosk) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(VSTRECHA_SOURCE_DIR) + "/assets/catalogue")) {
        if (entry.path().extension() != ".toml") continue;
        std::ifstream in(entry.path(), std::ios::binary);
        kiosk.put("Vstrecha/catalogue/" + entry.path().filename().string(),
                  std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()});
    }
}

}  // namespace

TEST_CASE("A catalogue from a stick is in force after it was taken, and after a restart") {
    BringKiosk kiosk;
    put_catalogue(kiosk);
    const auto prepared = kiosk.prepare(Kind::catalogue);
    REQUIRE(prepared);
    CHECK_FALSE(syncing::catalogue_in(*kiosk.store).catalogue);
    REQUIRE(kiosk.take(*prepared));
    kiosk.store.reset();
    kiosk.store = kiosk.machine.open();
    const auto in_force = syncing::catalogue_in(*kiosk.store);
    REQUIRE(in_force.catalogue);
    CHECK(in_force.catalogue->meeting_kinds.size() ==
          std::get<bring_in::OwnCatalogue>(prepared->what).catalogue.meeting_kinds.size());
    const auto again = kiosk.prepare(Kind::catalogue);
    REQUIRE(again);
    CHECK_FALSE(again->changes_something());
}

TEST_CASE(
    "A catalogue with a mistake is refused with its file and line, and one that is kept damaged keeps no kiosk from "
    "its start") {
    BringKiosk kiosk;
    put_catalogue(kiosk);
    kiosk.put("Vstrecha/catalogue/70-meeting-kinds.toml", "[[kind]]\nid = \n");
    const auto prepared = kiosk.prepare(Kind::catalogue);
    REQUIRE_FALSE(prepared);
    CHECK(prepared.error().why == Refusal::bad_catalogue);
    CHECK(prepared.error().what.find("70-meeting-kinds.toml:2") != std::string::npos);
    for (const char* damaged : {"x", "catalogue 1\n", "catalogue 1\n5 a.toml\nid", "catalogue 1\n3 a.toml\nx = \n"}) {
        REQUIRE(kiosk.store->take_own_catalogue(damaged));
        kiosk.store.reset();
        kiosk.store = kiosk.machine.open();
        const auto in_force = syncing::catalogue_in(*kiosk.store);
        CHECK_FALSE(in_force.catalogue);
        CHECK(in_force.is_damaged);
    }
}

TEST_CASE("A kiosk that has joined a server gets its catalogue there") {
    BringKiosk kiosk;
    kiosk.join(School{});
    put_catalogue(kiosk);
    CHECK(kiosk.refused(Kind::catalogue) == Refusal::catalogue_of_server);
}

TEST_CASE("Packed files are unpacked as they were, whatever is in them") {
    const std::vector<catalogue::CatalogueFile> files{{"a.toml", "x\n12 b\n"}, {"b c.toml", ""}};
    const auto unpacked = catalogue::unpack_files(catalogue::pack_files(files));
    REQUIRE(unpacked);
    REQUIRE(unpacked->size() == 2);
    CHECK(unpacked->front().content == "x\n12 b\n");
    CHECK(unpacked->back().name == "b c.toml");
    CHECK_FALSE(catalogue::unpack_files(catalogue::pack_files(files).substr(0, 25)));
    CHECK_FALSE(catalogue::unpack_files("catalogue 1\n99999999999999999999 a\nx\n"));
}
