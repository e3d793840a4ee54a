#include "app/domain/contrast.h"
#include "app/kiosk/kit/theme.h"
#include "tests/support/catch.h"

using namespace kiosk::kit;
using domain::Appearance;
using domain::contrast;
using domain::refuse_primary;

TEST_CASE("Contrast is WCAG's: 21 between black and white, 1 with itself, the same in either order") {
    CHECK(contrast(0x000000, 0xFFFFFF) == Approx(21.0));
    CHECK(contrast(0x777777, 0x777777) == Approx(1.0));
    CHECK(contrast(0x767676, 0xFFFFFF) == Approx(4.54).epsilon(0.01));
    CHECK(contrast(0xFFFFFF, 0x767676) == Approx(contrast(0x767676, 0xFFFFFF)));
}

TEST_CASE("Both themes are those of the look") {
    const Theme light = make_theme(Appearance::light, std::nullopt), dark = make_theme(Appearance::dark, std::nullopt);
    CHECK(light.rgb(Colour::paper) == 0xF6F3EC);
    CHECK(light.rgb(Colour::primary) == 0x3B5BDB);
    CHECK(light.rgb(Colour::on_primary) == 0xFFFFFF);
    CHECK(dark.rgb(Colour::paper) == 0x0F172A);
    CHECK(dark.rgb(Colour::primary) == 0x6F8BFF);
    CHECK(dark.rgb(Colour::on_primary) == 0x0F172A);
}

TEST_CASE("Every pair of words and ground keeps 4.5 to 1, in light and dark") {
    for (const auto appearance : {Appearance::light, Appearance::dark}) {
        const Theme t = make_theme(appearance, std::nullopt);
        const auto at_least = [&](Colour words, Colour ground, double needed) {
            INFO("colour " << static_cast<int>(words) << " on " << static_cast<int>(ground)
                           << (appearance == Appearance::dark ? " dark" : " light"));
            CHECK(contrast(t.rgb(words), t.rgb(ground)) >= needed);
        };
        for (const Colour ground : {Colour::paper, Colour::card}) {
            at_least(Colour::ink, ground, 4.5);
            at_least(Colour::second_ink, ground, 4.5);
            at_least(Colour::refusal, ground, 4.5);
            at_least(Colour::primary, ground, 3.0);
        }
        at_least(Colour::both, Colour::card, 3.0);  // words in it are large or bold
        at_least(Colour::on_primary, Colour::primary, 4.5);
        at_least(Colour::warning_ink, Colour::warning_paper, 4.5);
    }
}

TEST_CASE("A school's own colour is held against the colours that the theme draws") {
    for (const auto appearance : {Appearance::light, Appearance::dark}) {
        const Theme theme = make_theme(appearance, std::nullopt);
        const domain::PrimaryGround ground = domain::primary_ground(appearance);
        CHECK(ground.paper == theme.rgb(Colour::paper));
        CHECK(ground.text == theme.rgb(Colour::on_primary));
    }
}

TEST_CASE("A school's own colour is taken where its contrast holds") {
    CHECK_FALSE(refuse_primary(Appearance::light, 0x8B0000).has_value());
    CHECK(make_theme(Appearance::light, 0x8B0000).rgb(Colour::primary) == 0x8B0000);
}

TEST_CASE("A school's own colour is refused with the pair that fails, and the look's stays") {
    const auto pale = refuse_primary(Appearance::light, 0xFFD54F);
    REQUIRE(pale.has_value());
    CHECK(pale->problem == domain::PrimaryProblem::text_on_it);
    CHECK(pale->needed == 4.5);
    CHECK(pale->found < 4.5);
    CHECK(make_theme(Appearance::light, 0xFFD54F).rgb(Colour::primary) == 0x3B5BDB);
    const auto dark_on_dark = refuse_primary(Appearance::dark, 0x101830);
    REQUIRE(dark_on_dark.has_value());
    CHECK(dark_on_dark->found < dark_on_dark->needed);
}

TEST_CASE("Colours mix from one end to the other") {
    CHECK(mixed(0x000000, 0xFFFFFF, 0) == 0x000000);
    CHECK(mixed(0x000000, 0xFFFFFF, 1) == 0xFFFFFF);
    CHECK(mixed(0x102030, 0x102030, 0.5f) == 0x102030);
    CHECK(mixed(0x000000, 0x0000FF, 0.5f) == 0x000080);
    CHECK(mixed(0x000000, 0xFFFFFF, 7) == 0xFFFFFF);
}
