#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cli {

// What the command says and what it is told. One thread.
class Terminal {
  public:
    virtual ~Terminal() = default;
    virtual void out(std::string_view text) = 0;    // the answer: stdout
    virtual void error(std::string_view text) = 0;  // what went wrong: stderr
    // A line that nobody may see. From the terminal without echo, after the prompt; where stdin is none, its next line,
    // without the prompt. Nothing at the end of input.
    [[nodiscard]] virtual std::optional<std::string> secret(std::string_view prompt) = 0;
    // A line that may be seen; the same rules.
    [[nodiscard]] virtual std::optional<std::string> ask(std::string_view prompt) = 0;
    [[nodiscard]] virtual bool is_interactive() const = 0;  // a person sits at stdin
};

}  // namespace cli
