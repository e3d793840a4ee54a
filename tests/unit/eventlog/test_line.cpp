#include "app/eventlog/line.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/support/catch.h"
#include "tests/unit/eventlog/example_events.h"

using namespace eventlog_test;
using eventlog::from_line;
using eventlog::to_line;

constexpr domain::Seq kLargest = (domain::Seq{1} << 53) - 1;

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

TEST_CASE("The lines of a log that went on after damage, of a corrected clock and of another key are these") {
    const auto body_of = [](const domain::EventBody& body) {
        const std::string line = *to_line(event_with(body));
        return line.substr(line.find("\"kind\""));
    };
    const std::string head(64, 'f');
    CHECK(body_of(domain::LogContinued{41, head, {{3, 3}, {7, 40}}}) ==
          R"("kind":"log_continued","v":1,"body":{"after":41,"head":")" + head + R"(","missing":[[3,3],[7,40]]}})");
    CHECK(body_of(domain::LogContinued{0, std::string(64, '0'), {}}) ==
          R"("kind":"log_continued","v":1,"body":{"after":0,"head":")" + std::string(64, '0') + R"(","missing":[]}})");
    CHECK(
        body_of(domain::ClockCorrected{"b0070000", event_with({}).at, domain::ClockWord::curator}) ==
        R"("kind":"clock_corrected","v":1,"body":{"boot":"b0070000","epoch":"2026-11-23T07:09:05.042Z","by":"curator"}})");
    CHECK(body_of(domain::SchoolKeyChanged{head}) ==
          R"("kind":"school_key_changed","v":1,"body":{"school_key":")" + head + R"("}})");
}

TEST_CASE("Lost ranges come back as they were; ranges that overlap, run backwards or are too many are refused") {
    using domain::LogContinued;
    const std::string head(64, 'f');
    const LogContinued body{41, head, {{3, 3}, {7, 40}}};
    const auto event = from_line(*to_line(event_with(body)));
    REQUIRE(event);
    CHECK(std::get<LogContinued>(event->body).missing == body.missing);
    CHECK(std::get<LogContinued>(event->body).head == head);
    const std::vector<std::vector<domain::LostRange>> wrong{
        {{0, 1}}, {{4, 3}}, {{3, 5}, {5, 6}}, {{7, 8}, {3, 4}}, {{1, domain::Seq{1} << 53}}};
    for (const auto& ranges : wrong) CHECK_FALSE(to_line(event_with(LogContinued{41, head, ranges})));
    const std::string good = *to_line(event_with(body));
    for (const char* with : {"[[0,1]]", "[[4,3]]", "[[3,5],[5,6]]", "[[3,3],]", "[,[3,3]]", "[[3]]", "[[3,3][7,8]]",
                             "[3,3]", "null", "[[3, 3]]", "[[03,3]]", "[["})
        CHECK_FALSE(from_line(replaced(good, "[[3,3],[7,40]]", with)));
    LogContinued most{kLargest, head, {}};
    for (domain::Seq i = 0; i < domain::kMaxLostRanges; ++i)
        most.missing.push_back({kLargest - 2 * i, kLargest - 2 * i});
    std::reverse(most.missing.begin(), most.missing.end());
    const auto longest = to_line(event_with(most));  // the most that may be told fits a line
    REQUIRE(longest);
    CHECK(std::get<LogContinued>(from_line(*longest)->body).missing == most.missing);
    most.missing.insert(most.missing.begin(), {1, 1});
    CHECK_FALSE(to_line(event_with(most)));
    CHECK_FALSE(to_line(event_with(LogContinued{41, "xyz", {}})));
    CHECK_FALSE(to_line(event_with(domain::ClockCorrected{"no id", {}, domain::ClockWord::kernel})));
    CHECK_FALSE(to_line(event_with(domain::SchoolKeyChanged{"no key"})));
    CHECK_FALSE(to_line(event_with(LogContinued{41, std::string(64, 'F'), {}})));
}

TEST_CASE("A chain that follows damage starts above every number of the one before") {
    CHECK(domain::first_of_next_chain(0) == 1'000'001);
    CHECK(domain::first_of_next_chain(999'999) == 1'000'001);
    CHECK(domain::first_of_next_chain(1'000'000) == 2'000'001);
    CHECK(domain::first_of_next_chain(1'000'001) == 2'000'001);
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
