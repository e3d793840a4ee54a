#include "tests/screens/samples.h"

#include <utility>

namespace samples {

using namespace kiosk::session;
using domain::LocalTime;

namespace {

LocalTime at(int hour, int minute) {
    const domain::LocalDate date{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};
    return domain::at(date, domain::Minutes{hour * 60 + minute});
}

Machine machine() {
    Machine one;
    one.records = 1284;
    one.unacknowledged = 3;
    one.waiting_since = at(9, 40);
    one.last_export = at(8, 0);
    one.chain_head = "9f3ac01b";
    one.disk_free_percent = 93;
    one.version = "0.1.0";
    one.kiosk_id = "0f3a9c5b7e21d486";
    return one;
}

DayRow row(int hour, int minute, std::string group, bool pair, std::string kind, domain::MeetingState state) {
    DayRow one{};
    one.meeting.starts = at(hour, minute);
    one.meeting.ends = at(hour, minute) + domain::Minutes{40};
    one.meeting.kind = std::move(kind);
    one.meeting.place = "214";
    one.group_number = std::move(group);
    one.pair = pair;
    one.state = state;
    return one;
}

MeetingPerson person(std::string name, bool mentor) {
    MeetingPerson one{};
    one.name = std::move(name);
    one.mentor = mentor;
    if (!mentor) one.class_name = domain::ClassName{7, "Б"};
    return one;
}

class Gatherer {
  public:
    void add(std::string name, Screen screen, std::optional<int> idle = {}) {
        View view;
        view.screen = std::move(screen);
        view.idle_seconds_left = idle;
        samples.push_back({std::move(name), std::move(view), {}});
    }
    std::vector<Sample> samples;
};

void add_day(Gatherer& to) {
    using domain::MeetingState;
    DayView day{};
    day.date = domain::date_of(at(13, 0));
    day.now = at(13, 15);
    day.held = 4;
    day.going_on = 2;
    day.ahead = 7;
    day.machine = machine();
    DayView empty = day;
    day.rows = {row(9, 30, "7", true, "Планирование", MeetingState::held),
                row(12, 0, "31", true, "Регулярная", MeetingState::missed),
                row(13, 20, "2", false, "Регулярная", MeetingState::mentor_only),
                row(13, 20, "19", true, "Регулярная", MeetingState::mentee_only),
                row(14, 10, "23", true, "Пробная рабочая", MeetingState::planned),
                row(14, 10, "5", false, "Организационная", MeetingState::planned),
                row(15, 0, "6", false, "Заключительная", MeetingState::cancelled),
                row(16, 0, "8", true, "Регулярная", MeetingState::confirmed)};
    to.add("day", day);
    to.add("day-empty", empty);
    DayView other = day;
    other.today = false;
    other.machine.clock_trusted = false;
    other.machine.storage_trouble = StorageTrouble::read_only;
    other.machine.disk_free_percent = 2;
    for (int i = 0; i < 4; ++i) other.rows.insert(other.rows.end(), day.rows.begin(), day.rows.end());
    to.add("day-crowded", other);

    MeetingView meeting{};
    meeting.row = day.rows[2];
    meeting.form = "Ученик–ученик";
    meeting.variant = "успевающий – неуспевающий";
    meeting.people = {person("Шаповалова Мадина Максимовна", true), person("Абдурахманова Зульфия Рашид кызы", false),
                      person("Белозёрова-Константинопольская Александра Владиславовна", false)};
    meeting.people[0].checked_in = at(13, 8);
    meeting.people[1].mark = domain::Mark::excused;
    meeting.people[2].has_consent = false;
    meeting.can_confirm = meeting.can_cancel = true;
    to.add("meeting", meeting);
    MeetingView crowded = meeting;
    for (int i = 0; i < 20; ++i) crowded.people.push_back(person("Гусева Мария Олеговна", false));
    to.add("meeting-crowded", crowded);
    MeetingView cancelled = meeting;
    cancelled.row.state = MeetingState::cancelled;
    cancelled.cancel_reason = "Наставник болеет, встречу перенесём на следующую неделю";
    cancelled.can_confirm = cancelled.can_cancel = false;
    to.add("meeting-cancelled", cancelled);

    PersonView one{day.rows[2], meeting.people[0], true};
    to.add("person", one);
    PersonView long_name{day.rows[2], meeting.people[2], false};
    to.add("person-long-name", long_name);
}

void add_clock(Gatherer& to) {
    ClockView clock{false, at(9, 41), domain::TimeSource::last_known, false, "Asia/Novokuznetsk"};
    to.add("clock-guess", clock);
    clock.source = domain::TimeSource::wall_clock;
    to.add("clock-unchecked", clock);
    clock.source = domain::TimeSource::curator;
    to.add("clock-checked", clock);
    clock.source = domain::TimeSource::kernel;
    to.add("clock-carried-on", clock);
    clock.synchronised = true;
    to.add("clock-synchronised", clock);
    to.add("clock-setting", ClockView{true, at(9, 41), domain::TimeSource::last_known, false, "Asia/Novokuznetsk"});
}

}  // namespace

namespace {

void add_recovery(Gatherer& to, StatusView status, StatusView trouble) {
    Recovery few;
    few.at = at(7, 58);
    few.salvaged = 1284;
    few.missing = {{17, 17}, {1023, 1026}};
    few.lost = 5;
    few.safe_elsewhere = 1;
    few.accepted_up_to = 400;
    few.exported_up_to = 1024;
    few.end_uncertain = true;
    few.set_aside = "damaged-20261123-1";
    const auto shown = [&](std::string name, const Recovery& report) {
        to.add("recovery" + name, RecoveryView{std::make_shared<const Recovery>(report)});
    };
    shown("", few);
    Recovery whole = few;
    whole.missing.clear();
    whole.lost = whole.safe_elsewhere = 0;
    whole.end_uncertain = false;
    whole.roster = KeptPart::from_copy;
    shown("-whole", whole);
    Recovery many = few;
    many.missing.clear();
    for (domain::Seq i = 0; i < 60; ++i) many.missing.push_back({1'000'000 + i * 211, 1'000'000 + i * 211 + i % 7});
    many.lost = 231;
    many.safe_elsewhere = 21;
    many.accepted_up_to = 1'001'000;
    many.exported_up_to = 1'002'000;
    many.roster = KeptPart::unproven;
    many.settings = KeptPart::gone;
    shown("-many", many);
    Recovery emptied = few;
    emptied.missing.clear();
    emptied.salvaged = emptied.lost = emptied.safe_elsewhere = 0;
    emptied.emptied = true;
    emptied.roster = emptied.settings = KeptPart::gone;
    shown("-emptied", emptied);
    Recovery safe = few;
    safe.safe_elsewhere = safe.lost;
    safe.accepted_up_to = 2000;
    safe.end_uncertain = false;
    safe.seen = true;
    shown("-seen", safe);
    status.machine.recovery = trouble.machine.recovery = std::make_shared<const Recovery>(safe);
    to.add("status-recovered", status);
    to.add("status-recovered-trouble", trouble);
}

}  // namespace

namespace {

Server joined_server() {
    Server server;
    server.membership = Membership::joined;
    server.school = "Муниципальное общеобразовательное учреждение «Школа № 12»";
    server.address = "school-12.lan:8443";
    server.sent_up_to = 1284;
    return server;
}

void add_server(Gatherer& to, StatusView status) {
    ServerView view{};
    view.now = at(13, 15);
    to.add("server", view);
    view.found = {{"school-pc", "192.168.10.5:8443"}};
    to.add("server-found", view, 11);
    view.found = {{"school-pc", "192.168.10.5:8443"},
                  {"vstrecha-server-novokuznetsk-school-number-112-second-building", "192.168.110.106:18443"}};
    to.add("server-found-two", view);
    view.found = {};
    view.address = "192.168.10.5";
    to.add("server-address", view, 11);
    view.typing_code = true;
    view.code = "ABCDE23";
    to.add("server-code", view);
    view.code = "WWWWWMMMMM";
    view.can_connect = true;
    view.address = "vstrecha-server.school-12.novokuznetsk.example:8443";
    to.add("server-ready", view);
    for (int i = 0; i <= static_cast<int>(JoinProblem::disk); ++i) {
        view.problem = static_cast<JoinProblem>(i);
        to.add("server-problem-" + std::to_string(i), view);
    }
    ServerView damaged{};
    damaged.server.membership = Membership::damaged;
    to.add("server-damaged", damaged);
    ServerView joining = view;
    joining.stage = ServerView::Stage::joining;
    to.add("server-joining", joining);
    ServerView joined{};
    joined.stage = ServerView::Stage::joined;
    joined.server = joined_server();
    joined.contact = at(13, 14);
    to.add("server-joined", joined);
    joined.server.lists = 1'204;
    joined.lists_since = domain::date_of(at(13, 14));
    to.add("server-lists", joined);
    for (int i = 1; i <= static_cast<int>(ListsProblem::not_taken); ++i) {
        joined.server.lists_problem = static_cast<ListsProblem>(i);
        joined.server.refused_lists = 1'205;
        to.add("server-lists-" + std::to_string(i), joined);
    }
    ServerView brought = joined;
    brought.server.lists_problem = ListsProblem::waits_for_matching;
    brought.server.lists = 0;
    brought.lists_since.reset();
    to.add("server-lists-wait", brought);
    joined.server.lists_problem = ListsProblem::none;
    joined.server.settings = 1'204;
    joined.settings_since = domain::date_of(at(13, 14));
    joined.server.settings_what = "catalogue/70-meeting-kinds.toml:112: an id has small Latin letters only";
    for (int i = 0; i <= static_cast<int>(SettingsProblem::kept_damaged); ++i) {
        joined.server.settings_problem = static_cast<SettingsProblem>(i);
        to.add("server-settings-" + std::to_string(i), joined);
    }
    joined.server.settings_problem = SettingsProblem::none;
    joined.server.waiting = 3;
    joined.contact.reset();
    for (int i = 1; i <= static_cast<int>(ServerProblem::checkpoint_refused); ++i) {
        joined.server.problem = static_cast<ServerProblem>(i);
        joined.server.stopped = joined.server.problem >= ServerProblem::unknown_kiosk;
        joined.server.at = 1'204'311;
        to.add("server-trouble-" + std::to_string(i), joined);
    }
    status.machine.server = joined_server();
    status.server_contact = at(13, 14);
    to.add("status-server", status);
    status.machine.server = brought.server;
    to.add("status-lists-wait", status);
    status.machine.server = joined.server;
    status.machine.server.problem = ServerProblem::not_trusted;
    to.add("status-server-trouble", status);
    Recovery seen;
    seen.at = at(7, 58);
    seen.seen = true;
    status.machine.recovery = std::make_shared<const Recovery>(seen);
    to.add("status-server-recovered", status);
}

void add_pull(Gatherer& to) {
    PullView pull{};
    to.add("pull-opening", pull);
    pull.minutes_left = 10;
    pull.pull.open = true;
    pull.pull.address = "https://192.168.100.120:8444";
    pull.pull.code = "482913";
    pull.pull.qr = *qr_code::encode(pull.pull.address + "/?code=482913");
    to.add("pull", pull);
    pull.pull.has_visitor = true;
    pull.minutes_left = 8;
    to.add("pull-visitor", pull);
    for (const auto& [name, end] : std::vector<std::pair<std::string, PullEnd>>{
             {"time", PullEnd::by_time}, {"tries", PullEnd::by_tries}, {"visitor", PullEnd::by_visitor}}) {
        PullView closed{};
        closed.pull.end = end;
        to.add("pull-closed-" + name, closed);
    }
    for (const auto& [name, problem] : std::vector<std::pair<std::string, PullProblem>>{
             {"network", PullProblem::no_network}, {"port", PullProblem::no_port}, {"machine", PullProblem::machine}}) {
        PullView failed{};
        failed.pull.problem = problem;
        to.add("pull-no-" + name, failed);
    }
}

}  // namespace

std::vector<Sample> curator_samples() {
    Gatherer to;
    to.add("pin", PinView{3, false, false, 0}, 14);
    to.add("pin-wrong", PinView{0, false, true, 0});
    to.add("pin-wait", PinView{0, false, false, 57});
    to.add("pin-checking", PinView{6, true, false, 0});
    to.add("pin-unreadable", PinView{0, false, false, 0, true});
    add_day(to);
    to.add("reason", ReasonView{false, "", false});
    to.add("reason-cancels", ReasonView{true, "", false});
    to.add("reason-typing", ReasonView{true, "Наставник болеет", true}, 11);
    ExportView choose{};
    const auto stick = [](std::string label, StickTrouble trouble = StickTrouble::none,
                          std::optional<std::uint64_t> free = 12'400'000'000) {
        return Stick{"/media/" + label, label, trouble, free, 31'900'000'000};
    };
    choose.destinations = {stick("ФЛЕШКА"), stick("KINGSTON-32-ДИРЕКТОР"), {}};
    to.add("export", choose);
    ExportView one = choose;
    one.destinations = {stick("ФЛЕШКА"), {}};
    to.add("export-one", one);
    one.destinations = {stick("ФЛЕШКА", StickTrouble::none, std::nullopt), {}};
    to.add("export-looking", one);
    ExportView none = choose;
    none.destinations = {{}};
    to.add("export-no-stick", none);
    for (const auto& [name, trouble] : std::vector<std::pair<std::string, StickTrouble>>{
             {"read-only", StickTrouble::read_only},
             {"full", StickTrouble::full},
             {"unformatted", StickTrouble::unformatted},
             {"damaged", StickTrouble::damaged},
             {"not-supported", StickTrouble::not_supported}}) {
        ExportView unusable = none;
        unusable.unusable = {stick("ФЛЕШКА", trouble, 0)};
        to.add("export-stick-" + name, unusable);
    }
    ExportView partitions = choose;
    partitions.destinations = {stick("ПЕРВАЯ"), stick("ВТОРАЯ", StickTrouble::none, 48'000'000), stick("sdb4"), {}};
    partitions.unusable = {stick("sdb3", StickTrouble::unformatted), stick("KINGSTON", StickTrouble::read_only)};
    to.add("export-partitions", partitions);
    ExportView brought = choose;
    brought.brought = {1284, false, "ab", "1234 5678 9012 3456"};
    brought.names = false;
    to.add("export-receipt", brought);
    ExportView bad = choose;
    bad.destinations = {stick("ФЛЕШКА"), {}};
    bad.brought.bad_receipt = true;
    to.add("export-bad-receipt", bad);
    ExportView code = brought;
    code.stage = ExportView::Stage::collector;
    to.add("export-collector", code);
    ExportView offered = bad;
    offered.offered = 4;
    to.add("export-offered", offered);
    offered = code;
    offered.stage = ExportView::Stage::choose;
    offered.offered = 12;
    to.add("export-all", offered);
    for (auto& sample : bring_samples()) to.samples.push_back(std::move(sample));
    ExportView running = choose;
    running.stage = ExportView::Stage::running;
    running.percent = 42;
    to.add("export-running", running);
    running.stopping = true;
    to.add("export-stopping", running);
    ExportView done = choose;
    done.stage = ExportView::Stage::done;
    done.folder = "Vstrecha/kiosk-c75eeaee798c5d13";
    done.records = 1284;
    done.end = ExportEnd::unmounted;
    to.add("export-done", done);
    done.end = ExportEnd::synced;
    to.add("export-done-mounted", done);
    done.end = ExportEnd::folder;
    done.folder = "/var/lib/vstrecha/export/Vstrecha/kiosk-c75eeaee798c5d13";
    done.records = 0;
    to.add("export-done-folder", done);
    for (const auto& [name, problem] :
         std::vector<std::pair<std::string, ExportProblem>>{{"no-space", ExportProblem::no_space},
                                                            {"not-enough", ExportProblem::not_enough},
                                                            {"no-answer", ExportProblem::no_answer},
                                                            {"read-only", ExportProblem::read_only},
                                                            {"gone", ExportProblem::gone},
                                                            {"input-output", ExportProblem::input_output},
                                                            {"kiosk-data", ExportProblem::kiosk_data}}) {
        ExportView failed = choose;
        failed.stage = ExportView::Stage::failed;
        failed.problem = problem;
        failed.needed_bytes = 8'400'000;
        failed.free_bytes = 310'000;
        to.add("export-" + name, failed);
    }
    add_pull(to);
    StatusView status{};
    status.machine = machine();
    status.now = at(13, 15);
    status.roster_number = 12;
    status.people = 217;
    status.groups = 84;
    status.meetings = 1290;
    status.without_consent = 5;
    to.add("status", status);
    add_server(to, status);
    StatusView checked = status;
    checked.time_source = domain::TimeSource::curator;
    to.add("status-clock-checked", checked);
    StatusView trouble = status;
    trouble.machine.clock_trusted = false;
    trouble.machine.storage_trouble = StorageTrouble::no_space;
    trouble.machine.last_export.reset();
    to.add("status-trouble", trouble);
    add_recovery(to, status, trouble);
    SettingsView settings{};
    settings.rows = {SettingRow::sound,     SettingRow::language,          SettingRow::appearance,
                     SettingRow::motion,    SettingRow::low_mode,          SettingRow::find_by,
                     SettingRow::check_out, SettingRow::unplanned_meetings};
    to.add("settings", settings);
    settings.fixed = {SettingRow::language, SettingRow::find_by, SettingRow::unplanned_meetings};
    to.add("settings-fixed", settings);
    settings.fixed = settings.rows;
    settings.settings.find_by = domain::FindBy::names;
    to.add("settings-all-fixed", settings);
    to.add("end_program", EndProgramView{});
    add_clock(to);
    return std::move(to.samples);
}

}  // namespace samples
