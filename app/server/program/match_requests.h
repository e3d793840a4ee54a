#pragma once

#include <nlohmann/json.hpp>

#include "app/server/store/store.h"

namespace server {

// "Ли Ксения, 10А, 12.03.2010"
[[nodiscard]] std::string described(const domain::Person& person);
// "7: Ли Ксения – Ким Лев, Оюн Ася"
[[nodiscard]] std::string described(const domain::Group& group, const domain::RosterIndex& index);

// The part of administration.h's requests that is about lists that kiosks bring along: those that begin with "match_".
// A sentence of a refusal stands in the error's detail.
[[nodiscard]] StoreResult<nlohmann::json> answer_match(Store& store, const nlohmann::json& request);

}  // namespace server
