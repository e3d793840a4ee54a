#include "app/reports/pictures.h"

#include <cairo.h>

#include <numbers>

#include "app/pictures/pictures.h"

namespace reports {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr std::uint32_t kGround = 0xFFFFFF;

struct Canvas {
    cairo_t* c;

    void set(pictures::Ink ink) const {
        const std::uint32_t rgb = ink.value_or(kGround);
        cairo_set_source_rgb(c, static_cast<double>(rgb >> 16 & 0xFF) / 255, static_cast<double>(rgb >> 8 & 0xFF) / 255,
                             static_cast<double>(rgb & 0xFF) / 255);
    }
    void path(const std::vector<pictures::Point>& points) const {
        cairo_new_path(c);
        for (const auto& point : points) cairo_line_to(c, point.x, point.y);
    }
    void circle(pictures::Point middle, double radius) const {
        cairo_new_path(c);
        cairo_arc(c, middle.x, middle.y, radius, 0, 2 * kPi);
    }
    void fill(pictures::Ink ink) const {
        cairo_close_path(c);
        set(ink);
        cairo_fill(c);
    }
    void stroke(pictures::Ink ink, double width, bool round) const {
        set(ink);
        cairo_set_line_width(c, width);
        cairo_set_line_cap(c, round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
        cairo_set_line_join(c, round ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER);
        cairo_stroke(c);
    }

    void operator()(const pictures::Polygon& shape) const {
        path(shape.corners);
        fill(shape.ink);
    }
    void operator()(const pictures::Line& shape) const {
        path(shape.points);
        stroke(shape.ink, shape.width, shape.round_ends);
    }
    void operator()(const pictures::Disc& shape) const {
        circle(shape.middle, shape.radius);
        fill(shape.ink);
    }
    void operator()(const pictures::Ring& shape) const {
        circle(shape.middle, shape.radius);
        stroke(shape.ink, shape.width, false);
    }
    void operator()(const pictures::Box& shape) const {
        const double r = shape.corner, left = shape.from.x, top = shape.from.y, right = shape.to.x, bottom = shape.to.y;
        cairo_new_path(c);
        cairo_arc(c, right - r, top + r, r, -kPi / 2, 0);
        cairo_arc(c, right - r, bottom - r, r, 0, kPi / 2);
        cairo_arc(c, left + r, bottom - r, r, kPi / 2, kPi);
        cairo_arc(c, left + r, top + r, r, kPi, 3 * kPi / 2);
        fill(shape.ink);
    }
};

}  // namespace

void draw_picture(cairo_t* context, int picture) {
    for (const auto& shape : pictures::picture(picture)) std::visit(Canvas{context}, shape);
}

}  // namespace reports
