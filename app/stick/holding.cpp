#include "app/stick/holding.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "platform/base/bytes.h"

namespace stick {

namespace {

constexpr std::uint64_t kMostContent = std::uint64_t{1} << 30;
constexpr std::size_t kMostRanges = 65'536;  // a hostile log names more losses than anybody reads

std::optional<eventlog::Hash> hash_from(std::string_view hex) {
    const auto bytes = base::from_hex(hex);
    eventlog::Hash hash{};
    if (!bytes || bytes->size() != hash.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
}

bool is_number(const nlohmann::json& json) {
    return json.is_number_unsigned();
}

}  // namespace

bool Holding::are_lost(domain::Seq first, domain::Seq last) const {
    while (first <= last) {
        const auto found = std::find_if(lost.begin(), lost.end(), [first](const domain::LostRange& range) {
            return range.first <= first && first <= range.last;
        });
        if (found == lost.end()) return false;
        first = found->last + 1;
    }
    return true;
}

void Holding::add_lost(const std::vector<domain::LostRange>& ranges) {
    for (const domain::LostRange& range : ranges) {
        if (lost.size() == kMostRanges || range.last < range.first) return;
        if (std::find(lost.begin(), lost.end(), range) == lost.end()) lost.push_back(range);
    }
}

std::string to_json(const Holding& holding) {
    nlohmann::ordered_json json;
    json["archive"] = 1;
    json["held"] = holding.seq;
    json["head"] = base::to_hex(holding.head);
    json["lost"] = nlohmann::ordered_json::array();
    for (const auto& range : holding.lost) json["lost"].push_back({range.first, range.last});
    json["files"] = nlohmann::ordered_json::array();
    for (const auto& file : holding.files) json["files"].push_back({file.from, file.last});
    return json.dump() + "\n";
}

std::optional<Holding> holding_of(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object() || json.value("archive", 0) != 1) return std::nullopt;
    const auto held = json.find("held"), head = json.find("head"), lost = json.find("lost"), files = json.find("files");
    const auto end = json.end();
    if (held == end || head == end || lost == end || files == end) return std::nullopt;
    if (!is_number(*held) || !head->is_string() || !lost->is_array() || !files->is_array()) return std::nullopt;
    Holding holding;
    holding.seq = held->get<domain::Seq>();
    const auto hash = hash_from(head->get<std::string>());
    if (!hash) return std::nullopt;
    holding.head = *hash;
    const auto is_pair = [](const nlohmann::json& pair) {
        return pair.is_array() && pair.size() == 2 && is_number(pair[0]) && is_number(pair[1]);
    };
    for (const auto& pair : *lost) {
        if (!is_pair(pair)) return std::nullopt;
        holding.lost.push_back({pair[0].get<domain::Seq>(), pair[1].get<domain::Seq>()});
    }
    for (const auto& pair : *files) {
        if (!is_pair(pair)) return std::nullopt;
        holding.files.push_back({pair[0].get<domain::Seq>(), pair[1].get<domain::Seq>()});
    }
    return holding;
}

std::string lines_name(domain::Seq from) {
    char name[64];
    std::snprintf(name, sizeof name, "from-%012llu.jsonl", static_cast<unsigned long long>(from));
    return name;
}

std::optional<Verdict> Joining::fits(const domain::Event& event, std::string_view line,
                                     const eventlog::Hash& hash) const {
    const domain::Seq before = last_ == 0 ? holding_.seq : last_;
    if (before == 0 && begins_ > 1 && event.seq == begins_) return std::nullopt;
    if (const auto* continued = std::get_if<domain::LogContinued>(&event.body)) {
        // It may jump over numbers that it, or an earlier one, names as lost, and over those that were never given.
        if (continued->after > before && !lost_.are_lost(before + 1, continued->after)) return Verdict::gap;
        const auto named = hash_from(continued->head);
        const eventlog::Hash& ours = last_ == 0 ? holding_.head : head_;
        if (before > 0 && continued->after == before && named && *named != eventlog::kGenesis && *named != ours)
            return Verdict::fork;
        return std::nullopt;
    }
    if (last_ != 0) return std::nullopt;  // the bundle's own rules
    if (event.seq == holding_.seq + 1)
        return eventlog::next_hash(holding_.head, line) == hash ? std::nullopt : std::optional{Verdict::fork};
    if (!lost_.are_lost(holding_.seq + 1, event.seq - 1)) return Verdict::gap;
    return std::nullopt;
}

// Read to its end whatever it says: a verdict is given only on what the kiosk has signed.
bool Joining::take(const domain::Event& event, std::string_view line, const eventlog::Hash& hash) {
    content_ += line.size() + 1;
    if (content_ > kMostContent) {
        too_large_ = true;
        return false;
    }
    if (const auto* continued = std::get_if<domain::LogContinued>(&event.body)) lost_.add_lost(continued->missing);
    if (event.seq < holding_.seq || verdict_) return true;
    if (event.seq == holding_.seq) {
        if (hash != holding_.head) verdict_ = Verdict::fork;
        return true;
    }
    verdict_ = fits(event, line, hash);
    if (verdict_) return true;
    last_ = event.seq;
    head_ = hash;
    ++added_;
    cannot_keep_ = !keep_(line);
    return !cannot_keep_;
}

}  // namespace stick
