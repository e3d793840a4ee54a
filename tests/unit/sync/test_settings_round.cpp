#include "app/sync/policy.h"
#include "tests/unit/sync/settings_server.h"

// One exchange about what the school has set: what is applied, what is refused whole.

using namespace sync_test;
using namespace syncing;
using domain::SettingKey;
using school_settings_test::example;

namespace {

struct MemoryKeeper final : SettingsKeeper {
    std::optional<Known> known() override {
        if (disk_fails) return std::nullopt;
        return Known{source, is_whole};
    }
    bool take(const school_settings::Content& content, const std::string& text) override {
        if (disk_fails || disk_is_full) return false;
        ++taken;
        present = content;
        source = storage::SchoolSettings::Source{content.school, content.number, school_settings::hash_of(text), {}};
        is_whole = true;
        return true;
    }
    bool release() override {
        if (disk_is_full) return false;
        ++released;
        source.reset();
        return true;
    }
    std::optional<school_settings::Content> present;
    std::optional<storage::SchoolSettings::Source> source;
    bool is_whole = false, disk_fails = false, disk_is_full = false;
    int taken = 0, released = 0;
};

struct Kiosk {
    SettingsServer server;
    MemoryKeeper keeper;
    SettingsRound round{server.membership(), server, keeper};
    SettingsRound::Outcome run() { return round.run(); }
    // Refused whole: what is here stays.
    SettingsRound::Outcome refuses(SettingsProblem problem) {
        const auto before = keeper.present;
        const auto outcome = run();
        CHECK(outcome.came == Came::refused);
        CHECK(outcome.problem == problem);
        CHECK(keeper.present == before);
        return outcome;
    }
};

school_settings::Content numbered(std::uint64_t number) {
    auto content = example();
    content.number = number;
    return content;
}
Response error(int status, const std::string& name) {
    return {status, {}, R"({"error":")" + name + "\"}"};
}

}  // namespace

TEST_CASE("What the school has set is taken whole, then asked for with its hash") {
    Kiosk kiosk;
    CHECK(kiosk.run().came == Came::nothing_new);
    const std::string text = kiosk.server.publish(numbered(7));
    CHECK(kiosk.run().came == Came::applied);
    CHECK(kiosk.server.asked_with.empty());
    CHECK(*kiosk.keeper.present == numbered(7));
    CHECK(kiosk.run().came == Came::nothing_new);
    CHECK(kiosk.server.asked_with == school_settings::hash_of(text));
    CHECK(kiosk.keeper.taken == 1);
    kiosk.server.publish(numbered(8));
    CHECK(kiosk.run().came == Came::applied);
    CHECK(kiosk.keeper.present->number == 8);
}

TEST_CASE("A server that was put back is believed, and one that lost everything leaves what it set in force") {
    Kiosk kiosk;
    kiosk.server.publish(numbered(9));
    REQUIRE(kiosk.run().came == Came::applied);
    kiosk.server.publish(numbered(4));
    CHECK(kiosk.run().came == Came::applied);
    CHECK(kiosk.keeper.present->number == 4);
    kiosk.server.newest.clear();
    CHECK(kiosk.run().came == Came::nothing_new);
    CHECK(kiosk.keeper.present->number == 4);
    CHECK(kiosk.keeper.released == 0);
}

TEST_CASE("What is kept and was damaged, or is of another school, is asked for whole") {
    Kiosk kiosk;
    kiosk.server.publish(numbered(7));
    REQUIRE(kiosk.run().came == Came::applied);
    kiosk.keeper.is_whole = false;
    CHECK(kiosk.run().came == Came::applied);
    CHECK(kiosk.server.asked_with.empty());
    kiosk.keeper.source->school = "school2";
    CHECK(kiosk.run().came == Came::applied);
    CHECK(kiosk.server.asked_with.empty());
}

