#include "app/school_settings/text.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "app/eventlog/signing.h"
#include "platform/base/bytes.h"
#include "platform/base/id.h"
#include "platform/base/utf8.h"

namespace school_settings {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;
// Above it numbers are not exact in JSON for every reader.
constexpr std::uint64_t kLargestNumber = (std::uint64_t{1} << 53) - 1;

auto failed(TextError error, std::uint64_t line = 0, std::string what = {}) {
    return base::failure(TextFailure{error, line, std::move(what)});
}

// Thrown within this file, and nowhere seen outside: the member that is not as it should be.
struct WrongMember {
    const char* name;
};

class Members {
  public:
    explicit Members(const Json& object) : object_(object) {}
    // Each member is taken once; what is left at the end is one too many.
    [[nodiscard]] std::string string(const char* name) {
        const Json& value = get(name);
        if (!value.is_string()) throw WrongMember{name};
        return value.get<std::string>();
    }
    [[nodiscard]] std::uint64_t number(const char* name) {
        const Json& value = get(name);
        if (!value.is_number_unsigned() || value > kLargestNumber) throw WrongMember{name};
        return value.get<std::uint64_t>();
    }
    void end() const {
        if (taken_ != object_.size()) throw WrongMember{"a member too many"};
    }

  private:
    [[nodiscard]] const Json& get(const char* name) {
        const auto found = object_.find(name);
        if (found == object_.end()) throw WrongMember{name};
        ++taken_;
        return *found;
    }
    const Json& object_;
    std::size_t taken_ = 0;
};

class Lines {
  public:
    explicit Lines(std::string_view text) : text_(text), left_(text) {}

    // The next line as an object; throws a failure where there is none.
    template <class Read>
    auto read(Read&& one) {
        ++line_;
        const auto end = left_.find('\n');
        if (end == std::string_view::npos) throw failure("a line that does not end");
        if (end > kLineBytes) throw failure("a line that is too long");
        const Json json = Json::parse(left_.substr(0, end), nullptr, false);
        left_.remove_prefix(end + 1);
        if (!json.is_object()) throw failure("no object");
        Members members{json};
        auto value = one(members);
        members.end();
        return value;
    }
    [[nodiscard]] std::string_view before() const { return text_.substr(0, text_.size() - left_.size()); }
    [[nodiscard]] bool is_at_end() const { return left_.empty(); }
    [[nodiscard]] std::uint64_t line() const { return line_; }
    [[nodiscard]] TextFailure failure(std::string what, TextError error = TextError::damaged) const {
        return {error, line_, std::move(what)};
    }

