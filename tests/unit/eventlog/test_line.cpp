#include "app/eventlog/line.h"

#include <nlohmann/json.hpp>

#include "tests/support/catch.h"
#include "tests/unit/eventlog/example_events.h"

using namespace eventlog_test;
using eventlog::from_line;
using eventlog::to_line;

TEST_CASE("An event's line is this one, byte for byte") {
    const auto line = to_line(
        event_with(domain::CheckedIn{domain::MeetingId{"m1"}, domain::PersonId{"p1"}, domain::FoundBy::pictures}));
    REQUIRE(line);
    CHECK(*line ==
          R"({"kiosk":"0123456789abcdef","seq":7,"at":"2026-11-23T07:09:05.042Z","clock":"trusted","boot":"b0070000",)"
          R"("mono":123456,"kind":"checked_in","v":1,"body":{"meeting":"m1","person":"p1","by":"pictures"}})");
}

TEST_CASE("Every kind comes back from its line as it was, and any JSON reader can read it") {
    for (const domain::EventBody& body : every_kind()) {
        const auto line = to_line(event_with(body));
        REQUIRE(line);
        CAPTURE(*line);
        CHECK(line->find('\n') == std::string::npos);
        const auto event = from_line(*line);
        REQUIRE(event);
        CHECK(event->body.index() == body.index());
        CHECK(event->seq == 7);
        CHECK(event->at == event_with(body).at);
        CHECK(event->clock_trusted);
        CHECK(event->boot == "b0070000");
        CHECK(event->mono == domain::Millis{123'456});
        CHECK(*to_line(*event) == *line);  // one form only, so equal lines are equal events
        const auto json = nlohmann::ordered_json::parse(*line, nullptr, false);
        REQUIRE(json.is_object());
        CHECK(json.dump() == *line);
        CHECK(json["kind"] == eventlog::kind_of(body));
    }
}

TEST_CASE("The line of the curator's words holds them all") {
    const auto line = to_line(event_with(domain::MeetingCancelled{domain::MeetingId{"m1"}, "\"болезнь\"\n\x01"}));
    const auto event = from_line(*line);
    REQUIRE(event);
    CHECK(std::get<domain::MeetingCancelled>(event->body).reason == "\"болезнь\"\n\x01");
}

TEST_CASE("An untrusted clock, the first days of 1970 and the far ends of the calendar are written as they are") {
    domain::Event event = event_with(domain::MeetingConfirmed{domain::MeetingId{"m1"}});
    event.clock_trusted = false;
    for (const auto days : {0, -1, -719'528, 2'932'896}) {  // 1970-01-01, the day before, 0000-01-01, 9999-12-31
        event.at = domain::Instant{std::chrono::days{days}} + domain::Millis{86'399'999};
        const auto line = to_line(event);
        REQUIRE(line);
        CHECK(from_line(*line)->at == event.at);
        CHECK_FALSE(from_line(*line)->clock_trusted);
    }
    for (const auto days : {-719'529, 2'932'897, 50'000'000}) {
        event.at = domain::Instant{std::chrono::days{days}};
        CHECK_FALSE(to_line(event));
    }
}

TEST_CASE("What could not be read back is not written") {
    using namespace domain;
    const MeetingId meeting{"m1"};
    const PersonId person{"p1"};
    CHECK_FALSE(to_line(event_with(MeetingConfirmed{MeetingId{""}})));
    CHECK_FALSE(to_line(event_with(MeetingConfirmed{MeetingId{"a b"}})));
    CHECK_FALSE(to_line(event_with(MeetingConfirmed{MeetingId{"я"}})));
    CHECK_FALSE(to_line(event_with(MeetingCancelled{meeting, "\xff"})));
    CHECK_FALSE(to_line(event_with(MeetingCancelled{meeting, "\xd0"})));
    CHECK_FALSE(to_line(event_with(MeetingCancelled{meeting, std::string(20'000, 'x')})));
    CHECK_FALSE(to_line(event_with(MeetingConfirmed{meeting}, 0)));
    CHECK_FALSE(to_line(event_with(MeetingConfirmed{meeting}, Seq{1} << 53)));
    CHECK_FALSE(to_line(event_with(UnknownEvent{"what", 3})));
    CHECK_FALSE(to_line(event_with(AttendanceMarked{meeting, person, static_cast<Mark>(9)})));
    Event backwards = event_with(MeetingConfirmed{meeting});
    backwards.mono = Millis{-1};
    CHECK_FALSE(to_line(backwards));
}

TEST_CASE("Anything but the one form is not an event") {
    const std::string good = *to_line(
        event_with(domain::AttendanceMarked{domain::MeetingId{"m1"}, domain::PersonId{"p1"}, domain::Mark::present}));
    REQUIRE(from_line(good));
    const std::pair<const char*, const char*> changes[] = {{"\"seq\":7", "\"seq\":0"},
                                                           {"\"seq\":7", "\"seq\":07"},
                                                           {"\"seq\":7", "\"seq\":-7"},
                                                           {"\"seq\":7", "\"seq\":7.0"},
                                                           {"\"seq\":7", "\"seq\": 7"},
                                                           {"\"seq\":7", "\"seq\":\"7\""},
                                                           {"\"seq\":7", "\"seq\":9007199254740992"},
                                                           {"2026-11-23", "2026-02-30"},
                                                           {"2026-11-23", "2026-13-01"},
                                                           {"07:09:05", "24:09:05"},
                                                           {".042Z", "Z"},
                                                           {".042Z", ".042+00:00"},
                                                           {"T07", " 07"},
                                                           {"\"trusted\"", "\"maybe\""},
                                                           {"\"v\":1", "\"v\":0"},
                                                           {"\"by\"", "\"by\""},
                                                           {"\"mark\":\"present\"", "\"mark\":\"gone\""},
                                                           {"\"mark\":\"present\"", "\"mark\":\"present\",\"x\":1"},
                                                           {"\"person\":\"p1\",", ""},
                                                           {"\"person\":\"p1\"", "\"person\":\"p1\",\"person\":\"p2\""},
                                                           {"\"m1\"", "\"m\\u0031\""},
                                                           {"\"m1\"", "\"\""},
                                                           {"}}", "}} "},
                                                           {"}}", "}"},
                                                           {"}}", "}}}"},
                                                           {"{\"kiosk\"", " {\"kiosk\""},
                                                           {"{\"kiosk\"", "[\"kiosk\""},
                                                           {"attendance_marked", "Attendance"}};
    for (const auto& [what, with] : changes) {
        const std::string line = replaced(good, what, with);
        if (line.empty() || line == good) continue;
        CAPTURE(line);
        CHECK_FALSE(from_line(line));
    }
    for (std::size_t size = 0; size < good.size(); ++size) CHECK_FALSE(from_line(good.substr(0, size)));
    CHECK_FALSE(from_line(std::string(20'000, '{')));
}

TEST_CASE("No single changed byte gives another line's event without changing the line's own form") {
    // Whatever is read from a changed line is that line again: nothing is dropped or guessed.
    const std::string good = *to_line(event_with(domain::MeetingCancelled{domain::MeetingId{"m1"}, "болезнь \"a\""}));
    for (std::size_t i = 0; i < good.size(); ++i) {
        for (int value = 0; value < 256; ++value) {
            std::string line = good;
            line[i] = static_cast<char>(value);
            const auto event = from_line(line);
            if (!event || std::holds_alternative<domain::UnknownEvent>(event->body)) continue;
            REQUIRE(*to_line(*event) == line);
        }
    }
}

TEST_CASE("A kind from the future is kept as an unknown one with its kind and version") {
    const std::string good = *to_line(event_with(domain::MeetingConfirmed{domain::MeetingId{"m1"}}));
    const auto other_kind = from_line(replaced(replaced(good, "meeting_confirmed", "plan_agreed"),
                                               "{\"meeting\":\"m1\"}", "{\"a\":[1, 2.5,{}], \"ё\":null}"));
    REQUIRE(other_kind);
    CHECK(std::get<domain::UnknownEvent>(other_kind->body).kind == "plan_agreed");
    CHECK(std::get<domain::UnknownEvent>(other_kind->body).version == 1);
    CHECK(eventlog::kind_of(other_kind->body) == "plan_agreed");

    const auto other_version =
        from_line(replaced(replaced(good, "\"v\":1", "\"v\":2"), "\"m1\"", "\"m1\",\"how\":\"phone\""));
    REQUIRE(other_version);
    CHECK(std::get<domain::UnknownEvent>(other_version->body).version == 2);
    CHECK(other_version->seq == 7);

    CHECK_FALSE(
        from_line(replaced(replaced(good, "meeting_confirmed", "plan_agreed"), "{\"meeting\":\"m1\"}", "{\"a\":}")));
    CHECK_FALSE(from_line(replaced(replaced(good, "meeting_confirmed", "plan_agreed"), "{\"meeting\":\"m1\"}", "[1]")));
    CHECK_FALSE(from_line(replaced(replaced(good, "meeting_confirmed", "plan_agreed"), "\"m1\"", "\"m1\"\n")));
}
