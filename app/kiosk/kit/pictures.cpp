// The twelve pictures by which a child is found, on a square of 100 by 100 (its middle 62 carry the picture, as on the
// look's tiles of 144). Flat shapes only.
#include <cmath>
#include <numbers>

#include "app/kiosk/kit/painter.h"

namespace kiosk::kit {

namespace {

using Point = Painter::Point;
constexpr float kPi = std::numbers::pi_v<float>;

// A picture's own coordinates and colours, faded towards the ground.
struct Canvas {
    Painter& p;
    float x, y, unit;
    std::uint32_t ground;
    float faded;

    [[nodiscard]] Point at(float px, float py) const { return {x + px * unit, y + py * unit}; }
    [[nodiscard]] std::uint32_t ink(std::uint32_t rgb) const { return mixed(rgb, ground, faded); }
    void shape(std::vector<Point> points, std::uint32_t rgb) const {
        for (Point& q : points) q = at(q.x, q.y);
        p.convex(points, ink(rgb));
    }
    void line(std::vector<Point> points, std::uint32_t rgb, float width, bool round = true) const {
        for (Point& q : points) q = at(q.x, q.y);
        p.stroke(points, ink(rgb), width * unit, round);
    }
    void gap(std::vector<Point> points, float width) const {  // a line in the colour of the ground
        for (Point& q : points) q = at(q.x, q.y);
        p.stroke(points, ground, width * unit, false);
    }
    void circle(float cx, float cy, float r, std::uint32_t rgb) const {
        const Point q = at(cx, cy);
        p.circle(q.x, q.y, r * unit, ink(rgb));
    }
    void ring(float cx, float cy, float r, std::uint32_t rgb, float width) const {
        const Point q = at(cx, cy);
        p.ring(q.x, q.y, r * unit, ink(rgb), width * unit);
    }
    void box(float x0, float y0, float x1, float y1, std::uint32_t rgb, float radius = 0) const {
        p.rect({x + x0 * unit, y + y0 * unit, (x1 - x0) * unit, (y1 - y0) * unit}, ink(rgb), radius * unit);
    }
};

// Coordinates below are of a square of 100 around the tile's middle, where the look's tile has 144 pixels.

void kite(const Canvas& c) {
    c.shape({{50, 24}, {69, 47}, {50, 71}, {31, 47}}, 0x3B5BDB);
    c.gap({{50, 23}, {50, 72}}, 2.1f);
    c.gap({{30, 47}, {70, 47}}, 2.1f);
    std::vector<Point> tail{{50.5f, 71}};
    Painter::curve(tail, {55, 75}, {55, 78}, {51, 82});
    c.line(tail, 0x3B5BDB, 2.6f, true);
}

void fish(const Canvas& c) {
    std::vector<Point> body{{26, 50}};
    Painter::curve(body, {35, 36}, {49, 35}, {62, 50});
    Painter::curve(body, {49, 65}, {35, 64}, {26, 50});
    body.pop_back();
    c.shape(body, 0xF2784B);
    c.shape({{60.5f, 50}, {75.5f, 38}, {75.5f, 62}}, 0xF2784B);
    const Point eye = c.at(38, 46.5f);
    c.p.circle(eye.x, eye.y, 2.8f * c.unit, c.ground);
}

void sun(const Canvas& c) {
    c.circle(50, 50, 13.4f, 0xF0A400);
    for (int i = 0; i < 8; ++i) {
        const float a = kPi / 4 * static_cast<float>(i), x = std::cos(a), y = std::sin(a);
        c.line({{50 + 18.8f * x, 50 + 18.8f * y}, {50 + 24.2f * x, 50 + 24.2f * y}}, 0xF0A400, 4.4f);
    }
}

void tree(const Canvas& c) {
    c.box(46, 58, 54, 75.5f, 0x8A5A2B);
    c.circle(50, 43.5f, 18.8f, 0x16855B);
}

void key(const Canvas& c) {
    c.ring(39.5f, 42.5f, 12, 0xB8860B, 7.4f);
    c.line({{48, 51}, {70.5f, 73}}, 0xB8860B, 7);
    c.line({{63.5f, 66}, {70.5f, 59.5f}}, 0xB8860B, 7);
}

void mug(const Canvas& c) {
    const Point handle = c.at(62, 51.5f);
    c.p.ring(handle.x, handle.y, 11 * c.unit, c.ink(0xC2255C), 4.6f * c.unit);
    c.box(31, 37, 62, 60, 0xC2255C);
    c.box(31, 45, 62, 70.5f, 0xC2255C, 9);
}

void boat(const Canvas& c) {
    c.shape({{51, 26}, {51, 54}, {31, 54}}, 0xB197E8);
    c.shape({{55, 33}, {68, 54}, {55, 54}}, 0xD7C8F4);
    c.shape({{26, 58}, {74, 58}, {64.5f, 72.5f}, {35.5f, 72.5f}}, 0x7048B6);
}

void star(const Canvas& c) {
    constexpr float kOuter = 27.5f, kInner = 12.6f, kMiddle = 50.8f;
    std::vector<Point> outer, inner;
    for (int i = 0; i < 5; ++i) {
        const float a = -kPi / 2 + 2 * kPi / 5 * static_cast<float>(i), b = a + kPi / 5;
        outer.push_back({50 + kOuter * std::cos(a), kMiddle + kOuter * std::sin(a)});
        inner.push_back({50 + kInner * std::cos(b), kMiddle + kInner * std::sin(b)});
    }
    // Five points around a pentagon. They overlap it a little, or the smoothed edges would leave hair lines.
    for (std::size_t i = 0; i < 5; ++i) {
        const Point before = inner[(i + 4) % 5], after = inner[i], tip = outer[i];
        c.shape({tip, after, {50, kMiddle}, before}, 0xF0A400);
    }
    for (std::size_t i = 0; i < 5; ++i) {
        const Point before = inner[(i + 4) % 5], tip = outer[(i + 0) % 5], after = inner[i];
        const Point middle{(before.x + after.x) / 2, (before.y + after.y) / 2};
        c.line({{50, kMiddle}, {middle.x + (tip.x - middle.x) * 0.35f, middle.y + (tip.y - middle.y) * 0.35f}},
               0xF0A400, 5, false);
        c.line({{50, kMiddle}, {50 + (after.x - 50) * 0.93f, kMiddle + (after.y - kMiddle) * 0.93f}}, 0xF0A400, 2,
               false);
    }
}

void house(const Canvas& c) {
    c.box(31, 47, 69, 72.5f, 0xF6D6B8);
    c.shape({{50, 26}, {75.5f, 48.5f}, {24.5f, 48.5f}}, 0xC2412D);
    c.box(44.5f, 55.5f, 55.5f, 72.5f, 0x8A5A2B);
}

void leaf(const Canvas& c) {
    // Two convex halves along the leaf's rib.
    std::vector<Point> whole{{73, 27.5f}};
    Painter::curve(whole, {73.5f, 50}, {62, 71}, {29, 69});
    Painter::curve(whole, {27, 47}, {41, 30.5f}, {73, 27.5f});
    whole.pop_back();
    c.shape(whole, 0x37A16A);
    c.line({{28.5f, 73}, {58.5f, 43.5f}}, 0x1D6B45, 3);
}

void ball(const Canvas& c) {
    c.circle(50, 50, 24, 0xE03131);
    c.gap({{25, 50}, {75, 50}}, 2.6f);
    // Two arcs from pole to pole.
    for (const float side : {-1.0f, 1.0f}) {
        std::vector<Point> arc{{50, 25}};
        Painter::curve(arc, {50 + side * 11.5f, 36}, {50 + side * 11.5f, 64}, {50, 75});
        c.gap(arc, 2.6f);
    }
}

void bell(const Canvas& c) {
    // A dome of straight sides over a skirt, each convex.
    std::vector<Point> dome{{34.5f, 50}};
    Painter::curve(dome, {34, 20}, {66, 20}, {65.5f, 50});
    c.shape(dome, 0x1098AD);
    std::vector<Point> left{{34.5f, 49.5f}}, right;
    for (int i = 0; i < 8; ++i) {
        // The skirt widens in slices: the sides are hollow, so it is no convex shape.
        const float t0 = static_cast<float>(i) / 8, t1 = static_cast<float>(i + 1) / 8;
        const float w0 = 15.5f + 6 * t0 * t0 * t0, w1 = 15.5f + 6 * t1 * t1 * t1;
        const float y0 = 49.5f + 15 * t0, y1 = 49.5f + 15 * t1 + (i < 7 ? 0.7f : 0);
        c.shape({{50 - w0, y0}, {50 + w0, y0}, {50 + w1, y1}, {50 - w1, y1}}, 0x1098AD);
    }
    c.circle(50, 70, 5.3f, 0x0B7285);
}

}  // namespace

void draw_picture(Painter& painter, Rect where, int picture, std::uint32_t ground, float faded) {
    const float side = std::min(where.w, where.h);
    const Canvas canvas{painter, where.centre_x() - side / 2, where.centre_y() - side / 2, side / 100, ground, faded};
    using Draw = void (*)(const Canvas&);
    constexpr Draw kDraw[] = {kite, fish, sun, tree, key, mug, boat, star, house, leaf, ball, bell};
    kDraw[static_cast<std::size_t>(picture) % std::size(kDraw)](canvas);
}

}  // namespace kiosk::kit
