#include "app/server/program/qr.h"

#include <qrencode.h>

#include <memory>

namespace server {

namespace {

constexpr int kQuiet = 4;  // fields of light around it: ISO/IEC 18004

struct Free {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

std::optional<std::string> qr_text(const std::string& text) {
    const std::unique_ptr<QRcode, Free> code{QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1)};
    if (!code) return std::nullopt;
    const auto is_light = [&code](int x, int y) {
        if (x < 0 || y < 0 || x >= code->width || y >= code->width) return true;
        return (code->data[y * code->width + x] & 1) == 0;
    };
    std::string lines;
    // Two rows of fields make a line of letters.
    for (int y = -kQuiet; y < code->width + kQuiet; y += 2) {
        for (int x = -kQuiet; x < code->width + kQuiet; ++x) {
            const bool upper = is_light(x, y);
            const bool lower = y + 1 < code->width + kQuiet && is_light(x, y + 1);
            lines += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
        }
        lines += '\n';
    }
    return lines;
}

}  // namespace server
