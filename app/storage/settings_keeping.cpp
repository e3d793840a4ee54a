// The part of SqliteStore that is about settings and the PIN: the kiosk's own, and over them what the school has set.
// Its rows stand in the same table under names that no setting has, so that the digest of the settings, the second copy
// and a recovery take them along, and older software, which passes over rows that it does not know, works with the
// kiosk's own.
#include <sstream>

#include "app/domain/pin.h"
#include "app/storage/settings_rows.h"
#include "app/storage/sqlite_store.h"
#include "platform/base/bytes.h"
#include "platform/base/id.h"

namespace storage {

namespace {

constexpr std::string_view kValueBefore = "school:";  // and the setting's name
constexpr const char* kSource = "school_source";
constexpr const char* kPin = "school_pin";
constexpr const char* kText = "school_text";
constexpr const char* kOwnCatalogue = "own_catalogue";

std::string text_of(const SchoolSettings::Source& source) {
    return source.school + ' ' + std::to_string(source.number) + ' ' + source.hash + ' ' +
           std::to_string(source.taken_at.time_since_epoch().count());
}

// Nothing where it is none.
std::optional<SchoolSettings::Source> source_of(const std::string& text) {
    std::istringstream words{text};
    SchoolSettings::Source source;
    std::int64_t taken_at = 0;
    if (!(words >> source.school >> source.number >> source.hash >> taken_at)) return std::nullopt;
    source.taken_at = domain::Instant{domain::Millis{taken_at}};
    return source;
}

std::string text_in(const SettingsRows& rows, const std::string& key) {
    const auto found = rows.find(key);
    return found == rows.end() ? std::string{} : found->second;
}

// Without a source there are none. What newer software has set and this one does not know is passed over.
std::map<domain::SettingKey, std::string> values_in(const SettingsRows& rows) {
    std::map<domain::SettingKey, std::string> values;
    if (!source_of(text_in(rows, kSource))) return values;
    for (const auto& [key, value] : rows) {
        if (!key.starts_with(kValueBefore)) continue;
        const auto setting = domain::setting_named(std::string_view{key}.substr(kValueBefore.size()));
        if (setting) values.emplace(*setting, value);
    }
    return values;
}

std::string row_of(domain::SettingKey key) {
    std::string row{domain::name_of(key)};
    for (char& c : row) c = c == '-' ? '_' : c;
    return row;
}

// Nothing, and `wrong_key`: a row of the kiosk's own holds what its setting cannot have.
std::optional<domain::Settings> in_force(const SettingsRows& rows, std::string& wrong_key) {
    auto settings = settings_of(rows, wrong_key);
    if (!settings) return std::nullopt;
    // What this version does not take any more leaves the kiosk's own in force.
    for (const auto& [key, value] : values_in(rows)) (void)domain::take_setting_alone(*settings, key, value);
    return settings;
}

}  // namespace

SettingsRows SqliteStore::setting_rows() {
    SettingsRows rows;
    SQLite::Statement row{database_, "SELECT key, value FROM setting ORDER BY key"};
    while (row.executeStep()) {
        rows.emplace(std::string{storage::text_of(row, 0)}, std::string{storage::text_of(row, 1)});
    }
    return rows;
}

void SqliteStore::remove_school_settings() {
    database_.exec(
        "DELETE FROM setting WHERE key LIKE 'school:%' OR key IN ('school_source', 'school_pin', 'school_text')");
}

StorageResult<domain::Settings> SqliteStore::settings() {
    return attempt([&]() -> StorageResult<domain::Settings> {
        std::string wrong_key;
        auto settings = in_force(setting_rows(), wrong_key);
        if (!settings) return failed(StorageErrorKind::damaged, "the setting " + wrong_key);
        return std::move(*settings);
    });
}

StorageResult<void> SqliteStore::save_settings(const domain::Settings& settings) {
    if (auto may = may_write(); !may) return may;
    const SettingsRows rows = rows_of(settings);
    std::string wrong_key;
    if (settings_of(rows, wrong_key) != settings) return failed(StorageErrorKind::refused, "the setting " + wrong_key);
    return change_settings([&] {
        const auto of_school = values_in(setting_rows());
        SQLite::Statement row{database_,
                              "INSERT INTO setting (key, value) VALUES (?, ?) "
                              "ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value"};
        for (const auto& [key, value] : rows) {
            const auto setting = domain::setting_named(key);
            if (!setting || !of_school.contains(*setting)) run(row, key, value);
        }
    });
}

StorageResult<std::optional<SchoolSettings>> SqliteStore::school_settings() {
    return attempt([&]() -> StorageResult<std::optional<SchoolSettings>> {
        const SettingsRows rows = setting_rows();
        const auto source = source_of(text_in(rows, kSource));
        if (!source) return std::nullopt;
        return SchoolSettings{*source, values_in(rows), text_in(rows, kPin), text_in(rows, kText)};
    });
}

StorageResult<void> SqliteStore::take_school_settings(const SchoolSettings& settings) {
    if (auto may = may_write(); !may) return may;
    SchoolSettings::Source source = settings.source;
    if (!base::is_id(source.school) || !base::is_hex(source.hash, 64)) {
        return failed(StorageErrorKind::refused, "the source of settings");
    }
    domain::Settings tried;
    for (const auto& [key, value] : settings.values) {
        if (!domain::is_for_schools(key) || domain::take_setting_alone(tried, key, value)) {
            return failed(StorageErrorKind::refused, "the setting " + std::string{domain::name_of(key)});
        }
    }
    source.taken_at = ports_.clock.read().wall;
    return change_settings([&] {
        remove_school_settings();
        SQLite::Statement row{database_, "INSERT INTO setting (key, value) VALUES (?, ?)"};
        for (const auto& [key, value] : settings.values) {
            run(row, std::string{kValueBefore} + std::string{domain::name_of(key)}, value);
        }
        run(row, kSource, text_of(source));
        if (!settings.pin_hash.empty()) run(row, kPin, settings.pin_hash);
        run(row, kText, settings.text);
    });
}

StorageResult<void> SqliteStore::release_school_settings() {
    if (auto may = may_write(); !may) return may;
    const auto kept = school_settings();
    if (!kept) return base::failure(kept.error());
    if (!*kept) return {};
    const auto settings = this->settings();
    if (!settings) return base::failure(settings.error());
    const SettingsRows rows = rows_of(*settings);
    return change_settings([&] {
        SQLite::Statement row{database_, "UPDATE setting SET value = ? WHERE key = ?"};
        for (const auto& [key, value] : (*kept)->values) run(row, rows.at(row_of(key)), row_of(key));
        if (!(*kept)->pin_hash.empty()) set_meta("pin", (*kept)->pin_hash);
        remove_school_settings();
    });
}

StorageResult<std::string> SqliteStore::own_catalogue() {
    return attempt([&]() -> StorageResult<std::string> { return text_in(setting_rows(), kOwnCatalogue); });
}

StorageResult<void> SqliteStore::take_own_catalogue(const std::string& packed) {
    if (auto may = may_write(); !may) return may;
    return change_settings([&] {
        SQLite::Statement row{database_,
                              "INSERT INTO setting (key, value) VALUES (?, ?) "
                              "ON CONFLICT (key) DO UPDATE SET value = excluded.value"};
        run(row, kOwnCatalogue, packed);
    });
}

StorageResult<bool> SqliteStore::check_pin(std::string_view pin) {
    return attempt([&]() -> StorageResult<bool> {
        const std::string of_school = text_in(setting_rows(), kPin);
        return eventlog::pin_matches(pin, of_school.empty() ? meta("pin").value_or("") : of_school);
    });
}

StorageResult<void> SqliteStore::set_pin(std::string_view pin) {
    if (auto may = may_write(); !may) return may;
    if (!domain::is_pin(pin)) return failed(StorageErrorKind::refused, "a PIN has 4 to 8 digits");
    return attempt([&]() -> StorageResult<void> {
        if (setting_rows().contains(kPin)) return failed(StorageErrorKind::refused, "the school has set the PIN");
        const bool full = meta("hardness") != "tests";
        const auto hash = eventlog::hash_pin(pin, full ? Hardness::full : Hardness::tests);
        if (!hash) return failed(StorageErrorKind::input_output, "no memory for Argon2id");
        return change_settings([&] { set_meta("pin", *hash); });
    });
}

}  // namespace storage
