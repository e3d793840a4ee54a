#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "app/server/program/context.h"

// How a command asks what administration.h lists.
namespace server {

using Json = nlohmann::json;

// The answer's object, or nothing where a sentence said why not.
[[nodiscard]] std::optional<Json> ask(const Context& context, const DataOptions& options, const Json& request);
// A member as text, a list or an object: empty where there is none.
[[nodiscard]] std::string text_in(const Json& json, const char* name);
[[nodiscard]] Json list_in(const Json& json, const char* name);
[[nodiscard]] Json object_in(const Json& json, const char* name);

}  // namespace server
