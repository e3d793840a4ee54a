#include "app/server/program/qr.h"

#include <qrencode.h>

#include <memory>

namespace server {

namespace {

struct Free {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

std::optional<QrFields> qr_fields(const std::string& text) {
    const std::unique_ptr<QRcode, Free> code{QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1)};
    if (!code) return std::nullopt;
    QrFields fields{code->width, {}};
    for (int i = 0; i < code->width * code->width; ++i) fields.dark.push_back((code->data[i] & 1) != 0);
    return fields;
}

std::optional<std::string> qr_text(const std::string& text) {
    const auto fields = qr_fields(text);
    if (!fields) return std::nullopt;
    std::string lines;
    // Two rows of fields make a line of letters.
    for (int y = -kQrMargin; y < fields->size + kQrMargin; y += 2) {
        for (int x = -kQrMargin; x < fields->size + kQrMargin; ++x) {
            const bool upper = !fields->is_dark(x, y);
            const bool lower = y + 1 < fields->size + kQrMargin && !fields->is_dark(x, y + 1);
            lines += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
        }
        lines += '\n';
    }
    return lines;
}

}  // namespace server
