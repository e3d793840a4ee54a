#include "app/server/program/carried_roster.h"

#include "app/roster_snapshot/packing.h"

namespace server {

roster_snapshot::SnapshotResult<CarriedRoster> carried(domain::Roster roster, const eventlog::Random& random) {
    const eventlog::KeyPair key = eventlog::make_kiosk_key(random);
    const auto text = roster_snapshot::write({"carried", std::move(roster)}, key.private_half);
    if (!text) return base::failure(text.error());
    return CarriedRoster{base::to_hex(roster_snapshot::pack(*text)), key.public_half};
}

std::optional<domain::Roster> roster_carried(const std::string& packed, const std::string& signed_by) {
    const auto bytes = base::from_hex(packed);
    if (!bytes) return std::nullopt;
    const auto text = roster_snapshot::unpack(*bytes, {});
    if (!text) return std::nullopt;
    auto snapshot = roster_snapshot::read(*text, signed_by);
    if (!snapshot) return std::nullopt;
    return std::move(snapshot->roster);
}

}  // namespace server
