#include "tests/unit/curator/example_views.h"

namespace curator_test {

using namespace kiosk::session;
using domain::MeetingState;
using domain::Minutes;

namespace {

const domain::LocalDate kDay{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};

DayRow row(int minute, const std::string& number, bool pair, const std::string& kind, MeetingState state) {
    DayRow made;
    made.meeting.starts = domain::at(kDay, Minutes{minute});
    made.meeting.ends = domain::at(kDay, Minutes{minute + 40});
    made.meeting.place = "214";
    made.meeting.kind = kind;
    made.meeting.topic = "Подготовка к олимпиаде";
    made.group_number = number;
    made.pair = pair;
    made.state = state;
    return made;
}

MeetingPerson person(const std::string& name, int grade, const std::string& letter, bool mentor) {
    MeetingPerson made;
    made.name = name;
    if (grade > 0) made.class_name = domain::ClassName{grade, letter};
    made.mentor = mentor;
    return made;
}

Machine machine() {
    Machine made;
    made.records = 1284;
    made.unacknowledged = 3;
    made.accepted_up_to = 1281;
    made.receipt_due = true;
    made.waiting_since = domain::at(kDay, Minutes{580});
    made.last_export = domain::at(kDay, Minutes{570});
    made.chain_head = "9f2c04ab";
    made.disk_free_percent = 93;
    made.version = "0.1.0";
    made.kiosk_id = "5f3a09c17be24d60";
    return made;
}

}  // namespace

std::vector<std::pair<std::string, Screen>> example_views() {
    std::vector<std::pair<std::string, Screen>> all;
    const auto add = [&all](const char* name, Screen screen) { all.emplace_back(name, std::move(screen)); };

    DayView day;
    day.date = kDay;
    day.now = domain::at(kDay, Minutes{13 * 60 + 7});
    day.held = 4;
    day.going_on = 2;
    day.ahead = 7;
    day.machine = machine();
    day.rows = {row(570, "7", true, "Планирование", MeetingState::held),
                row(720, "31", true, "Регулярная", MeetingState::missed),
                row(800, "2", false, "Регулярная", MeetingState::mentor_only),
                row(800, "19", true, "Регулярная", MeetingState::mentee_only),
                row(850, "23", true, "Пробная рабочая", MeetingState::planned),
                row(850, "5", false, "Организационная", MeetingState::planned)};
    add("day", day);
    DayView crowded = day;
    crowded.today = false;
    crowded.machine.clock_trusted = false;
    crowded.machine.storage_trouble = StorageTrouble::no_space;
    for (int i = 0; i < 34; ++i)
        crowded.rows.push_back(row(900 + i * 5, "11-информационно-технологический", i % 2 == 0, "Заключительная",
                                   i % 3 == 0 ? MeetingState::confirmed : MeetingState::cancelled));
    add("day, crowded", crowded);
    DayView empty = day;
    empty.rows.clear();
    add("day, empty", empty);

    add("pin", PinView{3, false, false, 0});
    add("pin, wrong", PinView{0, false, true, 0});
    add("pin, waiting", PinView{0, false, true, 14400});
    add("pin, checking", PinView{8, true, false, 0});

    MeetingView meeting;
    meeting.row = day.rows[2];
    meeting.form = "Ученик–ученик";
    meeting.variant = "активный профессионал – равнодушный потребитель";
    meeting.can_confirm = meeting.can_cancel = true;
    meeting.people = {person("Шестаков Артём Павлович", 9, "В", true),
                      person("Шаповалова Мадина Максимовна", 5, "В", false),
                      person("Константинопольский-Белосельский Александр Рашид оглы", 11, "ФИЗМАТ", false),
                      person("Панфилова Милана Алексеевна", 7, "А", false)};
    meeting.people[0].checked_in = domain::at(kDay, Minutes{13 * 60 + 11});
    meeting.people[0].checked_out = domain::at(kDay, Minutes{13 * 60 + 58});
    meeting.people[1].mark = domain::Mark::excused;
    meeting.people[2].has_consent = false;
    add("meeting", meeting);
    MeetingView cancelled = meeting;
    cancelled.row.state = MeetingState::cancelled;
    cancelled.cancel_reason = "Болезнь";
    cancelled.can_confirm = cancelled.can_cancel = false;
    cancelled.people.resize(2);
    add("meeting, cancelled", cancelled);

    PersonView one;
    one.row = day.rows[2];
    one.person = meeting.people[0];
    one.can_retract = true;
    add("person", one);
    one.person = meeting.people[2];
    one.person.mark = domain::Mark::present;
    one.can_retract = false;
    add("person, long", one);

    add("reason, cancel", ReasonView{true, "", false});
    add("reason, retract", ReasonView{false, "", false});
    add("reason, typing", ReasonView{false, "Ушёл к врачу, встречу перенесли на среду после уроков", true});

    ExportView out;
    const auto stick = [](std::string label, std::optional<std::uint64_t> free = 12'400'000'000) {
        return Stick{"/media/" + label, label, StickTrouble::none, free, 31'900'000'000};
    };
    out.destinations = {stick("KINGSTON"), {}};
    add("export", out);
    out.destinations = {{}};
    add("export, no drive", out);
    out.destinations = {stick("KINGSTON"), stick("Школа", 48'000'000), stick("TRANSCEND", {}), {}};
    add("export, many drives", out);
    out.unusable = {stick("A"), stick("B")};
    out.unusable[0].trouble = StickTrouble::read_only;
    out.unusable[1].trouble = StickTrouble::not_supported;
    add("export, many drives and others", out);
    out.unusable.pop_back();
    out.brought = {1284, false, std::string(64, 'a'), "1234 5678 9012 3456"};
    add("export, receipt and collector", out);
    out.stage = ExportView::Stage::collector;
    add("export, collector", out);
    out.stage = ExportView::Stage::running;
    out.percent = 42;
    add("export, running", out);
    out.stage = ExportView::Stage::done;
    out.folder = "Vstrecha/kiosk-5f3a09c15f3a09c1";
    out.records = 1284;
    for (const ExportEnd end : {ExportEnd::unmounted, ExportEnd::synced, ExportEnd::folder}) {
        out.end = end;
        add("export, done", out);
    }
    out.stage = ExportView::Stage::failed;
    for (const ExportProblem problem :
         {ExportProblem::no_space, ExportProblem::not_enough, ExportProblem::no_answer, ExportProblem::read_only, ExportProblem::gone, ExportProblem::input_output,
          ExportProblem::kiosk_data}) {
        out.problem = problem;
        add("export, failed", out);
    }

    StatusView status{machine(), day.now, 4, 107, 39, 468, 3, domain::TimeSource::kernel, std::nullopt};
    add("status", status);
    status.machine.server.membership = Membership::joined;
    status.machine.server.school = "Школа № 12";
    status.machine.server.address = "school-12.lan:8443";
    status.machine.server.sent_up_to = 1281;
    status.machine.server.waiting = 3;
    status.machine.server.problem = ServerProblem::unreachable;
    status.server_contact = domain::at(kDay, Minutes{580});
    add("status, of a joined kiosk", status);
    ServerView server;
    server.now = day.now;
    server.address = "school-12.lan:8443";
    add("server, to be entered", server);
    server.typing_code = true;
    server.code = "ABCDE23";
    server.problem = JoinProblem::wrong_code;
    add("server, a wrong code", server);
    server.stage = ServerView::Stage::joining;
    add("server, joining", server);
    server.stage = ServerView::Stage::joined;
    server.server = status.machine.server;
    add("server, joined", server);
    SettingsView settings;
    settings.rows = {SettingRow::sound,     SettingRow::language,          SettingRow::appearance,
                     SettingRow::motion,    SettingRow::low_mode,          SettingRow::find_by,
                     SettingRow::check_out, SettingRow::unplanned_meetings};
    add("settings", settings);
    add("end", EndProgramView{});
    for (const bool setting : {false, true})
        for (const bool synchronised : {false, true})
            add("clock",
                ClockView{setting, day.now, domain::TimeSource::last_known, synchronised, "Asia/Novokuznetsk"});
    return all;
}

}  // namespace curator_test
