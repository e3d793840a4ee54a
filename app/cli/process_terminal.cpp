#include "app/cli/process_terminal.h"

#include <iostream>
#include <utility>

namespace cli {
namespace {

class ProcessTerminal final : public Terminal {
  public:
    explicit ProcessTerminal(std::unique_ptr<api::SecretInput> secrets) : secrets_(std::move(secrets)) {}
    void out(std::string_view text) override {
        std::cout << text;
        std::cout.flush();
    }
    void error(std::string_view text) override {
        std::cout.flush();
        std::cerr << text;
    }
    std::optional<std::string> secret(std::string_view prompt) override { return secrets_->read(prompt); }
    std::optional<std::string> ask(std::string_view prompt) override {
        if (is_interactive()) std::cerr << prompt;
        return line();
    }
    bool is_interactive() const override { return secrets_->is_interactive(); }

  private:
    static std::optional<std::string> line() {
        std::string text;
        if (!std::getline(std::cin, text)) return std::nullopt;
        if (!text.empty() && text.back() == '\r') text.pop_back();
        return text;
    }
    const std::unique_ptr<api::SecretInput> secrets_;
};

}  // namespace

std::unique_ptr<Terminal> make_process_terminal(std::unique_ptr<api::SecretInput> secrets) {
    return std::make_unique<ProcessTerminal>(std::move(secrets));
}

}  // namespace cli
