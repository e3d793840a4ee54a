#include "tests/screens/samples.h"

#include <utility>

// Invented people and meetings; no real ones.
namespace samples {

using namespace kiosk::session;
using domain::ClassName;
using domain::LocalTime;
using domain::RefusalKind;

namespace {

LocalTime at(int hour, int minute, unsigned day = 23) {
    const domain::LocalDate date{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{day}};
    return domain::at(date, domain::Minutes{hour * 60 + minute});
}

domain::Meeting meeting(LocalTime starts, std::string kind = "Регулярная", std::string place = "214") {
    domain::Meeting one;
    one.starts = starts;
    one.ends = starts + domain::Minutes{40};
    one.kind = std::move(kind);
    one.place = std::move(place);
    return one;
}

const domain::Group kPair = [] {
    domain::Group group;
    group.number = "7";
    group.mentees.resize(1);
    return group;
}();
const domain::Group kGroup = [] {
    domain::Group group;
    group.number = "12а";
    group.mentees.resize(3);
    return group;
}();

std::vector<ClassName> classes(int grades, const std::vector<std::string>& letters) {
    std::vector<ClassName> all;
    for (int grade = 1; grade <= grades; ++grade)
        for (const auto& letter : letters) all.push_back({grade, letter});
    return all;
}

const std::string kLongSchool =
    "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 112 имени "
    "первооткрывателей»";

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

void add_home(Gatherer& to) {
    HomeView home{};
    home.now = at(13, 7);
    home.programme = "Наставничество";
    home.school = "Школа № 12";
    home.unacknowledged = 3;
    home.waiting_since = at(9, 40);
    to.add("home", home);
    HomeView empty = home;
    empty.unacknowledged = 0;
    empty.waiting_since.reset();
    to.add("home-all-sent", empty);
    HomeView days = home;
    days.unacknowledged = 1284;
    days.waiting_since = at(9, 40, 2);
    to.add("home-waiting-for-days", days);
    HomeView untrusted = days;
    untrusted.clock_trusted = false;
    untrusted.school = kLongSchool;
    untrusted.programme = "Программа наставничества «Служба учебной помощи»";
    to.add("home-clock-not-trusted", untrusted);
    HomeView guess = untrusted;
    guess.time_source = domain::TimeSource::last_known;
    to.add("home-clock-guess", guess);
    HomeView trouble = home;
    trouble.storage_trouble = true;
    to.add("home-storage-trouble", trouble);
    HomeView unsent = home;
    unsent.server_trouble = true;
    to.add("home-server-trouble", unsent);
    HomeView recovered = home;
    recovered.recovered = true;
    to.add("home-recovered", recovered);
    HomeView stick = home;
    stick.stick = StickSign::stick;
    to.add("home-stick", stick);
    stick.stick = StickSign::receipt;
    stick.school = kLongSchool;
    stick.programme = "Программа наставничества «Служба учебной помощи»";
    to.add("home-stick-receipt", stick);
    stick.stick = StickSign::trouble;
    to.add("home-stick-trouble", stick);
    HomeView nobody = empty;
    nobody.has_people = false;
    nobody.ready = false;
    to.add("home-no-people", nobody);
    HomeView waking = empty;
    waking.ready = false;
    to.add("home-getting-ready", waking);
}

void add_find(Gatherer& to) {
    ClassView some{Purpose::check_in, {}, true};
    for (const auto& [grade, letters] : std::vector<std::pair<int, std::vector<std::string>>>{{3, {"А"}},
                                                                                              {4, {"Б"}},
                                                                                              {5, {"А", "Б", "В"}},
                                                                                              {6, {"А", "Б"}},
                                                                                              {7, {"А", "Б", "В"}},
                                                                                              {8, {"А", "В"}},
                                                                                              {9, {"А", "Б", "В"}},
                                                                                              {10, {"А", "Б"}},
                                                                                              {11, {"А", "Б"}}})
        for (const auto& letter : letters) some.classes.push_back({grade, letter});
    to.add("class", some);
    to.add("class-crowded", ClassView{Purpose::rate, classes(11, {"А", "Б", "В"}), true});
    to.add("class-one", ClassView{Purpose::check_in, {{7, "Б"}}, false});
    to.add("class-none", ClassView{Purpose::check_in, {}, true});
    ClassView names{Purpose::rate, classes(9, {"А", "Б"}), true};
    names.classes.push_back({10, "ИТ"});
    names.classes.push_back({10, "ФИЗМАТ"});
    names.classes.push_back({11, "информационно-технологический"});
    to.add("class-long-names", names);
    to.add("class-all-long",
           ClassView{Purpose::check_in,
                     classes(11, {"информационно-технологический", "социально-гуманитарный", "естественно-научный"}),
                     true});

    to.add("pictures", PicturesView{Purpose::check_in, ClassName{7, "Б"}, {2}, false});
    to.add("pictures-two", PicturesView{Purpose::check_in, ClassName{7, "Б"}, {2, 11}, false}, 18);
    to.add("pictures-wrong", PicturesView{Purpose::rate, ClassName{11, "информационно-технологический"}, {}, true});
    to.add("pictures-teachers", PicturesView{Purpose::check_in, std::nullopt, {}, false});

    to.add("code", CodeView{Purpose::check_in, "4071", 6, false}, 7);
    to.add("code-wrong", CodeView{Purpose::rate, "", 6, true});
    to.add("code-long", CodeView{Purpose::check_in, "40712233", 10, false});

    NamesView people{Purpose::check_in, ClassName{7, "Б"}, "", {}};
    const std::vector<std::string> surnames = {"Абдурахманова Зульфия Рашид кызы",
                                               "Белозёрова-Константинопольская Александра Владиславовна",
                                               "Власов Пётр Ильич", "Гусева Мария Олеговна", "Ёлкина Яна"};
    for (int i = 0; i < 35; ++i) people.people.push_back(surnames[static_cast<std::size_t>(i) % surnames.size()]);
    to.add("names", people);
    people.search = "бело";
    people.people = {surnames[1]};
    to.add("names-search", people, 20);
    people.search = "щщщ";
    people.people.clear();
    people.class_name = ClassName{11, "информационно-технологический"};
    to.add("names-nobody", people);
    people.search.clear();
    to.add("names-empty", people);

    to.add("wait", WaitView{ClassName{7, "Б"}, 27});
    to.add("wait-long", WaitView{ClassName{11, "информационно-технологический"}, 600});
    to.add("wait-code", WaitView{std::nullopt, 1});
}

void add_visit(Gatherer& to) {
    ChooseMeetingView choose{Purpose::check_in, "Мадина Ш.", {}, {}};
    choose.meetings.push_back({meeting(at(13, 20)), &kPair, true, domain::MeetingState::planned, false, {}, {}});
    choose.meetings.push_back({meeting(at(13, 20), "Организационная", "библиотека"),
                               &kGroup,
                               false,
                               domain::MeetingState::mentor_only,
                               true,
                               {},
                               {}});
    to.add("choose_meeting", choose);
    choose.open_for = {"7", "12а", "14"};
    for (int i = 0; i < 6; ++i) choose.meetings.push_back(choose.meetings[static_cast<std::size_t>(i % 2)]);
    choose.meetings[2].checked_in.emplace();
    choose.meetings[3].rated.emplace();
    choose.meetings[3].meeting.kind = "Профориентационная экскурсия на предприятие";
    choose.meetings[3].meeting.place = "Дворец творчества детей и молодёжи, малый зал на втором этаже";
    to.add("choose_meeting-crowded", choose);
    choose.meetings.clear();
    to.add("choose_meeting-open", choose);
    to.add("saving", SavingView{});
    to.add("saving-touched", SavingView{2, false, false});
    to.add("saving-card", SavingView{1, false, true});
    to.add("saving-long", SavingView{3, true, true});

    RecordedView recorded{};
    recorded.what = RecordedWhat::checked_in;
    recorded.who = "Мадина Ш.";
    recorded.at = at(13, 8);
    recorded.meeting = meeting(at(13, 20));
    recorded.not_me_seconds = 12;
    to.add("recorded", recorded);
    RecordedView both = recorded;
    both.other_side_is_there = true;
    both.at = at(13, 21);
    both.can_check_out = true;
    to.add("recorded-held", both);
    RecordedView longest = recorded;
    longest.who = "Александра-Виктория Б.";
    longest.meeting = meeting(at(13, 20), "Организационная", "Дворец творчества детей и молодёжи, малый зал");
    to.add("recorded-long", longest);
    longest.time_is_guess = true;
    to.add("recorded-guess", longest);
    RecordedView already = both;
    already.what = RecordedWhat::already;
    already.not_me_seconds.reset();
    already.can_rate = true;
    to.add("recorded-already", already);
    RecordedView out = recorded;
    out.what = RecordedWhat::checked_out;
    out.not_me_seconds.reset();
    to.add("recorded-checked-out", out);
    RecordedView rated{};
    rated.what = RecordedWhat::rated;
    rated.at = at(14, 5);
    to.add("recorded-rated", rated);
    rated.what = RecordedWhat::taken_back;
    to.add("recorded-taken-back", rated);
    to.add("not_recorded", NotRecordedView{});
}

void add_refused(Gatherer& to) {
    const auto refused = [&](std::string name, domain::Refusal refusal, bool teacher = false,
                             std::vector<std::string> open_for = {}) {
        RefusedView view{};
        view.refusal = std::move(refusal);
        view.teacher = teacher;
        view.open_for = std::move(open_for);
        to.add("refused-" + std::move(name), view);
    };
    const domain::Meeting one = meeting(at(14, 10));
    for (const bool teacher : {false, true}) {
        const std::string who = teacher ? "-teacher" : "";
        refused("too-early" + who, {RefusalKind::too_early, at(13, 55), at(14, 10), one}, teacher);
        refused("too-late" + who, {RefusalKind::too_late, at(14, 50), {}, one}, teacher);
        refused("no-meeting-today" + who, {RefusalKind::no_meeting_today, {}, {}, {}}, teacher);
        refused("next-meeting" + who, {RefusalKind::no_meeting_today, at(14, 10, 24), {}, one}, teacher);
        refused("cancelled" + who, {RefusalKind::cancelled, {}, {}, one}, teacher);
        refused("not-confirmed" + who, {RefusalKind::not_confirmed, {}, {}, {}}, teacher);
        refused("no-group" + who, {RefusalKind::no_group, {}, {}, {}}, teacher);
        refused("already" + who, {RefusalKind::already_checked_in, at(13, 8), {}, one}, teacher);
        refused("not-checked-in" + who, {RefusalKind::not_checked_in, {}, {}, one}, teacher);
        refused("rating-not-open" + who, {RefusalKind::rating_not_open, at(14, 10), {}, one}, teacher);
        refused("rating-closed" + who, {RefusalKind::rating_closed, at(18, 0), {}, one}, teacher);
        refused("not-retractable" + who, {RefusalKind::not_retractable, {}, {}, one}, teacher);
        refused("not-allowed" + who, {RefusalKind::not_allowed, {}, {}, {}}, teacher);
    }
    refused("open-for", {RefusalKind::no_meeting_today, at(14, 10, 24), {}, one}, true, {"7"});
    refused("open-for-many", {RefusalKind::no_meeting_today, at(14, 10, 24), {}, one}, true,
            {"7", "12а", "14", "15", "16"});
    RefusedView guess{};
    guess.refusal = {RefusalKind::no_meeting_today, at(14, 10, 24), {}, one};
    guess.time_is_guess = true;
    to.add("refused-guess", guess);
    guess.open_for = {"7", "12а", "14", "15", "16"};
    to.add("refused-guess-open-for", guess);
    RefusedView card{};
    card.unknown_card = true;
    to.add("refused-unknown-card", card);
}

void add_rate(Gatherer& to) {
    RateView rate{};
    rate.who = "Мадина Ш.";
    rate.meeting = meeting(at(13, 20));
    rate.closes = at(18, 0);
    to.add("rate", rate);
    rate.score = 4;
    rate.changing = true;
    rate.closes = at(0, 15, 24);
    rate.meeting.kind = "Организационная";
    to.add("rate-changing", rate, 15);

    const auto tags = [](std::vector<domain::CatalogueText> texts, std::vector<bool> chosen) {
        RateTagsView view{};
        view.score = 4;
        view.tags = std::move(texts);
        view.chosen = std::move(chosen);
        return view;
    };
    std::vector<domain::CatalogueText> four = {{"тема понятна", "got the topic"},
                                               {"было интересно", "it was interesting"},
                                               {"не хватило времени", "not enough time"},
                                               {"нужна ещё встреча", "need another meeting"}};
    to.add("rate_tags", tags(four, {true, true, false, false}));
    RateTagsView talk = tags(four, {false, false, false, false});
    talk.teacher = true;
    talk.wants_to_talk = talk.has_comment = true;
    talk.score = 1;
    to.add("rate_tags-talk", talk, 12);
    std::vector<domain::CatalogueText> eight = four;
    for (const auto& more : std::vector<domain::CatalogueText>{
             {"хочу попробовать что-нибудь посложнее", "I want to try something harder"},
             {"материал оказался слишком простым", "the material turned out too simple"},
             {"договорились о следующем шаге", "we agreed on the next step"},
             {"нужна помощь с выступлением или проектом", "I need help with a talk or a project"}})
        eight.push_back(more);
    RateTagsView crowded = tags(eight, {true, false, true, false, true, false, false, false});
    crowded.more_can_be_chosen = false;
    to.add("rate_tags-crowded", crowded);

    to.add("comment", CommentView{false, "", 200});
    std::string words =
        "Мы разобрали три задачи, и две из них я решил сам. Хочется больше времени на разбор ошибок, и ещё "
        "хорошо бы встречаться в библиотеке, там тише. Спасибо за терпение и за объяснения!";
    to.add("comment-long", CommentView{true, words, 21}, 9);
    std::string widest;
    for (int i = 0; i < 20; ++i) widest += "ЩЩЩЩ ЖЖЖЖ ";
    to.add("comment-widest", CommentView{false, widest, 0});
}

void add_start(Gatherer& to) {
    using kiosk::screens::StartProblem;
    const std::pair<const char*, StartProblem> problems[] = {{"reading", StartProblem::none},
                                                             {"no-data", StartProblem::no_data},
                                                             {"in-use", StartProblem::in_use},
                                                             {"newer", StartProblem::newer_version},
                                                             {"no-space", StartProblem::no_space},
                                                             {"read-only", StartProblem::read_only},
                                                             {"input-output", StartProblem::input_output},
                                                             {"damaged", StartProblem::damaged},
                                                             {"zone", StartProblem::unknown_zone},
                                                             {"files", StartProblem::program_files}};
    for (const auto& [name, problem] : problems) {
        Sample sample{std::string("start-") + name, {}, {}};
        sample.start = kiosk::screens::StartView{problem, "/var/lib/vstrecha/school-number-twelve",
                                                 "vstrecha.db: database disk image is malformed", false};
        to.samples.push_back(sample);
    }
    Sample trying = to.samples.back();
    trying.name = "start-trying";
    trying.start->trying = true;
    to.samples.push_back(std::move(trying));
}

}  // namespace

std::vector<Sample> public_samples() {
    Gatherer to;
    add_start(to);
    add_home(to);
    add_find(to);
    add_visit(to);
    add_refused(to);
    add_rate(to);
    return std::move(to.samples);
}

}  // namespace samples
