#include "app/qr_code/qr_code.h"

#include <qrencode.h>

#include <memory>

namespace qr_code {

std::optional<Fields> encode(const std::string& text) {
    struct Free {
        void operator()(QRcode* code) const { QRcode_free(code); }
    };
    // Of the versions and modes the least that holds it: digits alone make a smaller one.
    const std::unique_ptr<QRcode, Free> code{QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1)};
    if (!code) return std::nullopt;
    Fields fields{code->width, {}};
    for (int i = 0; i < code->width * code->width; ++i) fields.dark.push_back((code->data[i] & 1) != 0);
    return fields;
}

}  // namespace qr_code
