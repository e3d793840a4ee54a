#include "app/kiosk/session/reasons.h"
#include "tests/unit/session/kiosk.h"

using namespace school;
using namespace kiosk::session;
using domain::Mark;
using domain::MeetingState;

namespace {

void enter(Kiosk& kiosk, std::string_view pin = "2580") {
    kiosk.tap(intent::OpenCurator{});
    kiosk.type(pin);
    kiosk.tap(intent::EnterPin{});
}

// The day's rows are: 3 (no order) and 7 at 13:20, 12 at 15:00, 7 at 17:00.
void open_noon(Kiosk& kiosk) {
    enter(kiosk);
    kiosk.tap(intent::OpenMeeting{1});
}

}  // namespace

TEST_CASE("The curator comes in by a PIN of four to eight digits") {
    Kiosk kiosk;
    kiosk.tap(intent::OpenCurator{});
    kiosk.type("25");
    kiosk.tap(intent::EnterPin{});
    CHECK(kiosk.asked<CheckPin>().empty());
    kiosk.type("a80123456");
    CHECK(kiosk.showing<PinView>().digits == 8);
    for (int i = 0; i < 4; ++i) kiosk.tap(intent::EraseCharacter{});
    kiosk.tap(intent::EnterPin{});
    CHECK(kiosk.screen() == "day");
}

TEST_CASE("Five wrong PINs lock the curator's way for a minute, whatever screen the answer finds") {
    Kiosk kiosk;
    kiosk.slow = true;
    for (int i = 0; i < 5; ++i) {
        enter(kiosk, "0000");
        CHECK(kiosk.showing<PinView>().checking);
        kiosk.tap(intent::EnterPin{});
        kiosk.tap(intent::Back{});  // leaving is no free try
        kiosk.tap(intent::OpenCurator{});
        kiosk.type("2580");
        kiosk.tap(intent::EnterPin{});
        CHECK(kiosk.asked<CheckPin>().size() == static_cast<std::size_t>(i) + 1);
        kiosk.tap(intent::Back{});
        kiosk.answer_all();
        CHECK(kiosk.screen() == "home");
    }
    kiosk.slow = false;
    REQUIRE(kiosk.asked<SaveThrottle>().size() == 5);
    CHECK(kiosk.asked<SaveThrottle>().back().key == "pin");
    enter(kiosk);
    CHECK(kiosk.showing<PinView>().wait_seconds == 60);
    kiosk.tap(intent::Back{});
    kiosk.wait(61s);
    enter(kiosk);
    CHECK(kiosk.screen() == "day");
    CHECK(kiosk.asked<SaveThrottle>().back().throttle == domain::Throttle{});
}

TEST_CASE("A wrong PIN is said, forgotten, and cleared by the next digit") {
    Kiosk kiosk;
    enter(kiosk, "1111");
    CHECK(kiosk.showing<PinView>().wrong);
    CHECK(kiosk.showing<PinView>().digits == 0);
    kiosk.type("2");
    CHECK_FALSE(kiosk.showing<PinView>().wrong);
}

TEST_CASE("Cards are not read behind the PIN") {
    Kiosk kiosk;
    kiosk.tap(intent::OpenCurator{});
    kiosk.scan(kMira);
    CHECK(kiosk.screen() == "pin");
    kiosk.type("2580");
    kiosk.tap(intent::EnterPin{});
    kiosk.scan(kMira);
    CHECK(kiosk.screen() == "day");
    CHECK(kiosk.log.events.empty());
}

TEST_CASE("The day shows its meetings with their states and counts them") {
    Kiosk kiosk(today(13, 30));
    kiosk.log.check_in(kNoon, kMira);
    kiosk.log.add(domain::MeetingCancelled{kLesson, "Болезнь"});
    kiosk.load(school::roster(), {});
    enter(kiosk);
    auto day = kiosk.showing<DayView>();
    CHECK(day.today);
    REQUIRE(day.rows.size() == 4);
    CHECK(day.rows[0].group_number == "3");
    CHECK(day.rows[1].state == MeetingState::mentee_only);
    CHECK(day.rows[1].pair);
    CHECK_FALSE(day.rows[2].pair);
    CHECK(day.rows[2].state == MeetingState::cancelled);
    CHECK(day.held == 0);
    CHECK(day.going_on == 2);
    CHECK(day.ahead == 1);
    kiosk.tap(intent::ShowDay{1});
    CHECK_FALSE(kiosk.showing<DayView>().today);
    CHECK(kiosk.showing<DayView>().rows.size() == 1);
    kiosk.tap(intent::ShowDay{-1});
    CHECK(kiosk.showing<DayView>().today);
    kiosk.tap(intent::ShowDay{-30});
    kiosk.tap(intent::ShowDay{0});
    CHECK(kiosk.showing<DayView>().today);
}

