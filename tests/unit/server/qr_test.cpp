#include "app/server/program/qr.h"

#include <vector>

#include "platform/base/utf8.h"
#include "tests/support/catch.h"

namespace {

// true: light, as a terminal shows it.
std::vector<std::vector<bool>> fields_of(const std::string& text) {
    std::vector<std::vector<bool>> rows;
    std::vector<bool> upper, lower;
    for (const char32_t point : base::code_points(text)) {
        if (point == U'\n') {
            rows.push_back(std::move(upper));
            rows.push_back(std::move(lower));
            upper.clear();
            lower.clear();
            continue;
        }
        REQUIRE((point == U'█' || point == U'▀' || point == U'▄' || point == U' '));
        upper.push_back(point == U'█' || point == U'▀');
        lower.push_back(point == U'█' || point == U'▄');
    }
    return rows;
}

}  // namespace

TEST_CASE("A QR code in the terminal is square, has a light margin of four, and the three marks by which it is found") {
    const auto text = server::qr_text("vstrecha://school.lan:8443/ABCDEFGHJK");
    REQUIRE(text);
    const auto fields = fields_of(*text);
    const std::size_t side = fields.front().size();
    REQUIRE(fields.size() >= side);
    CHECK((side - 8 - 17) % 4 == 0);  // 21, 25, 29 ... fields without the margin
    const auto is_light = [&](std::size_t x, std::size_t y) { return fields[y][x]; };
    for (std::size_t i = 0; i < side; ++i) {
        for (std::size_t edge = 0; edge < 4; ++edge) {
            CHECK(is_light(i, edge));
            CHECK(is_light(edge, i));
            CHECK(is_light(side - 1 - edge, i));
            CHECK(is_light(i, side - 1 - edge));
        }
    }
    // Dark, light, three dark, light, dark: through the middle of each mark.
    const std::vector<bool> mark{false, true, false, false, false, true, false};
    for (std::size_t i = 0; i < mark.size(); ++i) {
        CHECK(is_light(4 + i, 7) == mark[i]);
        CHECK(is_light(7, 4 + i) == mark[i]);
        CHECK(is_light(side - 11 + i, 7) == mark[i]);
        CHECK(is_light(7, side - 11 + i) == mark[i]);
    }
}

TEST_CASE("A text that is too long for a QR code gives none") {
    CHECK_FALSE(server::qr_text(std::string(10'000, 'x')));
}
