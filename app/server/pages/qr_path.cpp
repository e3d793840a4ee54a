#include "app/server/pages/qr_path.h"

#include "app/server/program/qr.h"

namespace server::pages {

std::optional<QrPicture> qr_picture(const std::string& text) {
    const auto fields = qr_fields(text);
    if (!fields) return std::nullopt;
    QrPicture picture{"", fields->size + 2 * kQrMargin};
    for (int y = 0; y < fields->size; ++y) {
        for (int x = 0; x < fields->size; ++x) {
            int width = 0;
            while (fields->is_dark(x + width, y)) ++width;
            if (width == 0) continue;
            const std::string across = std::to_string(width);
            picture.path += "M" + std::to_string(x + kQrMargin) + " " + std::to_string(y + kQrMargin) + "h" + across +
                            "v1h-" + across + "z";
            x += width;
        }
    }
    return picture;
}

}  // namespace server::pages
