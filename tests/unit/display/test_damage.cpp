#include <imgui.h>

#include "platform/display/damage.h"
#include "platform/display/fonts.h"
#include "platform/display/imgui_context.h"
#include "tests/support/catch.h"

using display::DamageTracker;
using display::PixelRect;

namespace {

// Frames of plain rectangles.
struct Frames {
    std::unique_ptr<display::Fonts> fonts =
        std::move(*display::Fonts::build({{display::Weight::medium, 20, 0, U"abc"}}));
    display::ImGuiPasses passes{*fonts, 640, 480};
    DamageTracker tracker;

    struct Box {
        float x, y, w, h;
        ImU32 colour;
    };
    std::vector<PixelRect> show(const std::vector<Box>& boxes, std::uint32_t paper = 0xFFFFFF) {
        passes.begin({});
        for (const Box& box : boxes) {
            ImGui::GetWindowDrawList()->AddRectFilled({box.x, box.y}, {box.x + box.w, box.y + box.h}, box.colour);
        }
        return tracker.changed(*passes.end(), paper);
    }
};

constexpr ImU32 kRed = IM_COL32(255, 0, 0, 255), kBlue = IM_COL32(0, 0, 255, 255);
const PixelRect kWhole{0, 0, 640, 480};

bool covers(const std::vector<PixelRect>& rects, const PixelRect& inner) {
    for (const PixelRect& r : rects) {
        if (r.x0 <= inner.x0 && r.y0 <= inner.y0 && r.x1 >= inner.x1 && r.y1 >= inner.y1) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("The first frame is damaged everywhere, the same one again nowhere") {
    Frames frames;
    CHECK(frames.show({{10, 10, 50, 50, kRed}}) == std::vector<PixelRect>{kWhole});
    CHECK(frames.show({{10, 10, 50, 50, kRed}}).empty());
}

TEST_CASE("A changed colour damages its own pixels only") {
    Frames frames;
    (void)frames.show({{10, 10, 50, 50, kRed}, {300, 300, 50, 50, kRed}});
    const auto rects = frames.show({{10, 10, 50, 50, kRed}, {300, 300, 50, 50, kBlue}});
    REQUIRE(rects.size() == 1);
    CHECK(covers(rects, {300, 300, 350, 350}));
    CHECK(rects[0].area() < 60 * 60);
}

TEST_CASE("What moved damages where it was and where it is") {
    Frames frames;
    (void)frames.show({{10, 10, 50, 50, kRed}});
    const auto rects = frames.show({{400, 400, 50, 50, kRed}});
    CHECK(rects.size() == 2);
    CHECK(covers(rects, {10, 10, 60, 60}));
    CHECK(covers(rects, {400, 400, 450, 450}));
}

TEST_CASE("What is new or gone between others damages only itself") {
    Frames frames;
    (void)frames.show({{10, 10, 20, 20, kRed}, {500, 10, 20, 20, kRed}});
    auto rects = frames.show({{10, 10, 20, 20, kRed}, {200, 200, 30, 30, kBlue}, {500, 10, 20, 20, kRed}});
    REQUIRE(rects.size() == 1);
    CHECK(covers(rects, {200, 200, 230, 230}));
    rects = frames.show({{10, 10, 20, 20, kRed}, {500, 10, 20, 20, kRed}});
    REQUIRE(rects.size() == 1);
    CHECK(covers(rects, {200, 200, 230, 230}));
}

TEST_CASE("The same shapes in another order are damage: they may lie over one another") {
    Frames frames;
    (void)frames.show({{10, 10, 50, 50, kRed}, {30, 30, 50, 50, kBlue}});
    const auto rects = frames.show({{30, 30, 50, 50, kBlue}, {10, 10, 50, 50, kRed}});
    CHECK(covers(rects, {30, 30, 60, 60}));
}

TEST_CASE("Another paper or a forgotten frame damages everything") {
    Frames frames;
    (void)frames.show({{10, 10, 50, 50, kRed}});
    CHECK(frames.show({{10, 10, 50, 50, kRed}}, 0x000000) == std::vector<PixelRect>{kWhole});
    frames.tracker.forget();
    CHECK(frames.show({{10, 10, 50, 50, kRed}}, 0x000000) == std::vector<PixelRect>{kWhole});
}

TEST_CASE("Many changes end in a few rectangles that cover them all") {
    Frames frames;
    std::vector<Frames::Box> boxes;
    for (int i = 0; i < 60; ++i) {
        boxes.push_back({static_cast<float>(i % 10) * 60, static_cast<float>(i / 10) * 70, 20, 20, kRed});
    }
    (void)frames.show(boxes);
    for (auto& box : boxes) box.colour = kBlue;
    const auto rects = frames.show(boxes);
    CHECK(rects.size() <= DamageTracker::kMostRects);
    for (const auto& box : boxes) {
        const int x = static_cast<int>(box.x), y = static_cast<int>(box.y);
        CHECK(covers(rects, {x, y, x + 20, y + 20}));
    }
}
