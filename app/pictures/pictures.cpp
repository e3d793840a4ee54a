#include "app/pictures/pictures.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "app/domain/person.h"

namespace pictures {

namespace {

constexpr float kPi = std::numbers::pi_v<float>;
constexpr Point kMiddle{50, 50};

Point on_circle(Point middle, float radius, float angle) {
    return {middle.x + radius * std::cos(angle), middle.y + radius * std::sin(angle)};
}

// A curve of Bézier's from the last point on, cut into straight pieces.
void curve(std::vector<Point>& points, Point first, Point second, Point to) {
    const Point from = points.back();
    constexpr int kPieces = 14;
    for (int i = 1; i <= kPieces; ++i) {
        const float t = static_cast<float>(i) / kPieces, u = 1 - t;
        const float a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
        points.push_back({a * from.x + b * first.x + c * second.x + d * to.x,
                          a * from.y + b * first.y + c * second.y + d * to.y});
    }
}

Picture kite() {
    std::vector<Point> tail{{50.5f, 71}};
    curve(tail, {55, 75}, {55, 78}, {51, 82});
    return {Polygon{{{50, 24}, {69, 47}, {50, 71}, {31, 47}}, 0x3B5BDB}, Line{{{50, 23}, {50, 72}}, {}, 2.1f, false},
            Line{{{30, 47}, {70, 47}}, {}, 2.1f, false}, Line{std::move(tail), 0x3B5BDB, 2.6f}};
}

Picture fish() {
    std::vector<Point> body{{26, 50}};
    curve(body, {35, 36}, {49, 35}, {62, 50});
    curve(body, {49, 65}, {35, 64}, {26, 50});
    body.pop_back();
    return {Polygon{std::move(body), 0xF2784B}, Polygon{{{60.5f, 50}, {75.5f, 38}, {75.5f, 62}}, 0xF2784B},
            Disc{{38, 46.5f}, 2.8f, {}}};
}

Picture sun() {
    Picture sun{Disc{kMiddle, 13.4f, 0xF0A400}};
    for (int i = 0; i < 8; ++i) {
        const float angle = kPi / 4 * static_cast<float>(i);
        sun.push_back(Line{{on_circle(kMiddle, 18.8f, angle), on_circle(kMiddle, 24.2f, angle)}, 0xF0A400, 4.4f});
    }
    return sun;
}

Picture tree() {
    return {Box{{46, 58}, {54, 75.5f}, 0x8A5A2B}, Disc{{50, 43.5f}, 18.8f, 0x16855B}};
}

Picture key() {
    return {Ring{{39.5f, 42.5f}, 12, 0xB8860B, 7.4f}, Line{{{48, 51}, {70.5f, 73}}, 0xB8860B, 7},
            Line{{{63.5f, 66}, {70.5f, 59.5f}}, 0xB8860B, 7}};
}

Picture mug() {
    return {Ring{{62, 51.5f}, 11, 0xC2255C, 4.6f}, Box{{31, 37}, {62, 60}, 0xC2255C},
            Box{{31, 45}, {62, 70.5f}, 0xC2255C, 9}};
}

Picture boat() {
    return {Polygon{{{51, 26}, {51, 54}, {31, 54}}, 0xB197E8}, Polygon{{{55, 33}, {68, 54}, {55, 54}}, 0xD7C8F4},
            Polygon{{{26, 58}, {74, 58}, {64.5f, 72.5f}, {35.5f, 72.5f}}, 0x7048B6}};
}

Picture star() {
    constexpr Point kHeart{50, 50.8f};
    constexpr float kOuter = 27.5f, kInner = 12.6f;
    constexpr std::uint32_t kYellow = 0xF0A400;
    const auto tip = [&](int i) { return on_circle(kHeart, kOuter, kPi * (0.4f * static_cast<float>(i) - 0.5f)); };
    const auto notch = [&](int i) { return on_circle(kHeart, kInner, kPi * (0.4f * static_cast<float>(i) - 0.3f)); };
    Picture star;
    for (int i = 0; i < 5; ++i) star.push_back(Polygon{{tip(i), notch(i), kHeart, notch(i + 4)}, kYellow});
    // Where the five kites touch, smoothed edges would leave hair lines: these lie over them, within the star.
    for (int i = 0; i < 5; ++i) {
        const auto towards = [&](Point to, float share) {
            return Point{kHeart.x + (to.x - kHeart.x) * share, kHeart.y + (to.y - kHeart.y) * share};
        };
        star.push_back(Line{{kHeart, towards(tip(i), 0.6f)}, kYellow, 5, false});
        star.push_back(Line{{kHeart, towards(notch(i), 0.93f)}, kYellow, 2, false});
    }
    return star;
}

Picture house() {
    return {Box{{31, 47}, {69, 72.5f}, 0xF6D6B8}, Polygon{{{50, 26}, {75.5f, 48.5f}, {24.5f, 48.5f}}, 0xC2412D},
            Box{{44.5f, 55.5f}, {55.5f, 72.5f}, 0x8A5A2B}};
}

Picture leaf() {
    std::vector<Point> blade{{73, 27.5f}};
    curve(blade, {73.5f, 50}, {62, 71}, {29, 69});
    curve(blade, {27, 47}, {41, 30.5f}, {73, 27.5f});
    blade.pop_back();
    return {Polygon{std::move(blade), 0x37A16A}, Line{{{28.5f, 73}, {58.5f, 43.5f}}, 0x1D6B45, 3}};
}

Picture ball() {
    Picture ball{Disc{kMiddle, 24, 0xE03131}, Line{{{25, 50}, {75, 50}}, {}, 2.6f, false}};
    for (const float side : {-1.0f, 1.0f}) {
        std::vector<Point> seam{{50, 25}};
        curve(seam, {50 + side * 11.5f, 36}, {50 + side * 11.5f, 64}, {50, 75});
        ball.push_back(Line{std::move(seam), {}, 2.6f, false});
    }
    return ball;
}

Picture bell() {
    std::vector<Point> dome{{34.5f, 50}};
    curve(dome, {34, 20}, {66, 20}, {65.5f, 50});
    Picture bell{Polygon{std::move(dome), 0x1098AD}};
    // The skirt widens in slices that overlap a little: its sides are hollow, so it is no convex shape.
    constexpr int kSlices = 8;
    const auto half_width = [](float t) { return 15.5f + 6 * t * t * t; };
    for (int i = 0; i < kSlices; ++i) {
        const float above = static_cast<float>(i) / kSlices, below = static_cast<float>(i + 1) / kSlices;
        const float top = 49.5f + 15 * above, bottom = 49.5f + 15 * below + (i + 1 < kSlices ? 0.7f : 0);
        bell.push_back(Polygon{{{50 - half_width(above), top},
                                {50 + half_width(above), top},
                                {50 + half_width(below), bottom},
                                {50 - half_width(below), bottom}},
                               0x1098AD});
    }
    bell.push_back(Disc{{50, 70}, 5.3f, 0x0B7285});
    return bell;
}

}  // namespace

const Picture& picture(int number) {
    static const std::array<Picture, 12> all = {kite(), fish(), sun(),  tree(),  key(),  mug(),
                                                boat(), star(), house(), leaf(), ball(), bell()};
    static_assert(domain::kPictureCount == 12);
    return all[static_cast<std::size_t>(number) % all.size()];
}

}  // namespace pictures
