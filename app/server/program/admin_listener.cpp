#include "app/server/program/admin_listener.h"

#include <sodium.h>

#include <array>
#include <charconv>

#include "app/server/program/sentences.h"
#include "app/server/program/server_files.h"
#include "app/server/program/settings_administration.h"
#include "app/server/web/routes.h"
#include "platform/base/bytes.h"
#include "platform/http/client.h"

namespace server {

namespace {

constexpr const char* kPath = "/admin";
constexpr std::string_view kBearer = "Bearer ";
constexpr std::uint64_t kRequestBytes = 64 * 1024;
constexpr std::uint64_t kRosterBytes = std::uint64_t{16} << 20;  // of whoever knows the token
constexpr std::uint64_t kFileBytes = 4096;
constexpr std::size_t kTokenBytes = 32;
// An audit of every kiosk, a backup: as long as it takes.
constexpr std::chrono::hours kPatience{2};
constexpr std::size_t kAnswerBytes = std::size_t{64} << 20;

// In the same time wherever they differ.
bool same(std::string_view one, std::string_view other) {
    return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace

AdminListener::AdminListener(const Context& context, const std::filesystem::path& data, Administration& administration,
                             Log& log)
    : context_(context), file_(ServerFiles{data}.admin()), administration_(administration), log_(log) {
    std::array<std::uint8_t, kTokenBytes> token{};
    context.entropy.fill(token);
    token_ = base::to_hex(token);
}

std::unique_ptr<AdminListener> AdminListener::start(const Context& context, const std::filesystem::path& data,
                                                    Administration& administration, Log& log) {
    std::unique_ptr<AdminListener> listener{new AdminListener{context, data, administration, log}};
    platform_http::ServerLimits limits;
    limits.workers = 1;
    limits.connections = 16;
    limits.answer_time = std::chrono::minutes{1};
    const platform_http::Listen listen;
    auto started = platform_http::Server::start(
        listen, limits, [self = listener.get()](const api::HttpRequest& request) { return self->handle(request); },
        [self = listener.get()](const api::HttpRequest& head) {
            if (head.path() != kPath) return std::uint64_t{0};
            return self->knows_token(head) ? kRosterBytes : kRequestBytes;
        });
    if (!started) {
        context.complain(sentence_of(started.error(), listen));
        return nullptr;
    }
    listener->server_ = std::move(*started);
    const std::string text = std::to_string(listener->server_->port()) + "\n" + listener->token_ + "\n";
    // Mode 0600, as everything that is written this way.
    if (const auto written = context.files.write_atomically(listener->file_, base::as_bytes(text)); !written) {
        context.complain(sentence_of(written.error()));
        return nullptr;
    }
    return listener;
}

AdminListener::~AdminListener() {
    server_.reset();
    static_cast<void>(context_.files.remove(file_));
}

bool AdminListener::knows_token(const api::HttpRequest& request) const {
    const auto header = api::find_header(request.headers, "Authorization");
    return header && header->starts_with(kBearer) && same(header->substr(kBearer.size()), token_);
}

api::HttpResponse AdminListener::handle(const api::HttpRequest& request) {
    if (request.path() != kPath || request.method != api::HttpMethod::post || !knows_token(request) ||
        !is_from_loopback(request)) {
        log_.write(Log::Level::warning, "admin_refused");
        return {403, {{"Content-Type", "application/json"}}, R"({"error":"forbidden"})"};
    }
    std::string answer = administration_.answer(request.body);
    log_.write(Log::Level::info, "admin_answered");
    if (const auto change = settings_change_in(request.body)) {
        log_.write(
            Log::Level::info, "settings_changed",
            {{"do", change->what}, {"kiosk", change->kiosk}, {"setting", change->setting}, {"value", change->value}});
    }
    return {200, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, std::move(answer)};
}

std::optional<std::string> ask_running_server(const Context& context, const std::filesystem::path& data,
                                              const std::string& request) {
    const auto file = context.files.read(ServerFiles{data}.admin(), kFileBytes);
    if (!file) return std::nullopt;
    const std::string_view text = base::as_text(*file);
    const auto line = text.find('\n');
    std::uint16_t port = 0;
    if (line == std::string_view::npos || std::from_chars(text.data(), text.data() + line, port).ec != std::errc{}) {
        return std::nullopt;
    }
    const std::string token{text.substr(line + 1, 2 * kTokenBytes)};
    const auto clients = platform_http::make_http_clients();
    api::HttpClientLimits limits;
    limits.total = kPatience;
    limits.response_bytes = kAnswerBytes;
    const auto client = clients->client_of({"127.0.0.1", port, api::HttpTrust::plain, ""}, limits);
    api::HttpRequest asked;
    asked.method = api::HttpMethod::post;
    asked.target = kPath;
    asked.headers = {{"Authorization", std::string{kBearer} + token}, {"Content-Type", "application/json"}};
    asked.body = request;
    const auto answer = client->send(asked);
    if (!answer || answer->status != 200) return std::nullopt;
    return answer->body;
}

}  // namespace server
