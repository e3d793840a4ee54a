// The part of Store that keeps the schools' lists.
#include "app/eventlog/signing.h"
#include "app/roster_snapshot/packing.h"
#include "app/roster_snapshot/snapshot.h"
#include "app/server/store/state.h"

namespace server {

namespace {

constexpr std::array<std::string_view, 3> kOrigins{"import", "revert", "kiosk"};

// Of a school that is locked until the transaction ends: numbers follow each other, whoever else publishes.
struct Keeper {
    std::string acceptor_public, acceptor_private;
};
StoreResult<Keeper> lock(Connection& connection, const SchoolId& school) {
    Keeper keeper;
    connection.sql() << "SELECT acceptor_public, acceptor_private FROM schools WHERE id = :id" +
                            connection.dialect().lock_row_of("schools"),
        soci::into(keeper.acceptor_public), soci::into(keeper.acceptor_private), soci::use(school.value, "id");
    if (keeper.acceptor_private.empty()) return failed(StoreErrorKind::not_found, "school");
    return keeper;
}

std::string newest_hash(Connection& connection, const SchoolId& school) {
    std::string hash;
    connection.sql() << "SELECT hash FROM rosters WHERE school = :school ORDER BY number DESC LIMIT 1",
        soci::into(hash), soci::use(school.value, "school");
    return hash;
}

// Empty: there is none.
std::string packed_of(Connection& connection, const SchoolId& school, const std::string& hash) {
    std::string hex;
    connection.sql() << "SELECT " + connection.dialect().hex_of("packed") +
                            " FROM rosters WHERE school = :school AND hash = :hash",
        soci::into(hex), soci::use(school.value, "school"), soci::use(hash, "hash");
    const auto bytes = base::from_hex(hex);
    return bytes ? std::string{base::as_text(*bytes)} : std::string{};
}

StoreResult<std::string> text_of(Connection& connection, const SchoolId& school, const std::string& hash) {
    const std::string packed = packed_of(connection, school, hash);
    if (packed.empty()) return failed(StoreErrorKind::not_found, "list");
    auto text = roster_snapshot::unpack(base::as_bytes(packed), {});
    if (!text) return failed(StoreErrorKind::damaged, "a list");
    return std::move(*text);
}

StoreResult<domain::Roster> roster_of(Connection& connection, const SchoolId& school, const std::string& hash,
                                      const std::string& acceptor_public) {
    if (hash.empty()) return domain::Roster{};
    const auto text = text_of(connection, school, hash);
    if (!text) return base::failure(text.error());
    auto snapshot = roster_snapshot::read(*text, acceptor_public);
    if (!snapshot) return failed(StoreErrorKind::damaged, "a list: " + snapshot.error().what);
    return std::move(snapshot->roster);
}

RosterEntry put(Connection& connection, const SchoolId& school, const domain::Roster& roster, std::string_view text,
                RosterOrigin origin, domain::Instant now) {
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

StoreResult<std::vector<RosterEntry>> entries_of(Connection& connection, const SchoolId& school) {
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

// Publishes under the next number within the caller's transaction, which has locked the school.
StoreResult<RosterEntry> publish(Connection& connection, const SchoolId& school, const Keeper& keeper,
                                 domain::Roster roster, const std::vector<RosterEntry>& before, RosterOrigin origin,
                                 domain::Instant now) {
    if (!before.empty()) {
        const auto newest = roster_of(connection, school, before.front().hash, keeper.acceptor_public);
        if (newest && same_lists(*newest, roster)) return before.front();
    }
    roster.number = before.empty() ? 1 : before.front().number + 1;
    roster_snapshot::Snapshot snapshot{school.value, std::move(roster)};
    const auto text = roster_snapshot::write(snapshot, keeper.acceptor_private);
    if (!text) {
        return failed(StoreErrorKind::refused, "the lists, line " + std::to_string(text.error().line) + ": " +
                                                   (text.error().what.empty() ? "too large" : text.error().what));
    }
    return put(connection, school, snapshot.roster, *text, origin, now);
}

}  // namespace

StoreResult<RosterEntry> Store::publish_roster(const SchoolId& school, domain::Roster roster, std::uint64_t based_on,
                                               RosterOrigin origin) {
    const domain::Instant now = state_->ports.clock.read().wall;
    return state_->database->change([&](Connection& connection) -> StoreResult<RosterEntry> {
        const auto keeper = lock(connection, school);
        if (!keeper) return base::failure(keeper.error());
        const auto before = entries_of(connection, school);
        if (!before) return base::failure(before.error());
        if ((before->empty() ? 0 : before->front().number) != based_on) {
            return failed(StoreErrorKind::exists, "somebody else has changed the lists meanwhile");
        }
        return publish(connection, school, *keeper, std::move(roster), *before, origin, now);
    });
}

StoreResult<RosterEntry> Store::revert_roster(const SchoolId& school, std::uint64_t number) {
    const domain::Instant now = state_->ports.clock.read().wall;
    return state_->database->change([&](Connection& connection) -> StoreResult<RosterEntry> {
        const auto keeper = lock(connection, school);
        if (!keeper) return base::failure(keeper.error());
        const auto before = entries_of(connection, school);
        if (!before) return base::failure(before.error());
        const auto wanted = std::find_if(before->begin(), before->end(),
                                         [number](const RosterEntry& one) { return one.number == number; });
        if (wanted == before->end()) return failed(StoreErrorKind::not_found, "list");
        auto roster = roster_of(connection, school, wanted->hash, keeper->acceptor_public);
        if (!roster) return base::failure(roster.error());
        return publish(connection, school, *keeper, std::move(*roster), *before, RosterOrigin::revert, now);
    });
}

StoreResult<RosterEntry> Store::take_back_roster(const SchoolId& school, const domain::KioskId& kiosk,
                                                 std::string_view text) {
    const auto giver = this->kiosk(school, kiosk);
    if (!giver) return base::failure(giver.error());
    const domain::Instant now = state_->ports.clock.read().wall;
    return state_->database->change([&](Connection& connection) -> StoreResult<RosterEntry> {
        const auto keeper = lock(connection, school);
        if (!keeper) return base::failure(keeper.error());
        const auto before = entries_of(connection, school);
        if (!before) return base::failure(before.error());
        auto ours = roster_snapshot::read(text, keeper->acceptor_public);
        if (ours && ours->school == school.value) {
            if (!before->empty() && before->front().number >= ours->roster.number) {
                return failed(StoreErrorKind::exists, "lists that are as new");
            }
            return put(connection, school, ours->roster, text, RosterOrigin::kiosk, now);
        }
        auto own = roster_snapshot::read(text, giver->public_key);
        if (!own || own->school != school.value) {
            const std::string why = own ? std::string{"of another school"} : own.error().what;
            return failed(StoreErrorKind::refused, "a kiosk's lists: " + (why.empty() ? "not signed by it" : why));
        }
        if (!before->empty()) return failed(StoreErrorKind::exists, "the school has lists already");
        return publish(connection, school, *keeper, std::move(own->roster), *before, RosterOrigin::kiosk, now);
    });
}

StoreResult<std::vector<RosterEntry>> Store::rosters(const SchoolId& school) {
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    return state_->database->run([&](Connection& connection) { return entries_of(connection, school); });
}

StoreResult<domain::Roster> Store::roster(const SchoolId& school) {
    const auto known = this->school(school);
    if (!known) return base::failure(known.error());
    return state_->database->run([&](Connection& connection) {
        return roster_of(connection, school, newest_hash(connection, school), known->acceptor_public);
    });
}

StoreResult<std::string> Store::roster_hash(const SchoolId& school) {
    return state_->database->run(
        [&](Connection& connection) -> StoreResult<std::string> { return newest_hash(connection, school); });
}

StoreResult<std::string> Store::roster_text(const SchoolId& school, std::uint64_t number) {
    return state_->database->run([&](Connection& connection) -> StoreResult<std::string> {
        std::string hash;
        const auto wanted = static_cast<long long>(number);
        connection.sql() << "SELECT hash FROM rosters WHERE school = :school AND number = :number", soci::into(hash),
            soci::use(school.value, "school"), soci::use(wanted, "number");
        return text_of(connection, school, hash);
    });
}

StoreResult<std::string> Store::roster_text(const SchoolId& school, const std::string& hash) {
    return state_->database->run([&](Connection& connection) { return text_of(connection, school, hash); });
}

StoreResult<std::string> Store::packed_roster(const SchoolId& school, const std::string& hash) {
    return state_->database->run([&](Connection& connection) -> StoreResult<std::string> {
        std::string packed = packed_of(connection, school, hash);
        if (packed.empty()) return failed(StoreErrorKind::not_found, "list");
        return packed;
    });
}

}  // namespace server
