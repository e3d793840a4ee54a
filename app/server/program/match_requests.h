#pragma once

#include <nlohmann/json.hpp>

#include "app/server/store/store.h"

namespace server {

// The part of administration.h's requests that is about lists that kiosks bring along: those that begin with "match_".
// A sentence of a refusal stands in the error's detail.
[[nodiscard]] StoreResult<nlohmann::json> answer_match(Store& store, const nlohmann::json& request);

}  // namespace server
