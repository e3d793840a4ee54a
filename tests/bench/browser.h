#pragma once

#include <filesystem>

#include "tests/bench/subject.h"

namespace bench {

// Debian's Chromium in kiosk mode on the bench's own page, with a profile made new for every start.
[[nodiscard]] Subject browser(const support::Server& server, const std::filesystem::path& page,
                              const std::filesystem::path& folder, int width, int height);
// Empty where there is no Chromium here.
[[nodiscard]] std::string browser_program();

// The bench's own least window (bare_window.cpp).
[[nodiscard]] Subject bare_window(const support::Server& server, const std::filesystem::path& programs, int width,
                                  int height, const std::filesystem::path& record = {});

constexpr std::uint32_t kPageReady = 0x3B5BDB, kPageRecorded = 0x16855B;

}  // namespace bench
