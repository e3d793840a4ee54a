#include "platform/display/renderer.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "platform/display/imgui_version.h"

namespace display {

namespace {

// GLSL ES 1.00, which is GLSL 1.20 but for the precision. Positions come in pixels.
constexpr const char* kFlatVertex = R"(
attribute vec2 position;
attribute vec4 colour;
uniform vec2 size;
varying vec4 ink;
void main() {
    ink = colour;
    gl_Position = vec4(position.x * size.x - 1.0, 1.0 - position.y * size.y, 0.0, 1.0);
})";
constexpr const char* kFlatFragment = R"(
#ifdef GL_ES
precision mediump float;
#endif
varying vec4 ink;
void main() { gl_FragColor = ink; })";
constexpr const char* kTexturedVertex = R"(
attribute vec2 position;
attribute vec2 place;
attribute vec4 colour;
uniform vec2 size;
varying vec4 ink;
varying vec2 at;
void main() {
    ink = colour;
    at = place;
    gl_Position = vec4(position.x * size.x - 1.0, 1.0 - position.y * size.y, 0.0, 1.0);
})";
constexpr const char* kMaskFragment = R"(
#ifdef GL_ES
precision mediump float;
#endif
varying vec4 ink;
varying vec2 at;
uniform sampler2D image;
void main() { gl_FragColor = vec4(ink.rgb, ink.a * texture2D(image, at).a); })";
constexpr const char* kPictureFragment = R"(
#ifdef GL_ES
precision mediump float;
#endif
varying vec4 ink;
varying vec2 at;
uniform sampler2D image;
void main() { gl_FragColor = ink * texture2D(image, at); })";

constexpr GLuint kPosition = 0, kPlace = 1, kColour = 2;

// An opaque run smaller than this is blended with its neighbours: a change of state costs more.
constexpr float kWorthARun = 3000;  // pixels

}  // namespace

std::optional<Renderer> Renderer::make(Gl::Find find) {
    Renderer renderer;
    if (!renderer.gl_.load(find) || !renderer.build()) return std::nullopt;
    return renderer;
}

Renderer::Program Renderer::program(const char* vertex, const char* fragment) {
    Program made;
    const GLuint id = gl_.CreateProgram();
    bool whole = id != 0;
    for (const auto& [kind, source] :
         {std::pair{GLenum{GL_VERTEX_SHADER}, vertex}, std::pair{GLenum{GL_FRAGMENT_SHADER}, fragment}}) {
        const GLuint shader = gl_.CreateShader(kind);
        gl_.ShaderSource(shader, 1, &source, nullptr);
        gl_.CompileShader(shader);
        GLint compiled = 0;
        gl_.GetShaderiv(shader, GL_COMPILE_STATUS, &compiled);
        whole = whole && compiled != 0;
        gl_.AttachShader(id, shader);
        gl_.DeleteShader(shader);
    }
    gl_.BindAttribLocation(id, kPosition, "position");
    gl_.BindAttribLocation(id, kPlace, "place");
    gl_.BindAttribLocation(id, kColour, "colour");
    gl_.LinkProgram(id);
    GLint linked = 0;
    gl_.GetProgramiv(id, GL_LINK_STATUS, &linked);
    if (!whole || linked == 0) return made;
    made.id = id;
    made.size = gl_.GetUniformLocation(id, "size");
    return made;
}

std::string Renderer::driver() const {
    const auto* name = reinterpret_cast<const char*>(gl_.GetString(GL_RENDERER));
    return name == nullptr ? "" : name;
}

bool Renderer::build() {
    const std::string name = driver();
    software_ =
        name.find("llvmpipe") != name.npos || name.find("softpipe") != name.npos || name.find("SWR") != name.npos;
    flat_ = program(kFlatVertex, kFlatFragment);
    mask_ = program(kTexturedVertex, kMaskFragment);
    if (flat_.id == 0 || mask_.id == 0) return false;
    GLuint buffers[2] = {};
    gl_.GenBuffers(2, buffers);
    vertices_ = buffers[0];
    indices_ = buffers[1];
    gl_.BindBuffer(GL_ARRAY_BUFFER, vertices_);
    gl_.BindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_);
    gl_.EnableVertexAttribArray(kPosition);
    gl_.EnableVertexAttribArray(kColour);
    gl_.Disable(GL_DEPTH_TEST);
    gl_.Disable(GL_CULL_FACE);
    gl_.BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
    gl_.PixelStorei(GL_UNPACK_ALIGNMENT, 1);
    gl_.PixelStorei(GL_PACK_ALIGNMENT, 1);
    return true;
}

std::uintptr_t Renderer::make_mask(const std::uint8_t* alpha, int width, int height) {
    GLuint texture = 0;
    gl_.GenTextures(1, &texture);
    gl_.BindTexture(GL_TEXTURE_2D, texture);
    // Linear for the sake of shrunk words, which are drawn scaled; measured, the nearest texel is no cheaper.
    gl_.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    gl_.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    gl_.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    gl_.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    gl_.TexImage2D(GL_TEXTURE_2D, 0, GL_ALPHA, width, height, 0, GL_ALPHA, GL_UNSIGNED_BYTE, alpha);
    return texture;
}

