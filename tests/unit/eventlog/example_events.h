#pragma once

#include <string>
#include <vector>

#include "app/domain/event.h"

namespace eventlog_test {

inline domain::Event event_with(domain::EventBody body, domain::Seq seq = 7) {
    domain::Event event;
    event.kiosk = domain::KioskId{"0123456789abcdef"};
    event.seq = seq;
    event.at = domain::Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}} + std::chrono::hours{7} +
               std::chrono::minutes{9} + domain::Millis{5'042};
    event.clock_trusted = true;
    event.boot = "b0070000";
    event.mono = domain::Millis{123'456};
    event.body = std::move(body);
    return event;
}

// Every kind, with the characters that JSON and people make hard.
inline std::vector<domain::EventBody> every_kind() {
    using namespace domain;
    const MeetingId meeting{"00112233aabbccdd"};
    const PersonId person{"ffeeddccbbaa9988"};
    const LocalTime starts{std::chrono::local_days{std::chrono::year{2026} / 12 / 31} + std::chrono::hours{14}};
    return {
        LogStarted{"aa11", "bb22"},
        RosterApplied{3, 214, 96, 1'000},
        CheckedIn{meeting, person, FoundBy::card},
        CheckedIn{meeting, person, FoundBy::pictures},
        CheckedIn{meeting, person, FoundBy::code},
        CheckedIn{meeting, person, FoundBy::names},
        CheckedIn{meeting, person, FoundBy::curator},
        CheckedOut{meeting, person},
        Retracted{6, RetractionReason::not_me, ""},
        Retracted{6, RetractionReason::curator, "ошибка: \"не тот\" \\ \n\t\r\b\f\x01\x1f\x7f 🙂"},
        MeetingOpened{Meeting{meeting, GroupId{"g1"}, starts, starts + Minutes{40}, "214", "Внеплановая", "ёж", false},
                      person},
        AttendanceMarked{meeting, person, Mark::present},
        AttendanceMarked{meeting, person, Mark::excused},
        AttendanceMarked{meeting, person, Mark::absent},
        MeetingConfirmed{meeting},
        MeetingCancelled{meeting, ""},
        Rated{meeting, person, "c2VhbGVk"},
        LogExported{41, "Флешка"},
        LogContinued{41, std::string(64, 'a'), {{3, 3}, {7, 40}}},
        LogContinued{0, std::string(64, '0'), {}},
        ClockCorrected{"b0070000", Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}},
                       ClockWord::kernel},
        ClockCorrected{"b0070000", Instant{Millis{1}}, ClockWord::curator},
        SchoolKeyChanged{std::string(64, 'c')}};
}

inline std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const auto found = text.find(what);
    if (found == std::string::npos) return {};
    return text.replace(found, what.size(), with);
}

}  // namespace eventlog_test
