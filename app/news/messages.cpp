#include "app/news/messages.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "platform/base/bytes.h"
#include "platform/base/utf8.h"

namespace news {

namespace {

using Json = nlohmann::json;

// Numbers above it are not exact in JSON for every reader, and no log has them.
constexpr std::size_t kHashDigits = 64;
constexpr std::uint64_t kLargestInteger = (std::uint64_t{1} << 53) - 1;
constexpr int kDeepest = 8;  // of what a newer side may add
constexpr std::size_t kVersionBytes = 40, kWordCharacters = 40;
constexpr int kColdest = -100'000, kHottest = 300'000;

// An object that says `"news":1`. What is nested deeper than anything of ours is never built.
std::optional<Json> read_object(std::string_view body, std::size_t most) {
    if (body.size() > most) return std::nullopt;
    bool too_deep = false;
    const auto look = [&too_deep](int depth, Json::parse_event_t, Json&) {
        too_deep = too_deep || depth > kDeepest;
        return !too_deep;
    };
    Json json = Json::parse(body, look, false);
    if (too_deep || !json.is_object()) return std::nullopt;
    const auto version = json.find("news");
    if (version == json.end() || !version->is_number_unsigned() || *version != 1U) return std::nullopt;
    return json;
}

std::optional<std::uint64_t> number_in(const Json& value) {
    if (!value.is_number_unsigned()) return std::nullopt;
    const auto number = value.get<std::uint64_t>();
    if (number > kLargestInteger) return std::nullopt;
    return number;
}

std::optional<std::uint64_t> number_in(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found == json.end() ? std::nullopt : number_in(*found);
}

const std::string* text_in(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found == json.end() ? nullptr : found->get_ptr<const std::string*>();
}

const bool* truth_in(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found == json.end() ? nullptr : found->get_ptr<const bool*>();
}

std::optional<domain::KioskId> kiosk_in(const Json& json, const char* name) {
    const std::string* text = text_in(json, name);
    if (text == nullptr || !base::is_id(*text)) return std::nullopt;
    return domain::KioskId{*text};
}

Json json_of(const Health& health) {
    Json json{{"version", health.version},
              {"uptime", health.uptime.count()},
              {"clock", health.clock.time_since_epoch().count()},
              {"clock_trusted", health.clock_trusted},
              {"disk_free", health.disk_free},
              {"disk_total", health.disk_total},
              {"unsent", health.unsent},
              {"unsent_age", health.unsent_age.count()},
              {"problem", health.problem},
              {"last_error", health.last_error}};
    if (health.temperature) json["temperature"] = *health.temperature;
    return json;
}

std::optional<Health> health_in(const Json& json) {
    const auto uptime = number_in(json, "uptime"), clock = number_in(json, "clock"),
               disk_free = number_in(json, "disk_free"), disk_total = number_in(json, "disk_total"),
               unsent = number_in(json, "unsent"), unsent_age = number_in(json, "unsent_age");
    const auto *version = text_in(json, "version"), *problem = text_in(json, "problem"),
               *last_error = text_in(json, "last_error");
    const bool* trusted = truth_in(json, "clock_trusted");
    if (!uptime || !clock || !disk_free || !disk_total || !unsent || !unsent_age || version == nullptr ||
        problem == nullptr || last_error == nullptr || trusted == nullptr) {
        return std::nullopt;
    }
    if (!base::is_plain_text(*version, kVersionBytes) || !is_word(*problem) || !is_word(*last_error)) {
        return std::nullopt;
    }
    const auto seconds = [](std::uint64_t number) { return std::chrono::seconds{static_cast<std::int64_t>(number)}; };
    Health health;
    health.version = *version;
    health.uptime = seconds(*uptime);
    health.clock = domain::Instant{domain::Millis{static_cast<std::int64_t>(*clock)}};
    health.clock_trusted = *trusted;
    health.disk_free = *disk_free;
    health.disk_total = *disk_total;
    health.unsent = *unsent;
    health.unsent_age = seconds(*unsent_age);
    health.problem = *problem;
    health.last_error = *last_error;
    if (const auto found = json.find("temperature"); found != json.end()) {
        if (!found->is_number_integer()) return std::nullopt;
        const auto thousandths = found->get<double>();
        if (thousandths < kColdest || thousandths > kHottest) return std::nullopt;
        health.temperature = static_cast<int>(thousandths);
    }
    return health;
}

std::optional<OfKiosk> of_kiosk_in(const Json& json) {
    const auto kiosk = kiosk_in(json, "id");
    const auto up_to = number_in(json, "up_to");
    const auto lines = json.find("lines");
    if (!kiosk || !up_to || lines == json.end() || !lines->is_array()) return std::nullopt;
    OfKiosk of{*kiosk, *up_to, {}};
    of.lines.reserve(lines->size());
    for (const Json& line : *lines) {
        const auto* text = line.get_ptr<const std::string*>();
        if (text == nullptr) return std::nullopt;
        of.lines.push_back(*text);
    }
    return of;
}

// Of an older server there is none. false: something else stands there.
bool take_hash(const Json& json, const char* name, std::string& to) {
    const auto found = json.find(name);
    if (found == json.end()) return true;
    const auto* hash = found->get_ptr<const std::string*>();
    if (hash == nullptr || !(hash->empty() || base::is_hex(*hash, kHashDigits))) return false;
    to = *hash;
    return true;
}

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

bool is_word(std::string_view text) {
    return text.size() <= kWordCharacters &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

std::string write(const Asked& asked) {
    Json have = Json::object();
    for (const auto& [kiosk, seq] : asked.have) have[kiosk.value] = seq;
    Json json{{"news", 1}, {"have", std::move(have)}};
    if (asked.health) json["health"] = json_of(*asked.health);
    return text_of(json);
}

std::string write(const Answered& answered) {
    Json kiosks = Json::array();
    for (const OfKiosk& one : answered.kiosks) {
        kiosks.push_back({{"id", one.kiosk.value}, {"up_to", one.up_to}, {"lines", one.lines}});
    }
    return text_of({{"news", 1},
                    {"kiosks", std::move(kiosks)},
                    {"more", answered.more},
                    {"roster", answered.roster},
                    {"settings", answered.settings}});
}

std::optional<Asked> read_asked(std::string_view body) {
    const auto json = read_object(body, kAskedBytes);
    if (!json) return std::nullopt;
    const auto have = json->find("have");
    if (have == json->end() || !have->is_object() || have->size() > kMostKiosks) return std::nullopt;
    Asked asked;
    for (const auto& [id, seq] : have->items()) {
        const auto number = number_in(seq);
        if (!base::is_id(id) || !number) return std::nullopt;
        asked.have.emplace(domain::KioskId{id}, *number);
    }
    if (const auto health = json->find("health"); health != json->end()) {
        asked.health = health_in(*health);
        if (!asked.health) return std::nullopt;
    }
    return asked;
}

std::optional<Answered> read_answered(std::string_view body) {
    const auto json = read_object(body, kAnsweredBytes);
    if (!json) return std::nullopt;
    const auto kiosks = json->find("kiosks");
    const bool* more = truth_in(*json, "more");
    if (kiosks == json->end() || !kiosks->is_array() || kiosks->size() > kMostKiosks || more == nullptr) {
        return std::nullopt;
    }
    Answered answered;
    answered.more = *more;
    if (!take_hash(*json, "roster", answered.roster) || !take_hash(*json, "settings", answered.settings)) {
        return std::nullopt;
    }
    std::set<domain::KioskId> seen;
    for (const Json& one : *kiosks) {
        auto of = of_kiosk_in(one);
        if (!of || !seen.insert(of->kiosk).second) return std::nullopt;
        answered.kiosks.push_back(std::move(*of));
    }
    return answered;
}

}  // namespace news
