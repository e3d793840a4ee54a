#pragma once

namespace kiosk::kit {

// x to the right, y down, in pixels of the window.
struct Rect {
    float x = 0, y = 0, w = 0, h = 0;
    [[nodiscard]] float right() const { return x + w; }
    [[nodiscard]] float bottom() const { return y + h; }
    [[nodiscard]] float centre_x() const { return x + w / 2; }
    [[nodiscard]] float centre_y() const { return y + h / 2; }
    [[nodiscard]] Rect inset(float by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }
    [[nodiscard]] Rect inset(float dx, float dy) const { return {x + dx, y + dy, w - 2 * dx, h - 2 * dy}; }
    [[nodiscard]] Rect moved(float dx, float dy) const { return {x + dx, y + dy, w, h}; }
    // Cuts a strip off and returns it; what is left stays in *this.
    Rect take_top(float height) {
        Rect r{x, y, w, height};
        y += height;
        h -= height;
        return r;
    }
    Rect take_bottom(float height) {
        h -= height;
        return {x, y + h, w, height};
    }
    Rect take_left(float width) {
        Rect r{x, y, width, h};
        x += width;
        w -= width;
        return r;
    }
    Rect take_right(float width) {
        w -= width;
        return {x + w, y, width, h};
    }
    [[nodiscard]] bool contains(float px, float py) const {
        return px >= x && px < right() && py >= y && py < bottom();
    }
    friend bool operator==(const Rect&, const Rect&) = default;
};

// The cell of a grid with equal columns and rows and the same gap between them.
[[nodiscard]] inline Rect grid_cell(Rect whole, int columns, int rows, float gap, int index) {
    const float w = (whole.w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float h = (whole.h - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows);
    const auto column = static_cast<float>(index % columns), line = static_cast<float>(index / columns);
    return {whole.x + column * (w + gap), whole.y + line * (h + gap), w, h};
}

}  // namespace kiosk::kit
