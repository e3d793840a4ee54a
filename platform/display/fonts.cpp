#include "platform/display/fonts.h"

#include <imgui.h>
#if __has_include(<imgui_freetype.h>)
#include <imgui_freetype.h>
#else
#include <misc/freetype/imgui_freetype.h>
#endif

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_ADVANCES_H

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <system_error>

#include "platform/display/imgui_version.h"
#include "platform/display/kerning.h"

namespace display {

namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 5> kFolders = {"/usr/share/fonts/opentype/inter", "/usr/share/fonts/truetype/inter",
                                                 "/usr/share/fonts/opentype/inter/static", "/usr/share/fonts/inter",
                                                 "/usr/local/share/fonts/inter"};

// Inter has no U+FFFD. An empty square is what people know.
constexpr char32_t kMissing = U'\u25A1';

std::vector<char> read_whole(const fs::path& path) {
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in) return {};
    const auto size = in.tellg();
    if (size <= 0) return {};
    std::vector<char> bytes(static_cast<std::size_t>(size));
    in.seekg(0);
    in.read(bytes.data(), size);
    if (!in) return {};
    return bytes;
}

// ImGui wants pairs of first and last, ended by zero.
std::vector<ImWchar> ranges_of(std::u32string characters) {
    // A space, for ImGui hides what stands in for one; and the sign for what is missing.
    characters += U' ';
    characters += kMissing;
    std::sort(characters.begin(), characters.end());
    std::vector<ImWchar> ranges;
    for (const char32_t c : characters) {
        if (c < 0x20 || c > 0xFFFF) continue;
        const auto code = static_cast<ImWchar>(c);
        if (!ranges.empty() && (ranges.back() == code || ranges.back() + 1 == code)) {
            ranges.back() = code;
        } else {
            ranges.push_back(code);
            ranges.push_back(code);
        }
    }
    ranges.push_back(0);
    return ranges;
}

// ImGui rounds how far each character advances to whole pixels, which sets small words too wide or too narrow. The
// font's own advances are put in place of them; whoever draws the words rounds where each character stands.
void take_true_advances(ImFont& font, const FontRequest& request, FT_Face face) {
    for (ImFontGlyph& glyph : font.Glyphs) {
        const FT_UInt index = FT_Get_Char_Index(face, glyph.Codepoint);
        FT_Fixed units = 0;
        if (index == 0 || FT_Get_Advance(face, index, FT_LOAD_NO_SCALE, &units) != 0) continue;
        glyph.AdvanceX =
            request.em_pixels * (static_cast<float>(units) / static_cast<float>(face->units_per_EM) + request.tracking);
    }
    font.FallbackChar = static_cast<ImWchar>(kMissing);
    font.BuildLookupTable();
}

void take_true_advances(const std::vector<ImFont*>& fonts, const std::vector<FontRequest>& requests,
                        const std::map<Weight, std::vector<char>>& files) {
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) != 0) return;
    for (const auto& [weight, bytes] : files) {
        FT_Face face = nullptr;
        if (FT_New_Memory_Face(library, reinterpret_cast<const FT_Byte*>(bytes.data()),
                               static_cast<FT_Long>(bytes.size()), 0, &face) != 0) {
            continue;
        }
        for (std::size_t i = 0; i < requests.size(); ++i) {
            if (requests[i].weight == weight) take_true_advances(*fonts[i], requests[i], face);
        }
        FT_Done_Face(face);
    }
    FT_Done_FreeType(library);
}

}  // namespace

fs::path find_font(Weight weight, const std::vector<fs::path>& folders) {
    const char* name = weight == Weight::medium ? "Inter-Medium"
                       : weight == Weight::bold ? "Inter-Bold"
                                                : "Inter-ExtraBold";
    std::vector<fs::path> all = folders;
    all.insert(all.end(), kFolders.begin(), kFolders.end());
    for (const fs::path& folder : all) {
        for (const char* ending : {".otf", ".ttf"}) {
            std::error_code error;
            fs::path path = folder / (std::string(name) + ending);
            if (fs::is_regular_file(path, error)) return path;
        }
    }
    return {};
}

Fonts::Fonts() : atlas_(std::make_unique<ImFontAtlas>()) {}
Fonts::~Fonts() = default;

base::Result<std::unique_ptr<Fonts>, FontsError> Fonts::build(std::vector<FontRequest> requests,
                                                              const std::vector<fs::path>& folders) {
    std::unique_ptr<Fonts> fonts(new Fonts);
    std::map<Weight, std::vector<char>> files;
    for (const FontRequest& request : requests) {
        if (files.contains(request.weight)) continue;
        const fs::path path = find_font(request.weight, folders);
        auto bytes = read_whole(path);
        if (bytes.empty()) return base::failure(FontsError::no_font_file);
        files.emplace(request.weight, std::move(bytes));
        fonts->kerning_.emplace(request.weight, std::make_unique<Kerning>(path));
    }

    ImFontAtlas& atlas = *fonts->atlas_;
    atlas.Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoBakedLines;
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.TexGlyphPadding = 1;

    std::vector<std::vector<ImWchar>> ranges;  // must outlive Build()
    ranges.reserve(requests.size());
    for (FontRequest& request : requests) {
        ranges.push_back(ranges_of(request.characters));
        // ImGui 1.86 cuts the height of a line to whole pixels, so it is given some.
        const float line = std::round(request.em_pixels * kLineOfEm);
        request.em_pixels = line / kLineOfEm;
        ImFontConfig config;
        config.FontDataOwnedByAtlas = false;
        config.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
        config.OversampleH = config.OversampleV = 1;
        auto& bytes = files.at(request.weight);
        ImFont* font = atlas.AddFontFromMemoryTTF(bytes.data(), static_cast<int>(bytes.size()), line, &config,
                                                  ranges.back().data());
        fonts->fonts_.push_back(font);
    }
    if (!atlas.Build()) return base::failure(FontsError::not_built);
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    atlas.GetTexDataAsAlpha8(&pixels, &width, &height);
    atlas.ClearInputData();
    take_true_advances(fonts->fonts_, requests, files);
    fonts->requests_ = std::move(requests);
    return fonts;
}

bool Fonts::has(std::size_t request, char32_t character) const {
    if (character > 0xFFFF) return false;
    return font(request)->FindGlyphNoFallback(static_cast<ImWchar>(character)) != nullptr;
}

float Fonts::kerning(std::size_t request, char32_t first, char32_t second) const {
    const FontRequest& asked = requests_.at(request);
    return kerning_.at(asked.weight)->between(first, second) * asked.em_pixels;
}

Fonts::Pixels Fonts::pixels() const {
    return {atlas_->TexPixelsAlpha8, atlas_->TexWidth, atlas_->TexHeight};
}

void Fonts::release_pixels() {
    atlas_->ClearTexData();
}

void Fonts::set_texture(std::uintptr_t texture) {
    atlas_->SetTexID(texture_id(texture));
}

}  // namespace display
