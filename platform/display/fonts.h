#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "platform/base/result.h"

struct ImFont;
struct ImFontAtlas;

namespace display {

class Kerning;

enum class Weight { medium, bold, extra_bold };

// One size of one weight, with just the characters it may have to show.
struct FontRequest {
    Weight weight = Weight::medium;
    float em_pixels = 16;  // the em of typographers and of CSS, not ascender to descender as ImGui counts
    float tracking = 0;    // extra space between characters, in ems
    std::u32string characters;
    friend bool operator==(const FontRequest&, const FontRequest&) = default;
};

// A square of ink per unit em between ascender and descender of Inter: (1984 + 494) / 2048.
inline constexpr float kLineOfEm = 2478.0f / 2048.0f;

enum class FontsError { no_font_file, not_built };

// The glyphs of this window's sizes, drawn by FreeType into one 8-bit texture. Build it on any thread, as long as that
// thread has no ImGui context of its own; use it on the UI thread. A character that Inter has not, or that was not
// asked for, shows as an empty square, U+25A1.
class Fonts {
  public:
    // Where Debian puts Inter (fonts-inter), first the folders given.
    [[nodiscard]] static base::Result<std::unique_ptr<Fonts>, FontsError> build(
        std::vector<FontRequest> requests, const std::vector<std::filesystem::path>& folders = {});
    ~Fonts();
    Fonts(const Fonts&) = delete;
    Fonts& operator=(const Fonts&) = delete;

    [[nodiscard]] ImFontAtlas& atlas() { return *atlas_; }
    // As asked for, but for em_pixels: it is rounded so that lines are whole pixels, by 2 % at most.
    [[nodiscard]] const std::vector<FontRequest>& requests() const { return requests_; }
    [[nodiscard]] ImFont* font(std::size_t request) const { return fonts_.at(request); }
    // Pixels that `second` stands closer to `first` (negative) or farther. UI thread.
    [[nodiscard]] float kerning(std::size_t request, char32_t first, char32_t second) const;
    [[nodiscard]] bool has(std::size_t request, char32_t character) const;

    // One byte a pixel, row by row; null after release_pixels(), which gives the memory back once it is a texture.
    struct Pixels {
        const std::uint8_t* data = nullptr;
        int width = 0, height = 0;
    };
    [[nodiscard]] Pixels pixels() const;
    void release_pixels();
    void set_texture(std::uintptr_t texture);

  private:
    Fonts();
    std::unique_ptr<ImFontAtlas> atlas_;
    std::vector<FontRequest> requests_;
    std::vector<ImFont*> fonts_;
    std::map<Weight, std::unique_ptr<Kerning>> kerning_;
};

// The file of a weight, or nothing.
[[nodiscard]] std::filesystem::path find_font(Weight weight, const std::vector<std::filesystem::path>& folders);

}  // namespace display
