#include "app/sync/join.h"

#include <future>

#include "app/eventlog/line.h"
#include "platform/http/client.h"
#include "tests/support/school_server/school_server.h"
#include "tests/unit/storage/store_fixture.h"

using namespace syncing;

namespace {

struct Joining {
    storage_test::Kiosk machine;
    std::unique_ptr<storage::Store> store = machine.create();
    support::SchoolServer server;
    std::unique_ptr<api::HttpClients> clients = platform_http::make_http_clients();
    JoinCall call{*clients, [this](std::span<std::uint8_t> bytes) { machine.entropy.fill(bytes); }};

    [[nodiscard]] Applicant applicant() {
        const auto read = read_applicant(*store, *machine.files, machine.data);
        REQUIRE(read);
        return *read;
    }
    [[nodiscard]] base::Result<Agreement, JoinError> join() {
        return call.join(server.address(), server.code, applicant());
    }
    [[nodiscard]] JoinError error() {
        const auto agreed = join();
        REQUIRE_FALSE(agreed);
        return agreed.error();
    }
};

}  // namespace

TEST_CASE("A kiosk joins with address and code, as a person types them, and keeps what was agreed") {
    Joining kiosk;
    const auto agreed = kiosk.call.join(" https://" + kiosk.server.address() + "/ ", "abcde 23456", kiosk.applicant());
    REQUIRE(agreed);
    CHECK(agreed->server.fingerprint == kiosk.server.fingerprint());
    CHECK(agreed->server.school_name == "Школа № 12");
    REQUIRE(keep(*agreed, *kiosk.store, *kiosk.machine.files, kiosk.machine.data));
    CHECK(*read_server(*kiosk.machine.files, kiosk.machine.data) == agreed->server);
    const auto acceptors = storage::read_acceptors(*kiosk.machine.files, kiosk.machine.data / "keys" / "acceptors");
    REQUIRE(acceptors);
    CHECK(*acceptors == std::vector{kiosk.server.acceptor()});
    const auto joined = kiosk.server.joined();
    REQUIRE(joined);
    CHECK(joined->kiosk == kiosk.store->status()->kiosk);
    CHECK(joined->name == "Школа № 12");
    CHECK(joined->pruned_up_to == 0);
    CHECK(kiosk.store->status()->last_seq == 1);  // the key of the answers is the same: nothing to record
}

TEST_CASE("Answers are sealed to the key of the server from then on, and the log says since when") {
    Joining kiosk;
    const auto key = eventlog::make_school_key(
        [](std::span<std::uint8_t> bytes) { std::fill(bytes.begin(), bytes.end(), std::uint8_t{9}); });
    kiosk.server.school_public = key.public_half;
    const auto agreed = kiosk.join();
    REQUIRE(agreed);
    for (int twice = 0; twice < 2; ++twice)
        REQUIRE(keep(*agreed, *kiosk.store, *kiosk.machine.files, kiosk.machine.data));
    CHECK(kiosk.applicant().school_public == key.public_half);
    std::vector<std::string> keys;
    REQUIRE(kiosk.store->read_log(1, [&](const storage::LogLine& line) {
        const auto event = eventlog::from_line(line.line);
        if (const auto* changed = std::get_if<domain::SchoolKeyChanged>(&event->body))
            keys.push_back(changed->school_key);
        return true;
    }));
    CHECK(keys == std::vector{key.public_half});
}

