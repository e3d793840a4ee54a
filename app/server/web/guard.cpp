#include "app/server/web/guard.h"

#include "platform/http/address.h"

namespace server {

namespace {

using namespace std::chrono_literals;

// A person types a code wrong a few times; 1,024 beginnings of codes are found out by asking for all of them.
// Of all: a limit that many addresses reach together; who joins meanwhile waits a second or two, and loses nothing.
constexpr AttemptLimit::Rules kJoining{{10, 6s}, AttemptLimit::Allowance{60, 1s}};
// A kiosk that is refused asks again after half an hour (app/sync), so a school's kiosks behind one address stay far
// below. Not of all: nobody is to hold up the kiosks of others.
constexpr AttemptLimit::Rules kKiosks{{60, 1s}};

std::string_view last_of(std::string_view list) {
    std::string_view last = list.substr(list.rfind(',') + 1);
    while (last.starts_with(' ') || last.starts_with('\t')) last.remove_prefix(1);
    return last;
}

std::string_view name_of(Guard::Kind kind) {
    return kind == Guard::Kind::joining ? "joining" : "signatures";
}

}  // namespace

Guard::Guard(const api::Clock& clock, Log& log, bool is_behind_proxy)
    : log_(log), is_behind_proxy_(is_behind_proxy), joining_(clock, kJoining), kiosks_(clock, kKiosks) {}

std::optional<std::chrono::seconds> Guard::refuses(Kind kind, const api::HttpRequest& request) {
    if (kind == Kind::open) return std::nullopt;
    const std::string sender = sender_of(request);
    const auto denied = kind == Kind::joining ? joining_.take(sender) : kiosks_.look(sender);
    if (!denied) return std::nullopt;
    tell(kind, sender, *denied);
    return denied->wait;
}

// Once until a try is allowed again: whoever goes on trying does not fill the log.
void Guard::tell(Kind kind, const std::string& sender, const AttemptLimit::Denied& denied) {
    if (denied.is_first) log_.write(Log::Level::warning, "too_many", {{"what", name_of(kind)}, {"from", sender}});
}

void Guard::answered(Kind kind, const api::HttpRequest& request, int status) {
    if (kind == Kind::joining) {
        // Let in, or not looked at: nothing was guessed.
        if (status == 200 || status >= 500) joining_.give_back(sender_of(request));
    } else if (kind == Kind::kiosk && (status == 401 || status == 422)) {
        // 422: anybody can send what is no bundle, and has it parked.
        const std::string sender = sender_of(request);
        if (const auto denied = kiosks_.take(sender)) tell(kind, sender, *denied);
    }
}

std::string Guard::sender_of(const api::HttpRequest& request) const {
    if (is_behind_proxy_) {
        std::string_view named;
        for (const api::HttpHeader& header : request.headers) {
            if (api::same_header_name(header.name, "X-Forwarded-For")) named = last_of(header.value);
        }
        if (auto sender = platform_http::counted_as(named)) return *std::move(sender);
    }
    return platform_http::counted_as(request.from).value_or(request.from);
}

}  // namespace server
