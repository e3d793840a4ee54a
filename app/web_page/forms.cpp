#include "app/web_page/forms.h"

#include <algorithm>

#include "platform/base/utf8.h"

namespace web_page {

namespace {

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_text(std::string_view text) {
    return base::is_utf8(text) && text.find('\0') == std::string_view::npos;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        if (text.size() - i < 3) return std::nullopt;
        const int high = digit_of(text[i + 1]), low = digit_of(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (!is_text(out)) return std::nullopt;
    return out;
}

std::string lowered(std::string_view text) {
    std::string small{text};
    std::transform(small.begin(), small.end(), small.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return small;
}

// `name="..."` of a header's value, with \" and %22 as browsers write a quote.
std::optional<std::string> parameter(std::string_view value, std::string_view name) {
    const std::string begin = "; " + std::string{name} + "=";
    const auto at = lowered(value).find(begin);
    if (at == std::string::npos) return std::nullopt;
    std::string_view rest = value.substr(at + begin.size());
    if (!rest.starts_with('"')) return std::string{rest.substr(0, rest.find(';'))};
    std::string text;
    for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] == '"') return text;
        if (rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\')) ++i;
        text += rest[i];
    }
    return std::nullopt;
}

std::string shown_name(std::string_view name) {
    name = name.substr(std::min(name.size(), name.find_last_of("/\\") + 1));
    std::u32string points;
    for (const char32_t point : base::code_points(name)) {
        if (point >= 0x20 && point != 0x7F) points += point;
    }
    std::string text = base::to_utf8(points);
    while (text.size() > kFileNameBytes) {
        points.pop_back();
        text = base::to_utf8(points);
    }
    return text.empty() ? "?" : text;
}

// The parts between the boundaries, with their headers. False: malformed.
bool read_part(std::string_view part, Form& form) {
    const auto end = part.find("\r\n\r\n");
    if (end == std::string_view::npos) return false;
    std::string_view head = part.substr(0, end);
    const std::string_view content = part.substr(end + 4);
    std::optional<std::string> name, file;
    while (!head.empty()) {
        const auto line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(std::min(head.size(), line.size() + 2));
        if (!lowered(line).starts_with("content-disposition: form-data")) continue;
        name = parameter(line, "name");
        file = parameter(line, "filename");
    }
    if (!name || !is_text(*name)) return false;
    if (file) {
        if (file->empty() && content.empty()) return true;  // a field in which nothing was chosen
        if (form.files().size() == kMostFiles) return false;
        form.add_file({shown_name(*file), std::string{content}});
        return true;
    }
    if (!is_text(content)) return false;
    form.add(*name, std::string{content});
    return true;
}

}  // namespace

std::string Form::value(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::string{} : found->second;
}

std::optional<Form> read_fields(std::string_view text) {
    Form form;
    std::size_t fields = 0;
    while (!text.empty()) {
        const auto field = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), field.size() + 1));
        if (field.empty()) continue;
        if (++fields > kMostFields) return std::nullopt;
        const auto equals = field.find('=');
        const auto name = decoded(field.substr(0, equals));
        const auto value =
            equals == std::string_view::npos ? std::optional{std::string{}} : decoded(field.substr(equals + 1));
        if (!name || !value) return std::nullopt;
        form.add(*name, *value);
    }
    return form;
}

std::optional<Form> read_multipart(std::string_view content_type, std::string_view body) {
    const auto boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > 70) return std::nullopt;
    const std::string first = "--" + *boundary, next = "\r\n" + first;
    if (!body.starts_with(first)) return std::nullopt;
    body.remove_prefix(first.size());
    Form form;
    for (std::size_t parts = 0;; ++parts) {
        if (body.starts_with("--")) return form;
        if (!body.starts_with("\r\n") || parts == kMostFields) return std::nullopt;
        body.remove_prefix(2);
        const auto end = body.find(next);
        if (end == std::string_view::npos || !read_part(body.substr(0, end), form)) return std::nullopt;
        body.remove_prefix(end + next.size());
    }
}

std::optional<Form> read_form(const api::HttpRequest& request) {
    const auto type = api::find_header(request.headers, "Content-Type").value_or("");
    const std::string small = lowered(type);
    if (small.starts_with("multipart/form-data")) return read_multipart(type, request.body);
    if (small.starts_with("application/x-www-form-urlencoded")) return read_fields(request.body);
    return std::nullopt;
}

std::optional<std::string> cookie(const api::HttpRequest& request, std::string_view name) {
    std::optional<std::string> found;
    for (const api::HttpHeader& header : request.headers) {
        if (!api::same_header_name(header.name, "Cookie")) continue;
        std::string_view all = header.value;
        while (!all.empty()) {
            std::string_view one = all.substr(0, all.find(';'));
            all.remove_prefix(std::min(all.size(), one.size() + 1));
            while (one.starts_with(' ')) one.remove_prefix(1);
            const auto equals = one.find('=');
            if (equals != std::string_view::npos && one.substr(0, equals) == name) found = one.substr(equals + 1);
        }
    }
    return found;
}

}  // namespace web_page
