#include "platform/http/head_rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace platform_http {

namespace {

constexpr std::array<std::pair<std::string_view, api::HttpMethod>, 6> kMethods{{
    {"GET", api::HttpMethod::get},
    {"HEAD", api::HttpMethod::head},
    {"POST", api::HttpMethod::post},
    {"PUT", api::HttpMethod::put},
    {"PATCH", api::HttpMethod::patch},
    {"DELETE", api::HttpMethod::remove},
}};
constexpr std::size_t kLongestMethod = 20;  // of the registered ones UPDATEREDIRECTREF has 17 letters

bool is_control(char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return (byte < 0x20 && letter != '\t') || byte == 0x7F;
}

bool is_letter_or_digit(char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
}

bool is_host(std::string_view host) {
    return !host.empty() && std::all_of(host.begin(), host.end(), [](char letter) {
        return is_letter_or_digit(letter) || std::string_view{"-._~%:[]"}.find(letter) != std::string_view::npos;
    });
}

std::size_t count(const api::HttpHeaders& headers, std::string_view name) {
    return static_cast<std::size_t>(std::count_if(headers.begin(), headers.end(), [&](const api::HttpHeader& header) {
        return api::same_header_name(header.name, name);
    }));
}

}  // namespace

HeadScanner::Found HeadScanner::refuse(Refusal why) {
    refusal_ = why;
    return Found::refused;
}

HeadScanner::Found HeadScanner::scan(std::string_view bytes) {
    for (; at_ < bytes.size(); ++at_) {
        if (at_ >= limits_.bytes) return refuse(Refusal::header_too_large);
        const char letter = bytes[at_];
        if (after_return_ != (letter == '\n')) return refuse(Refusal::malformed);
        if (letter == '\n') {
            after_return_ = false;
            const bool empty = at_ - line_began_ == 1;
            line_began_ = at_ + 1;
            if (empty && lines_ == 0) return refuse(Refusal::malformed);
            if (empty) {
                ++at_;
                return Found::end;
            }
            if (++lines_ > limits_.lines + 1) return refuse(Refusal::header_too_large);
            continue;
        }
        after_return_ = letter == '\r';
        if (after_return_) continue;
        if (is_control(letter)) return refuse(Refusal::malformed);
        if (at_ == line_began_ && (letter == ' ' || letter == '\t')) return refuse(Refusal::malformed);
        if (at_ - line_began_ >= limits_.line)
            return refuse(lines_ == 0 ? Refusal::target_too_long : Refusal::header_too_large);
    }
    return Found::more;
}

std::optional<Framing> framing_of(const api::HttpHeaders& headers) {
    const std::size_t lengths = count(headers, "Content-Length"), encodings = count(headers, "Transfer-Encoding");
    if (lengths + encodings > 1) return std::nullopt;
    Framing framing;
    if (lengths == 1) {
        const std::string_view digits = *api::find_header(headers, "Content-Length");
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
        framing.content_length = value;
    }
    if (encodings == 1) {
        if (!api::same_header_name(*api::find_header(headers, "Transfer-Encoding"), "chunked")) return std::nullopt;
        framing.chunked = true;
    }
    return framing;
}

std::optional<api::HttpMethod> method_of(std::string_view name) {
    for (const auto& [text, method] : kMethods)
        if (text == name) return method;
    return std::nullopt;
}

std::string_view name_of(api::HttpMethod method) {
    for (const auto& [text, known] : kMethods)
        if (known == method) return text;
    return "GET";
}

std::optional<Refusal> problem_of_request(std::string_view method, std::string_view target, int version,
                                          const api::HttpHeaders& headers) {
    const bool upper_case = std::all_of(method.begin(), method.end(),
                                        [](char letter) { return (letter >= 'A' && letter <= 'Z') || letter == '-'; });
    if (method.empty() || method.size() > kLongestMethod || !upper_case) return Refusal::malformed;
    if (!method_of(method)) return Refusal::method;
    if (!is_target(target)) return Refusal::malformed;
    const std::size_t hosts = count(headers, "Host");
    if (hosts > 1 || (hosts == 0 && version >= 11)) return Refusal::malformed;
    if (hosts == 1 && !is_host(*api::find_header(headers, "Host"))) return Refusal::malformed;
    const auto framing = framing_of(headers);
    if (!framing || (framing->chunked && version < 11)) return Refusal::malformed;
    if (const auto expected = api::find_header(headers, "Expect");
        expected && !api::same_header_name(*expected, "100-continue"))
        return Refusal::expectation;
    return std::nullopt;
}

bool is_target(std::string_view target) {
    return !target.empty() && target.front() == '/' && std::all_of(target.begin(), target.end(), [](char letter) {
        return letter > ' ' && letter < 0x7F && letter != '#';
    });
}

bool is_header_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char letter) {
        return is_letter_or_digit(letter) || std::string_view{"!#$%&'*+-.^_`|~"}.find(letter) != std::string_view::npos;
    });
}

bool is_header_value(std::string_view value) {
    const auto blank = [](char letter) { return letter == ' ' || letter == '\t'; };
    if (!value.empty() && (blank(value.front()) || blank(value.back()))) return false;
    return std::none_of(value.begin(), value.end(), is_control);
}

}  // namespace platform_http
