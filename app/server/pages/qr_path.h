#pragma once

#include <optional>
#include <string>

namespace server::pages {

// A QR code as the path of an SVG of size x size fields, the light margin of four fields with it. Nothing where the
// text is too long for one.
struct QrPicture {
    std::string path;
    int size = 0;
};
[[nodiscard]] std::optional<QrPicture> qr_picture(const std::string& text);

}  // namespace server::pages
