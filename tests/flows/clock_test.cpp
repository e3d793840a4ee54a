#include <fstream>
#include <map>
#include <sstream>

#include "app/takeaway/take_away.h"
#include "tests/flows/disk_kiosk.h"

using namespace school;
using namespace kiosk::session;

// Kiosks whose clock is wrong: from the first boot in 1970 to the table that the curator takes away.

namespace {

constexpr auto kYear = std::chrono::hours{24 * 365};
const domain::Instant k1970{};

// The machine is switched on at the true time `local`, without a clock.
void dark_boot(flows::DiskKiosk& kiosk, const std::string& boot) {
    kiosk.clock().reboot(boot);
    kiosk.clock().set_trusted(false);
    kiosk.clock().step_wall(k1970 - kiosk.clock().read().wall);
    kiosk.restart();
}

// The kernel has found a time server; it is `local` now.
void trust_comes(flows::DiskKiosk& kiosk, domain::LocalTime local) {
    kiosk.go_to(local);
    kiosk.clock().set_trusted(true);
    kiosk.look_at_machine();
}

void run(flows::DiskKiosk& kiosk, domain::Millis time) {
    for (domain::Millis done{0}; done < time; done += 10min) {
        kiosk.pass(10min);
        kiosk.look_at_machine();
    }
}

template <class Body>
std::vector<Body> asked(const flows::DiskKiosk& kiosk) {
    std::vector<Body> found;
    for (const auto& record : kiosk.records)
        for (const auto& draft : record.drafts)
            if (const auto* body = std::get_if<domain::EventBody>(&draft))
                if (const auto* one = std::get_if<Body>(body)) found.push_back(*one);
    return found;
}

void open_clock(flows::DiskKiosk& kiosk) {
    kiosk.tap(intent::OpenCurator{});
    kiosk.type(storage_test::kPin);
    kiosk.tap(intent::EnterPin{});
    kiosk.tap(intent::OpenSettings{});
    kiosk.tap(intent::OpenClock{});
    REQUIRE(kiosk.screen() == "clock");
}

void begin_check_in(flows::DiskKiosk& kiosk) {
    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::ChooseClass{1});
    kiosk.tap(intent::ChoosePicture{1});
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("A day of a kiosk that came up in 1970: by its best guess, corrected when trust comes at noon") {
    flows::DiskKiosk kiosk(school::roster(), today(7, 0));
    dark_boot(kiosk, "dark0001");  // it is 12:30 in truth, and the kiosk knows of 7:00
    CHECK(kiosk.now().local == today(7, 0));
    const auto home = kiosk.showing<HomeView>();
    CHECK_FALSE(home.clock_trusted);
    CHECK(home.time_source == domain::TimeSource::last_known);

    run(kiosk, 6h + 10min);  // 18:40 in truth, 13:10 by the guess
    begin_check_in(kiosk);
    kiosk.pictures(2, 3, 4);
    auto recorded = kiosk.showing<RecordedView>();
    CHECK(recorded.what == RecordedWhat::checked_in);
    CHECK(recorded.at == today(13, 10));
    CHECK(recorded.time_is_guess);
    kiosk.tap(intent::Done{});
    CHECK(asked<domain::ClockCorrected>(kiosk).empty());

    const domain::LocalTime truth = today(18, 40);
    trust_comes(kiosk, truth);
    const auto words = asked<domain::ClockCorrected>(kiosk);
    REQUIRE(words.size() == 1);
    CHECK(words[0].boot == "dark0001");
    CHECK(words[0].by == domain::ClockWord::kernel);
    CHECK(kiosk.showing<HomeView>().clock_trusted);
    CHECK(kiosk.now().local == truth);
    run(kiosk, 3h);
    CHECK(asked<domain::ClockCorrected>(kiosk).size() == 1);

    const auto stamp = *kiosk.fold().presence(kNoon, kMira).checked_in;
    CHECK(stamp.at == instant_of(truth));
    CHECK(stamp.said_by_clock() == k1970 + 6h + 10min);

    kiosk.tap(intent::CheckIn{});
    kiosk.tap(intent::Back{});
    // What is taken away has the true time, the clock's word beside it, and the log's own lines as they were.
    support::TemporaryFolder folder;
    const auto files = platform_linux::make_file_system();
    const auto texts = i18n::Texts::load(domain::Language::english, VSTRECHA_BUILD_DIR "/share/vstrecha");
    const auto zone = i18n::load_time_zone("Asia/Novokuznetsk");
    REQUIRE(texts);
    REQUIRE(zone);
    const takeaway::Surroundings around{flows::DiskKiosk::catalogue(), **texts, **zone, kiosk.now().local};
    const auto taken = takeaway::take_away(kiosk.store(), *files, around, folder.path() / "out", {});
    REQUIRE(taken);
    std::string csv, log, times;
    for (const auto& file : taken->files) {
        const std::string name = file.filename().string();
        if (name.ends_with(".csv")) csv = text_of(file);
        if (name.starts_with("log")) log = text_of(file);
        if (name.starts_with("corrected-times")) times = text_of(file);
    }
    CHECK(csv.find("18:40") != std::string::npos);
    CHECK(csv.find("Check-in by the kiosk's clock") != std::string::npos);
    CHECK(csv.find("Check-out by the kiosk's clock") == std::string::npos);  // nobody left
    CHECK(csv.find("1970 13:10") != std::string::npos);
    CHECK(csv.find(";corrected;") != std::string::npos);
    CHECK(log.find("\"at\":\"1970-01-01T06:10:00.000Z\"") != std::string::npos);
    CHECK(times.find("\"at\":\"1970-01-01T06:10:00.000Z\",\"corrected\":\"2026-11-23T11:40:00.000Z\",\"by\":\"kernel\"") !=
          std::string::npos);
}

TEST_CASE("A kiosk whose clock was never wrong takes away neither columns nor files about it") {
    flows::DiskKiosk kiosk(school::roster());
    begin_check_in(kiosk);
    kiosk.pictures(2, 3, 4);
    support::TemporaryFolder folder;
    const auto files = platform_linux::make_file_system();
    const auto texts = i18n::Texts::load(domain::Language::english, VSTRECHA_BUILD_DIR "/share/vstrecha");
    const auto zone = i18n::load_time_zone("Asia/Novokuznetsk");
    REQUIRE(texts);
    REQUIRE(zone);
    const takeaway::Surroundings around{flows::DiskKiosk::catalogue(), **texts, **zone, kiosk.now().local};
    const auto taken = takeaway::take_away(kiosk.store(), *files, around, folder.path() / "out", {});
    REQUIRE(taken);
    CHECK(taken->files.size() == 3);
    for (const auto& file : taken->files)
        if (file.extension() == ".csv") CHECK(text_of(file).find("by the kiosk's clock") == std::string::npos);
    CHECK(asked<domain::ClockCorrected>(kiosk).empty());
}

TEST_CASE("A week without a battery: the guess never goes back, is told as one, and costs one write an hour") {
    flows::DiskKiosk kiosk(school::roster(), today(8, 0));
    domain::LocalTime before = kiosk.now().local;
    for (int day = 1; day <= 7; ++day) {
        dark_boot(kiosk, "dark000" + std::to_string(day));
        const domain::LocalTime begun = kiosk.now().local;
        INFO("day " << day);
        CHECK(begun >= before - 1h);  // what the last hour was is not known
        CHECK_FALSE(kiosk.showing<HomeView>().clock_trusted);
        const std::size_t notes = kiosk.noted.size();
        run(kiosk, 8h);
        CHECK(kiosk.noted.size() <= notes + 9);
        CHECK(kiosk.noted.size() >= notes + 7);
        CHECK(kiosk.now().local == begun + 8h);
        before = kiosk.now().local;
    }
    CHECK(before >= today(8, 0) + 7 * 7h);
    CHECK(kiosk.records.empty());  // nobody touched it

    // The curator puts it right; his word is kept over a restart of the program, not over the next boot.
    open_clock(kiosk);
    CHECK(kiosk.showing<ClockView>().source == domain::TimeSource::last_known);
    kiosk.tap(intent::SetClock{});
    for (int i = 0; i < 3; ++i) kiosk.tap(intent::StepClock{intent::ClockPart::day, 1});
    kiosk.tap(intent::StepClock{intent::ClockPart::hour, -1});
    kiosk.tap(intent::StepClock{intent::ClockPart::minute, 1});
    const domain::LocalTime set = before + 3 * 24h - 1h + 1min;
    CHECK(kiosk.showing<ClockView>().now == set);
    kiosk.tap(intent::Confirm{});
    CHECK(kiosk.screen() == "clock");
    CHECK(kiosk.showing<ClockView>().source == domain::TimeSource::curator);
    CHECK(kiosk.now().local == set);
    kiosk.restart();
    CHECK(kiosk.now().local == set);
    CHECK(kiosk.showing<HomeView>().clock_trusted);
    kiosk.look_at_machine();
    CHECK(asked<domain::ClockCorrected>(kiosk).size() == 1);
    dark_boot(kiosk, "dark0008");
    CHECK_FALSE(kiosk.showing<HomeView>().clock_trusted);
    CHECK(kiosk.now().local == set);
}

TEST_CASE("A curator's word that the time is right corrects the boot by what the kiosk had guessed") {
    flows::DiskKiosk kiosk(school::roster(), today(13, 10));
    dark_boot(kiosk, "dark0001");
    begin_check_in(kiosk);
    kiosk.pictures(2, 3, 4);
    kiosk.tap(intent::Done{});
    CHECK_FALSE(kiosk.fold().presence(kNoon, kMira).checked_in->is_certain());
    open_clock(kiosk);
    kiosk.tap(intent::ClockIsRight{});
    CHECK(kiosk.showing<ClockView>().source == domain::TimeSource::curator);
    const auto stamp = *kiosk.fold().presence(kNoon, kMira).checked_in;
    CHECK(stamp.at == instant_of(today(13, 10)));
    CHECK(stamp.corrected_by == domain::ClockWord::curator);
    CHECK(kiosk.told() == kiosk.fold());
    SECTION("and the kernel's, when it comes, is above his") {
        kiosk.tap(intent::Done{});
        kiosk.tap(intent::Done{});
        trust_comes(kiosk, today(13, 15));
        CHECK(asked<domain::ClockCorrected>(kiosk).size() == 2);
        CHECK(kiosk.fold().presence(kNoon, kMira).checked_in->at == instant_of(today(13, 15)));
    }
    SECTION("and one by less than two seconds is not said again") {
        trust_comes(kiosk, today(13, 10) + 2s);
        CHECK(asked<domain::ClockCorrected>(kiosk).size() == 1);
    }
}

TEST_CASE("While the kernel holds the clock there is nothing for a curator to set") {
    flows::DiskKiosk kiosk(school::roster());
    open_clock(kiosk);
    CHECK(kiosk.showing<ClockView>().synchronised);
    kiosk.tap(intent::SetClock{});
    CHECK_FALSE(kiosk.showing<ClockView>().setting);
    kiosk.tap(intent::ClockIsRight{});
    kiosk.tap(intent::Confirm{});
    CHECK(kiosk.records.empty());
}

TEST_CASE("A step of the clock by a year amid a check-in neither loses nor doubles it, nor throws the child out") {
    for (const bool trusted : {true, false})
        for (const auto step : {domain::Millis{kYear}, -domain::Millis{kYear}}) {
            INFO((trusted ? "trusted, " : "untrusted, ") << (step.count() > 0 ? "forward" : "back"));
            flows::DiskKiosk kiosk(school::roster(), today(13, 10));
            kiosk.clock().set_trusted(trusted);
            kiosk.pass(1s);
            begin_check_in(kiosk);
            kiosk.clock().step_wall(step);
            kiosk.look_at_machine();
            kiosk.pass(1s);
            CHECK(kiosk.screen() == "pictures");
            CHECK(kiosk.showing<PicturesView>().chosen == std::vector<int>{1});
            kiosk.pictures(2, 3, 4);
            const auto recorded = kiosk.showing<RecordedView>();
            CHECK(recorded.what == RecordedWhat::checked_in);
            CHECK(asked<domain::CheckedIn>(kiosk).size() == 1);
            CHECK(kiosk.fold().presence(kNoon, kMira).is_there());
            // "Not me" has its fifteen seconds, no more and no less.
            CHECK(recorded.not_me_seconds == 15);
            kiosk.clock().step_wall(-step);
            kiosk.pass(14s);
            CHECK(kiosk.screen() == "recorded");
            kiosk.pass(1s);
            CHECK(kiosk.screen() == "home");
        }
}

TEST_CASE("What the kernel or a curator said in this boot stands against a later step of a clock that nobody vouches for") {
    for (const auto step : {domain::Millis{kYear}, -domain::Millis{kYear}}) {
        flows::DiskKiosk kiosk(school::roster(), today(13, 10));
        kiosk.clock().set_trusted(false);
        kiosk.clock().step_wall(step);
        kiosk.look_at_machine();
        CHECK(kiosk.now().local == today(13, 10));
        CHECK(kiosk.showing<HomeView>().clock_trusted);
        CHECK(asked<domain::ClockCorrected>(kiosk).size() == 1);  // for what is recorded from now on
        begin_check_in(kiosk);
        kiosk.pictures(2, 3, 4);
        CHECK(kiosk.fold().presence(kNoon, kMira).checked_in->at == instant_of(today(13, 10)));
    }
}

TEST_CASE("A wait after wrong tries becomes neither free nor longer by a step, also over a restart") {
    for (const bool trusted : {true, false})
        for (const auto step : {domain::Millis{kYear}, -domain::Millis{kYear}}) {
            INFO((trusted ? "trusted, " : "untrusted, ") << (step.count() > 0 ? "forward" : "back"));
            flows::DiskKiosk kiosk(school::roster(), today(13, 10));
            kiosk.clock().set_trusted(trusted);
            const auto enter = [&] {
                kiosk.tap(intent::CheckIn{});
                kiosk.tap(intent::ChooseClass{1});
            };
            enter();
            for (int i = 0; i < 3; ++i) kiosk.pictures(7, 8, 10);
            CHECK(kiosk.showing<WaitView>().seconds_left == 30);
            kiosk.pass(5s);
            kiosk.clock().step_wall(step);
            kiosk.pass(5s);
            CHECK(kiosk.showing<WaitView>().seconds_left == 20);
            kiosk.tap(intent::Done{});
            kiosk.pass(1s);
            enter();
            CHECK(kiosk.showing<WaitView>().seconds_left == 19);
            kiosk.restart();
            enter();
            CHECK(kiosk.showing<WaitView>().seconds_left >= 17);
            CHECK(kiosk.showing<WaitView>().seconds_left <= 21);
            kiosk.pass(21s);
            CHECK(kiosk.screen() == "pictures");
        }
}

TEST_CASE("The lock of the PIN survives a step of the clock and a dark boot, and ends") {
    flows::DiskKiosk kiosk(school::roster(), today(13, 10));
    kiosk.tap(intent::OpenCurator{});
    for (int i = 0; i < 8; ++i) {
        kiosk.type("1111");
        kiosk.tap(intent::EnterPin{});
        if (i >= 4 && i < 7) kiosk.pass(std::chrono::seconds{60 << (i - 4)});
        if (kiosk.screen() != "pin") kiosk.tap(intent::OpenCurator{});
    }
    const int locked = kiosk.showing<PinView>().wait_seconds;
    CHECK(locked > 400);
    kiosk.clock().step_wall(kYear);
    CHECK(kiosk.showing<PinView>().wait_seconds == locked);
    kiosk.clock().step_wall(-kYear);
    dark_boot(kiosk, "dark0001");
    kiosk.tap(intent::OpenCurator{});
    const int after = kiosk.showing<PinView>().wait_seconds;
    CHECK(after > 0);
    CHECK(after <= locked + 400);
    kiosk.pass(std::chrono::seconds{after});
    kiosk.tap(intent::OpenCurator{});
    CHECK(kiosk.showing<PinView>().wait_seconds == 0);
}

TEST_CASE("A meeting that was opened by a guess begins where it truly began, once that is known") {
    flows::DiskKiosk kiosk(school::roster(), today(8, 0));
    dark_boot(kiosk, "dark0001");
    kiosk.give(Scanned{school::card_of(school::roster(), kOleg)});
    REQUIRE(kiosk.screen() == "refused");
    kiosk.tap(intent::OpenUnplanned{0});
    REQUIRE(kiosk.showing<RecordedView>().what == RecordedWhat::checked_in);
    CHECK(kiosk.showing<RecordedView>().meeting->starts == today(8, 0));
    kiosk.tap(intent::Done{});
    trust_comes(kiosk, on(2, 10, 13));
    kiosk.give(Scanned{school::card_of(school::roster(), kOleg)});
    const auto seen = kiosk.showing<RecordedView>();
    CHECK(seen.what == RecordedWhat::already);
    CHECK(seen.meeting->starts == on(2, 10, 10));
    CHECK(seen.meeting->ends == on(2, 10, 50));
    CHECK(seen.at == on(2, 10, 13));
}

TEST_CASE("A thousand inputs under a clock that steps, loses and finds its trust: nothing is recorded twice") {
    flows::DiskKiosk kiosk(school::roster(), today(13, 10));
    unsigned dice = 12345;
    const auto roll = [&](unsigned sides) {
        dice = dice * 1103515245 + 12345;
        return (dice >> 16) % sides;
    };
    domain::Millis off{0};
    for (int i = 0; i < 1000; ++i) {
        switch (roll(8)) {
            case 0: kiosk.clock().set_trusted(roll(2) == 0); break;
            case 1: {
                const auto to = domain::Millis{kYear} * (static_cast<int>(roll(3)) - 1);
                kiosk.clock().step_wall(to - off);
                off = to;
                break;
            }
            case 2: kiosk.look_at_machine(); break;
            case 3: kiosk.pass(std::chrono::seconds{roll(20)}); break;
            case 4: kiosk.give(Scanned{school::card_of(school::roster(), roll(2) ? kMira : kOleg)}); break;
            case 5: begin_check_in(kiosk); break;
            case 6: kiosk.pictures(2, 3, 4); break;
            default: kiosk.tap(intent::Done{}); break;
        }
    }
    kiosk.answer_all();
    std::map<std::string, int> standing;
    for (const auto& one : asked<domain::CheckedIn>(kiosk)) ++standing[one.meeting.value + one.person.value];
    for (const auto& [who, times] : standing) {
        INFO(who);
        CHECK(times == 1);
    }
    CHECK(kiosk.told() == kiosk.fold());
    CHECK(kiosk.store().verify()->ok);
}
