#pragma once

// Draws ImDrawData into memory without OpenGL, so that a test can save and compare the picture of a screen anywhere.
// Slow and exact enough to look at: triangles, alpha blending, the nearest texel. Header only: few tests need it.

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "platform/display/fonts.h"
#include "platform/display/png_file.h"

namespace support {

inline void draw_triangle(display::Picture& picture, const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c,
                          const ImVec4& clip, const display::Fonts::Pixels& texture) {
    const auto cross = [](ImVec2 o, ImVec2 p, ImVec2 q) {
        return (p.x - o.x) * (q.y - o.y) - (p.y - o.y) * (q.x - o.x);
    };
    const float area = cross(a.pos, b.pos, c.pos);
    if (std::abs(area) < 1e-6f) return;
    const auto least = [](float x, float y, float z) { return std::floor(std::min({x, y, z})); };
    const auto most = [](float x, float y, float z) { return std::ceil(std::max({x, y, z})); };
    const int x0 = static_cast<int>(std::max({least(a.pos.x, b.pos.x, c.pos.x), clip.x, 0.0f}));
    const int y0 = static_cast<int>(std::max({least(a.pos.y, b.pos.y, c.pos.y), clip.y, 0.0f}));
    const int x1 =
        static_cast<int>(std::min({most(a.pos.x, b.pos.x, c.pos.x), clip.z, static_cast<float>(picture.width)}));
    const int y1 =
        static_cast<int>(std::min({most(a.pos.y, b.pos.y, c.pos.y), clip.w, static_cast<float>(picture.height)}));
    // A pixel on a shared edge belongs to one of its triangles: the top-left rule, as on a graphics card.
    const auto top_left = [&](ImVec2 p, ImVec2 q) {
        if (area < 0) std::swap(p, q);
        return (p.y == q.y && q.x > p.x) || q.y < p.y;
    };
    const bool edge_a = top_left(b.pos, c.pos), edge_b = top_left(c.pos, a.pos), edge_c = top_left(a.pos, b.pos);
    for (int y = y0; y < y1; ++y) {
        for (int x = x0; x < x1; ++x) {
            const ImVec2 p{static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f};
            const float u = cross(b.pos, c.pos, p) / area, v = cross(c.pos, a.pos, p) / area,
                        w = cross(a.pos, b.pos, p) / area;
            if (u < 0 || v < 0 || w < 0) continue;
            if ((u == 0 && !edge_a) || (v == 0 && !edge_b) || (w == 0 && !edge_c)) continue;
            const auto channel = [&](int shift) {
                const auto of = [&](ImU32 colour) { return static_cast<float>((colour >> shift) & 0xFF); };
                return u * of(a.col) + v * of(b.col) + w * of(c.col);
            };
            float cover = channel(IM_COL32_A_SHIFT) / 255;
            if (texture.data != nullptr) {
                const int tx =
                    static_cast<int>((u * a.uv.x + v * b.uv.x + w * c.uv.x) * static_cast<float>(texture.width));
                const int ty =
                    static_cast<int>((u * a.uv.y + v * b.uv.y + w * c.uv.y) * static_cast<float>(texture.height));
                const int at =
                    std::clamp(ty, 0, texture.height - 1) * texture.width + std::clamp(tx, 0, texture.width - 1);
                cover *= static_cast<float>(texture.data[at]) / 255;
            }
            std::uint8_t* pixel =
                &picture.rgba[4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                                   static_cast<std::size_t>(x))];
            const int shifts[] = {IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT};
            for (int i = 0; i < 3; ++i) {
                const auto under = static_cast<float>(pixel[i]);
                pixel[i] = static_cast<std::uint8_t>(std::lround(under + (channel(shifts[i]) - under) * cover));
            }
        }
    }
}

// `paper`: 0xRRGGBB.
inline display::Picture render(const ImDrawData& data, const display::Fonts::Pixels& texture, std::uint32_t paper) {
    display::Picture picture;
    picture.width = static_cast<int>(data.DisplaySize.x);
    picture.height = static_cast<int>(data.DisplaySize.y);
    picture.rgba.resize(4 * static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height));
    for (std::size_t i = 0; i < picture.rgba.size(); i += 4) {
        picture.rgba[i] = static_cast<std::uint8_t>(paper >> 16);
        picture.rgba[i + 1] = static_cast<std::uint8_t>(paper >> 8);
        picture.rgba[i + 2] = static_cast<std::uint8_t>(paper);
        picture.rgba[i + 3] = 0xFF;
    }
    for (int n = 0; n < data.CmdListsCount; ++n) {
        const ImDrawList& list = *data.CmdLists[n];
        for (const ImDrawCmd& command : list.CmdBuffer) {
            for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
                const auto vertex = [&](unsigned k) -> const ImDrawVert& {
                    const auto index = list.IdxBuffer[static_cast<int>(command.IdxOffset + i + k)];
                    return list.VtxBuffer[static_cast<int>(command.VtxOffset + index)];
                };
                draw_triangle(picture, vertex(0), vertex(1), vertex(2), command.ClipRect, texture);
            }
        }
    }
    return picture;
}

}  // namespace support
