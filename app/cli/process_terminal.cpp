#include "app/cli/process_terminal.h"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

namespace cli {
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

class ProcessTerminal final : public Terminal {
  public:
    void out(std::string_view text) override {
        std::cout << text;
        std::cout.flush();
    }
    void error(std::string_view text) override {
        std::cout.flush();
        std::cerr << text;
    }
    std::optional<std::string> secret(std::string_view prompt) override {
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
    std::optional<std::string> ask(std::string_view prompt) override {
        if (is_interactive()) std::cerr << prompt;
        return line();
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

std::unique_ptr<Terminal> make_process_terminal() { return std::make_unique<ProcessTerminal>(); }

}  // namespace cli
