#pragma once

#include <nlohmann/json.hpp>

#include "app/server/store/store.h"

namespace server {

// What a kiosk is given on a stick, as Administration answers it: sealed to the kiosk's key, in hexadecimal; "" where
// there is nothing to give.
[[nodiscard]] StoreResult<nlohmann::json> stick_gift(Store& store, const SchoolId& school,
                                                     const domain::KioskId& kiosk);

}  // namespace server
