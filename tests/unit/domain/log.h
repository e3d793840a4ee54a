#pragma once

#include <vector>

#include "app/domain/attendance.h"
#include "tests/unit/domain/school.h"

// A log in memory: numbers what it is given and folds it.
struct Log {
    std::vector<domain::Event> events;
    domain::Attendance attendance;

    domain::Seq add(domain::EventBody body, domain::LocalTime at = school::today(13, 10)) {
        domain::Event event;
        event.kiosk = domain::KioskId{"kiosk"};
        event.seq = events.size() + 1;
        event.at = school::instant_of(at);
        event.clock_trusted = true;
        event.body = std::move(body);
        attendance.apply(event);
        events.push_back(event);
        return event.seq;
    }
    domain::Seq check_in(const domain::MeetingId& meeting, const domain::PersonId& person,
                         domain::LocalTime at = school::today(13, 10)) {
        return add(domain::CheckedIn{meeting, person, domain::FoundBy::card}, at);
    }
    domain::Seq retract(domain::Seq what) { return add(domain::Retracted{what, domain::RetractionReason::curator, "так"}); }
    void take(const std::vector<domain::Draft>& drafts, domain::LocalTime at = school::today(13, 10)) {
        for (const auto& draft : drafts) {
            if (const auto* body = std::get_if<domain::EventBody>(&draft)) add(*body, at);
            if (const auto* answer = std::get_if<domain::AnswerGiven>(&draft))
                add(domain::Rated{answer->meeting, answer->person, "sealed"}, at);
        }
    }
};
