#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "app/server/store/store.h"

namespace server {

// One bundle that a stick brought, as Administration takes and answers it.
[[nodiscard]] StoreResult<nlohmann::json> take_stick_bundle(Store& store, const std::optional<base::Bytes>& bundle);

}  // namespace server
