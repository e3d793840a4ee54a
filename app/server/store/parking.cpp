#include "app/server/store/parking.h"

#include <algorithm>
#include <array>

namespace server {

namespace {

constexpr std::array<std::string_view, 13> kNames{
    "unknown_kiosk", "wrong_signature", "another_school", "revoked",      "gap",       "fork",   "not_a_bundle",
    "sealed",        "damaged",         "too_large",      "not_in_order", "try_later", "storage"};

Refusal refusal_of(std::string_view name) {
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    return found == kNames.end() ? Refusal::damaged : static_cast<Refusal>(found - kNames.begin());
}

// Two servers that look for room at once: "VSTP" in ASCII. Parking is rare.
constexpr const char* kAdvisoryLock = "SELECT pg_advisory_xact_lock(1448301648)";

constexpr std::size_t kMostListed = 1000;

// Whose room a bundle takes: a kiosk's, what only says that it is a kiosk's, a school's, nobody's.
struct Room {
    const std::string &school, &kiosk;
    int is_signed;
};

bool has_room(Connection& connection, const Room& room, std::size_t size, const Limits& limits) {
    long long bundles = 0, bytes = 0;
    connection.sql() << "SELECT count(*), CAST(coalesce(sum(length(bytes)), 0) AS BIGINT) FROM parked WHERE school = "
                        ":school AND kiosk = :kiosk AND is_signed = :signed",
        soci::into(bundles), soci::into(bytes), soci::use(room.school, "school"), soci::use(room.kiosk, "kiosk"),
        soci::use(room.is_signed, "signed");
    return static_cast<std::uint64_t>(bundles) < limits.parked_bundles_of_one &&
           static_cast<std::uint64_t>(bytes) + size <= limits.parked_bytes_of_one;
}

void count_as_not_kept(Connection& connection, const Room& room) {
    connection.sql() << "INSERT INTO not_parked (school, kiosk, is_signed, bundles) VALUES (:school, :kiosk, :signed, "
                        "1) ON CONFLICT (school, kiosk, is_signed) DO UPDATE SET bundles = not_parked.bundles + 1",
        soci::use(room.school, "school"), soci::use(room.kiosk, "kiosk"), soci::use(room.is_signed, "signed");
}

}  // namespace

std::string_view name_of(Refusal refusal) {
    return kNames[static_cast<std::size_t>(refusal)];
}

StoreResult<bool> Parking::put(const Bundle& bundle, const BundleSource& source) {
    return database_.change([&](Connection& connection) -> StoreResult<bool> {
        soci::session& sql = connection.sql();
        const Dialect& dialect = connection.dialect();
        if (!dialect.is_sqlite()) sql << kAdvisoryLock;
        const Room room{bundle.school.value, bundle.kiosk.value, bundle.is_signed ? 1 : 0};
        const std::string digest =
            dialect.bound(eventlog::next_hash(eventlog::kGenesis, base::as_text(source.bytes())));
        const auto size = static_cast<long long>(source.size());
        long long same = 0;
        sql << "SELECT count(*) FROM parked WHERE school = :school AND kiosk = :kiosk AND is_signed = :signed AND "
               "digest = " +
                   dialect.bytes_of(":digest") + " AND size = :size",
            soci::into(same), soci::use(room.school, "school"), soci::use(room.kiosk, "kiosk"),
            soci::use(room.is_signed, "signed"), soci::use(digest, "digest"), soci::use(size, "size");
        if (same > 0) return true;
        if (!has_room(connection, room, source.bytes().size(), limits_)) {
            count_as_not_kept(connection, room);
            return false;
        }
        const std::string reason{name_of(bundle.reason)}, bytes = dialect.bound(source.bytes());
        const long long at = number_of(bundle.received_at);
        const int is_complete = source.is_complete() ? 1 : 0;
        sql << "INSERT INTO parked (school, kiosk, is_signed, received_at, reason, size, digest, bytes, is_complete, "
               "is_seen) VALUES (:school, :kiosk, :signed, :at, :reason, :size, " +
                   dialect.bytes_of(":digest") + ", " + dialect.bytes_of(":bytes") + ", :complete, 0)",
            soci::use(room.school, "school"), soci::use(room.kiosk, "kiosk"), soci::use(room.is_signed, "signed"),
            soci::use(at, "at"), soci::use(reason, "reason"), soci::use(size, "size"), soci::use(digest, "digest"),
            soci::use(bytes, "bytes"), soci::use(is_complete, "complete");
        return true;
    });
}

StoreResult<ParkedList> Parking::list(const SchoolId& school) {
    return database_.run([&](Connection& connection) -> StoreResult<ParkedList> {
        ParkedList list;
        std::vector<long long> ids(kMostListed), times(kMostListed), sizes(kMostListed);
        std::vector<std::string> kiosks(kMostListed), reasons(kMostListed);
        std::vector<int> is_signed(kMostListed), is_complete(kMostListed), is_seen(kMostListed);
        connection.sql() << "SELECT id, kiosk, is_signed, received_at, reason, size, is_complete, is_seen FROM parked "
                            "WHERE school = :school ORDER BY is_seen, id LIMIT " +
                                std::to_string(kMostListed),
            soci::into(ids), soci::into(kiosks), soci::into(is_signed), soci::into(times), soci::into(reasons),
            soci::into(sizes), soci::into(is_complete), soci::into(is_seen), soci::use(school.value, "school");
        for (std::size_t i = 0; i < ids.size(); ++i) {
            Parked parked;
            parked.id = ids[i];
            if (!kiosks[i].empty()) parked.kiosk = domain::KioskId{kiosks[i]};
            parked.is_signed = is_signed[i] != 0;
            parked.received_at = instant_of(times[i]);
            parked.reason = refusal_of(reasons[i]);
            parked.size = static_cast<std::uint64_t>(sizes[i]);
            parked.is_complete = is_complete[i] != 0;
            parked.is_seen = is_seen[i] != 0;
            list.bundles.push_back(std::move(parked));
        }
        long long not_kept = 0;
        connection.sql() << "SELECT CAST(coalesce(sum(bundles), 0) AS BIGINT) FROM not_parked WHERE school = :school",
            soci::into(not_kept), soci::use(school.value, "school");
        list.not_kept = static_cast<std::uint64_t>(not_kept);
        return list;
    });
}

StoreResult<std::string> Parking::bytes(const SchoolId& school, std::int64_t id) {
    return database_.run([&](Connection& connection) -> StoreResult<std::string> {
        const long long number = id;
        std::string hex;
        connection.sql() << "SELECT " + connection.dialect().hex_of("bytes") +
                                " FROM parked WHERE school = :school AND id = :id",
            soci::into(hex), soci::use(school.value, "school"), soci::use(number, "id");
        if (!connection.sql().got_data()) return failed(StoreErrorKind::not_found, "parked bundle");
        const auto bytes = base::from_hex(hex);
        if (!bytes) return failed(StoreErrorKind::damaged, "parked bundle");
        return std::string{base::as_text(*bytes)};
    });
}

StoreResult<void> Parking::mark_seen(const SchoolId& school, std::int64_t id) {
    return database_.change([&](Connection& connection) -> StoreResult<void> {
        const long long number = id;
        soci::statement change =
            (connection.sql().prepare << "UPDATE parked SET is_seen = 1 WHERE school = :school AND "
                                         "id = :id",
             soci::use(school.value, "school"), soci::use(number, "id"));
        change.execute(true);
        if (change.get_affected_rows() < 1) return failed(StoreErrorKind::not_found, "parked bundle");
        return {};
    });
}

StoreResult<void> Parking::discard(const SchoolId& school, std::int64_t id) {
    return database_.change([&](Connection& connection) -> StoreResult<void> {
        const long long number = id;
        soci::statement change = (connection.sql().prepare << "DELETE FROM parked WHERE school = :school AND id = :id",
                                  soci::use(school.value, "school"), soci::use(number, "id"));
        change.execute(true);
        if (change.get_affected_rows() < 1) return failed(StoreErrorKind::not_found, "parked bundle");
        return {};
    });
}

}  // namespace server
