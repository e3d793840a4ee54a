#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "app/kiosk/kit/kit.h"

struct ImDrawList;
struct ImVec2;

namespace kiosk::kit {

// Flat shapes on a draw list, in 0xRRGGBB. Coordinates in pixels of the window. Lives for one pass.
class Painter {
  public:
    struct Point {
        float x = 0, y = 0;
    };

    explicit Painter(ImDrawList& list) : list_(list) {}

    void rect(Rect where, std::uint32_t rgb, float radius);
    void outline(Rect where, std::uint32_t rgb, float radius, float width);  // inside `where`
    void dashed_outline(Rect where, std::uint32_t rgb, float radius, float width, float dash);
    void circle(float x, float y, float radius, std::uint32_t rgb);
    void ring(float x, float y, float radius, std::uint32_t rgb, float width);  // `radius` is of the stroke's middle
    void dashed_ring(float x, float y, float radius, std::uint32_t rgb, float width);
    // Radians, clockwise from 3 o'clock. Round ends.
    void arc(float x, float y, float radius, float from, float to, std::uint32_t rgb, float width,
             bool round_ends = true);
    void stroke(const std::vector<Point>& points, std::uint32_t rgb, float width, bool round_ends = true);
    void convex(const std::vector<Point>& points, std::uint32_t rgb);  // in either sense
    void triangle(Point a, Point b, Point c, std::uint32_t rgb);
    // The common part of two circles of one radius on one height.
    void lens(float left_x, float right_x, float y, float radius, std::uint32_t rgb);
    // A curve of Bézier's, cut into points behind those already there.
    static void curve(std::vector<Point>& points, Point to_control, Point from_control, Point to);

  private:
    ImDrawList& list_;
};

// The colours that signs and pictures are drawn with; `faded` is mixed towards `ground` (a tile already chosen).
struct SignColours {
    std::uint32_t left, right, lens, outline, ground, check;
};
void draw_meeting_sign(Painter& painter, Rect where, const MeetingSign& sign, const SignColours& colours,
                       float least_stroke);
void draw_face(Painter& painter, Rect where, int score, std::uint32_t fill);
[[nodiscard]] std::uint32_t face_colour(int score);
inline constexpr std::uint32_t kFaceInk = 0x17223B;
inline constexpr std::uint32_t kFaceOfHome = 0xFED866;
// One of the twelve, in the order kite, fish, sun, tree, key, mug, boat, star, house, leaf, ball, bell.
void draw_picture(Painter& painter, Rect where, int picture, std::uint32_t ground, float faded);

}  // namespace kiosk::kit
