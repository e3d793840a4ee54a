#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/catalogue/catalogue.h"

namespace catalogue {

// The files of a catalogue as one text, for who keeps them: "catalogue 1", then for each file a line "SIZE NAME", its
// content and a line feed. Names have no control characters.
[[nodiscard]] std::string pack_files(const std::vector<CatalogueFile>& files);
// Nothing where it is no such text.
[[nodiscard]] std::optional<std::vector<CatalogueFile>> unpack_files(std::string_view packed);

}  // namespace catalogue
