#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "platform/linux/linux.h"

namespace platform_linux {

namespace {

// Echo is off for as long as it lives.
class EchoOff {
  public:
    EchoOff() {
        known_ = tcgetattr(STDIN_FILENO, &before_) == 0;
        if (!known_) return;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ~EchoOff() {
        if (known_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    EchoOff(const EchoOff&) = delete;
    EchoOff& operator=(const EchoOff&) = delete;

  private:
    termios before_{};
    bool known_ = false;
};

class TerminalSecrets final : public api::SecretInput {
  public:
    std::optional<std::string> read(std::string_view prompt) override {
        if (!is_interactive()) return line();
        std::cerr << prompt;
        std::optional<std::string> answer;
        {
            const EchoOff quiet;
            answer = line();
        }
        std::cerr << '\n';
        return answer;
    }
    bool is_interactive() const override { return isatty(STDIN_FILENO) == 1; }

  private:
    static std::optional<std::string> line() {
        std::string text;
        if (!std::getline(std::cin, text)) return std::nullopt;
        if (!text.empty() && text.back() == '\r') text.pop_back();
        return text;
    }
};

}  // namespace

std::unique_ptr<api::SecretInput> make_secret_input() {
    return std::make_unique<TerminalSecrets>();
}

}  // namespace platform_linux
