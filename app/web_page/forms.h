#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/api/http.h"

namespace web_page {

// What a browser sends. Pure.

struct SentFile {
    std::string name;  // as its sender calls it: to be shown, and never a name of a file of ours
    std::string content;
};

class Form {
  public:
    // The first of that name; empty where there is none.
    [[nodiscard]] std::string value(const std::string& name) const;
    [[nodiscard]] bool has(const std::string& name) const { return values_.count(name) > 0; }
    [[nodiscard]] const std::vector<SentFile>& files() const { return files_; }
    [[nodiscard]] std::vector<SentFile> take_files() { return std::move(files_); }
    void add(const std::string& name, std::string value) { values_.emplace(name, std::move(value)); }
    void add_file(SentFile file) { files_.push_back(std::move(file)); }

  private:
    std::multimap<std::string, std::string> values_;
    std::vector<SentFile> files_;
};

inline constexpr std::size_t kMostFields = 64, kMostFiles = 16, kFileNameBytes = 255;

// "a=1&b=%D0%B0+b". Nothing where it is malformed, not UTF-8, or has too many fields. No field holds a NUL.
[[nodiscard]] std::optional<Form> read_fields(std::string_view text);
// multipart/form-data (RFC 7578) with the boundary that the Content-Type names. What is no file has to be UTF-8. A file
// keeps of its name what stands behind the last slash, without control characters.
[[nodiscard]] std::optional<Form> read_multipart(std::string_view content_type, std::string_view body);
// By its Content-Type, one of the two.
[[nodiscard]] std::optional<Form> read_form(const api::HttpRequest& request);

// The value of a cookie of this name; the last one, where there are several.
[[nodiscard]] std::optional<std::string> cookie(const api::HttpRequest& request, std::string_view name);

}  // namespace web_page
