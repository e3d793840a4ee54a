#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace catalogue {

struct Stray {
    int line = 0;  // from 1
    std::string what;
};

// What toml++ must not be given (found by tests/fuzz: it has undefined behaviour then): a character beyond ASCII
// outside quotes and comments, which TOML does not allow there; a quote right behind a letter or a number; a line
// within """ that ends with a backslash. Looks at quotes and comments only, so that what is wrong otherwise is left to
// toml++. A byte order mark at the start is fine. Pure.
[[nodiscard]] std::optional<Stray> find_stray(std::string_view toml);

}  // namespace catalogue
