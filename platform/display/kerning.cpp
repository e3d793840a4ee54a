#include "platform/display/kerning.h"

#include <hb.h>

namespace display {

struct Kerning::Shaper {
    hb_font_t* font = nullptr;
    hb_buffer_t* buffer = nullptr;

    explicit Shaper(const char* path) {
        hb_blob_t* blob = hb_blob_create_from_file(path);  // mapped, not read; empty if it is gone
        hb_face_t* face = hb_face_create(blob, 0);
        hb_blob_destroy(blob);
        font = hb_font_create(face);
        hb_face_destroy(face);
        buffer = hb_buffer_create();
    }
    ~Shaper() {
        hb_buffer_destroy(buffer);
        hb_font_destroy(font);
    }
    Shaper(const Shaper&) = delete;
    Shaper& operator=(const Shaper&) = delete;

    // The advance of the first of two characters, in units of the font.
    [[nodiscard]] int first_advance(char32_t first, char32_t second, bool kerned) const {
        hb_buffer_clear_contents(buffer);
        const std::uint32_t pair[2] = {first, second};
        hb_buffer_add_utf32(buffer, pair, 2, 0, 2);
        hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
        hb_buffer_guess_segment_properties(buffer);
        // Only kerning: what else a font may do with two characters would change the glyphs, which the atlas has not.
        hb_feature_t features[] = {{HB_TAG('k', 'e', 'r', 'n'), kerned ? 1u : 0u, 0, HB_FEATURE_GLOBAL_END},
                                   {HB_TAG('l', 'i', 'g', 'a'), 0, 0, HB_FEATURE_GLOBAL_END},
                                   {HB_TAG('c', 'a', 'l', 't'), 0, 0, HB_FEATURE_GLOBAL_END}};
        hb_shape(font, buffer, features, 3);
        unsigned count = 0;
        const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer, &count);
        return count == 2 ? positions[0].x_advance : 0;
    }
};

Kerning::Kerning(const std::filesystem::path& font) : shaper_(std::make_unique<Shaper>(font.c_str())) {}
Kerning::~Kerning() = default;

float Kerning::between(char32_t first, char32_t second) {
    // Letters only: signs and figures stand as they are, and the table stays small.
    const auto letter = [](char32_t c) {
        return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z') || (c >= 0x400 && c <= 0x52F);
    };
    if (!letter(first) || !letter(second)) return 0;
    const std::uint64_t pair = (static_cast<std::uint64_t>(first) << 32) | second;
    if (const auto found = known_.find(pair); found != known_.end()) return found->second;
    const int units = shaper_->first_advance(first, second, true) - shaper_->first_advance(first, second, false);
    const auto em = static_cast<float>(hb_face_get_upem(hb_font_get_face(shaper_->font)));
    return known_[pair] = em > 0 ? static_cast<float>(units) / em : 0;
}

}  // namespace display