TEST_CASE("A meeting shows both sides in full names, and who has no consent") {
    Kiosk kiosk(today(15, 10));
    enter(kiosk);
    kiosk.tap(intent::OpenMeeting{2});
    const auto view = kiosk.showing<MeetingView>();
    REQUIRE(view.people.size() == 4);
    CHECK(view.people[0].mentor);
    CHECK(view.people[0].name == "Петрова Анна");
    CHECK(view.people[3].name == "Тайнов Тимур");
    CHECK_FALSE(view.people[3].has_consent);
    CHECK(view.form == "Учитель–ученик");
}

TEST_CASE("The curator marks by hand, and the person and the meeting show it at once") {
    Kiosk kiosk(today(13, 30));
    open_noon(kiosk);
    kiosk.tap(intent::OpenPerson{1});
    CHECK(kiosk.showing<PersonView>().person.name == "Ёлкина Мира");
    CHECK_FALSE(kiosk.showing<PersonView>().can_retract);
    kiosk.tap(intent::SetMark{Mark::present});
    CHECK(kiosk.showing<PersonView>().person.mark == Mark::present);
    CHECK(kiosk.showing<PersonView>().row.state == MeetingState::mentee_only);
    kiosk.tap(intent::SetMark{Mark::present});
    CHECK(kiosk.log.events.size() == 1);
    kiosk.tap(intent::Back{});
    CHECK(kiosk.showing<MeetingView>().people[1].mark == Mark::present);
}

TEST_CASE("What the rules do not let a curator do is said over the open screen") {
    Kiosk kiosk(today(12, 0));
    open_noon(kiosk);
    kiosk.tap(intent::OpenPerson{1});
    kiosk.tap(intent::SetMark{Mark::present});
    CHECK(kiosk.showing<RefusedView>().refusal.kind == domain::RefusalKind::too_early);
    kiosk.tap(intent::Back{});
    CHECK(kiosk.screen() == "person");
    CHECK(kiosk.log.events.empty());
}

TEST_CASE("A check-in is taken back for a ready reason or in own words") {
    Kiosk kiosk(today(13, 30));
    kiosk.log.check_in(kNoon, kMira);
    kiosk.load(school::roster(), {});
    open_noon(kiosk);
    kiosk.tap(intent::OpenPerson{1});
    CHECK(kiosk.showing<PersonView>().person.checked_in == today(13, 10));
    kiosk.tap(intent::Retract{});
    CHECK_FALSE(kiosk.showing<ReasonView>().cancels_meeting);
    std::string expected;
    SECTION("ready") {
        kiosk.tap(intent::ChooseReason{99});
        CHECK(kiosk.log.events.size() == 1);
        kiosk.tap(intent::ChooseReason{1});
        expected = ready_reasons(false)[1].recorded;
    }
    SECTION("own words") {
        kiosk.tap(intent::WriteComment{});
        kiosk.tap(intent::ReasonWritten{});
        kiosk.type("  ");
        kiosk.tap(intent::ReasonWritten{});
        CHECK(kiosk.log.events.size() == 1);
        kiosk.type("Перепутал карточку");
        CHECK(kiosk.showing<ReasonView>().typing);
        kiosk.tap(intent::Back{});
        CHECK_FALSE(kiosk.showing<ReasonView>().typing);
        kiosk.tap(intent::WriteComment{});
        kiosk.tap(intent::ReasonWritten{});
        expected = "Перепутал карточку";
    }
    CHECK(kiosk.screen() == "person");
    CHECK_FALSE(kiosk.showing<PersonView>().can_retract);
    const auto& retracted = std::get<domain::Retracted>(kiosk.log.events.back().body);
    CHECK(retracted.what == 1);
    CHECK(retracted.text == expected);
    CHECK(retracted.reason == domain::RetractionReason::curator);
}

