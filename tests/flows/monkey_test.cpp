#include <set>

#include "tests/flows/monkey.h"

using namespace school;
using namespace kiosk::session;
using namespace flows;

// A monkey at the kiosk: a hundred thousand inputs of every kind from one seed, on a real store.

namespace {

std::string any_character(Random& random) {
    static const char* const characters[] = {"1", "2", "4", "6", "8", "0",  "а",  "Ё",
                                             "ж", "z", " ", "-", "",  "\n", "ab", "\xD1"};
    return characters[below(random, std::size(characters))];
}

Intent any_intent(Random& random) {
    const std::size_t index = below(random, 5);
    switch (below(random, std::variant_size_v<Intent>)) {
        case 0: return intent::Nothing{};
        case 1: return intent::CheckIn{};
        case 2: return intent::Rate{};
        case 3: return intent::SwitchLanguage{};
        case 4: return intent::OpenCurator{};
        case 5: return intent::Back{};
        case 6: return intent::Done{};
        case 7: return intent::StayHere{};
        case 8: return intent::ChooseClass{index};
        case 9: return intent::ChooseTeachers{};
        case 10: return intent::ChoosePicture{static_cast<int>(below(random, 14)) - 1};
        case 11: return intent::TypeCharacter{any_character(random)};
        case 12: return intent::EraseCharacter{};
        case 13: return intent::ChoosePerson{index};
        case 14: return intent::ChooseMeeting{index};
        case 15: return intent::OpenUnplanned{index};
        case 16: return intent::CheckOut{};
        case 17: return intent::NotMe{};
        case 18: return intent::GiveScore{static_cast<int>(below(random, 8)) - 1};
        case 19: return intent::ToggleTag{below(random, 8)};
        case 20: return intent::WriteComment{};
        case 21: return intent::CommentWritten{};
        case 22: return intent::ToggleTalk{};
        case 23: return intent::SendRating{};
        case 24: return intent::EnterPin{};
        case 25: return intent::OpenMeeting{below(random, 40)};
        case 26: return intent::OpenPerson{index};
        case 27: return intent::SetMark{static_cast<domain::Mark>(below(random, 3))};
        case 28: return intent::Retract{};
        case 29: return intent::ConfirmMeeting{};
        case 30: return intent::CancelMeeting{};
        case 31: return intent::ChooseReason{below(random, 6)};
        case 32: return intent::ReasonWritten{};
        case 33: return intent::OpenExport{};
        case 34: return intent::ChooseDestination{below(random, 3)};
        case 35: return intent::OpenStatus{};
        case 36: return intent::OpenSettings{};
        case 37: return intent::ChangeSetting{below(random, 9)};
        case 38: return intent::EndProgram{};
        case 39: return intent::Confirm{};
        case 40: return intent::OpenClock{};
        case 41: return intent::ClockIsRight{};
        case 42: return intent::SetClock{};
        case 43: return intent::StepClock{static_cast<intent::ClockPart>(below(random, 5)), static_cast<int>(below(random, 5)) - 2};
        case 44: return intent::OpenRecovery{};
        case 45: return intent::OpenServer{};
        case 46: return intent::ChooseField{static_cast<intent::ServerField>(below(random, 2))};
        case 47: return intent::JoinServer{};
        case 48: return intent::TakeServer{below(random, 2)};
        case 49: return intent::OpenSticks{};
        case 50: return intent::ToggleNames{};
        case 51: return intent::ToggleEverything{};
        case 52: return intent::OpenCollector{};
        case 53: return intent::StopExport{};
        case 54: return intent::OpenPull{};
        case 55: return intent::OpenBring{};
        case 56: return intent::ToggleItem{below(random, 3)};
        default: return intent::ShowDay{static_cast<int>(below(random, 7)) - 3};
    }
}

// Something that this screen has a use for, so that the monkey gets further than the first three screens.
std::vector<Intent> apt_intents(const Screen& screen, Random& random, const domain::Roster& roster) {
    const auto& person = roster.people[below(random, roster.people.size())];
    if (std::holds_alternative<PicturesView>(screen)) {
        std::vector<Intent> right;
        for (const auto picture : person.pictures) right.push_back(intent::ChoosePicture{picture});
        return right;
    }
    if (std::holds_alternative<CodeView>(screen) || std::holds_alternative<PinView>(screen)) {
        std::vector<Intent> keys;
        const bool pin = std::holds_alternative<PinView>(screen);
        for (const char digit : pin ? storage_test::kPin : person.code)
            keys.push_back(intent::TypeCharacter{std::string(1, digit)});
        if (pin) keys.push_back(intent::EnterPin{});
        return keys;
    }
    if (std::holds_alternative<HomeView>(screen))
        return {below(random, 2)   ? Intent{intent::CheckIn{}}
                : below(random, 2) ? Intent{intent::Rate{}}
                                   : Intent{intent::OpenCurator{}}};
    if (std::holds_alternative<ClassView>(screen)) return {intent::ChooseClass{below(random, 4)}};
    if (std::holds_alternative<NamesView>(screen)) return {intent::ChoosePerson{below(random, 2)}};
    if (std::holds_alternative<ChooseMeetingView>(screen)) return {intent::ChooseMeeting{below(random, 3)}};
    if (std::holds_alternative<RateView>(screen)) return {intent::GiveScore{static_cast<int>(below(random, 5)) + 1}};
    if (std::holds_alternative<RateTagsView>(screen))
        return {intent::ToggleTag{below(random, 6)}, intent::SendRating{}};
    if (std::holds_alternative<DayView>(screen))
        return {below(random, 3) ? Intent{intent::OpenMeeting{below(random, 36)}} : Intent{intent::OpenSettings{}}};
    if (std::holds_alternative<ExportView>(screen))
        return {below(random, 2)   ? Intent{intent::OpenBring{}}
                : below(random, 2) ? Intent{intent::OpenPull{}}
                                   : Intent{intent::ChooseDestination{below(random, 2)}}};
    if (std::holds_alternative<BringView>(screen))
        return {below(random, 2) ? Intent{intent::Confirm{}} : Intent{intent::ToggleItem{below(random, 3)}}};
    if (std::holds_alternative<SettingsView>(screen)) return {intent::ChangeSetting{5}, intent::Back{}, intent::Done{}};
    if (std::holds_alternative<RecordedView>(screen)) return {intent::Done{}};
    if (std::holds_alternative<MeetingView>(screen)) return {intent::OpenPerson{below(random, 3)}};
    return {any_intent(random)};
}

void finds_home(flows::DiskKiosk& kiosk, Random& random) {
    kiosk.answer_all();
    INFO("from " << kiosk.screen());
    switch (below(random, 3)) {
        case 0:
            for (int i = 0; i < 12 && kiosk.screen() != "home"; ++i) kiosk.tap(intent::Back{});
            break;
        case 1:
            for (int i = 0; i < 12 && kiosk.screen() != "home"; ++i) kiosk.tap(intent::Done{});
            break;
        default: kiosk.pass(std::chrono::seconds{121}); break;
    }
    REQUIRE(kiosk.screen() == "home");
}

}  // namespace

