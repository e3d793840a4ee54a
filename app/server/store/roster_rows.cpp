#include "app/server/store/roster_rows.h"

#include <algorithm>
#include <array>

#include "app/roster_snapshot/packing.h"
#include "app/roster_snapshot/snapshot.h"
#include "platform/base/bytes.h"

namespace server {

namespace {

constexpr std::array<std::string_view, 4> kOrigins{"import", "revert", "kiosk", "matching"};

}  // namespace

StoreResult<RosterKeeper> lock_rosters(Connection& connection, const SchoolId& school) {
    RosterKeeper keeper;
    connection.sql() << "SELECT acceptor_public, acceptor_private FROM schools WHERE id = :id" +
                            connection.dialect().lock_row_of("schools"),
        soci::into(keeper.acceptor_public), soci::into(keeper.acceptor_private), soci::use(school.value, "id");
    if (keeper.acceptor_private.empty()) return failed(StoreErrorKind::not_found, "school");
    return keeper;
}

std::string newest_roster_hash(Connection& connection, const SchoolId& school) {
    std::string hash;
    connection.sql() << "SELECT hash FROM rosters WHERE school = :school ORDER BY number DESC LIMIT 1",
        soci::into(hash), soci::use(school.value, "school");
    return hash;
}

std::string packed_roster_of(Connection& connection, const SchoolId& school, const std::string& hash) {
    std::string hex;
    connection.sql() << "SELECT " + connection.dialect().hex_of("packed") +
                            " FROM rosters WHERE school = :school AND hash = :hash",
        soci::into(hex), soci::use(school.value, "school"), soci::use(hash, "hash");
    const auto bytes = base::from_hex(hex);
    return bytes ? std::string{base::as_text(*bytes)} : std::string{};
}

StoreResult<std::string> roster_text_of(Connection& connection, const SchoolId& school, const std::string& hash) {
    const std::string packed = packed_roster_of(connection, school, hash);
    if (packed.empty()) return failed(StoreErrorKind::not_found, "list");
    auto text = roster_snapshot::unpack(base::as_bytes(packed), {});
    if (!text) return failed(StoreErrorKind::damaged, "a list");
    return std::move(*text);
}

StoreResult<domain::Roster> roster_of(Connection& connection, const SchoolId& school, const std::string& hash,
                                      const std::string& acceptor_public) {
    if (hash.empty()) return domain::Roster{};
    const auto text = roster_text_of(connection, school, hash);
    if (!text) return base::failure(text.error());
    auto snapshot = roster_snapshot::read(*text, acceptor_public);
    if (!snapshot) return failed(StoreErrorKind::damaged, "a list: " + snapshot.error().what);
    return std::move(snapshot->roster);
}

RosterEntry put_roster(Connection& connection, const SchoolId& school, const domain::Roster& roster,
                       std::string_view text, RosterOrigin origin, domain::Instant now) {
    RosterEntry entry{roster.number,
                      base::to_hex(roster_snapshot::hash_of(text)),
                      now,
                      origin,
                      roster.people.size(),
                      roster.groups.size(),
                      roster.meetings.size()};
    const auto number = static_cast<long long>(entry.number), people = static_cast<long long>(entry.people),
               groups = static_cast<long long>(entry.groups), meetings = static_cast<long long>(entry.meetings);
    const long long made_at = number_of(now);
    const std::string made_by{kOrigins[static_cast<std::size_t>(origin)]};
    const std::string packed = connection.dialect().bound(roster_snapshot::pack(text));
    connection.sql()
        << "INSERT INTO rosters (school, number, hash, made_at, made_by, people, groups, meetings, packed) "
           "VALUES (:school, :number, :hash, :made_at, :made_by, :people, :groups, :meetings, " +
               connection.dialect().bytes_of(":packed") + ")",
        soci::use(school.value, "school"), soci::use(number, "number"), soci::use(entry.hash, "hash"),
        soci::use(made_at, "made_at"), soci::use(made_by, "made_by"), soci::use(people, "people"),
        soci::use(groups, "groups"), soci::use(meetings, "meetings"), soci::use(packed, "packed");
    connection.sql() << "DELETE FROM rosters WHERE school = :school AND number <= (SELECT number FROM rosters WHERE "
                        "school = :same ORDER BY number DESC LIMIT 1 OFFSET " +
                            std::to_string(kRostersKept) + ")",
        soci::use(school.value, "school"), soci::use(school.value, "same");
    return entry;
}

StoreResult<std::vector<RosterEntry>> roster_entries_of(Connection& connection, const SchoolId& school) {
    std::vector<long long> numbers(kRostersKept), made(kRostersKept), people(kRostersKept), groups(kRostersKept),
        meetings(kRostersKept);
    std::vector<std::string> hashes(kRostersKept), origins(kRostersKept);
    connection.sql() << "SELECT number, hash, made_at, made_by, people, groups, meetings FROM rosters WHERE school = "
                        ":school ORDER BY number DESC LIMIT " +
                            std::to_string(kRostersKept),
        soci::into(numbers), soci::into(hashes), soci::into(made), soci::into(origins), soci::into(people),
        soci::into(groups), soci::into(meetings), soci::use(school.value, "school");
    std::vector<RosterEntry> all;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto found = std::find(kOrigins.begin(), kOrigins.end(), origins[i]);
        if (found == kOrigins.end()) return failed(StoreErrorKind::damaged, "who made a list");
        all.push_back({static_cast<std::uint64_t>(numbers[i]), hashes[i], instant_of(made[i]),
                       static_cast<RosterOrigin>(found - kOrigins.begin()), static_cast<std::uint64_t>(people[i]),
                       static_cast<std::uint64_t>(groups[i]), static_cast<std::uint64_t>(meetings[i])});
    }
    return all;
}

StoreResult<RosterEntry> publish_roster_rows(Connection& connection, const SchoolId& school, const RosterKeeper& keeper,
                                             domain::Roster roster, const std::vector<RosterEntry>& before,
                                             RosterOrigin origin, domain::Instant now) {
    if (!before.empty()) {
        const auto newest = roster_of(connection, school, before.front().hash, keeper.acceptor_public);
        // What was confirmed once stays: older lists that are put back do not know of it.
        if (newest) roster.aliases.add(newest->aliases);
        roster.aliases.leave_out_ids_of(roster);
        if (newest && same_lists(*newest, roster)) return before.front();
    }
    roster.number = before.empty() ? 1 : before.front().number + 1;
    roster_snapshot::Snapshot snapshot{school.value, std::move(roster)};
    const auto text = roster_snapshot::write(snapshot, keeper.acceptor_private);
    if (!text) {
        return failed(StoreErrorKind::refused, "the lists, line " + std::to_string(text.error().line) + ": " +
                                                   (text.error().what.empty() ? "too large" : text.error().what));
    }
    return put_roster(connection, school, snapshot.roster, *text, origin, now);
}

}  // namespace server
