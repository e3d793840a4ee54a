#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "app/i18n/texts.h"

namespace i18n {

// The translations of one .mo file ("ru"; English is the ids themselves and has none). Immutable; any thread.
class Messages {
  public:
    [[nodiscard]] static base::Result<std::unique_ptr<const Messages>, TextsError> load(
        const std::string& language, const std::filesystem::path& assets);
    virtual ~Messages() = default;

    // Nothing (nullptr) where there is no translation. An empty context stands for none.
    [[nodiscard]] virtual const char* find(const std::string& context, const std::string& id) const = 0;
    [[nodiscard]] virtual const char* find_plural(const std::string& id, long long n) const = 0;

    // Both halves of the file, for the glyphs of a font: every id and every translation, joined.
    [[nodiscard]] virtual const std::string& all_ids() const = 0;
    [[nodiscard]] virtual const std::string& all_translations() const = 0;
};

}  // namespace i18n