TEST_CASE("What is wrong with a text refuses all of it, with the reason") {
    Kiosk kiosk;
    kiosk.server.publish(numbered(7));
    REQUIRE(kiosk.run().came == Came::applied);
    const auto refused_text = [&](const std::string& text, SettingsProblem problem) {
        kiosk.server.answer_instead(SettingsServer::Answer{Response{200, {}, text}});
        return kiosk.refuses(problem);
    };
    const std::string text = kiosk.server.newest;
    (void)refused_text(text.substr(0, text.size() / 2), SettingsProblem::damaged);
    (void)refused_text("<html>", SettingsProblem::damaged);
    (void)refused_text(*school_settings::write(numbered(8), school_settings_test::acceptor(6).private_half),
                       SettingsProblem::wrong_signature);
    auto other = numbered(8);
    other.school = "school2";
    CHECK(refused_text(*school_settings::write(other, kiosk.server.key.private_half), SettingsProblem::another_kiosk)
              .number == 8);
    other = numbered(8);
    other.kiosk.value = "kiosk2";
    (void)refused_text(*school_settings::write(other, kiosk.server.key.private_half), SettingsProblem::another_kiosk);
    std::string newer = text;
    newer.replace(newer.find(":1,"), 3, ":2,");
    (void)refused_text(newer, SettingsProblem::newer_version);
    CHECK(kiosk.keeper.taken == 1);
    kiosk.server.answer_instead(std::nullopt);
    CHECK(kiosk.run().came == Came::nothing_new);
}

TEST_CASE("A revoked kiosk keeps what was in force as its own; a 403 of a proxy changes nothing") {
    Kiosk kiosk;
    kiosk.server.publish(numbered(7));
    REQUIRE(kiosk.run().came == Came::applied);
    for (const Response& answer :
         {Response{403, {}, "no"}, Response{404, {}, "no"}, error(503, "try_later"), Response{304, {}, {}}}) {
        kiosk.server.answer_instead(SettingsServer::Answer{answer});
        const Came came = kiosk.run().came;
        CHECK((came == Came::later || (answer.status == 304 && came == Came::nothing_new)));
    }
    kiosk.server.answer_instead(SettingsServer::Answer{error(401, "unknown_kiosk")});
    CHECK(kiosk.run().came == Came::shut_out);
    CHECK(kiosk.keeper.released == 0);
    kiosk.server.answer_instead(SettingsServer::Answer{error(403, "revoked")});
    kiosk.keeper.disk_is_full = true;
    CHECK(kiosk.run().came == Came::later);
    kiosk.keeper.disk_is_full = false;
    CHECK(kiosk.run().came == Came::shut_out);
    CHECK(kiosk.keeper.released == 1);
    CHECK(kiosk.keeper.present->number == 7);
    // It is let in again: what the school has set counts again.
    kiosk.server.answer_instead(std::nullopt);
    CHECK(kiosk.run().came == Came::applied);
}

TEST_CASE("A disk that does not keep it, and a server that is away, are passing troubles") {
    Kiosk kiosk;
    kiosk.server.publish(numbered(7));
    kiosk.keeper.disk_is_full = true;
    auto outcome = kiosk.run();
    CHECK(outcome.came == Came::later);
    CHECK(outcome.problem == SettingsProblem::disk);
    kiosk.keeper.disk_fails = true;
    CHECK(kiosk.run().problem == SettingsProblem::disk);
    kiosk.keeper.disk_fails = kiosk.keeper.disk_is_full = false;
    kiosk.server.away = true;
    outcome = kiosk.run();
    CHECK(outcome.came == Came::later);
    CHECK(outcome.problem == SettingsProblem::none);
    kiosk.server.away = false;
    CHECK(kiosk.run().came == Came::applied);
}

TEST_CASE("A round is due at once, when it is poked, and when the clock began anew; else after its wait") {
    using std::chrono::hours, std::chrono::seconds;
    Dice dice{7};
    Schedule schedule{dice};
    CHECK(schedule.is_due(domain::Millis{0}));
    schedule.ended(Came::applied, std::nullopt, hours{1});
    CHECK_FALSE(schedule.is_due(hours{1} + seconds{50}));
    CHECK(schedule.is_due(hours{1} + seconds{67}));
    schedule.poke();
    CHECK(schedule.is_due(hours{1}));
    schedule.ended(Came::refused, std::nullopt, hours{1});
    CHECK_FALSE(schedule.is_due(hours{1} + seconds{500}));
    CHECK(schedule.is_due(seconds{5}));
    schedule.ended(Came::later, seconds{120}, hours{1});
    CHECK_FALSE(schedule.is_due(hours{1} + seconds{119}));
    CHECK(schedule.is_due(hours{1} + seconds{120}));
    for (int i = 0; i < 30; ++i) schedule.ended(Came::later, hours{100}, hours{1});
    CHECK(schedule.is_due(hours{2}));
}