TEST_CASE("A monkey of a hundred thousand inputs: one event for one intent, every screen finds home, the chain holds") {
    const auto roster = busy_roster();
    flows::DiskKiosk kiosk(roster, on(0, 8, 0));
    kiosk.recovery = older_damage();
    kiosk.look_at_machine();
    Random random(20261123);
    std::set<std::string> seen;
    std::vector<Intent> plan;

    for (int i = 0; i < 100'000; ++i) {
        const std::size_t asked = kiosk.records.size();
        const domain::Attendance before = kiosk.told();
        kiosk.slow = below(random, 4) == 0;
        kiosk.disk_fails = below(random, 50) == 0;
        const auto screen = kiosk.view().screen;
        seen.insert(name_of(screen));
        bool may_record = true;
        const std::size_t what = below(random, 100);
        if (!plan.empty()) {
            kiosk.give(Tapped{plan.front()});
            plan.erase(plan.begin());
        } else if (what < 45) {
            plan = apt_intents(screen, random, roster);
            kiosk.give(Touched{});
            may_record = false;
        } else if (what < 80) {
            kiosk.give(Tapped{any_intent(random)});
        } else if (what < 86) {
            const auto& person = roster.people[below(random, roster.people.size())];
            kiosk.give(Scanned{below(random, 8) ? person.cards.front() : "31415926"});
        } else {
            may_record = false;
            const std::size_t length = below(random, 10);
            kiosk.pass(domain::Millis{length < 8   ? below(random, 300)
                                      : length < 9 ? below(random, 5000)
                                                   : below(random, 35000)});
        }
        INFO("input " << i << " on " << name_of(screen));
        REQUIRE(kiosk.records.size() <= asked + (may_record ? 1 : 0));
        if (kiosk.records.size() > asked) check(kiosk.records.back(), before);
        if (below(random, 3) == 0) kiosk.answer_all();
        if (i % 250 == 249) {
            plan.clear();
            finds_home(kiosk, random);
            kiosk.pass(std::chrono::minutes{10});
            const auto local = kiosk.now().local;
            if (domain::minute_of_day(local) > domain::Minutes{20 * 60})
                kiosk.go_to(on(0, 8, 0) + std::chrono::days{(local - on(0, 0, 0)) / std::chrono::days{1} + 1});
        }
    }
    kiosk.answer_all();
    finds_home(kiosk, random);
    const auto report = kiosk.store().verify();
    REQUIRE(report);
    CHECK(report->ok);
    CHECK(report->events > 500);
    // It has been everywhere.
    std::string places;
    for (const auto& name : seen) places += name + " ";
    INFO("seen " << places);
    CHECK(seen.size() == std::variant_size_v<Screen>);
    // And the power may go now: what the session knew is what the disk says.
    CHECK(kiosk.told() == kiosk.fold());
}
