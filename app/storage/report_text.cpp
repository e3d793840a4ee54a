#include "app/storage/report_text.h"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/storage/sqlite_store.h"

namespace storage {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::pair<Kept, const char*>, 4> kKept{
    {{Kept::kept, "kept"}, {Kept::from_copy, "from_copy"}, {Kept::unproven, "unproven"}, {Kept::gone, "gone"}}};
constexpr const char* kRow = "recovery";

const char* name_of(Kept kept) {
    for (const auto& [each, name] : kKept) {
        if (each == kept) return name;
    }
    return "gone";
}

Kept kept_of(const std::string& name) {
    for (const auto& [each, text] : kKept) {
        if (name == text) return each;
    }
    return Kept::gone;
}

}  // namespace

std::string text_of(const RecoveryReport& report) {
    Json json;
    json["at"] = report.at.time_since_epoch().count();
    json["why"] = report.why;
    json["salvaged"] = report.salvaged;
    json["last_known"] = report.last_known;
    json["continued_at"] = report.continued_at;
    json["missing"] = Json::array();
    for (const domain::LostRange& range : report.missing) json["missing"].push_back({range.first, range.last});
    json["lost"] = report.lost;
    json["safe_elsewhere"] = report.safe_elsewhere;
    json["accepted_up_to"] = report.accepted_up_to;
    json["exported_up_to"] = report.exported_up_to;
    json["end_uncertain"] = report.end_uncertain;
    json["roster"] = name_of(report.roster);
    json["settings"] = name_of(report.settings);
    json["pin"] = name_of(report.pin);
    json["set_aside"] = report.set_aside;
    json["emptied"] = report.emptied;
    json["seen"] = report.seen;
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<RecoveryReport> report_of(std::string_view text) {
    try {
        const Json json = Json::parse(text);
        RecoveryReport report;
        report.at = domain::Instant{domain::Millis{json.at("at").get<std::int64_t>()}};
        report.why = json.at("why");
        report.salvaged = json.at("salvaged");
        report.last_known = json.at("last_known");
        report.continued_at = json.at("continued_at");
        for (const Json& range : json.at("missing")) report.missing.push_back({range.at(0), range.at(1)});
        report.lost = json.at("lost");
        report.safe_elsewhere = json.at("safe_elsewhere");
        report.accepted_up_to = json.at("accepted_up_to");
        report.exported_up_to = json.at("exported_up_to");
        report.end_uncertain = json.at("end_uncertain");
        report.roster = kept_of(json.at("roster"));
        report.settings = kept_of(json.at("settings"));
        report.pin = kept_of(json.at("pin"));
        report.set_aside = json.at("set_aside");
        report.emptied = json.at("emptied");
        report.seen = json.at("seen");
        return report;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

StorageResult<std::optional<RecoveryReport>> SqliteStore::recovery() {
    return attempt([&]() -> StorageResult<std::optional<RecoveryReport>> {
        const auto text = meta(kRow);
        if (!text) return std::nullopt;
        return report_of(*text);
    });
}

StorageResult<void> SqliteStore::recovery_seen() {
    if (auto may = may_write(); !may) return may;
    return attempt([&]() -> StorageResult<void> {
        const auto text = meta(kRow);
        auto report = text ? report_of(*text) : std::nullopt;
        if (!report || report->seen) return {};
        report->seen = true;
        set_meta(kRow, text_of(*report));
        return {};
    });
}

}  // namespace storage