TEST_CASE("A meeting is confirmed as held or cancelled with a reason") {
    Kiosk kiosk(today(14, 30));
    open_noon(kiosk);
    CHECK(kiosk.showing<MeetingView>().can_confirm);
    CHECK(kiosk.showing<MeetingView>().can_cancel);
    kiosk.tap(intent::CancelMeeting{});
    CHECK(kiosk.showing<ReasonView>().cancels_meeting);
    kiosk.tap(intent::Back{});
    CHECK(kiosk.screen() == "meeting");
    kiosk.tap(intent::CancelMeeting{});
    kiosk.tap(intent::ChooseReason{0});
    CHECK(kiosk.showing<MeetingView>().row.state == MeetingState::cancelled);
    CHECK(kiosk.showing<MeetingView>().cancel_reason == "Болезнь");
    kiosk.tap(intent::ConfirmMeeting{});
    CHECK(kiosk.showing<MeetingView>().row.state == MeetingState::confirmed);
    CHECK_FALSE(kiosk.showing<MeetingView>().can_confirm);
    CHECK_FALSE(kiosk.showing<MeetingView>().can_cancel);
    kiosk.tap(intent::ConfirmMeeting{});
    CHECK(kiosk.log.events.size() == 2);
}

TEST_CASE("What the disk refused of the curator leads back to what was open") {
    Kiosk kiosk(today(13, 30));
    open_noon(kiosk);
    kiosk.tap(intent::OpenPerson{1});
    kiosk.disk_fails = true;
    kiosk.tap(intent::SetMark{Mark::present});
    CHECK(kiosk.screen() == "not_recorded");
    kiosk.tap(intent::Done{});
    CHECK(kiosk.screen() == "person");
    CHECK_FALSE(kiosk.showing<PersonView>().person.mark);
    CHECK(kiosk.log.events.empty());
}

TEST_CASE("A setting goes to its next value, is kept, and is in force at once") {
    Kiosk kiosk;
    enter(kiosk);
    kiosk.tap(intent::OpenSettings{});
    const auto rows = kiosk.showing<SettingsView>().rows;
    CHECK(rows.size() == 8);
    const domain::Settings before = kiosk.showing<SettingsView>().settings;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const int turns = rows[i] == SettingRow::find_by ? 3 : 2;
        for (int turn = 1; turn <= turns; ++turn) {
            kiosk.tap(intent::ChangeSetting{i});
            INFO("row " << i << " turn " << turn);
            CHECK((kiosk.showing<SettingsView>().settings == before) == (turn == turns));
            CHECK(kiosk.asked<SaveSettings>().back().settings == kiosk.showing<SettingsView>().settings);
        }
    }
    kiosk.tap(intent::ChangeSetting{1});
    CHECK(kiosk.view().language == domain::Language::english);
    kiosk.tap(intent::ChangeSetting{99});
    kiosk.tap(intent::Back{});
    kiosk.tap(intent::Done{});
    CHECK(kiosk.screen() == "home");
    CHECK(kiosk.view().language == domain::Language::english);
}

namespace {

Loaded with_school(Kiosk& kiosk, domain::Settings settings, std::set<domain::SettingKey> fixed) {
    Loaded loaded{std::make_shared<const domain::Roster>(school::roster()),
                  std::make_shared<domain::Attendance>(kiosk.log.attendance), std::move(settings), {}};
    loaded.fixed = std::move(fixed);
    return loaded;
}

}  // namespace

TEST_CASE("What the school has set is fixed for the curator; when it is set no more it is his again") {
    Kiosk kiosk;
    domain::Settings settings;
    settings.find_by = domain::FindBy::code;
    kiosk.give(with_school(kiosk, settings, {domain::SettingKey::find_by, domain::SettingKey::school_name}));
    enter(kiosk);
    kiosk.tap(intent::OpenSettings{});
    auto view = kiosk.showing<SettingsView>();
    CHECK(view.fixed == std::vector{SettingRow::find_by});
    const auto row_of = [&view](SettingRow row) {
        return static_cast<std::size_t>(std::find(view.rows.begin(), view.rows.end(), row) - view.rows.begin());
    };
    kiosk.tap(intent::ChangeSetting{row_of(SettingRow::find_by)});
    CHECK(kiosk.showing<SettingsView>().settings.find_by == domain::FindBy::code);
    CHECK(kiosk.asked<SaveSettings>().empty());
    kiosk.tap(intent::ChangeSetting{row_of(SettingRow::sound)});
    CHECK(kiosk.asked<SaveSettings>().size() == 1);
    kiosk.tap(intent::Back{});
    kiosk.tap(intent::Done{});
    kiosk.give(with_school(kiosk, settings, {}));
    enter(kiosk);
    kiosk.tap(intent::OpenSettings{});
    CHECK(kiosk.showing<SettingsView>().fixed.empty());
    kiosk.tap(intent::ChangeSetting{row_of(SettingRow::find_by)});
    CHECK(kiosk.showing<SettingsView>().settings.find_by == domain::FindBy::names);
}

