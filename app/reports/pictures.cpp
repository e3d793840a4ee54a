#include "app/reports/pictures.h"

#include <cairo.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <numbers>

namespace reports {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr std::uint32_t kGround = 0xFFFFFF;

struct Point {
    double x, y;
};

struct Canvas {
    cairo_t* c;

    void ink(std::uint32_t rgb) const {
        cairo_set_source_rgb(c, static_cast<double>(rgb >> 16 & 0xFF) / 255, static_cast<double>(rgb >> 8 & 0xFF) / 255,
                             static_cast<double>(rgb & 0xFF) / 255);
    }
    void path(std::initializer_list<Point> points) const {
        cairo_new_path(c);
        for (const auto& point : points) cairo_line_to(c, point.x, point.y);
    }
    void shape(std::initializer_list<Point> points, std::uint32_t rgb) const {
        path(points);
        fill(rgb);
    }
    void fill(std::uint32_t rgb) const {
        cairo_close_path(c);
        ink(rgb);
        cairo_fill(c);
    }
    void stroke(std::uint32_t rgb, double width, bool round) const {
        ink(rgb);
        cairo_set_line_width(c, width);
        cairo_set_line_cap(c, round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
        cairo_set_line_join(c, round ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER);
        cairo_stroke(c);
    }
    void line(Point from, Point to, std::uint32_t rgb, double width, bool round = true) const {
        path({from, to});
        stroke(rgb, width, round);
    }
    void circle(double x, double y, double r, std::uint32_t rgb) const {
        cairo_new_path(c);
        cairo_arc(c, x, y, r, 0, 2 * kPi);
        fill(rgb);
    }
    void ring(double x, double y, double r, std::uint32_t rgb, double width) const {
        cairo_new_path(c);
        cairo_arc(c, x, y, r, 0, 2 * kPi);
        stroke(rgb, width, false);
    }
    void box(double x0, double y0, double x1, double y1, std::uint32_t rgb) const {
        shape({{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}, rgb);
    }
};

void kite(const Canvas& c) {
    c.shape({{50, 24}, {69, 47}, {50, 71}, {31, 47}}, 0x3B5BDB);
    c.line({50, 23}, {50, 72}, kGround, 2.1, false);
    c.line({30, 47}, {70, 47}, kGround, 2.1, false);
    cairo_new_path(c.c);
    cairo_move_to(c.c, 50.5, 71);
    cairo_curve_to(c.c, 55, 75, 55, 78, 51, 82);
    c.stroke(0x3B5BDB, 2.6, true);
}

void fish(const Canvas& c) {
    cairo_new_path(c.c);
    cairo_move_to(c.c, 26, 50);
    cairo_curve_to(c.c, 35, 36, 49, 35, 62, 50);
    cairo_curve_to(c.c, 49, 65, 35, 64, 26, 50);
    c.fill(0xF2784B);
    c.shape({{60.5, 50}, {75.5, 38}, {75.5, 62}}, 0xF2784B);
    c.circle(38, 46.5, 2.8, kGround);
}

void sun(const Canvas& c) {
    c.circle(50, 50, 13.4, 0xF0A400);
    for (int i = 0; i < 8; ++i) {
        const double a = kPi / 4 * i, x = std::cos(a), y = std::sin(a);
        c.line({50 + 18.8 * x, 50 + 18.8 * y}, {50 + 24.2 * x, 50 + 24.2 * y}, 0xF0A400, 4.4);
    }
}

void tree(const Canvas& c) {
    c.box(46, 58, 54, 75.5, 0x8A5A2B);
    c.circle(50, 43.5, 18.8, 0x16855B);
}

void key(const Canvas& c) {
    c.ring(39.5, 42.5, 12, 0xB8860B, 7.4);
    c.line({48, 51}, {70.5, 73}, 0xB8860B, 7);
    c.line({63.5, 66}, {70.5, 59.5}, 0xB8860B, 7);
}

void mug(const Canvas& c) {
    c.ring(62, 51.5, 11, 0xC2255C, 4.6);
    cairo_new_path(c.c);
    cairo_move_to(c.c, 31, 37);
    cairo_line_to(c.c, 62, 37);
    cairo_arc(c.c, 53, 61.5, 9, 0, kPi / 2);
    cairo_arc(c.c, 40, 61.5, 9, kPi / 2, kPi);
    c.fill(0xC2255C);
}

void boat(const Canvas& c) {
    c.shape({{51, 26}, {51, 54}, {31, 54}}, 0xB197E8);
    c.shape({{55, 33}, {68, 54}, {55, 54}}, 0xD7C8F4);
    c.shape({{26, 58}, {74, 58}, {64.5, 72.5}, {35.5, 72.5}}, 0x7048B6);
}

void star(const Canvas& c) {
    cairo_new_path(c.c);
    for (int i = 0; i < 10; ++i) {
        const double a = -kPi / 2 + kPi / 5 * i, r = i % 2 == 0 ? 27.5 : 12.6;
        cairo_line_to(c.c, 50 + r * std::cos(a), 50.8 + r * std::sin(a));
    }
    c.fill(0xF0A400);
}

void house(const Canvas& c) {
    c.box(31, 47, 69, 72.5, 0xF6D6B8);
    c.shape({{50, 26}, {75.5, 48.5}, {24.5, 48.5}}, 0xC2412D);
    c.box(44.5, 55.5, 55.5, 72.5, 0x8A5A2B);
}

void leaf(const Canvas& c) {
    cairo_new_path(c.c);
    cairo_move_to(c.c, 73, 27.5);
    cairo_curve_to(c.c, 73.5, 50, 62, 71, 29, 69);
    cairo_curve_to(c.c, 27, 47, 41, 30.5, 73, 27.5);
    c.fill(0x37A16A);
    c.line({28.5, 73}, {58.5, 43.5}, 0x1D6B45, 3);
}

void ball(const Canvas& c) {
    c.circle(50, 50, 24, 0xE03131);
    c.line({25, 50}, {75, 50}, kGround, 2.6, false);
    for (const double side : {-1.0, 1.0}) {
        cairo_new_path(c.c);
        cairo_move_to(c.c, 50, 25);
        cairo_curve_to(c.c, 50 + side * 11.5, 36, 50 + side * 11.5, 64, 50, 75);
        c.stroke(kGround, 2.6, false);
    }
}

void bell(const Canvas& c) {
    cairo_new_path(c.c);
    cairo_move_to(c.c, 34.5, 50);
    cairo_curve_to(c.c, 34, 20, 66, 20, 65.5, 50);
    for (int i = 0; i <= 8; ++i) {
        const double t = i / 8.0;
        cairo_line_to(c.c, 50 + 15.5 + 6 * t * t * t, 49.5 + 15 * t);
    }
    for (int i = 8; i >= 0; --i) {
        const double t = i / 8.0;
        cairo_line_to(c.c, 50 - 15.5 - 6 * t * t * t, 49.5 + 15 * t);
    }
    c.fill(0x1098AD);
    c.circle(50, 70, 5.3, 0x0B7285);
}

}  // namespace

void draw_picture(cairo_t* context, int picture) {
    using Draw = void (*)(const Canvas&);
    constexpr std::array<Draw, 12> kDraw = {kite, fish, sun, tree, key, mug, boat, star, house, leaf, ball, bell};
    kDraw[static_cast<std::size_t>(picture) % kDraw.size()](Canvas{context});
}

}  // namespace reports
