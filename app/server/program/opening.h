#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/server/program/context.h"
#include "app/server/store/store.h"

namespace server {

// The store that the options name; makes it where there is none.
[[nodiscard]] StoreResult<std::unique_ptr<Store>> open_store(const Context& context, const DataOptions& options);
// Where kiosks find the server: as it was told, else as the last one that started here was; an empty host where neither
// is so.
[[nodiscard]] joining::Address public_address_of(const Context& context, const DataOptions& options);

}  // namespace server