std::uintptr_t Renderer::make_picture(const Picture& picture) {
    GLuint texture = 0;
    gl_.GenTextures(1, &texture);
    gl_.BindTexture(GL_TEXTURE_2D, texture);
    gl_.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    gl_.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    gl_.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    gl_.TexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    gl_.TexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, picture.width, picture.height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                   picture.rgba.data());
    return texture;
}

void Renderer::drop_texture(std::uintptr_t texture) {
    const auto id = static_cast<GLuint>(texture);
    gl_.DeleteTextures(1, &id);
}

void Renderer::set_mask(std::uintptr_t texture, float white_u, float white_v) {
    mask_texture_ = texture;
    white_u_ = white_u;
    white_v_ = white_v;
}

// Sorts the triangles of one list that meet `rect` into runs of one kind, in their order.
void Renderer::gather(const ImDrawData& data, int list_number, const PixelRect& rect) {
    const ImDrawList& list = *data.CmdLists[list_number];
    runs_.clear();
    index_.clear();
    for (const ImDrawCmd& command : list.CmdBuffer) {
        const PixelRect clip{std::max(static_cast<int>(std::floor(command.ClipRect.x)), rect.x0),
                             std::max(static_cast<int>(std::floor(command.ClipRect.y)), rect.y0),
                             std::min(static_cast<int>(std::ceil(command.ClipRect.z)), rect.x1),
                             std::min(static_cast<int>(std::ceil(command.ClipRect.w)), rect.y1)};
        if (clip.empty()) continue;
        const auto left = static_cast<float>(clip.x0), top = static_cast<float>(clip.y0);
        const auto right = static_cast<float>(clip.x1), bottom = static_cast<float>(clip.y1);
        const std::uintptr_t texture = texture_number(command.GetTexID());
        const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
        const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
        for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
            const ImDrawVert &a = vertices[index[i]], &b = vertices[index[i + 1]], &c = vertices[index[i + 2]];
            if (std::max({a.pos.x, b.pos.x, c.pos.x}) <= left || std::min({a.pos.x, b.pos.x, c.pos.x}) >= right ||
                std::max({a.pos.y, b.pos.y, c.pos.y}) <= top || std::min({a.pos.y, b.pos.y, c.pos.y}) >= bottom) {
                continue;
            }
            const auto white = [&](const ImDrawVert& v) { return v.uv.x == white_u_ && v.uv.y == white_v_; };
            const auto solid = [](const ImDrawVert& v) { return (v.col >> IM_COL32_A_SHIFT) == 0xFF; };
            Kind kind = Kind::picture;
            if (texture == mask_texture_) {
                kind = !(white(a) && white(b) && white(c)) ? Kind::mask
                       : solid(a) && solid(b) && solid(c)  ? Kind::opaque
                                                           : Kind::flat;
            }
            const float area =
                std::abs((b.pos.x - a.pos.x) * (c.pos.y - a.pos.y) - (c.pos.x - a.pos.x) * (b.pos.y - a.pos.y)) / 2;
            const bool same = !runs_.empty() && runs_.back().kind == kind && runs_.back().clip == clip &&
                              runs_.back().texture == texture && runs_.back().vertex_offset == command.VtxOffset;
            if (!same) runs_.push_back({kind, texture, clip, command.VtxOffset, index_.size(), 0, 0});
            runs_.back().count += 3;
            runs_.back().area += area;
            index_.insert(index_.end(), {index[i], index[i + 1], index[i + 2]});
        }
    }
    // Small opaque runs join the blended ones beside them.
    std::size_t kept = 0;
    for (std::size_t i = 0; i < runs_.size(); ++i) {
        Run run = runs_[i];
        if (run.kind == Kind::opaque && run.area < kWorthARun) run.kind = Kind::flat;
        Run* before = kept == 0 ? nullptr : &runs_[kept - 1];
        if (before != nullptr && before->kind == run.kind && before->clip == run.clip &&
            before->texture == run.texture && before->vertex_offset == run.vertex_offset) {
            before->count += run.count;
            before->area += run.area;
        } else {
            runs_[kept++] = run;
        }
    }
    runs_.resize(kept);
}

void Renderer::point_at_vertices(unsigned vertex_offset) {
    constexpr GLsizei kStride = sizeof(ImDrawVert);
    const auto at = [&](std::size_t member) {
        return reinterpret_cast<const void*>(static_cast<std::uintptr_t>(vertex_offset) * sizeof(ImDrawVert) + member);
    };
    gl_.VertexAttribPointer(kPosition, 2, GL_FLOAT, GL_FALSE, kStride, at(offsetof(ImDrawVert, pos)));
    gl_.VertexAttribPointer(kPlace, 2, GL_FLOAT, GL_FALSE, kStride, at(offsetof(ImDrawVert, uv)));
    gl_.VertexAttribPointer(kColour, 4, GL_UNSIGNED_BYTE, GL_TRUE, kStride, at(offsetof(ImDrawVert, col)));
}

