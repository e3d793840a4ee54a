#pragma once

#include <optional>

#include "app/domain/catalogue.h"
#include "app/storage/store.h"

namespace syncing {

// The catalogue of what the school has set, as the store keeps it. It was verified when it was taken.
struct SchoolCatalogue {
    std::optional<domain::Catalogue> catalogue;  // nothing: the program's own is in force
    bool is_damaged = false;                     // there is one that cannot be read any more
};
[[nodiscard]] SchoolCatalogue catalogue_in(const std::optional<storage::SchoolSettings>& settings);

}  // namespace syncing
