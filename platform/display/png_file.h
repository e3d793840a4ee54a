#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "platform/base/result.h"

namespace display {

// Pixels, row by row from the top, four bytes each: red, green, blue, alpha (not premultiplied).
struct Picture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;
};

enum class PngError { cannot_read, not_a_png, too_large, cannot_write };

// The largest side that is read; a logo of more is a mistake, and would take the memory of the kiosk.
inline constexpr int kLargestPngSide = 4096;

// Any kind of PNG, as RGBA. Any thread.
[[nodiscard]] base::Result<Picture, PngError> read_png(const std::filesystem::path& path);
// Opaque (alpha is left out). Not durable: for pictures of screens. Any thread.
[[nodiscard]] base::Result<void, PngError> write_png(const std::filesystem::path& path, const Picture& picture);

}  // namespace display