void Renderer::draw_runs() {
    gl_.BufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(index_.size() * sizeof(std::uint16_t)),
                   index_.data(), GL_STREAM_DRAW);
    std::optional<Kind> kind;
    std::optional<std::uintptr_t> texture;
    std::optional<PixelRect> clip;
    std::optional<unsigned> offset;
    for (const Run& run : runs_) {
        if (offset != run.vertex_offset) {
            offset = run.vertex_offset;
            point_at_vertices(run.vertex_offset);
        }
        if (kind != run.kind) {
            const bool textured = run.kind == Kind::mask || run.kind == Kind::picture;
            if (run.kind == Kind::picture && picture_.id == 0) picture_ = program(kTexturedVertex, kPictureFragment);
            const Program& used = run.kind == Kind::picture ? picture_ : textured ? mask_ : flat_;
            gl_.UseProgram(used.id);
            gl_.Uniform2f(used.size, 2.0f / static_cast<float>(width_), 2.0f / static_cast<float>(height_));
            if (textured) {
                gl_.EnableVertexAttribArray(kPlace);
            } else {
                gl_.DisableVertexAttribArray(kPlace);
            }
            if (run.kind == Kind::opaque) {
                gl_.Disable(GL_BLEND);
            } else {
                gl_.Enable(GL_BLEND);
            }
            kind = run.kind;
        }
        if ((run.kind == Kind::mask || run.kind == Kind::picture) && texture != run.texture) {
            texture = run.texture;
            gl_.BindTexture(GL_TEXTURE_2D, static_cast<GLuint>(run.texture));
        }
        if (clip != run.clip) {
            clip = run.clip;
            gl_.Scissor(run.clip.x0, height_ - run.clip.y1, run.clip.x1 - run.clip.x0, run.clip.y1 - run.clip.y0);
        }
        gl_.DrawElements(GL_TRIANGLES, static_cast<GLsizei>(run.count), GL_UNSIGNED_SHORT,
                         reinterpret_cast<const void*>(run.first * sizeof(std::uint16_t)));
    }
}

void Renderer::fill(const PixelRect& rect, std::uint32_t rgb) {
    const auto x0 = static_cast<float>(rect.x0), y0 = static_cast<float>(rect.y0);
    const auto x1 = static_cast<float>(rect.x1), y1 = static_cast<float>(rect.y1);
    const ImU32 colour = IM_COL32((rgb >> 16) & 0xFF, (rgb >> 8) & 0xFF, rgb & 0xFF, 0xFF);
    const ImDrawVert corners[4] = {
        {{x0, y0}, {0, 0}, colour}, {{x1, y0}, {0, 0}, colour}, {{x1, y1}, {0, 0}, colour}, {{x0, y1}, {0, 0}, colour}};
    gl_.BufferData(GL_ARRAY_BUFFER, sizeof corners, corners, GL_STREAM_DRAW);
    index_ = {0, 1, 2, 0, 2, 3};
    runs_ = {{Kind::opaque, 0, rect, 0, 0, 6, 0}};
    draw_runs();
}

void Renderer::draw(const ImDrawData& data, const std::vector<PixelRect>& rects, std::uint32_t paper, int width,
                    int height) {
    width_ = width;
    height_ = height;
    gl_.Viewport(0, 0, width, height);
    gl_.ClearColor(static_cast<float>((paper >> 16) & 0xFF) / 255, static_cast<float>((paper >> 8) & 0xFF) / 255,
                   static_cast<float>(paper & 0xFF) / 255, 1);
    for (const PixelRect& rect : rects) {
        if (rect == PixelRect{0, 0, width, height}) {
            gl_.Disable(GL_SCISSOR_TEST);  // an unbounded clear is a fast one
            gl_.Clear(GL_COLOR_BUFFER_BIT);
            gl_.Enable(GL_SCISSOR_TEST);
        } else {
            // A bounded clear would be shaders of its own, compiled at the first touch; ours are there already.
            gl_.Enable(GL_SCISSOR_TEST);
            fill(rect, paper);
        }
        for (int n = 0; n < data.CmdListsCount; ++n) {
            gather(data, n, rect);
            if (runs_.empty()) continue;
            const auto& vertices = data.CmdLists[n]->VtxBuffer;
            gl_.BufferData(GL_ARRAY_BUFFER,
                           static_cast<GLsizeiptr>(vertices.Size) * static_cast<GLsizeiptr>(sizeof(ImDrawVert)),
                           vertices.Data, GL_STREAM_DRAW);
            draw_runs();
        }
    }
}

Picture Renderer::read_back(int width, int height) {
    Picture picture;
    picture.width = width;
    picture.height = height;
    const auto stride = static_cast<std::size_t>(width) * 4;
    std::vector<std::uint8_t> upside_down(stride * static_cast<std::size_t>(height));
    gl_.ReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, upside_down.data());
    picture.rgba.resize(upside_down.size());
    for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
        std::copy_n(
            upside_down.begin() + static_cast<std::ptrdiff_t>(stride * (static_cast<std::size_t>(height) - 1 - y)),
            stride, picture.rgba.begin() + static_cast<std::ptrdiff_t>(stride * y));
    }
    return picture;
}

}  // namespace display
