#pragma once

#include <memory>

#include "app/i18n/texts.h"
#include "app/server/program/context.h"

namespace server {

// In the language of the environment: English where it says so, else Russian.
[[nodiscard]] std::shared_ptr<const i18n::Texts> texts_of(const Context& context);

}  // namespace server
