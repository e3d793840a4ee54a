#include "tests/support/school_server/school_server.h"

#include "app/kiosk_request/authorization.h"
#include "app/roster_snapshot/packing.h"
#include "tests/support/catch.h"

namespace support {

namespace {

constexpr const char* kSchool = "s-12";

platform_http::CertificateAndKey fresh_keys() {
    using namespace std::chrono;
    const auto made = platform_http::make_certificate({"vstrecha"}, sys_days{year{2026} / 9 / 1}, years{10});
    REQUIRE(made);
    return *made;
}

api::HttpResponse json(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

}  // namespace

SchoolServer::SchoolServer() : keys_(fresh_keys()) {
    come_back();
}

SchoolServer::~SchoolServer() {
    go_away();
}

void SchoolServer::go_away() {
    set_free();
    server_.reset();
}

void SchoolServer::come_back() {
    platform_http::Listen listen;
    listen.port = port_;
    listen.tls = keys_;
    auto started =
        platform_http::Server::start(listen, {}, [this](const api::HttpRequest& request) { return answer(request); });
    REQUIRE(started);
    server_ = std::move(*started);
    port_ = server_->port();
}

void SchoolServer::take_another_certificate() {
    go_away();
    keys_ = fresh_keys();
    come_back();
}

void SchoolServer::hold() {
    const std::lock_guard lock{mutex_};
    held_ = true;
}

void SchoolServer::set_free() {
    const std::lock_guard lock{mutex_};
    held_ = false;
    changed_.notify_all();
}

void SchoolServer::wait_for_requests(int count) {
    std::unique_lock lock{mutex_};
    REQUIRE(changed_.wait_for(lock, std::chrono::seconds{30}, [&] { return requests_ >= count; }));
}

void SchoolServer::answer_instead(Instead instead) {
    const std::lock_guard lock{mutex_};
    instead_ = std::move(instead);
}

std::string SchoolServer::fingerprint() const {
    return *platform_http::fingerprint(keys_.certificate);
}

domain::Seq SchoolServer::held(const domain::KioskId& kiosk) {
    const std::lock_guard lock{mutex_};
    return simulated_.held(kiosk);
}

std::optional<joining::Request> SchoolServer::joined() {
    const std::lock_guard lock{mutex_};
    return joined_;
}

api::HttpResponse SchoolServer::answer(const api::HttpRequest& request) {
    std::unique_lock lock{mutex_};
    ++requests_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !held_; });
    if (instead_)
        if (auto other = instead_(request)) return *other;
    const std::string path{request.path()};
    if (path == "/api/1/join") return join(request);
    if (path.ends_with("/roster")) return tell_lists(request);
    if (path.ends_with("/settings")) return json(404, R"({"error":"no_settings"})");
    if (path.ends_with("/news")) return json(200, R"({"news":1,"kiosks":[],"more":false})");
    const bool bundle = request.method == api::HttpMethod::post;
    const auto bytes = base::as_bytes(request.body);
    const syncing::Response response = simulated_.handle(
        {bundle ? syncing::Request::Kind::bundle : syncing::Request::Kind::held, path, {bytes.begin(), bytes.end()}},
        domain::Instant{domain::Millis{1'790'000'000'000}});
    return json(response.status, response.body);
}

std::string SchoolServer::publish(domain::Roster roster, std::uint64_t number) {
    const std::lock_guard lock{mutex_};
    roster.number = number;
    const auto text = roster_snapshot::write({kSchool, std::move(roster)}, simulated_.acceptor_private());
    REQUIRE(text);
    lists_.push_back(*text);
    return *text;
}

std::size_t SchoolServer::told_bytes() {
    const std::lock_guard lock{mutex_};
    return told_bytes_;
}

api::HttpResponse SchoolServer::tell_lists(const api::HttpRequest& request) {
    const bool gives = request.method == api::HttpMethod::post;
    const auto header = api::find_header(request.headers, "Authorization");
    const auto caller = header ? kiosk_request::read_authorization(*header) : std::nullopt;
    const std::string own_fingerprint = fingerprint();
    const kiosk_request::Asked asked{gives ? "POST" : "GET", request.target, request.body, own_fingerprint};
    if (!caller || !joined_ || !kiosk_request::signature_holds(*caller, asked, joined_->public_key))
        return json(401, R"({"error":"wrong_signature"})");
    if (gives) return json(409, R"({"error":"has_roster"})");
    if (lists_.empty()) return json(404, R"({"error":"no_roster"})");
    const auto hash_of = [](const std::string& text) { return base::to_hex(roster_snapshot::hash_of(text)); };
    const auto at_hand = api::find_header(request.headers, "If-None-Match");
    base::Bytes packed = roster_snapshot::pack(lists_.back());
    for (const std::string& text : lists_) {
        if (at_hand != '"' + hash_of(text) + '"') continue;
        if (&text == &lists_.back()) return {304, {}, {}};
        packed = roster_snapshot::pack_difference(lists_.back(), text);
    }
    told_bytes_ = packed.size();
    return {200, {{"ETag", '"' + hash_of(lists_.back()) + '"'}}, std::string{base::as_text(packed)}};
}

api::HttpResponse SchoolServer::join(const api::HttpRequest& request) {
    const auto refuse = [](joining::Refusal why) {
        return json(joining::status_of(why), R"({"error":")" + std::string{joining::name_of(why)} + "\"}");
    };
    if (refuses) return refuse(*refuses);
    if (!key_) key_ = joining::stretch(code);
    const auto read = joining::read_request(request.body, *key_, fingerprint());
    if (!read) return refuse(joining::Refusal::wrong_code);
    joined_ = *read;
    simulated_.know(read->kiosk, read->public_key);
    const joining::Answer answer{kSchool, "Школа № 12", school_public.empty() ? read->school_public : school_public,
                                 simulated_.acceptor()};
    return json(200, joining::write_answer(answer, *read, *key_, fingerprint()));
}

}  // namespace support