TEST_CASE("Each way in which joining fails is told apart, and nothing of it is kept") {
    Joining kiosk;
    SECTION("what was typed is no address") {
        CHECK(kiosk.call.join("not an address", kiosk.server.code, kiosk.applicant()).error() == JoinError::no_address);
    }
    SECTION("what was typed is no code") {
        CHECK(kiosk.call.join(kiosk.server.address(), "ABC", kiosk.applicant()).error() == JoinError::not_a_code);
    }
    SECTION("nobody is there") {
        kiosk.server.go_away();
        CHECK(kiosk.error() == JoinError::unreachable);
    }
    SECTION("another code") {
        const auto address = kiosk.server.address();
        CHECK(kiosk.call.join(address, "ZZZZZ99999", kiosk.applicant()).error() == JoinError::wrong_code);
    }
    SECTION("the code was used") {
        kiosk.server.refuses = joining::Refusal::code_used;
        CHECK(kiosk.error() == JoinError::code_used);
    }
    SECTION("the kiosk belongs to another school") {
        kiosk.server.refuses = joining::Refusal::known_elsewhere;
        CHECK(kiosk.error() == JoinError::known_elsewhere);
    }
    SECTION("the server cannot now") {
        kiosk.server.refuses = joining::Refusal::try_later;
        CHECK(kiosk.error() == JoinError::try_later);
    }
    SECTION("too many tried: it is told to wait, by the server or by a proxy") {
        kiosk.server.refuses = joining::Refusal::too_many;
        CHECK(kiosk.error() == JoinError::too_many);
        kiosk.server.answer_instead([](const api::HttpRequest&) { return api::HttpResponse{429, {}, "slowly"}; });
        CHECK(kiosk.error() == JoinError::too_many);
    }
    SECTION("something else answers there") {
        kiosk.server.answer_instead([](const api::HttpRequest&) { return api::HttpResponse{404, {}, "not here"}; });
        CHECK(kiosk.error() == JoinError::not_our_server);
    }
    SECTION("it says yes, and cannot prove that it knows the code") {
        kiosk.server.answer_instead([&](const api::HttpRequest& request) -> std::optional<api::HttpResponse> {
            const auto key = joining::stretch("ZZZZZ99999");
            joining::Request asked;
            asked.selector = *joining::selector_in(request.body);
            return api::HttpResponse{200,
                                     {},
                                     joining::write_answer({"s", "S", std::string(64, 'a'), std::string(64, 'b')},
                                                           asked, *key, kiosk.server.fingerprint())};
        });
        CHECK(kiosk.error() == JoinError::not_our_server);
    }
    CHECK(read_server(*kiosk.machine.files, kiosk.machine.data).error().error == RecordError::absent);
}

namespace {

// Lets the first connection through, and then changes who answers.
class Between final : public api::HttpClients {
  public:
    Between(api::HttpClients& clients, std::function<void()> between)
        : clients_(clients), between_(std::move(between)) {}
    std::unique_ptr<api::HttpClient> client_of(const api::HttpHost& host,
                                               const api::HttpClientLimits& limits) override {
        if (made_++ == 1) between_();
        return clients_.client_of(host, limits);
    }

  private:
    api::HttpClients& clients_;
    std::function<void()> between_;
    int made_ = 0;
};

}  // namespace

TEST_CASE("A certificate that changes between the two connections ends the joining") {
    Joining kiosk;
    Between between{*kiosk.clients, [&] { kiosk.server.take_another_certificate(); }};
    JoinCall call{between, [&](std::span<std::uint8_t> bytes) { kiosk.machine.entropy.fill(bytes); }};
    CHECK(call.join(kiosk.server.address(), kiosk.server.code, kiosk.applicant()).error() ==
          JoinError::certificate_changed);
}

TEST_CASE("Joining that waits for the server is ended from another thread") {
    Joining kiosk;
    const Applicant applicant = kiosk.applicant();
    kiosk.server.hold();
    auto joined = std::async(std::launch::async,
                             [&] { return kiosk.call.join(kiosk.server.address(), kiosk.server.code, applicant); });
    kiosk.server.wait_for_requests(1);
    kiosk.call.cancel();
    CHECK(joined.get().error() == JoinError::cancelled);
}

TEST_CASE("The record of the server is read strictly, and each damage is named") {
    const ServerRecord record{"school.lan", 8443, std::string(64, 'a'), "s-12", "Школа «№ 12»"};
    CHECK(*from_json(to_json(record)) == record);
    CHECK(address_of(record) == "school.lan:8443");
    const auto damage = [&](const std::string& what, const std::string& with) {
        std::string text = to_json(record);
        const auto found = text.find(what);
        REQUIRE(found != std::string::npos);
        const auto read = from_json(text.replace(found, what.size(), with));
        REQUIRE_FALSE(read);
        CHECK(read.error().error == RecordError::damaged);
        return read.error().detail;
    };
    CHECK(damage("\"host\"", "\"hots\"") == "host");
    CHECK(damage("school.lan", "school lan") == "host");
    CHECK(damage("8443", "84430") == "port");
    CHECK(damage("8443", "-1") == "port");
    CHECK(damage("aaa", "AAA") == "fingerprint");
    CHECK(damage("s-12", "../12") == "school");
    CHECK(damage("\"version\": 1", "\"version\": 2") == "version");
    CHECK(damage("\"version\": 1", "\"version\": 1, \"more\": 1") == "a member too many, or too few");
    CHECK(damage("}", "") == "not a JSON object");
}
