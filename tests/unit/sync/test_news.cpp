#include "app/sync/news.h"

#include "app/eventlog/line.h"
#include "tests/support/catch.h"

using namespace syncing;
using domain::KioskId;
using domain::Millis;
using domain::Seq;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const KioskId kOwn{"own"}, kHall{"hall"}, kLibrary{"library"};

std::string line_of(const KioskId& kiosk, Seq seq) {
    domain::Event event;
    event.kiosk = kiosk;
    event.seq = seq;
    event.at = domain::Instant{Millis{1'790'000'000'000}};
    event.boot = "b0070000";
    event.body =
        domain::CheckedIn{domain::MeetingId{"m1"}, domain::PersonId{"p" + std::to_string(seq)}, domain::FoundBy::card};
    return *eventlog::to_line(event);
}

news::OfKiosk of(const KioskId& kiosk, Seq up_to, const std::vector<Seq>& numbers) {
    news::OfKiosk one{kiosk, up_to, {}};
    for (const Seq seq : numbers) one.lines.push_back(line_of(kiosk, seq));
    return one;
}

Response good(std::vector<news::OfKiosk> kiosks = {}, bool more = false) {
    return {200, {}, news::write(news::Answered{std::move(kiosks), more})};
}
Response error(int status, const std::string& name) {
    return {status, {}, R"({"error":")" + name + "\"}"};
}

// One engine; the test is the server and the clock.
struct Rig {
    explicit Rig(std::uint64_t seed = 3) : engine({kOwn, seed}) {}

    // The question that is asked now; nothing where it waits. What was told goes into `told`.
    std::optional<AskForNews> next() {
        for (int steps = 0; steps < 10; ++steps) {
            NewsOutput output = engine.step(now);
            if (auto* ask = std::get_if<AskForNews>(&output)) {
                ticket = ask->ticket;
                return *ask;
            }
            if (auto* news = std::get_if<TellNews>(&output)) {
                for (const auto& event : news->events) told.emplace_back(event.kiosk, event.seq);
                if (news->roster) rosters.push_back(*news->roster);
                if (news->settings) settings.push_back(*news->settings);
            } else {
                until = std::get<Wait>(output).until;
                return std::nullopt;
            }
        }
        FAIL("the engine does not come to rest");
        return std::nullopt;
    }
    AskForNews must_ask() {
        const auto ask = next();
        REQUIRE(ask);
        return *ask;
    }
    // The next one, whenever it comes; how long that took is in `waited`.
    AskForNews wait_for_ask() {
        const Millis began = now;
        for (int steps = 0; steps < 10; ++steps) {
            if (auto ask = next()) {
                waited = now - began;
                return *ask;
            }
            REQUIRE(until);
            now = std::max(now, *until);
        }
        FAIL("nothing is asked");
        return {};
    }
    void answer(Response response) { engine.tell(Answered{ticket, std::move(response)}, now); }
    void fail(NetworkFailure failure) { engine.tell(Answered{ticket, base::failure(failure)}, now); }
    void attend(bool awake) { engine.tell(Attention{awake}, now); }
    bool is_about(Millis expected) const { return waited >= expected * 9 / 10 && waited <= expected * 11 / 10; }

    NewsEngine engine;
    Millis now{1'000'000};
    Ticket ticket = 0;
    std::optional<Millis> until;
    Millis waited{0};
    std::vector<std::pair<KioskId, Seq>> told;
    std::vector<std::string> rosters, settings;
};

}  // namespace

TEST_CASE("At the start it asks with nothing and says how it is; what is told is known from then on") {
    Rig rig;
    const auto first = rig.must_ask();
    CHECK(first.have.empty());
    CHECK(first.with_health);
    rig.answer(good({of(kHall, 9, {2, 3, 7}), of(kLibrary, 4, {})}));
    const auto second = rig.wait_for_ask();
    CHECK(second.have == news::Have{{kHall, 9}, {kLibrary, 4}});
    CHECK_FALSE(second.with_health);
    CHECK(rig.told == std::vector<std::pair<KioskId, Seq>>{{kHall, 2}, {kHall, 3}, {kHall, 7}});
    rig.answer(good({of(kHall, 11, {11})}));
    CHECK(rig.wait_for_ask().have.at(kHall) == 11);
    CHECK(rig.told.size() == 4);
}

TEST_CASE("It asks every three seconds while somebody is there or a meeting is near, else every minute") {
    Rig rig;
    rig.must_ask();
    rig.answer(good());
    rig.wait_for_ask();
    CHECK(rig.is_about(policy::kNewsAsleep));
    rig.answer(good());
    rig.attend(true);
    rig.wait_for_ask();
    CHECK(rig.is_about(policy::kNewsAwake));
    for (int i = 0; i < 50; ++i) {
        rig.answer(good());
        rig.wait_for_ask();
        CHECK(rig.is_about(policy::kNewsAwake));
    }
    rig.answer(good());
    rig.attend(false);
    rig.wait_for_ask();
    CHECK(rig.is_about(policy::kNewsAsleep));
    // Somebody comes long after the last question: at once.
    rig.answer(good());
    CHECK_FALSE(rig.next());
    rig.now += seconds{20};
    rig.attend(true);
    CHECK(rig.next());
    // Who comes and goes asks no more often than who stays.
    rig.answer(good());
    for (int i = 0; i < 20; ++i) rig.attend(i % 2 == 0);
    CHECK_FALSE(rig.next());
}

