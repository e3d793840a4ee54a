#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <unordered_map>

namespace display {

// How much closer two characters of a font stand than their advances say («Го», «Та»): ImGui knows nothing of it. Asks
// HarfBuzz once a pair and remembers. UI thread. Private to this folder.
class Kerning {
  public:
    explicit Kerning(const std::filesystem::path& font);
    ~Kerning();
    Kerning(const Kerning&) = delete;
    Kerning& operator=(const Kerning&) = delete;

    // In ems; mostly 0, mostly negative where not.
    [[nodiscard]] float between(char32_t first, char32_t second);

  private:
    struct Shaper;
    std::unique_ptr<Shaper> shaper_;
    std::unordered_map<std::uint64_t, float> known_;
};

}  // namespace display