  private:
    std::string_view text_, left_;
    std::uint64_t line_ = 0;
};

std::string signed_text(std::string_view text) {
    return "vstrecha settings " + hash_of(text);
}

struct Head {
    Content content;
    std::uint64_t settings = 0, pins = 0, files = 0;
};
Head head_in(Members& members) {
    if (members.number("school_settings") != kVersion) throw WrongMember{"school_settings"};
    Head head;
    head.content.school = members.string("school");
    head.content.kiosk.value = members.string("kiosk");
    head.content.number = members.number("number");
    head.settings = members.number("settings");
    head.pins = members.number("pins");
    head.files = members.number("files");
    return head;
}

// The version stands first, and says whether the rest is ours to understand.
std::optional<TextError> wrong_version(std::string_view text) {
    constexpr std::string_view kBegin = "{\"school_settings\":";
    if (!text.starts_with(kBegin)) return TextError::not_settings;
    std::uint64_t version = 0;
    const char* const from = text.data() + kBegin.size();
    const auto [end, error] = std::from_chars(from, text.data() + text.size(), version);
    if (error != std::errc{} || end == text.data() + text.size() || *end != ',') return TextError::not_settings;
    if (version > kVersion) return TextError::newer_version;
    return version == kVersion ? std::nullopt : std::optional{TextError::not_settings};
}

// Throws what read() turns into its answer. `public_hex` empty: by the key that the text names.
Content read_lines(Lines& lines, std::string_view public_hex) {
    Head head = lines.read(head_in);
    Content& content = head.content;
    if (head.settings > domain::kSettingCount || head.files > kMostFiles || head.pins > 1) {
        throw TextFailure{TextError::too_large, 1, {}};
    }
    for (std::uint64_t i = 0; i < head.settings; ++i) {
        const auto [name, value] = lines.read([](Members& members) {
            return std::pair{members.string("setting"), members.string("value")};
        });
        const auto key = domain::setting_named(name);
        if (!key || domain::name_of(*key) != name) {
            // A name is no secret, but who knows what this is.
            const bool is_name = base::is_id(name);
            throw lines.failure(is_name ? name : "a setting", TextError::not_possible);
        }
        const auto& known = content.values;
        const bool ascends = std::none_of(known.begin(), known.end(), [&name = name](const auto& other) {
            return domain::name_of(other.first) >= name;
        });
        if (!ascends) throw WrongMember{"setting"};
        content.values.emplace(*key, value);
    }
    if (head.pins == 1) {
        std::tie(content.pin_hash, content.pin_number) = lines.read([](Members& members) {
            return std::pair{members.string("pin"), members.number("pin_number")};
        });
    }
    for (std::uint64_t i = 0; i < head.files; ++i) {
        content.files.push_back(lines.read([](Members& members) {
            return catalogue::CatalogueFile{members.string("file"), members.string("content")};
        }));
    }
    const std::string_view what_is_signed = lines.before();
    const auto [by, signature] = lines.read([](Members& members) {
        return std::pair{members.string("signed_by"), members.string("signature")};
    });
    if (!lines.is_at_end()) throw lines.failure("more than was announced");
    // Of one form only: a changed letter's case is a change.
    const std::string_view key = public_hex.empty() ? std::string_view{by} : public_hex;
    if (by != key || !base::is_hex(by, eventlog::kPublicKeyDigits) ||
        !base::is_hex(signature, eventlog::kSignatureDigits) ||
        !eventlog::signature_holds(signed_text(what_is_signed), signature, key)) {
        throw TextFailure{TextError::wrong_signature, 0, {}};
    }
    return std::move(content);
}

TextResult<Content> read_with(std::string_view text, std::string_view public_hex) {
    if (text.size() > kTextBytes) return failed(TextError::too_large);
    if (const auto wrong = wrong_version(text)) return failed(*wrong);
    Lines lines{text};
    try {
        Content content = read_lines(lines, public_hex);
        if (auto fault = find_fault(content)) return base::failure(*fault);
        return content;
    } catch (const WrongMember& member) {
        return failed(TextError::damaged, lines.line(), member.name);
    } catch (const TextFailure& failure) {
        return base::failure(failure);
    }
}

// Takes a decimal number behind `before` off the text; nothing where it does not begin so.
std::optional<std::uint64_t> take_number(std::string_view& text, std::string_view before) {
    if (!text.starts_with(before)) return std::nullopt;
    text.remove_prefix(before.size());
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

bool is_base64(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    });
}

bool is_file_name(const std::string& name) {
    return base::is_plain_text(name, kFileNameBytes) && name.ends_with(".toml") &&
           name.find('/') == std::string::npos && name.front() != '.';
}

// Of the lines in the order of the text.
std::optional<TextFailure> fault_in_files(const Content& content, std::uint64_t line) {
    if (content.files.size() > kMostFiles) return TextFailure{TextError::too_large};
    std::size_t bytes = 0;
    const std::string* last = nullptr;
    for (const auto& file : content.files) {
        if (!is_file_name(file.name) || !base::is_utf8(file.content) || (last != nullptr && *last >= file.name)) {
            return TextFailure{TextError::damaged, line, "file"};
        }
        bytes += file.content.size();
        last = &file.name;
        ++line;
    }
    if (bytes > kCatalogueBytes) return TextFailure{TextError::too_large};
    if (content.files.empty()) return std::nullopt;
    const auto parsed = catalogue::parse(content.files);
    if (parsed) return std::nullopt;
    return TextFailure{TextError::bad_catalogue, 0, catalogue::describe(parsed.error())};
}

}  // namespace

