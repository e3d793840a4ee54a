#include "app/kiosk/kit/painter.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace kiosk::kit {

namespace {

constexpr float kPi = std::numbers::pi_v<float>;

ImU32 packed(std::uint32_t rgb) {
    return IM_COL32((rgb >> 16) & 0xFF, (rgb >> 8) & 0xFF, rgb & 0xFF, 0xFF);
}

ImVec2 at(Painter::Point p) {
    return {p.x, p.y};
}

int segments_of(float radius, float angle) {
    return std::max(6, static_cast<int>(std::ceil(std::abs(angle) * std::sqrt(radius) * 1.8f)));
}

}  // namespace

void Painter::rect(Rect where, std::uint32_t rgb, float radius) {
    list_.AddRectFilled({where.x, where.y}, {where.right(), where.bottom()}, packed(rgb),
                        std::min({radius, where.w / 2, where.h / 2}));
}

void Painter::outline(Rect where, std::uint32_t rgb, float radius, float width) {
    const Rect r = where.inset(width / 2);
    list_.PathRect({r.x, r.y}, {r.right(), r.bottom()},
                   std::max(0.0f, std::min({radius, where.w / 2, where.h / 2}) - width / 2));
    list_.PathStroke(packed(rgb), ImDrawFlags_Closed, width);
}

void Painter::dashed_outline(Rect where, std::uint32_t rgb, float radius, float width, float dash) {
    // Walk the rounded rectangle from the top left corner's end, and lay dashes of even length.
    const Rect r = where.inset(width / 2);
    const float c = radius - width / 2;
    std::vector<Point> path;
    const auto corner = [&](float x, float y, float from) {
        const int n = segments_of(c, kPi / 2) * 2;
        for (int i = 0; i <= n; ++i) {
            const float a = from + kPi / 2 * static_cast<float>(i) / static_cast<float>(n);
            path.push_back({x + c * std::cos(a), y + c * std::sin(a)});
        }
    };
    corner(r.right() - c, r.y + c, -kPi / 2);
    corner(r.right() - c, r.bottom() - c, 0);
    corner(r.x + c, r.bottom() - c, kPi / 2);
    corner(r.x + c, r.y + c, kPi);
    path.push_back(path.front());
    float whole = 0;
    for (std::size_t i = 1; i < path.size(); ++i)
        whole += std::hypot(path[i].x - path[i - 1].x, path[i].y - path[i - 1].y);
    const int dashes = std::max(4, static_cast<int>(std::lround(whole / (dash * 1.75f))));
    const float period = whole / static_cast<float>(dashes), on = period * 0.58f;
    float walked = 0;
    std::vector<Point> piece;
    const auto flush = [&] {
        if (piece.size() >= 2) stroke(piece, rgb, width, false);
        piece.clear();
    };
    for (std::size_t i = 1; i < path.size(); ++i) {
        const Point a = path[i - 1], b = path[i];
        const float length = std::hypot(b.x - a.x, b.y - a.y);
        float done = 0;
        while (done < length) {
            const float phase = std::fmod(walked, period);
            const bool inked = phase < on;
            const float left = (inked ? on : period) - phase;
            const float step = std::min(std::max(left, 0.01f), length - done);
            const auto point = [&](float d) {
                return Point{a.x + (b.x - a.x) * d / length, a.y + (b.y - a.y) * d / length};
            };
            if (inked) {
                if (piece.empty()) piece.push_back(point(done));
                piece.push_back(point(done + step));
            } else {
                flush();
            }
            done += step;
            walked += step;
        }
    }
    flush();
}

void Painter::circle(float x, float y, float radius, std::uint32_t rgb) {
    // So many that no corner stands out by a tenth of a pixel.
    const int segments =
        std::clamp(static_cast<int>(std::ceil(kPi / std::acos(1 - std::min(0.08f / radius, 0.5f)))), 8, 128);
    if (radius > 0) list_.AddCircleFilled({x, y}, radius, packed(rgb), segments);
}

void Painter::ring(float x, float y, float radius, std::uint32_t rgb, float width) {
    list_.AddCircle({x, y}, radius, packed(rgb), segments_of(radius, 2 * kPi), width);
}

void Painter::dashed_ring(float x, float y, float radius, std::uint32_t rgb, float width) {
    const int dashes = std::clamp(static_cast<int>(radius * 2 * kPi / (width * 4.5f)), 8, 22);
    const float period = 2 * kPi / static_cast<float>(dashes);
    for (int i = 0; i < dashes; ++i) {
        const float from = period * static_cast<float>(i);
        arc(x, y, radius, from, from + period * 0.58f, rgb, width, false);
    }
}

void Painter::arc(float x, float y, float radius, float from, float to, std::uint32_t rgb, float width,
                  bool round_ends) {
    const int n = segments_of(radius, to - from);
    std::vector<Point> points;
    for (int i = 0; i <= n; ++i) {
        const float a = from + (to - from) * static_cast<float>(i) / static_cast<float>(n);
        points.push_back({x + radius * std::cos(a), y + radius * std::sin(a)});
    }
    stroke(points, rgb, width, round_ends);
}

void Painter::stroke(const std::vector<Point>& points, std::uint32_t rgb, float width, bool round_ends) {
    for (const Point& p : points) list_.PathLineTo(at(p));
    list_.PathStroke(packed(rgb), 0, width);
    if (round_ends && !points.empty()) {
        circle(points.front().x, points.front().y, width / 2, rgb);
        circle(points.back().x, points.back().y, width / 2, rgb);
    }
}

void Painter::convex(const std::vector<Point>& points, std::uint32_t rgb) {
    float area = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Point a = points[i], b = points[(i + 1) % points.size()];
        area += a.x * b.y - b.x * a.y;
    }
    // ImGui smooths the edge of clockwise shapes only.
    if (area >= 0) {
        for (const Point& p : points) list_.PathLineTo(at(p));
    } else {
        for (auto p = points.rbegin(); p != points.rend(); ++p) list_.PathLineTo(at(*p));
    }
    list_.PathFillConvex(packed(rgb));
}

void Painter::triangle(Point a, Point b, Point c, std::uint32_t rgb) {
    convex({a, b, c}, rgb);
}

void Painter::lens(float left_x, float right_x, float y, float radius, std::uint32_t rgb) {
    const float half = (right_x - left_x) / 2;
    if (half >= radius) return;
    const float angle = std::acos(half / radius);
    std::vector<Point> points;
    const int n = segments_of(radius, 2 * angle) + 8;
    for (int i = 0; i <= n; ++i) {  // the edge of the left circle, downwards
        const float a = -angle + 2 * angle * static_cast<float>(i) / static_cast<float>(n);
        points.push_back({left_x + radius * std::cos(a), y + radius * std::sin(a)});
    }
    for (int i = 1; i < n; ++i) {  // back up along the right circle
        const float a = kPi - angle + 2 * angle * static_cast<float>(i) / static_cast<float>(n);
        points.push_back({right_x + radius * std::cos(a), y + radius * std::sin(a)});
    }
    convex(points, rgb);
}

void Painter::curve(std::vector<Point>& points, Point c1, Point c2, Point to) {
    const Point from = points.back();
    constexpr int kSteps = 14;
    for (int i = 1; i <= kSteps; ++i) {
        const float t = static_cast<float>(i) / kSteps, u = 1 - t;
        const float a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
        points.push_back({a * from.x + b * c1.x + c * c2.x + d * to.x, a * from.y + b * c1.y + c * c2.y + d * to.y});
    }
}

}  // namespace kiosk::kit
