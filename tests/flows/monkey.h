#pragma once

#include <random>

#include "tests/flows/disk_kiosk.h"

// What the monkeys share: their dice, their school, and what may never be asked to be recorded.
namespace flows {

using Random = std::mt19937;

inline std::size_t below(Random& random, std::size_t limit) {
    return random() % limit;
}

inline domain::Roster busy_roster() {
    auto roster = school::roster();
    roster.meetings.clear();
    // Eight days of meetings through the hours, so that there is always something to check in to and to rate.
    int number = 0;
    for (int day = 0; day < 8; ++day)
        for (int hour = 8; hour < 20; ++hour)
            for (const auto& group : {school::kPair, school::kTriple, school::kProvisional})
                roster.meetings.push_back(school::meeting(domain::MeetingId{"meeting" + std::to_string(++number)},
                                                          group, school::on(day, hour, group == school::kPair ? 0 : 20),
                                                          std::chrono::minutes{30}));
    return roster;
}

// What the curator is told of an older damage, so that monkeys meet that screen too.
inline std::shared_ptr<const kiosk::session::Recovery> older_damage() {
    auto report = std::make_shared<kiosk::session::Recovery>();
    report->salvaged = 40;
    report->lost = 12;
    for (domain::Seq i = 1; i <= 12; ++i) report->missing.push_back({i * 10, i * 10});
    return report;
}

// What may never be asked to be recorded, whatever was tapped.
inline void check(const kiosk::session::Record& record, const domain::Attendance& before) {
    const auto takes_part = [](const domain::PersonId& person) {
        return person != school::kSecret && person != school::kWaiting && person != school::kLonely;
    };
    REQUIRE_FALSE(record.drafts.empty());
    REQUIRE(record.drafts.size() <= 2);  // a meeting opened with its check-in; a check-in taken back with its leaving
    for (const auto& draft : record.drafts) {
        if (const auto* answer = std::get_if<domain::AnswerGiven>(&draft)) {
            REQUIRE(before.presence(answer->meeting, answer->person).is_there());
            REQUIRE(answer->answer.score >= 1);
            REQUIRE(answer->answer.tags.size() <= domain::kMaxTags);
            REQUIRE(takes_part(answer->person));
            continue;
        }
        const auto& body = std::get<domain::EventBody>(draft);
        if (const auto* in = std::get_if<domain::CheckedIn>(&body)) {
            REQUIRE_FALSE(before.presence(in->meeting, in->person).checked_in);
            REQUIRE_FALSE(before.record(in->meeting).cancelled);
            REQUIRE(takes_part(in->person));
        } else if (const auto* mark = std::get_if<domain::AttendanceMarked>(&body)) {
            REQUIRE(takes_part(mark->person));
        } else if (const auto* retracted = std::get_if<domain::Retracted>(&body)) {
            REQUIRE(retracted->what <= before.last_seq());
            REQUIRE((retracted->reason == domain::RetractionReason::not_me || !retracted->text.empty()));
        }
    }
}

}  // namespace flows