TEST_CASE("Where there is more it asks again at once; more of nothing is no answer") {
    Rig rig;
    rig.must_ask();
    rig.answer(good({of(kHall, 5, {1, 5})}, true));
    CHECK(rig.must_ask().have.at(kHall) == 5);
    rig.answer(good({}, true));
    CHECK_FALSE(rig.next());
    CHECK(rig.engine.problem() == Problem::unexpected);
}

TEST_CASE("It says how it is every ten minutes, when that changed, and again where the answer was lost") {
    Rig rig;
    CHECK(rig.must_ask().with_health);
    rig.fail(NetworkFailure::cut);
    CHECK(rig.wait_for_ask().with_health);
    rig.answer(good());
    const Millis told = rig.now;
    AskForNews ask;
    do {
        ask = rig.wait_for_ask();
        rig.answer(good());
    } while (!ask.with_health);
    CHECK(rig.now - told >= policy::kHealthEvery * 9 / 10);
    CHECK(rig.now - told <= policy::kHealthEvery * 11 / 10 + policy::kNewsAsleep * 11 / 10);
    // Trouble begins: not at the next minute, but no more often than every three seconds.
    rig.engine.tell(HealthChanged{}, rig.now);
    CHECK(rig.wait_for_ask().with_health);
    CHECK(rig.waited <= policy::kNewsAwake);
    // It ends while the question is under way: that is another word.
    rig.engine.tell(HealthChanged{}, rig.now);
    rig.answer(good());
    CHECK(rig.wait_for_ask().with_health);
    CHECK(rig.waited <= policy::kNewsAwake);
}

TEST_CASE("After failures it waits longer and longer, up to a minute, and asks for the same") {
    Rig rig;
    rig.must_ask();
    rig.answer(good({of(kHall, 5, {5})}));
    Millis longest{0};
    for (int i = 0; i < 200; ++i) {
        CHECK(rig.wait_for_ask().have.at(kHall) == 5);
        if (i > 0) {
            CHECK(rig.waited >= policy::kBackoffLeast);
            CHECK(rig.waited <= std::min(policy::kNewsBackoffMost, policy::kBackoffFirst * (1 << std::min(i - 1, 20))));
        }
        if (i > 10) longest = std::max(longest, rig.waited);
        if (i % 3 == 0) rig.answer(error(500, "oops"));
        if (i % 3 == 1) rig.fail(NetworkFailure::unreachable);
        if (i % 3 == 2) rig.answer({200, {}, "<html>a portal of the network</html>"});
    }
    CHECK(longest > policy::kNewsBackoffMost / 2);
    CHECK(rig.engine.problem() != Problem::none);
    rig.wait_for_ask();
    rig.answer(good());
    CHECK(rig.engine.problem() == Problem::none);
}

