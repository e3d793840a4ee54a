#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "app/server/store/store.h"

// The part of administration.h that is about users of the pages.
namespace server {

//   {"do":"user_list","school"}   {"users":[{"login","name","role","school","disabled","first_time","signed_in_at"}]}
//   {"do":"user_add","login","name","role","school"}     {"password"}, shown once
//   {"do":"user_reset","login"}                          {"password"}
//   {"do":"user_disable","login"}, {"do":"user_enable","login"}           {}
//   {"do":"school_zone","school","zone"}                 {}
// `schools`: the ones that the request is about.
[[nodiscard]] bool is_about_users(const std::string& what);
[[nodiscard]] StoreResult<nlohmann::json> answer_about_users(Store& store, const std::string& what,
                                                             const nlohmann::json& request,
                                                             const std::vector<School>& schools);

}  // namespace server
