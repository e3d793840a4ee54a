#pragma once

#include <filesystem>
#include <memory>

#include "tests/support/kiosk_hand/kiosk_hand.h"

namespace touch {

// An empty folder of this test, removed with it.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

[[nodiscard]] support::Programs programs();

// tap_counter on a server. end() ends it in order and says how many rows its log has.
class Target {
  public:
    Target(const support::Server& server, const std::filesystem::path& folder);
    [[nodiscard]] support::Point here();
    [[nodiscard]] support::Point elsewhere();
    // Check-ins in the log, after the program has ended by itself. Throws where they are not p1, p2, p3 ... once each.
    [[nodiscard]] int end();

    [[nodiscard]] static std::vector<std::string> command(const std::filesystem::path& folder);

  private:
    std::filesystem::path folder_;
    support::UiTrace trace_;
    std::unique_ptr<support::Process> process_;
};

// How many different people are checked in there, each once; throws where one is twice.
[[nodiscard]] int rows(const std::filesystem::path& data);

}  // namespace touch
