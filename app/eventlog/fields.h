#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "app/domain/event.h"
#include "app/eventlog/scan.h"
#include "platform/base/bytes.h"
#include "platform/base/utf8.h"

// A struct as one JSON object of a fixed form: a list of its fields, in order, serves both writing and reading. Inside
// app/eventlog only.
namespace eventlog {

// Text as a template argument.
template <std::size_t N>
struct Text {
    char characters[N]{};
    consteval Text(const char (&text)[N]) { std::copy_n(text, N, characters); }
    [[nodiscard]] constexpr std::string_view view() const { return {characters, N - 1}; }
};

// How a member is written where its type does not say it.
enum class Form {
    natural,
    id,      // a std::string that holds an id
    hash,    // a std::string of 64 hexadecimal digits
    trusted  // a bool: "trusted" or "untrusted"
};

// One field: its key and the members that lead to it from the struct.
template <Text key, Form form, auto... path>
struct FieldOf {
    // `"key":`
    static constexpr auto kKey = [] {
        constexpr std::string_view name = key.view();
        std::array<char, name.size() + 3> text{};
        text.front() = '"';
        std::copy(name.begin(), name.end(), text.begin() + 1);
        text[name.size() + 1] = '"';
        text[name.size() + 2] = ':';
        return text;
    }();
    static constexpr Form kForm = form;
    static constexpr std::string_view name() { return key.view(); }
    static constexpr std::string_view quoted_name() { return {kKey.data(), kKey.size()}; }
    template <class Body>
    static constexpr auto& in(Body& body) {
        return (body.*....*path);
    }
};
template <Text key, auto... path>
using Field = FieldOf<key, Form::natural, path...>;

// The names of an enum's values in JSON, in the order of the enum. Specialized beside the lists of fields.
template <class Enum>
inline constexpr auto kNames = nullptr;

inline constexpr std::size_t kHashDigits = 64;

// Writes `"key":value` pairs; remembers the first key whose value cannot be written.
class Writer {
  public:
    explicit Writer(std::string& to) : to_(to) {}

    [[nodiscard]] std::string_view wrong() const { return wrong_; }

    template <class... Fields, class Body>
    void all(std::tuple<Fields...>, const Body& body) {
        (one<Fields>(body), ...);
    }

  private:
    template <class Field, class Body>
    void one(const Body& body) {
        if (!first_) to_ += ',';
        first_ = false;
        to_ += Field::quoted_name();
        if (!put<Field::kForm>(Field::in(body)) && wrong_.empty()) wrong_ = Field::name();
    }
    template <Form form, class T>
    bool put(const T& value) {
        if constexpr (form == Form::trusted) {
            to_ += value ? "\"trusted\"" : "\"untrusted\"";
            return true;
        } else {
            const bool good = put(value);
            if constexpr (form == Form::id) return base::is_id(value);
            if constexpr (form == Form::hash) return base::is_hex(value, kHashDigits);
            return good;
        }
    }
    bool put(bool value) {
        to_ += value ? "true" : "false";
        return true;
    }
    bool put(std::uint64_t value) {
        char digits[20];
        to_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
        return value <= kLargestInteger;
    }
    bool put(domain::Millis value) { return value.count() >= 0 && put(static_cast<std::uint64_t>(value.count())); }
    bool put(const std::string& text) {
        put_string(to_, text);
        return base::is_utf8(text);
    }
    template <class Tag>
    bool put(const base::Id<Tag>& id) {
        put_string(to_, id.value);
        return base::is_id(id.value);
    }
    bool put(domain::LocalTime time) { return put_quoted_time(time.time_since_epoch(), ""); }
    bool put(domain::Instant instant) { return put_quoted_time(instant.time_since_epoch(), "Z"); }
    bool put_quoted_time(MillisSince1970 time, std::string_view after) {
        to_ += '"';
        const bool possible = put_time(to_, time);
        to_ += after;
        to_ += '"';
        return possible;
    }
    bool put(const std::array<std::uint8_t, 32>& hash) {
        put_string(to_, base::to_hex(hash));
        return true;
    }
    bool put(const std::vector<domain::LostRange>& ranges);
    template <class Enum, std::enable_if_t<std::is_enum_v<Enum>, int> = 0>
    bool put(Enum value) {
        const auto index = static_cast<std::size_t>(value);
        if (index >= kNames<Enum>.size()) return false;
        put_string(to_, kNames<Enum>[index]);
        return true;
    }

    std::string& to_;
    bool first_ = true;
    std::string_view wrong_;
};

// Reads the same pairs in the same order. wrong() is the first key whose value does not fit; empty where the keys do
// not.
class Reader {
  public:
    explicit Reader(Scan& from) : from_(from) {}

    [[nodiscard]] std::string_view wrong() const { return wrong_; }

    template <class... Fields, class Body>
    void all(std::tuple<Fields...>, Body& body) {
        (one<Fields>(body), ...);
    }

  private:
    template <class Field, class Body>
    void one(Body& body) {
        if (!first_) from_.literal(",");
        first_ = false;
        from_.literal(Field::quoted_name());
        if (!from_.ok()) return;
        get<Field::kForm>(Field::in(body));
        if (!from_.ok()) wrong_ = Field::name();
    }
    template <Form form, class T>
    void get(T& value) {
        if constexpr (form == Form::id) {
            get_id(value);
        } else if constexpr (form == Form::trusted) {
            value = from_.next_is("\"t");
            from_.literal(value ? "\"trusted\"" : "\"untrusted\"");
        } else {
            get(value);
            if constexpr (form == Form::hash) {
                if (!base::is_hex(value, kHashDigits)) from_.fail();
            }
        }
    }
    void get(bool& value) { value = from_.boolean(); }
    void get(std::uint64_t& value) { value = from_.integer(); }
    void get(domain::Millis& value) { value = domain::Millis{static_cast<std::int64_t>(from_.integer())}; }
    void get(std::string& text) { from_.string(text); }
    template <class Tag>
    void get(base::Id<Tag>& id) {
        get_id(id.value);
    }
    void get_id(std::string& id) {
        from_.literal("\"");
        id = from_.until_quote(base::kLongestId);
        if (!base::is_id(id)) from_.fail();
    }
    void get(domain::LocalTime& time) {
        from_.literal("\"");
        time = domain::LocalTime{from_.time()};
        from_.literal("\"");
    }
    void get(domain::Instant& instant) {
        from_.literal("\"");
        instant = domain::Instant{from_.time()};
        from_.literal("Z\"");
    }
    void get(std::array<std::uint8_t, 32>& hash);
    void get(std::vector<domain::LostRange>& ranges);
    template <class Enum, std::enable_if_t<std::is_enum_v<Enum>, int> = 0>
    void get(Enum& value) {
        from_.literal("\"");
        const std::string_view text = from_.until_quote(base::kLongestId);
        const auto found = std::find(kNames<Enum>.begin(), kNames<Enum>.end(), text);
        if (found == kNames<Enum>.end()) return from_.fail();
        value = static_cast<Enum>(found - kNames<Enum>.begin());
    }

    Scan& from_;
    bool first_ = true;
    std::string_view wrong_;
};

}  // namespace eventlog
