#include <ctime>

#include "app/eventlog/sealing.h"
#include "tests/unit/stick/stick_kiosk.h"

using namespace stick_test;

namespace {

bool holds(const base::Bytes& bytes, std::string_view text) {
    return base::as_text(bytes).find(text) != std::string_view::npos;
}
bool anywhere(const support::FakeDrive& drive, std::string_view text) {
    return std::any_of(drive.files.begin(), drive.files.end(),
                       [&](const auto& file) { return holds(file.second, text); });
}

struct Opened {
    std::optional<eventlog::BundleError> error;
    std::string lines;
};
Opened open(const base::Bytes& bundle, const std::string& kiosk_public, const std::string& box_private) {
    Opened result;
    std::size_t at = 0;
    const auto opened = eventlog::open_bundle(
        [&](std::span<std::uint8_t> to) {
            const std::size_t size = std::min(to.size(), bundle.size() - at);
            std::copy_n(bundle.begin() + static_cast<std::ptrdiff_t>(at), size, to.begin());
            at += size;
            return size;
        },
        [&](const domain::KioskId&) { return std::optional{kiosk_public}; }, box_private,
        [&](const domain::Event&, std::string_view line, const eventlog::Hash&) {
            result.lines += std::string{line} + "\n";
            return true;
        });
    if (!opened) result.error = opened.error();
    return result;
}

}  // namespace

TEST_CASE(
    "A take-away lies in one folder a kiosk: a sealed bundle, two tables and a note, with the local time in the "
    "names") {
    StickKiosk kiosk;
    kiosk.machine.clock.step_wall(school::instant_of(school::today(13, 40)) - kiosk.machine.clock.read().wall);
    kiosk.record(5);
    support::FakeDrive drive;
    const auto folder = drive.folder();
    const auto taken = kiosk.take(*folder);
    REQUIRE(taken);
    const std::string top = "Vstrecha/kiosk-" + kiosk.id().value + "/";
    std::vector<std::string> names;
    for (const auto& [name, content] : drive.files) names.push_back(name);
    CHECK(names == std::vector<std::string>{top + "README.txt", top + "attendance_2026-11-23_13-41.csv",
                                            top + "attendance_2026-11-23_13-41.xlsx", top + "kiosk.txt",
                                            top + "records_2026-11-23_13-41_1-7.vstrecha"});
    CHECK(taken->records == 7);
    CHECK(taken->up_to == 7);
    CHECK(taken->folder == "Vstrecha/kiosk-" + kiosk.id().value);
}

TEST_CASE("The bundle opens with the school's key and with that of a collector who is trusted, and with no other") {
    StickKiosk kiosk;
    Computer trusted, other;
    other.entropy = support::FakeEntropy{78};
    kiosk.trust(trusted.key());
    kiosk.record(30);
    support::FakeDrive drive;
    kiosk.take_to(drive);
    const auto& bundle = drive.files.at(names_on(drive, ".vstrecha").front());
    const auto kiosk_key = stick::read_kiosk_note(*drive.folder(), kiosk.id()).value().public_key;
    const std::string lines = joined(kiosk.lines());
    const auto school = kiosk.store->open_school_key(storage_test::kPassphrase).value().value();
    const auto box_of = [&](Computer& computer) {
        const auto key = computer.files->read(computer.path / "keys" / "collector.key", 4096).value();
        return eventlog::box_private_of(base::as_text(key).substr(0, 128)).value();
    };
    const auto by_school = open(bundle, kiosk_key, school);
    CHECK_FALSE(by_school.error);
    CHECK(lines.starts_with(by_school.lines));
    CHECK_FALSE(by_school.lines.empty());
    CHECK(open(bundle, kiosk_key, box_of(trusted)).lines == by_school.lines);
    (void)other.key();
    CHECK(open(bundle, kiosk_key, box_of(other)).error == eventlog::BundleError::wrong_key);
    CHECK(open(bundle, kiosk_key, "").error == eventlog::BundleError::sealed);
}

