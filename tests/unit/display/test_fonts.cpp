#include <imgui.h>

#include "platform/display/fonts.h"
#include "tests/support/catch.h"

using display::FontRequest;
using display::Fonts;
using display::Weight;

namespace {

// Letters of Russia's languages beside Russian: Tatar, Bashkir, Sakha, Chuvash, Komi, Altai, Kabardian, Khanty.
constexpr std::u32string_view kOfRussia = U"әөүҗңһӘӨҮҖҢҺғҡҙҫҔҕӥӱҥӹӑӗҫӳіӧӀӏқӈӄ";

}  // namespace

TEST_CASE("The atlas has every character that was asked for, in every size") {
    std::u32string characters = U"АБВабвЁё09:«»№—‹›·";
    characters += kOfRussia;
    const auto fonts = Fonts::build({{Weight::medium, 28, 0, characters},
                                     {Weight::bold, 32, 0, characters},
                                     {Weight::extra_bold, 60, -0.02f, characters}});
    REQUIRE(fonts);
    for (std::size_t i = 0; i < 3; ++i) {
        for (const char32_t c : characters) {
            INFO("font " << i << ", U+" << std::hex << static_cast<unsigned>(c));
            CHECK((*fonts)->has(i, c));
        }
    }
}

TEST_CASE("A character that is missing shows as a visible sign") {
    const auto fonts = Fonts::build({{Weight::medium, 28, 0, U"abc"}});
    REQUIRE(fonts);
    ImFont* font = (*fonts)->font(0);
    CHECK_FALSE((*fonts)->has(0, U'Ж'));
    const ImFontGlyph* shown = font->FindGlyph(ImWchar{0x0416});
    REQUIRE(shown != nullptr);
    CHECK(shown->Visible);
    CHECK(shown->X1 - shown->X0 > 4);
    CHECK(shown->Codepoint == 0x25A1);
}

TEST_CASE("Fonts can be built again with more characters") {
    auto fonts = Fonts::build({{Weight::medium, 28, 0, U"abc"}});
    REQUIRE(fonts);
    auto requests = (*fonts)->requests();
    requests[0].characters += U'ҥ';
    fonts = Fonts::build(requests);
    REQUIRE(fonts);
    CHECK((*fonts)->has(0, U'ҥ'));
}

TEST_CASE("A size is of the em, to two hundredths") {
    const auto fonts = Fonts::build({{Weight::extra_bold, 168, 0, U"0123456789:H"}});
    REQUIRE(fonts);
    const ImFontGlyph* h = (*fonts)->font(0)->FindGlyph('H');
    REQUIRE(h != nullptr);
    // The capitals of Inter are 1490 of 2048 high.
    CHECK(h->Y1 - h->Y0 == Approx(168.0f * 1490 / 2048).epsilon(0.02));
}

TEST_CASE("Characters advance as the font says, not by whole pixels") {
    const auto fonts =
        Fonts::build({{Weight::medium, 20, 0, U"abcdefghijklmnop"}, {Weight::medium, 200, 0, U"abcdefghijklmnop"}});
    REQUIRE(fonts);
    const float small = (*fonts)->requests()[0].em_pixels, large = (*fonts)->requests()[1].em_pixels;
    for (ImWchar c = 'a'; c <= 'p'; ++c) {
        CHECK((*fonts)->font(0)->GetCharAdvance(c) / small ==
              Approx((*fonts)->font(1)->GetCharAdvance(c) / large).epsilon(0.001));
    }
}

TEST_CASE("Without the font's files there are no fonts, and it says so") {
    CHECK(display::find_font(Weight::bold, {}).filename().string().starts_with("Inter-Bold"));
    CHECK(display::find_font(Weight::bold, {"/nowhere"}).filename().string().starts_with("Inter-Bold"));
}

TEST_CASE("The pixels can be given back once they are a texture") {
    const auto fonts = Fonts::build({{Weight::medium, 28, 0, U"abc"}});
    REQUIRE(fonts);
    REQUIRE((*fonts)->pixels().data != nullptr);
    (*fonts)->release_pixels();
    CHECK((*fonts)->pixels().data == nullptr);
    CHECK((*fonts)->has(0, U'a'));
}

TEST_CASE("Letters that lean over one another stand closer, others as they advance") {
    const auto fonts = Fonts::build({{Weight::extra_bold, 100, 0, U"Готва1: "}});
    REQUIRE(fonts);
    CHECK((*fonts)->kerning(0, U'Г', U'о') < -2);
    CHECK((*fonts)->kerning(0, U'Т', U'о') < -2);
    CHECK((*fonts)->kerning(0, U'Г', U'о') > -20);
    CHECK((*fonts)->kerning(0, U'1', U'1') == 0);
    CHECK((*fonts)->kerning(0, 0, U'Г') == 0);
}
