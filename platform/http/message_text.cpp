#include "platform/http/message_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "platform/http/head_rules.h"

namespace platform_http {

namespace {

constexpr std::array<std::string_view, 5> kOwnNames{"Content-Length", "Transfer-Encoding", "Connection", "Date",
                                                    "Host"};

constexpr std::array<std::pair<int, std::string_view>, 32> kReasons{{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
}};

bool may_be_set(const api::HttpHeader& header) {
    return is_header_name(header.name) && is_header_value(header.value) &&
           std::none_of(kOwnNames.begin(), kOwnNames.end(),
                        [&](std::string_view own) { return api::same_header_name(own, header.name); });
}

void add(std::string& text, std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
}

bool add_all(std::string& text, const api::HttpHeaders& headers) {
    if (!std::all_of(headers.begin(), headers.end(), may_be_set)) return false;
    for (const auto& header : headers) add(text, header.name, header.value);
    return true;
}

void add_two_digits(std::string& text, unsigned value) {
    text += static_cast<char>('0' + value / 10 % 10);
    text += static_cast<char>('0' + value % 10);
}

}  // namespace

std::optional<std::string> request_head(const api::HttpRequest& request, std::string_view host) {
    if (!is_target(request.target) || api::find_header(request.headers, "Expect")) return std::nullopt;
    std::string text;
    text.append(name_of(request.method)).append(" ").append(request.target).append(" HTTP/1.1\r\n");
    add(text, "Host", host);
    if (!add_all(text, request.headers)) return std::nullopt;
    const bool usual = request.method != api::HttpMethod::get && request.method != api::HttpMethod::head;
    if (usual || !request.body.empty()) add(text, "Content-Length", std::to_string(request.body.size()));
    return text.append("\r\n");
}

std::optional<std::string> response_head(const api::HttpResponse& response, const Answering& answering) {
    if (response.status < 200 || response.status > 599) return std::nullopt;
    std::string text = "HTTP/1.1 ";
    text.append(std::to_string(response.status)).append(" ").append(reason_of(response.status)).append("\r\n");
    add(text, "Date", http_date(answering.now));
    if (!add_all(text, response.headers)) return std::nullopt;
    if (may_have_body(response.status)) add(text, "Content-Length", std::to_string(response.body.size()));
    add(text, "Connection", answering.keep_alive ? "keep-alive" : "close");
    return text.append("\r\n");
}

bool may_have_body(int status) {
    return status != 204 && status != 304;
}

std::string_view reason_of(int status) {
    for (const auto& [known, reason] : kReasons)
        if (known == status) return reason;
    return "";
}

std::string http_date(std::chrono::sys_seconds at) {
    constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{at - day};
    std::string text{kDays[std::chrono::weekday{day}.c_encoding()]};
    text += ", ";
    add_two_digits(text, static_cast<unsigned>(date.day()));
    text.append(" ").append(kMonths[static_cast<unsigned>(date.month()) - 1]).append(" ");
    text.append(std::to_string(static_cast<int>(date.year()))).append(" ");
    add_two_digits(text, static_cast<unsigned>(time.hours().count()));
    text += ':';
    add_two_digits(text, static_cast<unsigned>(time.minutes().count()));
    text += ':';
    add_two_digits(text, static_cast<unsigned>(time.seconds().count()));
    return text.append(" GMT");
}

}  // namespace platform_http
