#include "app/kiosk/letters.h"

#include "tests/support/catch.h"

TEST_CASE("Letters are drawn when a list needs some that are not there, with all that were there before") {
    std::vector<std::u32string> drawn;
    bool fails = true;
    kiosk::Letters letters(U"ace", [&](const std::u32string& needed) -> std::unique_ptr<display::Fonts> {
        drawn.push_back(needed);
        if (fails) return nullptr;
        auto fonts = display::Fonts::build({{display::Weight::medium, 16, 0, needed}});
        REQUIRE(fonts);
        return std::move(*fonts);
    });
    letters.prepare(U"ac");
    CHECK(drawn.empty());
    CHECK_FALSE(letters.take());
    letters.prepare(U"abз");
    CHECK(drawn == std::vector<std::u32string>{U"abceз"});
    CHECK_FALSE(letters.take());
    fails = false;
    letters.prepare(U"abз");  // what failed is tried again
    const auto fonts = letters.take();
    REQUIRE(fonts);
    for (const char32_t letter : std::u32string{U"abceз"}) CHECK(fonts->has(0, letter));
    CHECK_FALSE(letters.take());
    letters.prepare(U"ceз");
    CHECK(drawn.size() == 2);
}