TEST_CASE(
    "What lies on a stick without a key shows attendance, and names only where the curator wants them; never an "
    "answer") {
    StickKiosk kiosk;
    kiosk.record(3);
    kiosk.rate("скучно было");
    for (const bool names : {true, false}) {
        support::FakeDrive drive;
        takeaway::StickOrder order;
        order.names = names;
        kiosk.take_to(drive, order);
        const auto& csv = drive.files.at(names_on(drive, ".csv").front());
        INFO(base::as_text(csv));
        CHECK(holds(csv, "Соколов Олег") == names);
        CHECK(holds(csv, "mira") != names);
        CHECK_FALSE(anywhere(drive, "скучно"));
        CHECK_FALSE(anywhere(drive, "checked_in"));  // no line of the log
        CHECK_FALSE(anywhere(drive, "secretbox"));   // nor the school's key, whatever passphrase is around it
    }
}

TEST_CASE("Only what nobody has acknowledged is taken, unless everything is wanted") {
    StickKiosk kiosk;
    Computer computer;
    kiosk.trust(computer.key());
    kiosk.record(10);
    support::FakeDrive drive;
    kiosk.take_to(drive);
    (void)computer.collect(drive);
    CHECK(kiosk.read_receipts(drive).accepted_up_to == 12);
    const auto folder = drive.folder();
    const auto next = kiosk.take(*folder);
    REQUIRE(next);
    CHECK(next->records == 1);  // that it was taken away
    takeaway::StickOrder order;
    order.everything = true;
    const auto all = kiosk.take(*folder, order);
    REQUIRE(all);
    CHECK(all->records == 13);
}

TEST_CASE("A take-away tells how far it is, can be stopped at any point, and then leaves nothing behind") {
    StickKiosk kiosk;
    kiosk.record(2000);
    support::FakeDrive drive;
    std::vector<int> told;
    {
        const auto folder = drive.folder();
        REQUIRE(kiosk.take(*folder, {}, [&](int percent) {
            told.push_back(percent);
            return true;
        }));
    }
    CHECK(std::is_sorted(told.begin(), told.end()));
    CHECK(told.front() == 0);
    CHECK(told.back() == 100);
    for (const int stop_at : told) {
        if (stop_at == 100) continue;
        INFO("stopped at " << stop_at);
        support::FakeDrive other;
        const auto folder = other.folder();
        const auto taken = kiosk.take(*folder, {}, [&](int percent) { return percent != stop_at; });
        REQUIRE_FALSE(taken);
        CHECK(taken.error().problem == takeaway::Problem::cancelled);
        CHECK(names_on(other, ".part").empty());
    }
}

TEST_CASE("What the drive gives back other than it was written is noticed, and does not get its name") {
    StickKiosk kiosk;
    kiosk.record(50);
    support::FakeDrive drive;
    drive.wear = [](base::Bytes& block) {
        if (block.size() > 100) block[block.size() / 2] ^= 1;
    };
    const auto folder = drive.folder();
    const auto taken = kiosk.take(*folder);
    REQUIRE_FALSE(taken);
    CHECK(taken.error().problem == takeaway::Problem::input_output);
    CHECK(names_on(drive, ".vstrecha").empty());
}

