#include "app/server/web/routes.h"
#include "platform/http/certificate.h"
#include "platform/http/server.h"
#include "tests/flows/linked_kiosk.h"

// Two kiosks' own parts, with their sessions, and the real server over TLS with its real store, in one process: what is
// recorded at one is known at the other.

using namespace kiosk::session;
using namespace school;

namespace {

struct NoLines : api::LineSink {
    void write(std::string_view) override {}
};

class RealServer {
  public:
    RealServer() {
        auto opened =
            server::Store::open(server::SqliteFile{folder_ / "server.db"}, {*clock_, *entropy_, *files_, *locks_});
        REQUIRE(opened);
        store_ = std::move(*opened);
        const auto school = store_->add_school({"Школа № 12", ""});
        REQUIRE(school);
        school_ = school->id;
        using namespace std::chrono;
        const auto made = platform_http::make_certificate({"vstrecha"}, sys_days{year{2026} / 9 / 1}, years{10});
        REQUIRE(made);
        log_.emplace(lines_, *clock_);
        routes_.emplace(*store_, *log_, *clock_,
                        server::Routes::Options{true, *platform_http::fingerprint(made->certificate)});
        platform_http::Listen listen;
        listen.tls = *made;
        auto started = platform_http::Server::start(
            listen, {}, [this](const api::HttpRequest& request) { return routes_->handle(request); },
            server::Routes::body_limit);
        REQUIRE(started);
        http_ = std::move(*started);
    }
    [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(http_->port()); }
    [[nodiscard]] std::string code() {
        const auto made = store_->make_join_code(school_, {});
        REQUIRE(made);
        return *made;
    }
    [[nodiscard]] std::vector<server::KeptHealth> health() {
        const auto kept = store_->health(school_);
        REQUIRE(kept);
        return *kept;
    }

  private:
    support::TemporaryFolder folder_;
    std::unique_ptr<api::Clock> clock_ = platform_linux::make_clock();
    std::unique_ptr<api::Entropy> entropy_ = platform_linux::make_entropy();
    std::unique_ptr<api::FileSystem> files_ = platform_linux::make_file_system();
    std::unique_ptr<api::ProcessLocks> locks_ = platform_linux::make_process_locks();
    std::unique_ptr<server::Store> store_;
    server::SchoolId school_;
    NoLines lines_;
    std::optional<server::Log> log_;
    std::optional<server::Routes> routes_;
    std::unique_ptr<platform_http::Server> http_;  // goes first: its workers use the rest
};

// At ten past one, ten minutes before a meeting, so that it is awake.
class SchoolKiosk : public flows::LinkedKiosk {
  public:
    explicit SchoolKiosk(std::size_t draws)
        : LinkedKiosk(platform_linux::make_clock_starting_at(instant_of(today(13, 10))), draws, roster()) {
        open();
        session_ = std::make_unique<Session>(flows::DiskKiosk::catalogue(), [this] {
            std::string id = std::to_string(++ids_);
            return std::string(16 - id.size(), '0') + id;
        });
        loaded.zone = std::make_shared<const flows::FixedZone>();
        loaded.boot = clock->boot_id();
        give(loaded);
        effects->refresh();
    }
    void give(const Input& input) {
        if (const auto* recorded = std::get_if<Recorded>(&input)) {
            for (const auto& event : recorded->events)
                if (std::holds_alternative<domain::CheckedIn>(event.body)) checked_in = event.seq;
        }
        for (const auto& effect : session_->handle(input, now())) effects->run(effect);
        effects->attend(session_->is_awake(now()));
    }
    [[nodiscard]] domain::Now now() const {
        const auto reading = clock->read();
        return session_->now({reading.wall, reading.trusted, reading.mono});
    }
    void scan(const domain::PersonId& person) { give(Scanned{card_of(roster(), person)}); }
    // Runs the loop until the session shows what is waited for.
    template <class OneView, class Condition>
    OneView see(const Condition& condition) {
        const auto seen = [&]() -> std::optional<OneView> {
            const auto view = session_->view(now());
            const auto* one = std::get_if<OneView>(&view.screen);
            return one && condition(*one) ? std::optional{*one} : std::nullopt;
        };
        if (const auto already = seen()) return *already;
        take_until([&](const Input& input) {
            give(input);
            return seen().has_value();
        });
        return *seen();
    }
    void tap(const Intent& intent) { give(Tapped{intent}); }

    domain::Seq checked_in = 0;  // last

  private:
    std::unique_ptr<Session> session_;
    int ids_ = 0;
};

bool anything(const RecordedView&) {
    return true;
}

}  // namespace

TEST_CASE("The second side that checks in at another kiosk is seen, and what is taken back is not") {
    RealServer server;
    SchoolKiosk hall{0}, library{100};
    REQUIRE(hall.kiosk_ != library.kiosk_);
    for (SchoolKiosk* kiosk : {&hall, &library}) kiosk->join(server.address(), server.code());

    hall.scan(kMira);
    CHECK_FALSE(hall.see<RecordedView>(anything).other_side_is_there);
    library.scan(kOleg);
    (void)library.see<RecordedView>(anything);
    // Her screen is still up.
    CHECK(hall.see<RecordedView>([](const RecordedView& view) { return view.other_side_is_there; }).what ==
          RecordedWhat::checked_in);
    // At the other kiosk she is told that she is checked in, once it is known there.
    CHECK(library.see<RecordedView>([](const RecordedView& view) { return view.other_side_is_there; }).not_me_seconds);
    library.tap(intent::Done{});
    library.scan(kMira);
    CHECK(library.see<RecordedView>(anything).what == RecordedWhat::already);
    library.tap(intent::Done{});

    // It is taken back where it was recorded; then it does not stand at the other.
    hall.effects->run(Record{
        0, {domain::EventBody{domain::Retracted{hall.checked_in, domain::RetractionReason::curator, "ошибка"}}}});
    library.scan(kOleg);
    (void)library.see<RecordedView>(
        [](const RecordedView& view) { return view.what == RecordedWhat::already && !view.other_side_is_there; });

    // How both are is at the server.
    const auto health = server.health();
    REQUIRE(health.size() == 2);
    for (const auto& one : health) {
        CHECK(one.health.disk_total > 0);
        CHECK(one.health.problem.empty());
        CHECK_FALSE(one.health.version.empty());
    }
}

TEST_CASE("What others recorded is in memory only, and is asked for again after a start") {
    RealServer server;
    SchoolKiosk hall{0};
    hall.join(server.address(), server.code());
    hall.scan(kMira);
    (void)hall.see<RecordedView>(anything);

    SchoolKiosk library{100};
    library.join(server.address(), server.code());
    const domain::Event told = library.wait_for_others().front();
    library.close();
    {
        const auto store = library.machine.open();
        REQUIRE(store->read_log(1, [&](const storage::LogLine& line) {
            CHECK(line.line.find(hall.kiosk_.value) == std::string::npos);
            return true;
        }));
    }
    library.open();
    const domain::Event again = library.wait_for_others().front();
    CHECK(again.kiosk == hall.kiosk_);
    CHECK(again.seq == told.seq);
}
