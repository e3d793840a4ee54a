#include "platform/base/utf8.h"

#include <cstdint>

namespace base {

std::optional<std::size_t> count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++count) {
        const auto lead = static_cast<std::uint8_t>(text[i]);
        std::size_t length = 0;
        std::uint32_t value = 0, least = 0;
        if (lead < 0x80) {
            ++i;
            continue;
        } else if (lead >= 0xC0 && lead < 0xE0) {
            length = 2, value = lead & 0x1FU, least = 0x80;
        } else if (lead >= 0xE0 && lead < 0xF0) {
            length = 3, value = lead & 0x0FU, least = 0x800;
        } else if (lead >= 0xF0 && lead < 0xF8) {
            length = 4, value = lead & 0x07U, least = 0x10000;
        } else {
            return std::nullopt;
        }
        if (text.size() - i < length) return std::nullopt;
        for (std::size_t k = 1; k < length; ++k) {
            const auto byte = static_cast<std::uint8_t>(text[i + k]);
            if ((byte & 0xC0U) != 0x80) return std::nullopt;
            value = value << 6 | (byte & 0x3FU);
        }
        const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
        if (value < least || value > 0x10FFFF || surrogate) return std::nullopt;
        i += length;
    }
    return count;
}

}  // namespace base
