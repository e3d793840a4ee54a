// The part of Store that keeps how kiosks are.
#include "app/server/store/state.h"

namespace server {

namespace {

constexpr std::size_t kPage = 500;
constexpr std::chrono::minutes kClockIsOff{1};

// A row of the table, as SOCI takes and gives it.
struct Row {
    std::string kiosk, version, problem, last_error;
    long long heard_at = 0, clock_offset = 0, clock_trusted = 0, uptime = 0, disk_free = 0, disk_total = 0, unsent = 0,
              unsent_age = 0, has_temperature = 0, temperature = 0;
};

Row row_of(const domain::KioskId& kiosk, const news::Health& health, domain::Instant now) {
    Row row;
    row.kiosk = kiosk.value;
    row.version = health.version;
    row.problem = health.problem;
    row.last_error = health.last_error;
    row.heard_at = number_of(now);
    row.clock_offset = (health.clock - now).count();
    row.clock_trusted = health.clock_trusted ? 1 : 0;
    row.uptime = health.uptime.count();
    row.disk_free = static_cast<long long>(health.disk_free);
    row.disk_total = static_cast<long long>(health.disk_total);
    row.unsent = static_cast<long long>(health.unsent);
    row.unsent_age = health.unsent_age.count();
    row.has_temperature = health.temperature ? 1 : 0;
    row.temperature = health.temperature.value_or(0);
    return row;
}

KeptHealth health_of(const Row& row) {
    KeptHealth kept;
    kept.kiosk = domain::KioskId{row.kiosk};
    kept.heard_at = instant_of(row.heard_at);
    kept.clock_offset = domain::Millis{row.clock_offset};
    news::Health& health = kept.health;
    health.version = row.version;
    health.uptime = std::chrono::seconds{row.uptime};
    health.clock = kept.heard_at + kept.clock_offset;
    health.clock_trusted = row.clock_trusted != 0;
    health.disk_free = static_cast<std::uint64_t>(row.disk_free);
    health.disk_total = static_cast<std::uint64_t>(row.disk_total);
    health.unsent = static_cast<std::uint64_t>(row.unsent);
    health.unsent_age = std::chrono::seconds{row.unsent_age};
    health.problem = row.problem;
    health.last_error = row.last_error;
    if (row.has_temperature != 0) health.temperature = static_cast<int>(row.temperature);
    return kept;
}

constexpr const char* kColumns =
    "kiosk, heard_at, clock_offset, clock_trusted, version, uptime, disk_free, disk_total, unsent, unsent_age, "
    "problem, "
    "last_error, has_temperature, temperature";

}  // namespace

StoreResult<void> Store::keep_health(const SchoolId& school, const domain::KioskId& kiosk, const news::Health& health) {
    const Row row = row_of(kiosk, health, state_->ports.clock.read().wall);
    return state_->database->change([&](Connection& connection) -> StoreResult<void> {
        soci::session& sql = connection.sql();
        long long kiosks = 0;
        sql << "SELECT count(*) FROM kiosks WHERE school = :school AND id = :kiosk", soci::into(kiosks),
            soci::use(school.value, "school"), soci::use(kiosk.value, "kiosk");
        if (kiosks == 0) return failed(StoreErrorKind::not_found, "kiosk");
        sql << "INSERT INTO health (" + std::string{kColumns} +
                   ", school) VALUES (:kiosk, :heard_at, :clock_offset, :clock_trusted, :version, :uptime, :disk_free, "
                   ":disk_total, :unsent, :unsent_age, :problem, :last_error, :has_temperature, :temperature, :school) "
                   "ON CONFLICT (kiosk) DO UPDATE SET heard_at = excluded.heard_at, clock_offset = "
                   "excluded.clock_offset, "
                   "clock_trusted = excluded.clock_trusted, version = excluded.version, uptime = excluded.uptime, "
                   "disk_free = excluded.disk_free, disk_total = excluded.disk_total, unsent = excluded.unsent, "
                   "unsent_age = excluded.unsent_age, problem = excluded.problem, last_error = excluded.last_error, "
                   "has_temperature = excluded.has_temperature, temperature = excluded.temperature",
            soci::use(row.kiosk, "kiosk"), soci::use(row.heard_at, "heard_at"),
            soci::use(row.clock_offset, "clock_offset"), soci::use(row.clock_trusted, "clock_trusted"),
            soci::use(row.version, "version"), soci::use(row.uptime, "uptime"), soci::use(row.disk_free, "disk_free"),
            soci::use(row.disk_total, "disk_total"), soci::use(row.unsent, "unsent"),
            soci::use(row.unsent_age, "unsent_age"), soci::use(row.problem, "problem"),
            soci::use(row.last_error, "last_error"), soci::use(row.has_temperature, "has_temperature"),
            soci::use(row.temperature, "temperature"), soci::use(school.value, "school");
        return {};
    });
}

StoreResult<std::vector<KeptHealth>> Store::health(const SchoolId& school) {
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    return state_->database->run([&](Connection& connection) -> StoreResult<std::vector<KeptHealth>> {
        std::vector<KeptHealth> all;
        std::string after;
        while (true) {
            std::vector<std::string> kiosk(kPage), version(kPage), problem(kPage), last_error(kPage);
            std::vector<long long> heard_at(kPage), clock_offset(kPage), clock_trusted(kPage), uptime(kPage),
                disk_free(kPage), disk_total(kPage), unsent(kPage), unsent_age(kPage), has_temperature(kPage),
                temperature(kPage);
            connection.sql() << "SELECT " + std::string{kColumns} +
                                    " FROM health WHERE school = :school AND kiosk > :after ORDER BY kiosk LIMIT " +
                                    std::to_string(kPage),
                soci::into(kiosk), soci::into(heard_at), soci::into(clock_offset), soci::into(clock_trusted),
                soci::into(version), soci::into(uptime), soci::into(disk_free), soci::into(disk_total),
                soci::into(unsent), soci::into(unsent_age), soci::into(problem), soci::into(last_error),
                soci::into(has_temperature), soci::into(temperature), soci::use(school.value, "school"),
                soci::use(after, "after");
            for (std::size_t i = 0; i < kiosk.size(); ++i) {
                all.push_back(health_of({kiosk[i], version[i], problem[i], last_error[i], heard_at[i], clock_offset[i],
                                         clock_trusted[i], uptime[i], disk_free[i], disk_total[i], unsent[i],
                                         unsent_age[i], has_temperature[i], temperature[i]}));
            }
            if (kiosk.size() < kPage) return all;
            after = kiosk.back();
        }
    });
}

StoreResult<HealthCounts> Store::health_counts(std::chrono::milliseconds within) {
    const long long since = number_of(state_->ports.clock.read().wall - within);
    const long long off = std::chrono::milliseconds{kClockIsOff}.count();
    return state_->database->run([&](Connection& connection) -> StoreResult<HealthCounts> {
        long long heard = 0, trouble = 0, clock_off = 0, disk_low = 0;
        connection.sql() << "SELECT count(*), count(CASE WHEN problem <> '' THEN 1 END), "
                            "count(CASE WHEN abs(clock_offset) > :off THEN 1 END), "
                            "count(CASE WHEN disk_total > 0 AND disk_free * 10 < disk_total THEN 1 END) "
                            "FROM health WHERE heard_at >= :since",
            soci::into(heard), soci::into(trouble), soci::into(clock_off), soci::into(disk_low), soci::use(off, "off"),
            soci::use(since, "since");
        const auto counted = [](long long number) { return static_cast<std::uint64_t>(number); };
        return HealthCounts{counted(heard), counted(trouble), counted(clock_off), counted(disk_low)};
    });
}

}  // namespace server
