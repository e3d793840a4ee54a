#include <algorithm>
#include <array>
#include <cmath>

#include "app/kiosk/kit/painter.h"

namespace kiosk::kit {

namespace {

// Of the look's large sign: circles of 140 whose middles are 159 apart, strokes of 7.
constexpr float kApart = 1.136f;  // of the radius
constexpr float kStroke = 0.05f;
constexpr float kEdge = 0.022f;  // the coral rim on the lens

}  // namespace

MeetingSign sign_of(domain::MeetingState state) {
    MeetingSign sign;
    switch (state) {
        case domain::MeetingState::planned:
            break;
        case domain::MeetingState::mentor_only:
            sign.left = true;
            break;
        case domain::MeetingState::mentee_only:
            sign.right = true;
            break;
        case domain::MeetingState::held:
            sign.left = sign.right = true;
            break;
        case domain::MeetingState::confirmed:
            sign.left = sign.right = sign.check_mark = true;
            break;
        case domain::MeetingState::missed:
            sign.dashed = true;
            break;
        case domain::MeetingState::cancelled:
            sign.crossed = true;
            break;
    }
    return sign;
}

void draw_meeting_sign(Painter& p, Rect where, const MeetingSign& sign, const SignColours& colours,
                       float least_stroke) {
    const float r = std::min(where.w / (2 + kApart), where.h / 2);
    const float lx = where.centre_x() - r * kApart / 2, rx = where.centre_x() + r * kApart / 2, y = where.centre_y();
    const float stroke = std::max(r * kStroke, least_stroke);
    const float ring = r - stroke / 2;
    if (sign.dashed) {
        p.dashed_ring(lx, y, ring, colours.outline, stroke);
        p.dashed_ring(rx, y, ring, colours.outline, stroke);
        return;
    }
    const bool left_full = sign.left && sign.left_fill >= 1;
    const bool both = sign.left && sign.right;
    if (!left_full) p.ring(lx, y, ring, colours.outline, stroke);
    if (sign.left) p.circle(lx, y, r * std::clamp(sign.left_fill, 0.0f, 1.0f), colours.left);
    if (sign.right) {
        p.circle(rx, y, r, colours.right);
    } else {
        p.ring(rx, y, ring, colours.outline, stroke);
    }
    if (both && left_full && sign.lens > 0) {
        // The rim of the coral circle stays to be seen along the lens, as in the look.
        const float rim = std::max(r * kEdge, least_stroke * 0.5f);
        p.lens(lx, rx, y, r, sign.lens >= 1 ? colours.lens : mixed(colours.right, colours.lens, sign.lens));
        const float angle = std::acos(kApart / 2);
        constexpr float kPi = 3.14159265f;
        p.arc(rx, y, r - rim / 2, kPi - angle, kPi + angle, colours.right, rim, false);
    } else if (sign.right && sign.left && !left_full) {
        p.ring(lx, y, ring, colours.outline, stroke);
    }
    if (sign.check_mark && left_full) {
        // Two strokes with round ends: their joint is round too.
        const Painter::Point knee{lx - 0.25f * r, y + 0.28f * r};
        p.stroke({{lx - 0.507f * r, y + 0.02f * r}, knee}, colours.check, 0.136f * r);
        p.stroke({knee, {lx + 0.243f * r, y - 0.257f * r}}, colours.check, 0.136f * r);
    }
    if (sign.crossed) {
        const float reach = 0.95f * r;
        p.stroke({{where.centre_x() - reach, y + reach * 0.8f}, {where.centre_x() + reach, y - reach * 0.8f}},
                 colours.outline, stroke * 1.2f);
    }
}

std::uint32_t face_colour(int score) {
    constexpr std::array<std::uint32_t, 5> kColours = {0xF4A3A3, 0xF7C79A, 0xFFE08A, 0xCDE58F, 0x8ED5A7};
    return kColours[static_cast<std::size_t>(std::clamp(score, 1, 5) - 1)];
}

void draw_face(Painter& p, Rect where, int score, std::uint32_t fill) {
    const float r = std::min(where.w, where.h) / 2, x = where.centre_x(), y = where.centre_y();
    p.circle(x, y, r, fill);
    p.circle(x - 0.292f * r, y - 0.166f * r, 0.117f * r, kFaceInk);
    p.circle(x + 0.292f * r, y - 0.166f * r, 0.117f * r, kFaceInk);
    const float width = 0.112f * r;
    const auto mouth = [&](float half, float ends, float middle) {
        std::vector<Painter::Point> points{{x - half * r, y + ends * r}};
        // A quadratic curve through `middle` at x, written as a cubic one.
        const float control = 2 * middle - ends;
        Painter::curve(points, {x - half * r / 3, y + (ends + 2 * (control - ends) / 3) * r},
                       {x + half * r / 3, y + (ends + 2 * (control - ends) / 3) * r}, {x + half * r, y + ends * r});
        p.stroke(points, kFaceInk, width);
    };
    switch (std::clamp(score, 1, 5)) {
        case 1:
            mouth(0.335f, 0.455f, 0.285f);
            break;
        case 2:
            mouth(0.33f, 0.40f, 0.31f);
            break;
        case 3:
            mouth(0.335f, 0.352f, 0.352f);
            break;
        case 4:
            mouth(0.355f, 0.265f, 0.43f);
            break;
        default: {
            // An open mouth: straight above, round below, with soft corners.
            std::vector<Painter::Point> points{{x - 0.425f * r, y + 0.155f * r}, {x + 0.425f * r, y + 0.155f * r}};
            Painter::curve(points, {x + 0.455f * r, y + 0.155f * r}, {x + 0.48f * r, y + 0.2f * r},
                           {x + 0.455f * r, y + 0.24f * r});
            Painter::curve(points, {x + 0.33f * r, y + 0.42f * r}, {x + 0.19f * r, y + 0.555f * r},
                           {x, y + 0.555f * r});
            Painter::curve(points, {x - 0.19f * r, y + 0.555f * r}, {x - 0.33f * r, y + 0.42f * r},
                           {x - 0.455f * r, y + 0.24f * r});
            Painter::curve(points, {x - 0.48f * r, y + 0.2f * r}, {x - 0.455f * r, y + 0.155f * r},
                           {x - 0.425f * r, y + 0.155f * r});
            points.pop_back();
            p.convex(points, kFaceInk);
            break;
        }
    }
}

}  // namespace kiosk::kit
