#include "app/pictures/pictures.h"

#include <algorithm>

#include "app/kiosk/kit/painter.h"

namespace kiosk::kit {

namespace {

// A picture's own coordinates on a square of the window, its colours faded towards the ground.
struct Canvas {
    Painter& painter;
    float x, y, unit;
    std::uint32_t ground;
    float faded;

    [[nodiscard]] Painter::Point at(pictures::Point p) const { return {x + p.x * unit, y + p.y * unit}; }
    [[nodiscard]] std::vector<Painter::Point> at(const std::vector<pictures::Point>& points) const {
        std::vector<Painter::Point> placed;
        for (const auto& p : points) placed.push_back(at(p));
        return placed;
    }
    [[nodiscard]] std::uint32_t colour(pictures::Ink ink) const { return ink ? mixed(*ink, ground, faded) : ground; }

    void operator()(const pictures::Polygon& shape) const { painter.convex(at(shape.corners), colour(shape.ink)); }
    void operator()(const pictures::Line& shape) const {
        painter.stroke(at(shape.points), colour(shape.ink), shape.width * unit, shape.round_ends);
    }
    void operator()(const pictures::Disc& shape) const {
        const auto middle = at(shape.middle);
        painter.circle(middle.x, middle.y, shape.radius * unit, colour(shape.ink));
    }
    void operator()(const pictures::Ring& shape) const {
        const auto middle = at(shape.middle);
        painter.ring(middle.x, middle.y, shape.radius * unit, colour(shape.ink), shape.width * unit);
    }
    void operator()(const pictures::Box& shape) const {
        const auto from = at(shape.from), to = at(shape.to);
        painter.rect({from.x, from.y, to.x - from.x, to.y - from.y}, colour(shape.ink), shape.corner * unit);
    }
};

}  // namespace

void draw_picture(Painter& painter, Rect where, int picture, std::uint32_t ground, float faded) {
    const float side = std::min(where.w, where.h);
    const Canvas canvas{painter, where.centre_x() - side / 2, where.centre_y() - side / 2, side / 100, ground, faded};
    for (const auto& shape : pictures::picture(picture)) std::visit(canvas, shape);
}

}  // namespace kiosk::kit
