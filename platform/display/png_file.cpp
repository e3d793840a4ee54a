#include "platform/display/png_file.h"

#include <png.h>

namespace display {

base::Result<Picture, PngError> read_png(const std::filesystem::path& path) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return base::failure(PngError::cannot_read);
    if (png_image_begin_read_from_file(&image, path.c_str()) == 0) return base::failure(PngError::not_a_png);
    if (image.width > static_cast<png_uint_32>(kLargestPngSide) ||
        image.height > static_cast<png_uint_32>(kLargestPngSide)) {
        png_image_free(&image);
        return base::failure(PngError::too_large);
    }
    image.format = PNG_FORMAT_RGBA;
    Picture picture;
    picture.width = static_cast<int>(image.width);
    picture.height = static_cast<int>(image.height);
    picture.rgba.resize(PNG_IMAGE_SIZE(image));
    if (png_image_finish_read(&image, nullptr, picture.rgba.data(), 0, nullptr) == 0) {
        png_image_free(&image);
        return base::failure(PngError::not_a_png);
    }
    return picture;
}

base::Result<void, PngError> write_png(const std::filesystem::path& path, const Picture& picture) {
    std::vector<std::uint8_t> rgb;
    rgb.reserve(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) * 3);
    for (std::size_t i = 0; i + 3 < picture.rgba.size(); i += 4) {
        rgb.insert(rgb.end(), {picture.rgba[i], picture.rgba[i + 1], picture.rgba[i + 2]});
    }
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.width);
    image.height = static_cast<png_uint_32>(picture.height);
    image.format = PNG_FORMAT_RGB;
    image.flags = PNG_IMAGE_FLAG_FAST;
    if (png_image_write_to_file(&image, path.c_str(), 0, rgb.data(), 0, nullptr) == 0) {
        png_image_free(&image);
        return base::failure(PngError::cannot_write);
    }
    return {};
}

}  // namespace display
