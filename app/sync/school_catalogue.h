#pragma once

#include <optional>

#include "app/domain/catalogue.h"
#include "app/storage/store.h"

namespace syncing {

// The catalogue in force, as the store keeps it: of what the school has set, else one that was brought to this kiosk
// (Store::own_catalogue). It was verified when it was taken.
struct SchoolCatalogue {
    std::optional<domain::Catalogue> catalogue;  // nothing: the program's own is in force
    bool is_damaged = false;                     // there is one that cannot be read any more
};
[[nodiscard]] SchoolCatalogue catalogue_in(const std::optional<storage::SchoolSettings>& settings,
                                           std::string_view own = {});
// What the store does not give is not in force.
[[nodiscard]] SchoolCatalogue catalogue_in(storage::Store& store);

}  // namespace syncing
