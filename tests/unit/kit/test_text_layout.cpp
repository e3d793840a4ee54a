#include "app/kiosk/kit/text_layout.h"
#include "tests/support/catch.h"

using namespace kiosk::kit;

namespace {

// Every character is half an em wide.
float half_em(std::string_view words, float pixels) {
    float n = 0;
    for (const char c : words) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
    return n * pixels / 2;
}

LaidText lay(std::string_view words, float width, float height = 0, float least = 10) {
    LayoutRequest request;
    request.pixels = 20;
    request.least = least;
    request.line_ratio = 1.5f;
    request.width = width;
    request.height = height;
    return lay_out(words, request, half_em);
}

std::vector<std::string> lines(const LaidText& laid) {
    std::vector<std::string> out;
    for (const auto& line : laid.lines) out.emplace_back(line.words);
    return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("Words that fit stay on one line in their own size") {
    const auto laid = lay("one two", 100);
    CHECK(lines(laid) == Lines{"one two"});
    CHECK(laid.steps == 0);
    CHECK(laid.fits);
    CHECK(laid.width == Approx(70));
    CHECK(laid.height == Approx(30));
}

TEST_CASE("Words wrap at spaces, and spaces at the ends of lines are dropped") {
    CHECK(lines(lay("one two three", 80)) == Lines{"one two", "three"});
    CHECK(lines(lay("  one   two  ", 40)) == Lines{"one", "two"});
}

TEST_CASE("A line break in the words is kept, a space that does not break holds") {
    CHECK(lines(lay("one\ntwo", 500)) == Lines{"one", "two"});
    CHECK(lines(lay("no\u00A0214 x", 60)) == Lines{"no\u00A0214", "x"});
}

TEST_CASE("What does not fit in height shrinks until it does") {
    const auto laid = lay("one two three four", 80, 62);
    CHECK(laid.fits);
    CHECK(laid.steps >= 1);
    CHECK(laid.pixels < 20);
    CHECK(laid.height <= 63);
}

TEST_CASE("A word too long for the line shrinks one step before anything else") {
    const auto laid = lay("organisational", 125);  // 140 wide at 20 pixels, 120 after one step
    CHECK(lines(laid) == Lines{"organisational"});
    CHECK(laid.steps == 1);
    CHECK(laid.fits);
}

TEST_CASE("A long word with a hyphen breaks behind it rather than shrink again") {
    const auto laid = lay("11-информационно-технологический", 160);
    CHECK(laid.steps == 1);
    CHECK(laid.fits);
    CHECK(lines(laid) == Lines{"11-информационно-", "технологический"});
}

TEST_CASE("Words are never cut: where nothing helps all of them are there, and it is reported") {
    const auto laid = lay("extraordinarily", 30, 20);
    CHECK_FALSE(laid.fits);
    std::string together;
    for (const auto& line : lines(laid)) together += line;
    CHECK(together == "extraordinarily");
    for (const auto& line : laid.lines) CHECK(line.width <= 31);
}

TEST_CASE("No words take no lines") {
    CHECK(lay("", 100).lines.empty());
    CHECK(lay("   ", 100).height == 0);
}

TEST_CASE("Balanced lines are of even length, and as many") {
    LayoutRequest request;
    request.pixels = 20;
    request.width = 200;
    const auto plain = lay_out("one two three four five", request, half_em);
    request.balanced = true;
    const auto balanced = lay_out("one two three four five", request, half_em);
    REQUIRE(plain.lines.size() == 2);
    REQUIRE(balanced.lines.size() == 2);
    CHECK(lines(plain) == Lines{"one two three four", "five"});
    CHECK(lines(balanced) == Lines{"one two three", "four five"});
}
