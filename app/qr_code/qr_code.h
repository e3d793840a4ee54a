#pragma once

#include <optional>
#include <string>
#include <vector>

namespace qr_code {

inline constexpr int kMargin = 4;  // fields of light around it: ISO/IEC 18004

// The fields of a QR code, row by row, without the margin.
struct Fields {
    int size = 0;  // of a side
    std::vector<bool> dark;
    [[nodiscard]] bool is_dark(int x, int y) const {  // false outside
        if (x < 0 || y < 0 || x >= size || y >= size) return false;
        return dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(size) + static_cast<std::size_t>(x)];
    }
    friend bool operator==(const Fields&, const Fields&) = default;
};

// With error correction M, which bears a scratch of 15 %. Nothing where the text is too long for one. Pure.
[[nodiscard]] std::optional<Fields> encode(const std::string& text);

}  // namespace qr_code
