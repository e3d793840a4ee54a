#include "tests/unit/bring_in/bring_kiosk.h"

// The school's own files.
using namespace bring_in_test;

namespace {

void put_school(BringKiosk& kiosk, const std::string& folder = {}) {
    for (const char* name : {"people.xlsx", "groups.xlsx", "meetings.xlsx", "cards.csv"})
        kiosk.put(folder + name, demo_file(name));
}

const roster::ImportResult& result_of(const bring_in::Prepared& prepared) {
    return std::get<bring_in::SchoolFiles>(prepared.what).result;
}

}  // namespace

TEST_CASE(
    "The school's files on a stick are shown as what they would change, and nothing is changed before they are taken") {
    BringKiosk kiosk;
    put_school(kiosk);
    const auto prepared = kiosk.prepare(Kind::school_file);
    REQUIRE(prepared);
    CHECK(prepared->may_be_taken());
    CHECK(prepared->changes_something());
    CHECK(result_of(*prepared).roster.people.size() > 50);
    CHECK(result_of(*prepared).difference.people.size() == result_of(*prepared).roster.people.size());
    CHECK(kiosk.store->roster()->people.empty());
    const auto seq = kiosk.store->status()->last_seq;
    REQUIRE(kiosk.take(*prepared));
    CHECK(domain::same_lists(kiosk.store->roster().value(), result_of(*prepared).roster));
    CHECK(kiosk.store->status()->last_seq == seq + 1);  // RosterApplied, in the same transaction
    CHECK_FALSE(kiosk.store->roster_source().value());
    const auto again = kiosk.prepare(Kind::school_file);
    REQUIRE(again);
    CHECK_FALSE(again->changes_something());
    REQUIRE(kiosk.take(*again));
    CHECK(kiosk.store->status()->last_seq == seq + 1);
}

TEST_CASE("Files that a computer sent go the same way as those of a stick") {
    BringKiosk kiosk;
    std::vector<roster::SourceFile> files;
    for (const char* name : {"people.xls", "groups.csv"}) {
        const std::string content = demo_file(name);
        const auto bytes = base::as_bytes(content);
        files.push_back({name, {bytes.begin(), bytes.end()}});
    }
    const auto prepared = kiosk.prepare(Kind::school_file, files);
    REQUIRE(prepared);
    REQUIRE(kiosk.take(*prepared));
    CHECK_FALSE(kiosk.store->roster()->people.empty());
}

TEST_CASE("A bad row refuses the files whole, with file, row, column and what to do") {
    BringKiosk kiosk;
    put_school(kiosk);
    kiosk.put("more.csv", "Фамилия;Имя;Отчество;Класс\nСёмин;Пётр;Ильич;5Щ7\n");
    const auto prepared = kiosk.prepare(Kind::school_file);
    REQUIRE(prepared);
    CHECK_FALSE(prepared->may_be_taken());
    const auto& problem = result_of(*prepared).problems.front();
    CHECK(problem.severity == roster::Severity::error);
    CHECK(problem.file == "more.csv");
    CHECK(problem.row == 2);
    CHECK(problem.column == "D");
    CHECK_FALSE(problem.remedy.id.empty());
    const auto taken = kiosk.take(*prepared);
    REQUIRE_FALSE(taken);
    CHECK(kiosk.store->roster()->people.empty());
}

TEST_CASE("Lists that changed after they were compared are not taken over what came meanwhile") {
    BringKiosk kiosk;
    put_school(kiosk);
    const auto prepared = kiosk.prepare(Kind::school_file);
    REQUIRE(prepared);
    REQUIRE(kiosk.store->replace_roster(lists(1)));
    const auto taken = kiosk.take(*prepared);
    REQUIRE_FALSE(taken);
    CHECK(taken.error().why == Refusal::changed_meanwhile);
    CHECK(kiosk.store->roster()->people.size() == 3);
}

TEST_CASE("Where the school's server gives the lists, the school's files belong there") {
    BringKiosk kiosk;
    const School school;
    kiosk.join(school);
    put_school(kiosk);
    CHECK(kiosk.prepare(Kind::school_file));  // joined, and still with lists of its own
    kiosk.put_lists(school, lists(4));
    kiosk.bring(Kind::server_lists);
    const auto prepared = kiosk.prepare(Kind::school_file);
    REQUIRE_FALSE(prepared);
    CHECK(prepared.error().why == Refusal::lists_of_server);
    CHECK(prepared.error().what == "school.lan:8443");
}

TEST_CASE("Files in Vstrecha are the likely ones; without any there, those in the top folder") {
    BringKiosk kiosk;
    put_school(kiosk);
    for (const auto& item : kiosk.look().items) CHECK(item.is_likely);
    kiosk.put("Vstrecha/люди.xlsx", "x");
    const auto offer = kiosk.look();
    REQUIRE(offer.items.size() == 5);
    CHECK(offer.items.front().name == "Vstrecha/люди.xlsx");
    for (const auto& item : offer.items) CHECK(item.is_likely == item.name.starts_with("Vstrecha/"));
}

TEST_CASE("Reading tells how far it is, and stops when it is told to; a drive that is pulled out is gone") {
    BringKiosk kiosk;
    put_school(kiosk);
    const auto items = kiosk.look().items;
    std::vector<int> told;
    REQUIRE(bring_in::read(*kiosk.drive.folder(), items, [&](int percent) {
        told.push_back(percent);
        return true;
    }));
    CHECK(told.front() == 0);
    CHECK(told.back() == 100);
    const auto stopped = bring_in::read(*kiosk.drive.folder(), items, [](int percent) { return percent == 0; });
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().why == Refusal::stopped);
    const auto folder = kiosk.drive.folder();
    kiosk.drive.is_pulled_out = true;
    const auto gone = bring_in::read(*folder, items, [](int) { return true; });
    REQUIRE_FALSE(gone);
    CHECK(gone.error().why == Refusal::gone);
    CHECK(bring_in::look(*folder, kiosk.id()).items.empty());
}
