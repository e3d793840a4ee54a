#include "tests/faults/school_days.h"

#include "app/eventlog/line.h"

namespace faults {

namespace {

using namespace domain;
using namespace std::chrono_literals;
using storage::Store;
using Done = storage::StorageResult<void>;

const MeetingId kMeeting{"c000000000000001"}, kNextMeeting{"c000000000000002"};

PersonId person_id(int number) { return PersonId{"a" + std::to_string(1'000'000 + number)}; }

domain::Instant morning() { return Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}} + 7h; }

template <class T>
Done only_whether(const storage::StorageResult<T>& result) {
    if (!result) return base::failure(result.error());
    return {};
}

Act record(std::string what, std::vector<Draft> drafts) {
    return {std::move(what), [drafts = std::move(drafts)](Store& store, support::FakeClock& clock) {
                clock.advance(7s);
                return only_whether(store.append(drafts));
            }};
}
Act record(std::string what, EventBody body) { return record(std::move(what), std::vector<Draft>{std::move(body)}); }

Act rest() {
    return {"rest", [](Store& store, support::FakeClock& clock) -> Done {
                clock.advance(40s);
                // As the storage thread does: on while there is more to do now.
                constexpr int kMostPieces = 100;
                for (int i = 0; i < kMostPieces && store.rest() == Millis{0}; ++i) continue;
                return {};
            }};
}

Roster roster_of(int people, const std::string& place) {
    Roster roster;
    for (int i = 0; i < people; ++i) {
        Person person;
        person.id = person_id(i);
        person.name = {"Светлов" + std::to_string(i), "Ёж", "Юрьевич"};
        person.class_name = {5 + i % 7, "А"};
        person.consent = Consent{std::chrono::year{2026} / 9 / 1, "родитель"};
        for (std::size_t k = 0; k < person.pictures.size(); ++k)
            person.pictures[k] = static_cast<std::uint8_t>((static_cast<std::size_t>(i) + 3 * k) % 12);
        person.code = std::to_string(1000 + i);
        person.cards = {std::to_string(46'000'000 + i)};
        roster.people.push_back(person);
        if (i % 2 == 0) continue;
        const std::string number = std::to_string(i / 2);
        roster.groups.push_back({GroupId{"b" + number}, number, "Ученик–ученик", "успевающий – неуспевающий",
                                 person_id(i - 1), {{person_id(i), "математика", {}}}, "П-12"});
        const LocalTime starts{(std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 14h).time_since_epoch()};
        roster.meetings.push_back({MeetingId{"c" + number}, GroupId{"b" + number}, starts, starts + 40min, place,
                                   "Регулярная", "Дроби", true});
    }
    return roster;
}

Act new_roster(int people, const std::string& place) {
    return {"roster", [=](Store& store, support::FakeClock&) {
                return only_whether(store.replace_roster(roster_of(people, place)));
            }};
}

Act new_settings(std::string name) {
    return {"settings", [name = std::move(name)](Store& store, support::FakeClock&) -> Done {
                auto settings = store.settings();
                if (!settings) return base::failure(settings.error());
                settings->school_name = name;
                settings->check_out = !settings->check_out;
                return store.save_settings(*settings);
            }};
}

// Several values and a PIN: all of it or nothing.
Act school_sets() {
    Act act{"school's settings", [](Store& store, support::FakeClock&) -> Done {
                using domain::SettingKey;
                storage::SchoolSettings settings;
                settings.source = {"school1", 4, std::string(64, 'a'), {}};
                settings.values = {{SettingKey::find_by, "code"}, {SettingKey::check_out, "on"}, {SettingKey::sound, "off"}};
                settings.pin_hash = eventlog::hash_pin(kSchoolPin, storage::Hardness::tests).value();
                settings.text = "the school's text\n";
                return store.take_school_settings(settings);
            }};
    act.next_pin = kSchoolPin;
    return act;
}

Act wrong_try(int failures) {
    return {"throttle", [=](Store& store, support::FakeClock&) {
                return store.save_throttle("pin", {failures, morning(), morning() + 60s * failures});
            }};
}

}  // namespace

Machine::Machine(support::ModelDisk& disk) : clock(morning()), files(disk), locks(disk), in_use_(disk) {}

storage::StorageResult<std::unique_ptr<Store>> Machine::create() {
    storage::Identity identity;
    identity.settings.school_name = "Школа № 12";
    identity.settings.time_zone = "Asia/Novokuznetsk";
    identity.passphrase = kPassphrase;
    identity.pin = kPin;
    identity.hardness = storage::Hardness::tests;
    return Store::create(kData, ports(), identity);
}

storage::StorageResult<std::unique_ptr<Store>> Machine::open() {
    return Store::open(kData, ports(), storage::OpenMode::read_write);
}