bool operator==(const Content& one, const Content& other) {
    const auto same_file = [](const catalogue::CatalogueFile& a, const catalogue::CatalogueFile& b) {
        return a.name == b.name && a.content == b.content;
    };
    return one.school == other.school && one.kiosk == other.kiosk && one.number == other.number &&
           one.values == other.values && one.pin_hash == other.pin_hash && one.pin_number == other.pin_number &&
           std::equal(one.files.begin(), one.files.end(), other.files.begin(), other.files.end(), same_file);
}

bool is_pin_hash(std::string_view text) {
    if (text.size() > kPinBytes) return false;
    const auto kibibytes = take_number(text, "$argon2id$v=19$m=");
    const auto passes = kibibytes ? take_number(text, ",t=") : std::nullopt;
    const auto lanes = passes ? take_number(text, ",p=") : std::nullopt;
    if (!lanes || *kibibytes > kMostPinKibibytes || *passes > kMostPinPasses || *lanes != 1) return false;
    if (!text.starts_with('$')) return false;
    text.remove_prefix(1);
    const auto between = text.find('$');
    return between != std::string_view::npos && is_base64(text.substr(0, between)) &&
           is_base64(text.substr(between + 1));
}

std::optional<TextFailure> find_fault(const Content& content) {
    if (!base::is_id(content.school) || !base::is_id(content.kiosk.value) || content.number == 0 ||
        content.number > kLargestNumber) {
        return TextFailure{TextError::damaged, 1, "school, kiosk or number"};
    }
    domain::Settings tried;
    for (const auto& [key, value] : content.values) {
        if (!domain::is_for_schools(key) || domain::take_setting_alone(tried, key, value)) {
            return TextFailure{TextError::not_possible, 0, std::string{domain::name_of(key)}};
        }
    }
    const bool has_pin = !content.pin_hash.empty();
    if (has_pin && !is_pin_hash(content.pin_hash)) return TextFailure{TextError::not_possible, 0, "pin"};
    if (has_pin != (content.pin_number > 0)) return TextFailure{TextError::damaged, 0, "pin_number"};
    return fault_in_files(content, 2 + content.values.size() + (has_pin ? 1 : 0));
}

TextResult<std::string> write(const Content& content, std::string_view private_hex) {
    if (auto fault = find_fault(content)) return base::failure(*fault);
    std::string text;
    bool fits = true;
    const auto put = [&](const Json& line) {
        const std::string bytes = line.dump(-1, ' ', false, Json::error_handler_t::replace);
        fits = fits && bytes.size() <= kLineBytes;
        text += bytes + '\n';
    };
    put({{"school_settings", kVersion},
         {"school", content.school},
         {"kiosk", content.kiosk.value},
         {"number", content.number},
         {"settings", content.values.size()},
         {"pins", content.pin_hash.empty() ? 0 : 1},
         {"files", content.files.size()}});
    std::map<std::string_view, const std::string*> by_name;
    for (const auto& [key, value] : content.values) by_name.emplace(domain::name_of(key), &value);
    for (const auto& [name, value] : by_name) put({{"setting", name}, {"value", *value}});
    if (!content.pin_hash.empty()) put({{"pin", content.pin_hash}, {"pin_number", content.pin_number}});
    for (const auto& file : content.files) put({{"file", file.name}, {"content", file.content}});
    const auto public_hex = eventlog::public_half_of(private_hex);
    const auto signature = eventlog::signature_of(signed_text(text), private_hex);
    if (!public_hex || !signature) return failed(TextError::cannot_sign);
    put({{"signed_by", *public_hex}, {"signature", *signature}});
    if (!fits || text.size() > kTextBytes) return failed(TextError::too_large);
    return text;
}

TextResult<Content> read(std::string_view text, std::string_view public_hex) {
    if (!base::is_hex(public_hex, eventlog::kPublicKeyDigits)) return failed(TextError::wrong_signature);
    return read_with(text, public_hex);
}

TextResult<Content> read_kept(std::string_view text) {
    return read_with(text, {});
}

std::optional<domain::Catalogue> catalogue_of(const Content& content) {
    if (content.files.empty()) return std::nullopt;
    auto parsed = catalogue::parse(content.files);
    if (!parsed) return std::nullopt;
    return std::move(*parsed);
}

std::string hash_of(std::string_view text) {
    return base::to_hex(eventlog::next_hash(eventlog::kGenesis, text));
}

}  // namespace school_settings
