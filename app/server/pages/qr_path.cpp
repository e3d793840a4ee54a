#include "app/server/pages/qr_path.h"

#include "app/qr_code/qr_code.h"

namespace server::pages {

std::optional<QrPicture> qr_picture(const std::string& text) {
    const auto fields = qr_code::encode(text);
    if (!fields) return std::nullopt;
    QrPicture picture{"", fields->size + 2 * qr_code::kMargin};
    for (int y = 0; y < fields->size; ++y) {
        for (int x = 0; x < fields->size; ++x) {
            int width = 0;
            while (fields->is_dark(x + width, y)) ++width;
            if (width == 0) continue;
            const std::string across = std::to_string(width);
            picture.path += "M" + std::to_string(x + qr_code::kMargin) + " " + std::to_string(y + qr_code::kMargin) + "h" + across +
                            "v1h-" + across + "z";
            x += width;
        }
    }
    return picture;
}

}  // namespace server::pages
