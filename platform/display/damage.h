#pragma once

#include <cstdint>
#include <vector>

struct ImDrawData;

namespace display {

// Whole pixels, right and bottom exclusive; y from the top.
struct PixelRect {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    [[nodiscard]] bool empty() const { return x0 >= x1 || y0 >= y1; }
    [[nodiscard]] long long area() const { return empty() ? 0 : static_cast<long long>(x1 - x0) * (y1 - y0); }
    [[nodiscard]] bool meets(const PixelRect& o) const { return x0 < o.x1 && o.x0 < x1 && y0 < o.y1 && o.y0 < y1; }
    friend bool operator==(const PixelRect&, const PixelRect&) = default;
};
[[nodiscard]] PixelRect around(const PixelRect& a, const PixelRect& b);

// Finds where a frame differs from the one before, by its triangles: those that are new, gone or in another order. So a
// pass that changed nothing costs no drawing, and a pressed button costs its own pixels. UI thread.
class DamageTracker {
  public:
    static constexpr std::size_t kMostRects = 4;

    // What differs from the frame of the last call, and takes this one as the last. Nothing differs: empty.
    [[nodiscard]] std::vector<PixelRect> changed(const ImDrawData& data, std::uint32_t paper);
    // The next call finds the whole picture changed (a new texture, an exposed window).
    void forget() { known_ = false; }

  private:
    struct Triangle {
        std::uint64_t hash;
        std::int16_t x0, y0, x1, y1;
    };
    std::vector<Triangle> last_, next_;
    std::uint32_t paper_ = 0;
    bool known_ = false;

    void read(const ImDrawData& data);
};

// Fewer, larger rectangles for a set of small ones; what they cover grows as little as may be.
class RectSet {
  public:
    explicit RectSet(std::size_t most) : most_(most) {}
    void add(PixelRect rect);
    [[nodiscard]] std::vector<PixelRect> take();

  private:
    std::size_t most_;
    std::vector<PixelRect> rects_;
};

}  // namespace display
