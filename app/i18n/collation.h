#pragma once

#include <memory>
#include <string_view>

#include "app/domain/settings.h"

namespace i18n {

// The order of a language for people: ё beside е, numbers by value. Any thread.
class Collation {
  public:
    [[nodiscard]] static std::unique_ptr<const Collation> load(domain::Language language);
    virtual ~Collation() = default;
    [[nodiscard]] virtual int compare(std::string_view a, std::string_view b) const = 0;
};

}  // namespace i18n