TEST_CASE("What the school sets while a curator is inside waits until he leaves, and keeps what he changed meanwhile") {
    Kiosk kiosk;
    enter(kiosk);
    kiosk.tap(intent::OpenSettings{});
    domain::Settings settings = kiosk.session().settings();
    settings.find_by = domain::FindBy::code;
    settings.language = domain::Language::english;
    settings.appearance = domain::Appearance::dark;
    kiosk.give(with_school(kiosk, settings, {domain::SettingKey::find_by, domain::SettingKey::language,
                                             domain::SettingKey::appearance}));
    auto view = kiosk.showing<SettingsView>();
    CHECK(view.fixed.empty());
    CHECK(kiosk.view().language == domain::Language::russian);
    kiosk.tap(intent::ChangeSetting{0});  // sound
    kiosk.tap(intent::ChangeSetting{1});  // language: the school's word comes
    CHECK(kiosk.asked<SaveSettings>().back().before.language == domain::Language::russian);
    kiosk.tap(intent::ChangeSetting{1});
    kiosk.tap(intent::Back{});
    kiosk.tap(intent::Done{});
    CHECK(kiosk.screen() == "home");
    CHECK(kiosk.view().language == domain::Language::english);  // seen at once
    settings.sound = false;
    CHECK(kiosk.session().settings() == settings);
}

TEST_CASE("The school's catalogue is in force from home on: its tags are asked, its kinds are named in English") {
    Kiosk kiosk;
    auto catalogue = std::make_shared<domain::Catalogue>(Kiosk::catalogue());
    for (auto& tags : catalogue->tags)
        for (auto& tag : tags) tag.text.russian = "школьный " + tag.text.russian;
    catalogue->meeting_kinds = {{"outing", {"Экскурсия", "Outing"}}};
    domain::Roster roster = school::roster();
    for (auto& meeting : roster.meetings) meeting.kind = "Экскурсия";
    domain::Settings settings;
    settings.language = domain::Language::english;
    auto loaded = with_school(kiosk, settings, {});
    loaded.roster = std::make_shared<const domain::Roster>(roster);
    loaded.catalogue = catalogue;
    kiosk.give(loaded);
    kiosk.scan(school::kMira);
    REQUIRE(kiosk.showing<RecordedView>().meeting);
    CHECK(kiosk.showing<RecordedView>().meeting->kind == "Outing");
    loaded.settings.language = domain::Language::russian;
    loaded.catalogue_damaged = true;
    loaded.catalogue = nullptr;
    kiosk.tap(intent::Done{});
    kiosk.give(loaded);
    kiosk.scan(school::kMira);
    CHECK(kiosk.showing<RecordedView>().meeting->kind == "Экскурсия");
    kiosk.tap(intent::Done{});
    enter(kiosk);
    kiosk.tap(intent::OpenStatus{});
    CHECK(kiosk.showing<StatusView>().machine.server.settings_problem == SettingsProblem::kept_damaged);
}

TEST_CASE("The program ends only when asked twice") {
    Kiosk kiosk;
    enter(kiosk);
    kiosk.tap(intent::OpenSettings{});
    kiosk.tap(intent::EndProgram{});
    CHECK(kiosk.screen() == "end_program");
    kiosk.tap(intent::Back{});
    CHECK(kiosk.screen() == "settings");
    CHECK(kiosk.asked<Quit>().empty());
    kiosk.tap(intent::EndProgram{});
    kiosk.tap(intent::Confirm{});
    CHECK(kiosk.asked<Quit>().size() == 1);
}

TEST_CASE("The status counts the roster and shows the machine") {
    Kiosk kiosk;
    Machine machine;
    machine.chain_head = "0123abcd";
    kiosk.give(MachineState{machine});
    enter(kiosk);
    kiosk.tap(intent::OpenStatus{});
    const auto status = kiosk.showing<StatusView>();
    CHECK(status.people == 7);
    CHECK(status.without_consent == 1);
    CHECK(status.groups == 3);
    CHECK(status.meetings == 5);
    CHECK(status.machine.chain_head == "0123abcd");
}

TEST_CASE("The curator's mode closes itself after two minutes, its PIN after half a minute") {
    Kiosk kiosk;
    kiosk.tap(intent::OpenCurator{});
    kiosk.type("25");
    kiosk.wait(15s);
    CHECK(kiosk.view().idle_seconds_left == 15);
    kiosk.wait(15s);
    CHECK(kiosk.screen() == "home");
    open_noon(kiosk);
    kiosk.wait(119999ms);
    CHECK(kiosk.screen() == "meeting");
    kiosk.wait(1ms);
    CHECK(kiosk.screen() == "home");
    kiosk.tap(intent::OpenCurator{});
    CHECK(kiosk.showing<PinView>().digits == 0);
}
