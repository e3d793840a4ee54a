#pragma once

#include "app/server/web/routes.h"
#include "platform/http/certificate.h"
#include "platform/http/server.h"
#include "tests/flows/linked_kiosk.h"

// The real server over TLS with its real store, and kiosks' own parts with their sessions, in one process.
namespace flows {

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
            listen, {}, [this](const api::HttpRequest& request) { return answer(request); },
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
    [[nodiscard]] server::Store& store() { return *store_; }
    [[nodiscard]] const server::SchoolId& school() const { return school_; }
    [[nodiscard]] std::vector<server::KeptHealth> health() {
        const auto kept = store_->health(school_);
        REQUIRE(kept);
        return *kept;
    }

    void go_away() { http_.reset(); }
    // Instead of what the school has set: these bytes.
    void tell_settings(std::optional<std::string> text) {
        const std::lock_guard lock{mutex_};
        settings_ = std::move(text);
    }

  private:
    [[nodiscard]] api::HttpResponse answer(const api::HttpRequest& request) {
        if (request.path().ends_with("/settings")) {
            const std::lock_guard lock{mutex_};
            if (settings_) return {200, {}, *settings_};
        }
        return routes_->handle(request);
    }

    support::TemporaryFolder folder_;
    std::unique_ptr<api::Clock> clock_ = platform_linux::make_clock();
    std::unique_ptr<api::Entropy> entropy_ = platform_linux::make_entropy();
    std::unique_ptr<api::FileSystem> files_ = platform_linux::make_file_system();
    std::unique_ptr<api::ProcessLocks> locks_ = platform_linux::make_process_locks();
    std::unique_ptr<server::Store> store_;
    server::SchoolId school_;
    std::mutex mutex_;
    std::optional<std::string> settings_;  // guarded by mutex_
    NoLines lines_;
    std::optional<server::Log> log_;
    std::optional<server::Routes> routes_;
    std::unique_ptr<platform_http::Server> http_;  // goes first: its workers use the rest
};

// At ten past one, ten minutes before a meeting, so that it is awake.
class SchoolKiosk : public LinkedKiosk {
  public:
    explicit SchoolKiosk(std::size_t draws, std::optional<domain::Roster> lists = school::roster())
        : LinkedKiosk(platform_linux::make_clock_starting_at(school::instant_of(school::today(13, 10))), draws,
                      std::move(lists)) {
        open();
        session_ = std::make_unique<kiosk::session::Session>(DiskKiosk::catalogue(), [this] {
            std::string id = std::to_string(++ids_);
            return std::string(16 - id.size(), '0') + id;
        });
        loaded.zone = std::make_shared<const FixedZone>();
        loaded.boot = clock->boot_id();
        give(loaded);
        effects->refresh();
    }
    void give(const kiosk::session::Input& input) {
        if (const auto* recorded = std::get_if<kiosk::session::Recorded>(&input)) {
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
    // The card is the same, whatever the id of whose it is.
    void scan(const domain::PersonId& person) {
        give(kiosk::session::Scanned{school::card_of(school::roster(), person)});
    }
    // Runs the loop until the session shows what is waited for.
    template <class OneView, class Condition>
    OneView see(const Condition& condition) {
        const auto seen = [&]() -> std::optional<OneView> {
            const auto view = session_->view(now());
            const auto* one = std::get_if<OneView>(&view.screen);
            return one && condition(*one) ? std::optional{*one} : std::nullopt;
        };
        if (const auto already = seen()) return *already;
        take_until([&](const kiosk::session::Input& input) {
            give(input);
            return seen().has_value();
        });
        return *seen();
    }
    [[nodiscard]] const kiosk::session::Session& session() const { return *session_; }
    void tap(const kiosk::session::Intent& intent) { give(kiosk::session::Tapped{intent}); }
    void join(const std::string& address, const std::string& code) {
        effects->run(kiosk::session::JoinServer{++ticket, address, code});
        take_until([&](const kiosk::session::Input& input) {
            give(input);
            const auto* joined = std::get_if<kiosk::session::ServerJoined>(&input);
            return joined && joined->ticket == ticket;
        });
    }
    // Runs the loop until the server's side is so.
    template <class Condition>
    void run_until_server(const Condition& condition) {
        if (condition(link->side().state())) return;
        take_until([&](const kiosk::session::Input& input) {
            give(input);
            const auto* told = std::get_if<kiosk::session::ServerState>(&input);
            return told && condition(told->server);
        });
    }

    domain::Seq checked_in = 0;  // last

  private:
    std::unique_ptr<kiosk::session::Session> session_;
    int ids_ = 0;
};

}  // namespace flows
