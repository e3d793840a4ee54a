#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace api {

// A line that nobody may see, from whoever started the program. One thread; waits for him.
class SecretInput {
  public:
    virtual ~SecretInput() = default;
    // From the terminal without echo, after the prompt; where standard input is none, its next line, without the prompt.
    // Nothing at the end of input.
    [[nodiscard]] virtual std::optional<std::string> read(std::string_view prompt) = 0;
    [[nodiscard]] virtual bool is_interactive() const = 0;  // a person sits at standard input
};

}  // namespace api
