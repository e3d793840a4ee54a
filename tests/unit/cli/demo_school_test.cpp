#include "app/cli/demo_school.h"

#include <map>
#include <set>

#include "app/catalogue/catalogue.h"
#include "app/roster/import.h"
#include "platform/linux/linux.h"
#include "tests/support/fake_entropy.h"
#include "tests/unit/cli/command.h"

namespace {

using namespace std::chrono_literals;

domain::Catalogue load_words() {
    const auto files = platform_linux::make_file_system();
    const auto loaded = catalogue::load(*files, VSTRECHA_SOURCE_DIR "/assets");
    REQUIRE(loaded);
    return *loaded;
}

domain::Roster school() {
    std::vector<roster::SourceFile> files;
    for (const char* name : {"people-windows-1251.csv", "groups.csv", "meetings.csv", "cards.csv"}) {
        const auto content = command::read(command::kSchool / name);
        files.push_back({name, {content.begin(), content.end()}});
    }
    std::uint64_t number = 0;
    auto imported = roster::import_files({}, files, {false, std::chrono::year{2026} / 11 / 16, nullptr},
                                         [&number] { return number += 0x9E3779B97F4A7C15ull; });
    REQUIRE(imported.accepted);
    return std::move(imported.roster);
}

domain::LocalTime at(int year, int month, int day, domain::Minutes of_day) {
    return domain::at(std::chrono::year{year} / month / day, of_day);
}

}  // namespace

TEST_CASE("Whatever the hour and the year, the demonstration's day is whole and each of its people has one meeting") {
    const auto original = school();
    for (const auto now : {at(2026, 11, 24, 11h), at(2026, 11, 29, 0h), at(2027, 3, 1, 23h + 59min), at(2031, 7, 2, 3h + 33min),
                           at(2025, 1, 1, 12h), at(2026, 11, 28, 18h + 1min)}) {
        auto roster = original;
        const auto today = cli::move_to(roster, now);
        REQUIRE(today.size() == 10);
        CHECK(roster.meetings.size() == original.meetings.size());
        const domain::RosterIndex index(roster);
        std::set<domain::PersonId> people;
        std::map<cli::DemoMoment, int> moments;
        for (const auto& each : today) {
            ++moments[each.moment];
            const auto* meeting = index.meeting(each.meeting);
            const auto* group = index.group(meeting->group);
            CHECK(domain::date_of(meeting->starts) == domain::date_of(now));
            CHECK(domain::date_of(meeting->ends) == domain::date_of(now));
            CHECK(meeting->starts < meeting->ends);
            CHECK(group->order.empty() == (each.moment == cli::DemoMoment::not_confirmed));
            CHECK(people.insert(group->mentor).second);
            for (const auto& mentee : group->mentees) CHECK(people.insert(mentee.person).second);
        }
        CHECK(moments[cli::DemoMoment::now] == 3);
        CHECK(moments[cli::DemoMoment::over] == 2);
        CHECK(moments[cli::DemoMoment::cancelled] == 1);
        for (const auto& meeting : roster.meetings) {
            if (domain::date_of(meeting.starts) != domain::date_of(now)) continue;
            if (std::any_of(today.begin(), today.end(), [&](const auto& each) { return each.meeting == meeting.id; })) continue;
            CHECK(people.count(index.group(meeting.group)->mentor) == 0);
        }
    }
}

TEST_CASE("The demonstration's history is in order, never in the future, and only of people who may be on the kiosk") {
    const auto words = load_words();
    for (const auto now : {at(2026, 11, 24, 11h), at(2027, 3, 1, 0h + 1min)}) {
        auto roster = school();
        const auto today = cli::move_to(roster, now);
        const auto steps = cli::history(roster, today, words, now);
        const domain::RosterIndex index(roster);
        REQUIRE(steps.size() > 100);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            CHECK(steps[i].at <= now);
            if (i > 0) CHECK(steps[i - 1].at <= steps[i].at);
            for (const auto& draft : steps[i].drafts) {
                if (const auto* answer = std::get_if<domain::AnswerGiven>(&draft)) {
                    CHECK(answer->answer.score >= 1);
                    CHECK(answer->answer.tags.size() <= domain::kMaxTags);
                } else if (const auto* body = std::get_if<domain::CheckedIn>(&std::get<domain::EventBody>(draft))) {
                    CHECK(index.person(body->person)->consent);
                    CHECK_FALSE(index.group(index.meeting(body->meeting)->group)->order.empty());
                }
            }
        }
        CHECK(std::count_if(steps.begin(), steps.end(), [](const auto& step) { return step.exports; }) == 1);
    }
}
