#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace pictures {

// The pictures by which a child is found, as flat shapes on a square of 100 by 100, x to the right and y down, in the
// order in which they are painted. The screen and the printed card paint the same ones: what a child learns from the
// card is what he finds on the kiosk.

struct Point {
    float x = 0, y = 0;
};
using Ink = std::optional<std::uint32_t>;  // 0xRRGGBB; none: the ground shows through

struct Polygon {  // convex, in either sense
    std::vector<Point> corners;
    Ink ink;
};
struct Line {
    std::vector<Point> points;
    Ink ink;
    float width = 1;
    bool round_ends = true;
};
struct Disc {
    Point middle;
    float radius = 0;
    Ink ink;
};
struct Ring {
    Point middle;
    float radius = 0;  // to the middle of the stroke
    Ink ink;
    float width = 1;
};
struct Box {
    Point from, to;  // upper left, lower right
    Ink ink;
    float corner = 0;  // its radius
};
using Shape = std::variant<Polygon, Line, Disc, Ring, Box>;
using Picture = std::vector<Shape>;

// 0 to domain::kPictureCount - 1: kite, fish, sun, tree, key, mug, boat, star, house, leaf, ball, bell. Any other number
// is taken as the rest of its division. Any thread.
[[nodiscard]] const Picture& picture(int number);

}  // namespace pictures
