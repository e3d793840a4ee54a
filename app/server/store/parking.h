#pragma once

#include "app/server/store/bundle_source.h"
#include "app/server/store/database.h"

// Inside app/server/store only.
namespace server {

// Where refused bundles are kept for a person to see. `school` empty: of no school that is known.
class Parking {
  public:
    Parking(Database& database, Limits limits) : database_(database), limits_(limits) {}

    struct Bundle {
        SchoolId school{};
        domain::KioskId kiosk{};  // empty: none that is known
        bool is_signed = false;   // by that kiosk
        Refusal reason = Refusal::damaged;
        domain::Instant received_at{};
    };
    // false: there is no room, and it was counted. The same bytes are kept once.
    [[nodiscard]] StoreResult<bool> put(const Bundle& bundle, const BundleSource& source);

    [[nodiscard]] StoreResult<ParkedList> list(const SchoolId& school);
    [[nodiscard]] StoreResult<std::string> bytes(const SchoolId& school, std::int64_t id);
    [[nodiscard]] StoreResult<void> mark_seen(const SchoolId& school, std::int64_t id);
    [[nodiscard]] StoreResult<void> discard(const SchoolId& school, std::int64_t id);

  private:
    Database& database_;
    const Limits limits_;
};

}  // namespace server
