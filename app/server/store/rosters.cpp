// The part of Store that keeps the schools' lists.
#include "app/roster_snapshot/packing.h"
#include "app/roster_snapshot/snapshot.h"
#include "app/server/store/roster_rows.h"
#include "app/server/store/state.h"

namespace server {

StoreResult<RosterEntry> Store::publish_roster(const SchoolId& school, domain::Roster roster, std::uint64_t based_on,
                                               RosterOrigin origin) {
    const domain::Instant now = state_->ports.clock.read().wall;
    return state_->database->change([&](Connection& connection) -> StoreResult<RosterEntry> {
        const auto keeper = lock_rosters(connection, school);
        if (!keeper) return base::failure(keeper.error());
        const auto before = roster_entries_of(connection, school);
        if (!before) return base::failure(before.error());
        if ((before->empty() ? 0 : before->front().number) != based_on) {
            return failed(StoreErrorKind::exists, "somebody else has changed the lists meanwhile");
        }
        return publish_roster_rows(connection, school, *keeper, std::move(roster), *before, origin, now);
    });
}

StoreResult<RosterEntry> Store::revert_roster(const SchoolId& school, std::uint64_t number) {
    const domain::Instant now = state_->ports.clock.read().wall;
    return state_->database->change([&](Connection& connection) -> StoreResult<RosterEntry> {
        const auto keeper = lock_rosters(connection, school);
        if (!keeper) return base::failure(keeper.error());
        const auto before = roster_entries_of(connection, school);
        if (!before) return base::failure(before.error());
        const auto wanted = std::find_if(before->begin(), before->end(),
                                         [number](const RosterEntry& one) { return one.number == number; });
        if (wanted == before->end()) return failed(StoreErrorKind::not_found, "list");
        auto roster = roster_of(connection, school, wanted->hash, keeper->acceptor_public);
        if (!roster) return base::failure(roster.error());
        return publish_roster_rows(connection, school, *keeper, std::move(*roster), *before, RosterOrigin::revert, now);
    });
}

StoreResult<RosterEntry> Store::take_back_roster(const SchoolId& school, const domain::KioskId& kiosk,
                                                 std::string_view text) {
    const auto giver = this->kiosk(school, kiosk);
    if (!giver) return base::failure(giver.error());
    const domain::Instant now = state_->ports.clock.read().wall;
    return state_->database->change([&](Connection& connection) -> StoreResult<RosterEntry> {
        const auto keeper = lock_rosters(connection, school);
        if (!keeper) return base::failure(keeper.error());
        const auto before = roster_entries_of(connection, school);
        if (!before) return base::failure(before.error());
        auto ours = roster_snapshot::read(text, keeper->acceptor_public);
        if (ours && ours->school == school.value) {
            if (!before->empty() && before->front().number >= ours->roster.number) {
                return failed(StoreErrorKind::exists, "lists that are as new");
            }
            return put_roster(connection, school, ours->roster, text, RosterOrigin::kiosk, now);
        }
        auto own = roster_snapshot::read(text, giver->public_key);
        if (!own || own->school != school.value) {
            const std::string why = own ? std::string{"of another school"} : own.error().what;
            return failed(StoreErrorKind::refused, "a kiosk's lists: " + (why.empty() ? "not signed by it" : why));
        }
        if (!before->empty()) return failed(StoreErrorKind::exists, "the school has lists already");
        return publish_roster_rows(connection, school, *keeper, std::move(own->roster), *before, RosterOrigin::kiosk, now);
    });
}

StoreResult<std::vector<RosterEntry>> Store::rosters(const SchoolId& school) {
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    return state_->database->run([&](Connection& connection) { return roster_entries_of(connection, school); });
}

StoreResult<domain::Roster> Store::roster(const SchoolId& school) {
    const auto known = this->school(school);
    if (!known) return base::failure(known.error());
    return state_->database->run([&](Connection& connection) {
        return roster_of(connection, school, newest_roster_hash(connection, school), known->acceptor_public);
    });
}

StoreResult<std::string> Store::roster_hash(const SchoolId& school) {
    return state_->database->run(
        [&](Connection& connection) -> StoreResult<std::string> { return newest_roster_hash(connection, school); });
}

StoreResult<std::string> Store::roster_text(const SchoolId& school, std::uint64_t number) {
    return state_->database->run([&](Connection& connection) -> StoreResult<std::string> {
        std::string hash;
        const auto wanted = static_cast<long long>(number);
        connection.sql() << "SELECT hash FROM rosters WHERE school = :school AND number = :number", soci::into(hash),
            soci::use(school.value, "school"), soci::use(wanted, "number");
        return roster_text_of(connection, school, hash);
    });
}

StoreResult<std::string> Store::roster_text(const SchoolId& school, const std::string& hash) {
    return state_->database->run([&](Connection& connection) { return roster_text_of(connection, school, hash); });
}

StoreResult<std::string> Store::packed_roster(const SchoolId& school, const std::string& hash) {
    return state_->database->run([&](Connection& connection) -> StoreResult<std::string> {
        std::string packed = packed_roster_of(connection, school, hash);
        if (packed.empty()) return failed(StoreErrorKind::not_found, "list");
        return packed;
    });
}

}  // namespace server