TEST_CASE("A hundred thousand events are written and read back in less than 10 seconds by a stick of 10 MB a second") {
    StickKiosk kiosk;
    constexpr int kBatches = 100,
                  kMeetings = 200;  // of five events each: two come, one answers, one goes, it is confirmed
    for (int batch = 0; batch < kBatches; ++batch) {
        std::vector<domain::Draft> drafts;
        for (int i = 0; i < kMeetings; ++i) {
            const std::string number = std::to_string(batch * kMeetings + i);
            const domain::MeetingId meeting{"m" + number};
            drafts.push_back(check_in("mentor" + number, meeting.value));
            drafts.push_back(check_in("mentee" + number, meeting.value));
            // Answers are sealed one by one and do not shrink; a school has one for some of its meetings.
            if (i % 10 == 0)
                drafts.push_back(
                    domain::AnswerGiven{meeting, domain::PersonId{"mentee" + number}, storage_test::answer_of("да")});
            else
                drafts.push_back(check_in("guest" + number, meeting.value));
            drafts.push_back(domain::EventBody{domain::CheckedOut{meeting, domain::PersonId{"mentee" + number}}});
            drafts.push_back(domain::EventBody{domain::MeetingConfirmed{meeting}});
        }
        kiosk.machine.clock.advance(std::chrono::minutes{1});
        REQUIRE(kiosk.store->append(drafts));
    }
    support::FakeDrive drive;
    const auto folder = drive.folder();
    const std::clock_t begin = std::clock();
    const auto taken = kiosk.take(*folder);
    const double own = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    REQUIRE(taken);
    CHECK(taken->records == 100'002);
    const double by_stick = static_cast<double>(drive.written + drive.read) / 10e6;
    INFO("100,000 events: " << drive.written / 1000 << " kB, " << by_stick << " s by the stick, " << own
                            << " s of its own");
    CHECK(by_stick < 10);
    CHECK(names_on(drive, ".vstrecha").size() > 1);  // none is larger than a server takes
    for (const auto& name : names_on(drive, ".vstrecha")) CHECK(drive.files.at(name).size() < 7 * 1024 * 1024);
}

TEST_CASE("A drive with too little room gets nothing written, and what is missing is said before") {
    StickKiosk kiosk;
    kiosk.record(200);
    support::FakeDrive drive;
    drive.files["homework.doc"] = base::Bytes(1000, 'x');
    drive.room = 200'000;
    const auto folder = drive.folder();
    const auto taken = kiosk.take(*folder);
    REQUIRE_FALSE(taken);
    CHECK(taken.error().problem == takeaway::Problem::not_enough);
    CHECK(taken.error().free == 200'000);
    CHECK(taken.error().needed > 200'000);
    CHECK(drive.written == 0);
    CHECK(drive.files.size() == 1);
    drive.room = taken.error().needed;
    const auto again = kiosk.take(*folder);
    REQUIRE(again);
    CHECK(drive.written <= drive.room);
    CHECK(drive.files.at("homework.doc").size() == 1000);  // somebody else's
}

namespace {

// Counts what a take-away asks of the store.
class CountedRecords final : public takeaway::Records {
  public:
    explicit CountedRecords(storage::Store& store) : records_(store) {}
    storage::StorageResult<storage::LogStatus> status() override { return records_.status(); }
    storage::StorageResult<std::vector<storage::LogLine>> lines(domain::Seq first, domain::Seq last,
                                                                std::size_t most) override {
        auto portion = records_.lines(first, last, most);
        if (portion) {
            given += portion->size();
            largest = std::max(largest, portion->size());
        }
        if (between) between();
        return portion;
    }
    storage::StorageResult<std::optional<eventlog::Hash>> chain_hash(domain::Seq seq) override {
        return records_.chain_hash(seq);
    }
    storage::StorageResult<domain::Roster> roster() override { return records_.roster(); }
    storage::StorageResult<storage::Acceptance> accept(const std::string& line) override {
        return records_.accept(line);
    }
    storage::StorageResult<void> mark_taken_away(domain::Seq up_to, const std::string& where) override {
        return records_.mark_taken_away(up_to, where);
    }

    std::size_t given = 0, largest = 0;
    std::function<void()> between;

  private:
    takeaway::StoreRecords records_;
};

}  // namespace

TEST_CASE("Lines are asked for in portions, those of a usual bundle once, and what is recorded meanwhile waits") {
    StickKiosk kiosk;
    kiosk.record(1200);
    const auto last = kiosk.status().last_seq;
    CountedRecords records{*kiosk.store};
    records.between = [&] { kiosk.record(1); };  // somebody checks in
    support::FakeDrive drive;
    const auto folder = drive.folder();
    const takeaway::Surroundings around{kiosk.catalogue, *kiosk.texts, kiosk.zone,
                                        kiosk.zone.to_local(kiosk.machine.clock.read().wall)};
    const auto taken = takeaway::take_onto_stick({records, *kiosk.machine.files, kiosk.machine.data}, *folder, around,
                                                 {}, [](int) { return true; });
    REQUIRE(taken);
    CHECK(taken->up_to == last);
    CHECK(taken->records == last);
    CHECK(records.largest == takeaway::kLinesAtATime);
    // For the bundle, the first number, and the tables with who came until they were made.
    CHECK(records.given <= last + 1 + last + 10);
}
