#include "app/news/messages.h"

#include "tests/support/catch.h"

using namespace news;

namespace {

Health some_health() {
    Health health;
    health.version = "1.2.3";
    health.uptime = std::chrono::seconds{86'400};
    health.clock = domain::Instant{domain::Millis{1'790'000'000'123}};
    health.clock_trusted = true;
    health.disk_free = 5'000'000'000;
    health.disk_total = 32'000'000'000;
    health.unsent = 7;
    health.unsent_age = std::chrono::seconds{90};
    health.problem = "unreachable";
    health.last_error = "no_space";
    health.temperature = -1'500;
    return health;
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), with);
}

}  // namespace

TEST_CASE("A question and an answer are read as they were written") {
    Asked asked;
    CHECK(read_asked(write(asked)) == asked);
    asked.have = {{domain::KioskId{"k1"}, 17}, {domain::KioskId{"k2"}, 1'000'001}};
    asked.health = some_health();
    CHECK(read_asked(write(asked)) == asked);
    asked.health->temperature.reset();
    CHECK(read_asked(write(asked)) == asked);

    Answered answered;
    CHECK(read_answered(write(answered)) == answered);
    answered.kiosks = {{domain::KioskId{"k1"}, 9, {R"({"a":"\u0001 \"Встреча\""})", "two"}},
                       {domain::KioskId{"k2"}, 4, {}}};
    answered.more = true;
    CHECK(read_answered(write(answered)) == answered);
}

TEST_CASE("A newer side may say more; what is missing, of another type or out of its limits is no message") {
    CHECK(read_asked(R"({"news":1,"have":{"k":0},"roster":{"etag":"abc"}})"));
    CHECK(read_answered(
        R"({"news":1,"kiosks":[{"id":"k","up_to":1,"lines":[],"name":"Холл"}],"more":false,"roster":""})"));
    for (const char* wrong :
         {"", "[]", "{}", R"({"news":1})", R"({"news":2,"have":{}})", R"({"news":"1","have":{}})",
          R"({"news":1,"have":[]})", R"({"news":1,"have":{"k":-1}})", R"({"news":1,"have":{"k":1.5}})",
          R"({"news":1,"have":{"k":"1"}})", R"({"news":1,"have":{"":1}})", R"({"news":1,"have":{"../k":1}})",
          R"({"news":1,"have":{"k":9007199254740992}})", R"({"news":1,"have":{},"health":1})",
          R"({"news":1,"have":{},"health":{}})",
          R"({"news":1,"have":{}} )"
          "\x01"}) {
        CAPTURE(wrong);
        CHECK_FALSE(read_asked(wrong));
    }
    for (const char* wrong :
         {"", R"({"news":1,"kiosks":[]})", R"({"news":1,"more":false})", R"({"news":1,"kiosks":{},"more":false})",
          R"({"news":1,"kiosks":[1],"more":false})", R"({"news":1,"kiosks":[{"id":"k","up_to":1}],"more":false})",
          R"({"news":1,"kiosks":[{"id":"k","up_to":1,"lines":[1]}],"more":false})",
          R"({"news":1,"kiosks":[{"id":"k k","up_to":1,"lines":[]}],"more":false})",
          R"({"news":1,"kiosks":[{"id":"k","up_to":1,"lines":[]},{"id":"k","up_to":2,"lines":[]}],"more":false})",
          R"({"news":1,"kiosks":[],"more":0})"}) {
        CAPTURE(wrong);
        CHECK_FALSE(read_answered(wrong));
    }
    const std::string good = write(Asked{{}, some_health()});
    for (const auto& [what, with] :
         {std::pair{"\"unreachable\"", "\"Петя не пришёл\""}, std::pair{"\"1.2.3\"", "\"\\n\""},
          std::pair{"-1500", "900000"}, std::pair{"-1500", "\"warm\""}, std::pair{"\"unsent\":7", "\"unsent\":-7"},
          std::pair{"true", "1"}}) {
        CAPTURE(what, with);
        CHECK_FALSE(read_asked(replaced(good, what, with)));
    }
}

TEST_CASE("Depth and size are bounded") {
    std::string deep = R"({"news":1,"have":{},"more":)";
    deep += std::string(30'000, '[') + std::string(30'000, ']') + "}";
    CHECK_FALSE(read_asked(deep));
    CHECK_FALSE(read_asked(R"({"news":1,"have":{}})" + std::string(kAskedBytes, ' ')));
    CHECK_FALSE(read_answered(R"({"news":1,"kiosks":[],"more":false})" + std::string(kAnsweredBytes, ' ')));
    Asked many;
    for (std::size_t i = 0; i < kMostKiosks; ++i) {
        std::string id = std::to_string(i);
        id.insert(0, 64 - id.size(), 'k');  // the longest there is
        many.have[domain::KioskId{id}] = 1'000'000'001;
    }
    many.health = some_health();
    CHECK(write(many).size() < kAskedBytes);
    CHECK(read_asked(write(many)) == many);
    many.have[domain::KioskId{"one-more"}] = 1;
    CHECK_FALSE(read_asked(write(many)));
}
