#pragma once

#include <optional>
#include <string>
#include <vector>

namespace server {

inline constexpr int kQrMargin = 4;  // fields of light around it: ISO/IEC 18004

struct QrFields {
    int size = 0;            // of one side
    std::vector<bool> dark;  // row by row
    [[nodiscard]] bool is_dark(int x, int y) const {
        const bool is_within = x >= 0 && y >= 0 && x < size && y < size;
        return is_within &&
               dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(size) + static_cast<std::size_t>(x)];
    }
};
// Nothing where the text is too long for one.
[[nodiscard]] std::optional<QrFields> qr_fields(const std::string& text);

// A QR code of `text` as lines of block characters, for a terminal with light letters on a dark ground: the light
// fields are drawn. Nothing where the text is too long for one.
[[nodiscard]] std::optional<std::string> qr_text(const std::string& text);

}  // namespace server
