#include "app/server/program/qr.h"

#include "app/qr_code/qr_code.h"

namespace server {

std::optional<std::string> qr_text(const std::string& text) {
    const auto fields = qr_code::encode(text);
    if (!fields) return std::nullopt;
    std::string lines;
    // Two rows of fields make a line of letters.
    for (int y = -qr_code::kMargin; y < fields->size + qr_code::kMargin; y += 2) {
        for (int x = -qr_code::kMargin; x < fields->size + qr_code::kMargin; ++x) {
            const bool upper = !fields->is_dark(x, y);
            const bool lower = y + 1 < fields->size + qr_code::kMargin && !fields->is_dark(x, y + 1);
            lines += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
        }
        lines += '\n';
    }
    return lines;
}

}  // namespace server