TEST_CASE("A backoff ends within a second when the network is back or somebody comes; Retry-After is kept to") {
    for (const bool by_network : {true, false}) {
        CAPTURE(by_network);
        Rig rig;
        for (int i = 0; i < 20; ++i) {
            rig.wait_for_ask();
            rig.fail(NetworkFailure::unreachable);
        }
        if (by_network) rig.engine.tell(NetworkBack{}, rig.now);
        if (!by_network) rig.attend(true);
        rig.wait_for_ask();
        CHECK(rig.waited <= policy::kNetworkBackSpread);
        auto later = error(503, "try_later");
        later.retry_after = seconds{90};
        rig.answer(later);
        rig.engine.tell(NetworkBack{}, rig.now);
        rig.attend(false);
        rig.attend(true);
        rig.wait_for_ask();
        CHECK(rig.waited == seconds{90});
        later.retry_after = std::chrono::hours{1'000};
        rig.answer(later);
        rig.wait_for_ask();
        CHECK(rig.waited == policy::kRetryAfterMost);
    }
}

TEST_CASE("Unknown or revoked it asks every half hour only; a proxy's word is no revocation") {
    for (const auto& [refusal, problem] : {std::pair{error(401, "unknown_kiosk"), Problem::unknown_kiosk},
                                           std::pair{error(401, "wrong_signature"), Problem::unknown_kiosk},
                                           std::pair{error(403, "revoked"), Problem::revoked}}) {
        Rig rig;
        rig.must_ask();
        rig.answer(refusal);
        CHECK(rig.engine.problem() == problem);
        rig.attend(true);
        rig.engine.tell(NetworkBack{}, rig.now);
        CHECK(rig.wait_for_ask().with_health);
        CHECK(rig.is_about(policy::kRareRetry));
    }
    Rig rig;
    rig.must_ask();
    rig.answer({403, {}, "forbidden"});
    CHECK(rig.engine.problem() == Problem::unexpected);
    rig.wait_for_ask();
    CHECK(rig.waited <= policy::kBackoffFirst);
}

TEST_CASE("An answer that is not what was asked for changes nothing, and is a failure") {
    const auto mixed = [](const KioskId& said, const std::string& line, Seq up_to) {
        news::OfKiosk one{said, up_to, {line}};
        return good({of(kLibrary, 3, {3}), one});
    };
    std::vector<Response> wrong{
        good({of(kOwn, 9, {9})}),               // our own
        good({of(kHall, 5, {})}),               // known already
        good({of(kHall, 4, {})}),               // less than that
        good({of(kHall, 9, {5})}),              // a line that is known
        good({of(kHall, 9, {7, 7})}),           // twice
        good({of(kHall, 9, {8, 7})}),           // not ascending
        good({of(kHall, 9, {10})}),             // above what is said
        mixed(kHall, line_of(kLibrary, 7), 9),  // another kiosk's line
        mixed(kHall, line_of(kOwn, 7), 9),      // ours under another's name
        mixed(kHall, "{}", 9),                  // no event
        mixed(kHall, line_of(kHall, 7) + "\n", 9),
        {200, {}, R"({"news":1,"kiosks":[{"id":"hall"}],"more":false})"},
        {200, {}, std::string(news::kAnsweredBytes + 1, ' ')},
        {204, {}, ""},
    };
    for (std::size_t i = 0; i < wrong.size(); ++i) {
        CAPTURE(i);
        Rig rig;
        rig.must_ask();
        rig.answer(good({of(kHall, 5, {5})}));
        rig.wait_for_ask();
        rig.answer(wrong[i]);
        CHECK(rig.engine.problem() == Problem::unexpected);
        CHECK(rig.wait_for_ask().have == news::Have{{kHall, 5}});
        CHECK(rig.told.size() == 1);
    }
    // So many kiosks no school has.
    Rig rig;
    rig.must_ask();
    std::vector<news::OfKiosk> many;
    for (std::size_t i = 0; i < news::kMostKiosks; ++i) many.push_back(of(KioskId{"k" + std::to_string(i)}, 1, {}));
    rig.answer(good(many));
    CHECK(rig.wait_for_ask().have.size() == news::kMostKiosks);
    rig.answer(good({of(kHall, 1, {})}));
    CHECK(rig.engine.problem() == Problem::unexpected);
}

TEST_CASE("A question whose answer is lost is given up; a late answer to it is passed over") {
    Rig rig;
    rig.must_ask();
    const Ticket lost = rig.ticket;
    CHECK_FALSE(rig.next());
    CHECK(*rig.until == rig.now + policy::kNewsAnswerWithin);
    rig.now = *rig.until;
    CHECK_FALSE(rig.next());
    CHECK(rig.engine.problem() == Problem::timed_out);
    rig.engine.tell(Answered{lost, good({of(kHall, 5, {5})})}, rig.now);
    CHECK(rig.wait_for_ask().have.empty());
    rig.engine.tell(Answered{lost, good({of(kHall, 5, {5})})}, rig.now);
    CHECK_FALSE(rig.next());
    CHECK(rig.told.empty());
}

TEST_CASE("A clock that jumps ahead or begins anew makes no wait longer") {
    Rig rig;
    rig.must_ask();
    rig.answer(good());
    CHECK_FALSE(rig.next());
    rig.now = Millis{5};
    rig.wait_for_ask();
    CHECK(rig.waited <= policy::kNewsAsleep * 11 / 10);
    rig.answer(good());
    CHECK_FALSE(rig.next());
    rig.now += std::chrono::hours{300};
    CHECK(rig.must_ask().with_health);
}

TEST_CASE("That the school has other lists is told once, with what others recorded or without") {
    Rig rig;
    const std::string first(64, 'a'), second(64, 'b');
    const auto answer = [&rig](const std::string& roster, std::vector<news::OfKiosk> kiosks = {}) {
        rig.wait_for_ask();
        const std::string settings = roster.empty() ? roster : std::string(64, 'c');
        rig.answer({200, {}, news::write(news::Answered{std::move(kiosks), false, roster, settings})});
        CHECK_FALSE(rig.next());
    };
    answer("");
    CHECK(rig.rosters.empty());
    answer(first);
    answer(first);
    CHECK(rig.rosters == std::vector{first});
    answer(second, {of(kHall, 2, {2})});
    CHECK(rig.rosters == std::vector{first, second});
    CHECK(rig.settings == std::vector{std::string(64, 'c')});  // what the school has set is told apart
    CHECK(rig.told.size() == 1);
}
