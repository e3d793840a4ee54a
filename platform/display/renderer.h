#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/display/damage.h"
#include "platform/display/gl.h"
#include "platform/display/png_file.h"

struct ImDrawData;

namespace display {

class Fonts;

// Draws ImDrawData with OpenGL ES 2.0, and only inside given rectangles. Cheap where the processor draws: flat shapes
// sample no texture, opaque ones do not blend, paper is a clear. Needs its context current; UI thread. Private to this
// folder: others see Window.
class Renderer {
  public:
    // Nothing if the driver lacks something.
    [[nodiscard]] static std::optional<Renderer> make(Gl::Find find);

    [[nodiscard]] bool software() const { return software_; }
    [[nodiscard]] std::uintptr_t make_mask(const std::uint8_t* alpha, int width, int height);
    [[nodiscard]] std::uintptr_t make_picture(const Picture& picture);
    void drop_texture(std::uintptr_t texture);
    // The mask of the fonts in use: everything with another texture is a picture in colours.
    void set_mask(std::uintptr_t texture, float white_u, float white_v);

    // Clears `rects` to paper and draws what meets them.
    void draw(const ImDrawData& data, const std::vector<PixelRect>& rects, std::uint32_t paper, int width, int height);
    [[nodiscard]] Picture read_back(int width, int height);
    void finish() { gl_.Finish(); }
    [[nodiscard]] std::string driver() const;

  private:
    enum class Kind : std::uint8_t { opaque, flat, mask, picture };
    struct Run {
        Kind kind;
        std::uintptr_t texture;
        PixelRect clip;
        unsigned vertex_offset;
        std::size_t first, count;  // indices
        float area;
    };
    struct Program {
        GLuint id = 0;
        GLint size = -1;
    };

    Renderer() = default;
    [[nodiscard]] bool build();
    [[nodiscard]] Program program(const char* vertex, const char* fragment);
    void gather(const ImDrawData& data, int list, const PixelRect& rect);
    void draw_runs();
    void fill(const PixelRect& rect, std::uint32_t rgb);
    void point_at_vertices(unsigned vertex_offset);

    Gl gl_;
    bool software_ = false;
    Program flat_, mask_, picture_;
    GLuint vertices_ = 0, indices_ = 0;
    std::uintptr_t mask_texture_ = 0;
    float white_u_ = 0, white_v_ = 0;
    int width_ = 0, height_ = 0;
    std::vector<Run> runs_;
    std::vector<std::uint16_t> index_;
};

}  // namespace display
