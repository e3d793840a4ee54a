#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "platform/display/png_file.h"
#include "tests/support/catch.h"

namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path = fs::temp_directory_path() / ("vstrecha-png-" + std::to_string(getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
};

}  // namespace

TEST_CASE("A picture that was written is read again, pixel for pixel") {
    const Folder folder;
    display::Picture picture{3, 2, {}};
    for (std::uint8_t i = 0; i < 6; ++i)
        picture.rgba.insert(picture.rgba.end(), {static_cast<std::uint8_t>(i * 40), i, 7, 255});
    REQUIRE(display::write_png(folder.path / "a.png", picture));
    const auto again = display::read_png(folder.path / "a.png");
    REQUIRE(again);
    CHECK(again->width == 3);
    CHECK(again->height == 2);
    CHECK(again->rgba == picture.rgba);
}

TEST_CASE("What is no PNG is refused, each in its own way") {
    const Folder folder;
    CHECK(display::read_png(folder.path / "missing.png").error() == display::PngError::cannot_read);
    CHECK(display::read_png(folder.path).error() == display::PngError::cannot_read);
    std::ofstream(folder.path / "b.png") << "GIF89a, not a PNG at all";
    CHECK(display::read_png(folder.path / "b.png").error() == display::PngError::not_a_png);
    display::Picture wide{display::kLargestPngSide + 1, 1,
                          std::vector<std::uint8_t>(4 * (display::kLargestPngSide + 1))};
    REQUIRE(display::write_png(folder.path / "c.png", wide));
    CHECK(display::read_png(folder.path / "c.png").error() == display::PngError::too_large);
    CHECK(display::write_png(folder.path / "no" / "d.png", wide).error() == display::PngError::cannot_write);
}

TEST_CASE("A PNG that ends too early is refused") {
    const Folder folder;
    display::Picture picture{64, 64, std::vector<std::uint8_t>(4 * 64 * 64)};
    for (std::size_t i = 0; i < picture.rgba.size(); ++i) picture.rgba[i] = static_cast<std::uint8_t>(i * i);
    REQUIRE(display::write_png(folder.path / "whole.png", picture));
    fs::resize_file(folder.path / "whole.png", fs::file_size(folder.path / "whole.png") / 2);
    CHECK(display::read_png(folder.path / "whole.png").error() == display::PngError::not_a_png);
}