std::optional<State> state_of(Store& store, const std::string& pin, std::string& problem) {
    State state;
    const auto failed = [&](std::string what, const storage::StorageError& error) {
        problem = std::move(what) + ": " + error.detail;
        return std::nullopt;
    };
    auto read = store.read_log(0, [&](const storage::LogLine& line) {
        state.lines.push_back(line);
        return true;
    });
    if (!read) return failed("log", read.error());
    auto roster = store.roster();
    if (!roster) return failed("roster", roster.error());
    auto settings = store.settings();
    if (!settings) return failed("settings", settings.error());
    auto throttles = store.throttles();
    if (!throttles) return failed("throttles", throttles.error());
    const auto pin_good = store.check_pin(pin);
    if (!pin_good) return failed("PIN", pin_good.error());
    state.roster = std::move(*roster);
    state.settings = std::move(*settings);
    state.throttles = std::move(*throttles);
    state.pin = *pin_good ? pin : "another";
    for (const auto& line : state.lines) {
        const auto event = eventlog::from_line(line.line);
        if (!event) {
            problem = "a line is no event: " + event.error().detail;
            return std::nullopt;
        }
        state.attendance.apply(*event);
    }
    return state;
}

std::string difference(const State& found, const State& expected) {
    for (std::size_t i = 0; i < std::min(found.lines.size(), expected.lines.size()); ++i) {
        if (found.lines[i].line != expected.lines[i].line || found.lines[i].seq != expected.lines[i].seq ||
            found.lines[i].hash != expected.lines[i].hash)
            return "line " + std::to_string(i + 1) + " is another";
    }
    if (found.lines.size() != expected.lines.size())
        return std::to_string(found.lines.size()) + " lines instead of " + std::to_string(expected.lines.size());
    if (!(found.roster == expected.roster)) return "another roster";
    if (!(found.settings == expected.settings)) return "other settings";
    if (found.throttles != expected.throttles) return "other waits";
    if (found.pin != expected.pin) return "another PIN";
    return {};
}

std::vector<Act> school_days(int check_ins) {
    const auto check_in = [](int person, FoundBy by = FoundBy::pictures) {
        return EventBody{CheckedIn{kMeeting, person_id(person), by}};
    };
    std::vector<Act> acts;
    acts.push_back({"start", [](Store& store, support::FakeClock&) -> Done {
                        const auto roster = store.roster();
                        if (!roster) return base::failure(roster.error());
                        return only_whether(store.fold_recent(*roster));  // from now on rest() keeps the snapshot up
                    }});
    const auto add = [&](Act act) {
        acts.push_back(std::move(act));
        if (acts.size() % 3 == 0) acts.push_back(rest());  // a break between some of them, as on the storage thread
    };
    add(new_roster(60, "207"));
    add(record("check-in", check_in(0, FoundBy::card)));
    add(record("two check-ins", {check_in(1), check_in(2)}));
    add(record("not me", EventBody{Retracted{4, RetractionReason::not_me, ""}}));
    add(record("answer", {AnswerGiven{kMeeting, person_id(1), {4, {"useful"}, "Было интересно", false}}}));
    add(wrong_try(1));
    add({"heartbeat", [](Store& store, support::FakeClock& clock) {
             return store.heartbeat({clock.read().wall, clock.boot_id(), clock.read().mono, true});
         }});
    add(new_settings("Школа № 13"));
    add(record("meeting opened with its mentor",
               {EventBody{MeetingOpened{{kNextMeeting, GroupId{"b1"}, {}, LocalTime{40min}, "библиотека", "Внеплановая",
                                         "Проект", false},
                                        person_id(2)}},
                EventBody{CheckedIn{kNextMeeting, person_id(2), FoundBy::names}}}));
    add(record("check-out", EventBody{CheckedOut{kMeeting, person_id(1)}}));
    add(record("mark", EventBody{AttendanceMarked{kMeeting, person_id(3), Mark::excused}}));
    for (int i = 0; i < check_ins; ++i) {
        add(record("check-in", check_in(10 + i)));
        if (i % 20 == 10) add(record("answer", {AnswerGiven{kMeeting, person_id(10 + i), {2, {}, "скучно", true}}}));
        if (i % 30 == 20) add(record("taken away", EventBody{LogExported{static_cast<Seq>(i), "SCHOOL-USB"}}));
    }
    add(record("confirmed", EventBody{MeetingConfirmed{kMeeting}}));
    add(record("cancelled", EventBody{MeetingCancelled{kNextMeeting, "карантин"}}));
    Act pin{"PIN", [](Store& store, support::FakeClock&) { return store.set_pin(kNextPin); }};
    pin.next_pin = kNextPin;
    add(std::move(pin));
    add(new_roster(40, "библиотека"));
    add(wrong_try(0));
    add(school_sets());
    add(record("curator's retraction", EventBody{Retracted{5, RetractionReason::curator, "перенесли"}}));
    acts.push_back(rest());
    return acts;
}

}  // namespace faults
