// The part of Store that keeps what a school has set for its kiosks.
#include "app/school_settings/text.h"

#include <nlohmann/json.hpp>

#include "app/server/store/state.h"

namespace server {

namespace {

using Values = SchoolSettings::Values;

// The row of table school_settings.
struct Row {
    long long number = 0, changed_at = 0, pin_number = 0, pin_set_at = 0;
    std::string pin, catalogue;
};

Row row_of(Connection& connection, const SchoolId& school) {
    Row row;
    connection.sql() << "SELECT number, changed_at, pin, pin_number, pin_set_at, catalogue FROM school_settings WHERE "
                        "school = :school",
        soci::into(row.number), soci::into(row.changed_at), soci::into(row.pin), soci::into(row.pin_number),
        soci::into(row.pin_set_at), soci::into(row.catalogue), soci::use(school.value, "school");
    return row;
}

void put(Connection& connection, const SchoolId& school, const Row& row) {
    connection.sql()
        << "INSERT INTO school_settings (school, number, changed_at, pin, pin_number, pin_set_at, "
           "catalogue) VALUES (:school, :number, :changed_at, :pin, :pin_number, :pin_set_at, :catalogue) "
           "ON CONFLICT (school) DO UPDATE SET number = excluded.number, changed_at = excluded.changed_at, "
           "pin = excluded.pin, pin_number = excluded.pin_number, pin_set_at = excluded.pin_set_at, "
           "catalogue = excluded.catalogue",
        soci::use(school.value, "school"), soci::use(row.number, "number"), soci::use(row.changed_at, "changed_at"),
        soci::use(row.pin, "pin"), soci::use(row.pin_number, "pin_number"), soci::use(row.pin_set_at, "pin_set_at"),
        soci::use(row.catalogue, "catalogue");
}

// Locked until the transaction ends: numbers follow each other, whoever else changes something.
StoreResult<void> lock(Connection& connection, const SchoolId& school) {
    std::string name;
    connection.sql() << "SELECT id FROM schools WHERE id = :id" + connection.dialect().lock_row_of("schools"),
        soci::into(name), soci::use(school.value, "id");
    if (name.empty()) return failed(StoreErrorKind::not_found, "school");
    return {};
}

StoreResult<void> check_kiosk(Connection& connection, const SchoolId& school, const domain::KioskId& kiosk) {
    if (kiosk.value.empty()) return {};
    long long known = 0;
    connection.sql() << "SELECT count(*) FROM kiosks WHERE id = :id AND school = :school", soci::into(known),
        soci::use(kiosk.value, "id"), soci::use(school.value, "school");
    if (known == 0) return failed(StoreErrorKind::not_found, "kiosk");
    return {};
}

// What older software does not know is passed over: no kiosk is told of it.
void read_values(Connection& connection, const SchoolId& school, SchoolSettings& to) {
    const soci::rowset<soci::row> rows =
        (connection.sql().prepare << "SELECT kiosk, name, value FROM school_setting_values WHERE school = :school "
                                     "ORDER BY kiosk, name",
         soci::use(school.value, "school"));
    for (const soci::row& row : rows) {
        const auto kiosk = row.get<std::string>(0);
        const auto key = domain::setting_named(row.get<std::string>(1));
        if (!key) continue;
        Values& values = kiosk.empty() ? to.values : to.of_kiosks[domain::KioskId{kiosk}];
        values.emplace(*key, row.get<std::string>(2));
    }
}

std::string json_of(const std::vector<catalogue::CatalogueFile>& files) {
    if (files.empty()) return {};
    auto json = nlohmann::json::array();
    for (const auto& file : files) json.push_back(nlohmann::json::array({file.name, file.content}));
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

StoreResult<std::vector<catalogue::CatalogueFile>> files_in(const std::string& text) {
    std::vector<catalogue::CatalogueFile> files;
    if (text.empty()) return files;
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_array()) return failed(StoreErrorKind::damaged, "a catalogue");
    for (const auto& one : json) {
        if (!one.is_array() || one.size() != 2 || !one[0].is_string() || !one[1].is_string()) {
            return failed(StoreErrorKind::damaged, "a catalogue");
        }
        files.push_back({one[0].get<std::string>(), one[1].get<std::string>()});
    }
    return files;
}

StoreResult<SchoolSettings> read_all(Connection& connection, const SchoolId& school, const Row& row) {
    SchoolSettings settings;
    settings.number = static_cast<std::uint64_t>(row.number);
    read_values(connection, school, settings);
    if (!row.pin.empty()) settings.pin_set_at = instant_of(row.pin_set_at);
    auto files = files_in(row.catalogue);
    if (!files) return base::failure(files.error());
    settings.catalogue = std::move(*files);
    return settings;
}

// One change within a transaction of its own: `work` alters the row or the values, and says whether it did.
template <class Work>
StoreResult<std::uint64_t> changed(Database& database, const SchoolId& school, domain::Instant now, const Work& work) {
    return database.change([&](Connection& connection) -> StoreResult<std::uint64_t> {
        if (const auto locked = lock(connection, school); !locked) return base::failure(locked.error());
        Row row = row_of(connection, school);
        const StoreResult<bool> did = work(connection, row);
        if (!did) return base::failure(did.error());
        if (*did) {
            ++row.number;
            row.changed_at = number_of(now);
            put(connection, school, row);
        }
        return static_cast<std::uint64_t>(row.number);
    });
}

school_settings::Content content_of(const SchoolSettings& settings, const SchoolId& school,
                                    const domain::KioskId& kiosk, const Row& row) {
    school_settings::Content content;
    content.school = school.value;
    content.kiosk = kiosk;
    content.number = settings.number;
    content.values = settings.values;
    if (const auto own = settings.of_kiosks.find(kiosk); own != settings.of_kiosks.end()) {
        for (const auto& [key, value] : own->second) content.values.insert_or_assign(key, value);
    }
    content.pin_hash = row.pin;
    content.pin_number = row.pin.empty() ? 0 : static_cast<std::uint64_t>(row.pin_number);
    content.files = settings.catalogue;
    return content;
}

// Empty: the school never set anything.
StoreResult<std::string> text_of(Connection& connection, const SchoolId& school, const domain::KioskId& kiosk,
                                 const Row& row) {
    if (row.number == 0) return std::string{};
    const auto settings = read_all(connection, school, row);
    if (!settings) return base::failure(settings.error());
    std::string acceptor_private;
    connection.sql() << "SELECT acceptor_private FROM schools WHERE id = :id", soci::into(acceptor_private),
        soci::use(school.value, "id");
    auto text = school_settings::write(content_of(*settings, school, kiosk, row), acceptor_private);
    if (!text) return failed(StoreErrorKind::damaged, "what a school has set: " + text.error().what);
    return std::move(*text);
}

}  // namespace

domain::Settings SchoolSettings::laid_over(const domain::KioskId& kiosk) const {
    domain::Settings settings;
    for (const auto& [key, value] : values) (void)domain::take_setting_alone(settings, key, value);
    if (const auto own = of_kiosks.find(kiosk); own != of_kiosks.end()) {
        for (const auto& [key, value] : own->second) (void)domain::take_setting_alone(settings, key, value);
    }
    return settings;
}

StoreResult<SchoolSettings> Store::school_settings(const SchoolId& school) {
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    return state_->database->run(
        [&](Connection& connection) { return read_all(connection, school, row_of(connection, school)); });
}

StoreResult<std::uint64_t> Store::set_setting(const SchoolId& school, const domain::KioskId& kiosk,
                                              domain::SettingKey key, const std::string& value) {
    const std::string name{domain::name_of(key)};
    if (!domain::is_for_schools(key)) return failed(StoreErrorKind::refused, name + " is each kiosk's own");
    const auto work = [&](Connection& connection, Row&) -> StoreResult<bool> {
        if (const auto known = check_kiosk(connection, school, kiosk); !known) return base::failure(known.error());
        SchoolSettings before;
        read_values(connection, school, before);
        domain::Settings settings = before.laid_over(kiosk);
        if (domain::take_setting(settings, key, value)) return failed(StoreErrorKind::refused, name + " is not so");
        const std::string as_kept = domain::value_of(settings, key);
        const Values& there = kiosk.value.empty() ? before.values : before.of_kiosks[kiosk];
        if (const auto found = there.find(key); found != there.end() && found->second == as_kept) return false;
        connection.sql() << "INSERT INTO school_setting_values (school, kiosk, name, value) VALUES (:school, :kiosk, "
                            ":name, :value) ON CONFLICT (school, kiosk, name) DO UPDATE SET value = excluded.value",
            soci::use(school.value, "school"), soci::use(kiosk.value, "kiosk"), soci::use(name, "name"),
            soci::use(as_kept, "value");
        return true;
    };
    return changed(*state_->database, school, state_->ports.clock.read().wall, work);
}

StoreResult<std::uint64_t> Store::unset_setting(const SchoolId& school, const domain::KioskId& kiosk,
                                                domain::SettingKey key) {
    const std::string name{domain::name_of(key)};
    const auto work = [&](Connection& connection, Row&) -> StoreResult<bool> {
        if (const auto known = check_kiosk(connection, school, kiosk); !known) return base::failure(known.error());
        long long there = 0;
        connection.sql() << "SELECT count(*) FROM school_setting_values WHERE school = :school AND kiosk = :kiosk AND "
                            "name = :name",
            soci::into(there), soci::use(school.value, "school"), soci::use(kiosk.value, "kiosk"),
            soci::use(name, "name");
        connection.sql() << "DELETE FROM school_setting_values WHERE school = :school AND kiosk = :kiosk AND name = "
                            ":name",
            soci::use(school.value, "school"), soci::use(kiosk.value, "kiosk"), soci::use(name, "name");
        return there > 0;
    };
    return changed(*state_->database, school, state_->ports.clock.read().wall, work);
}

StoreResult<std::uint64_t> Store::set_pin(const SchoolId& school, const std::string& pin_hash) {
    if (!pin_hash.empty() && !school_settings::is_pin_hash(pin_hash)) {
        return failed(StoreErrorKind::refused, "this is no Argon2id string that a kiosk takes");
    }
    const domain::Instant now = state_->ports.clock.read().wall;
    const auto work = [&](Connection&, Row& row) -> StoreResult<bool> {
        if (row.pin == pin_hash) return false;
        row.pin = pin_hash;
        if (!pin_hash.empty()) {
            ++row.pin_number;
            row.pin_set_at = number_of(now);
        }
        return true;
    };
    return changed(*state_->database, school, now, work);
}

StoreResult<std::uint64_t> Store::set_catalogue(const SchoolId& school, std::vector<catalogue::CatalogueFile> files) {
    std::sort(files.begin(), files.end(), [](const auto& one, const auto& other) { return one.name < other.name; });
    school_settings::Content tried;
    tried.school = school.value;
    tried.kiosk.value = "any";
    tried.number = 1;
    tried.files = files;
    if (const auto fault = school_settings::find_fault(tried)) {
        return failed(StoreErrorKind::refused, fault->what.empty() ? "the catalogue is too large" : fault->what);
    }
    const std::string text = json_of(files);
    const auto work = [&](Connection&, Row& row) -> StoreResult<bool> {
        if (row.catalogue == text) return false;
        row.catalogue = text;
        return true;
    };
    return changed(*state_->database, school, state_->ports.clock.read().wall, work);
}

StoreResult<std::string> Store::settings_text(const SchoolId& school, const domain::KioskId& kiosk) {
    return state_->database->change([&](Connection& connection) -> StoreResult<std::string> {
        if (const auto known = check_kiosk(connection, school, kiosk); !known) return base::failure(known.error());
        return text_of(connection, school, kiosk, row_of(connection, school));
    });
}

StoreResult<std::string> Store::settings_hash(const SchoolId& school, const domain::KioskId& kiosk) {
    return state_->database->run([&](Connection& connection) -> StoreResult<std::string> {
        SettingsHashes::Version version;
        connection.sql() << "SELECT number, changed_at FROM school_settings WHERE school = :school",
            soci::into(version.number), soci::into(version.changed_at), soci::use(school.value, "school");
        if (version.number == 0) return std::string{};
        if (auto known = state_->settings_hashes.find(school.value + " " + kiosk.value, version))
            return std::move(*known);
        if (const auto known = check_kiosk(connection, school, kiosk); !known) return base::failure(known.error());
        const Row row = row_of(connection, school);
        const auto text = text_of(connection, school, kiosk, row);
        if (!text) return base::failure(text.error());
        const std::string hash = school_settings::hash_of(*text);
        state_->settings_hashes.keep(school.value + " " + kiosk.value, {row.number, row.changed_at}, hash);
        return hash;
    });
}

}  // namespace server
