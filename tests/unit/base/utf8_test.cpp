#include "platform/base/utf8.h"

#include "tests/support/catch.h"

TEST_CASE("Text goes to code points and back, whatever the length of its characters") {
    const std::string text = "aЁҗ–😀";
    CHECK(base::count_code_points(text) == 5u);
    CHECK(base::code_points(text) == U"aЁҗ–😀");
    CHECK(base::to_utf8(base::code_points(text)) == text);
    CHECK(base::code_points("").empty());
}

TEST_CASE("The first and last code points of each length are read, what lies beside them is not") {
    for (const char32_t point : {0x00, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF}) {
        const std::u32string one(1, point);
        CHECK(base::code_points(base::to_utf8(one)) == one);
    }
    const std::string_view no_text[] = {"\x80",             "\xC0\x80",     "\xC1\xBF",         "\xE0\x9F\xBF",
                                        "\xED\xA0\x80",     "\xEF\xBF",     "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
                                        "\xF8\x88\x80\x80", "a\xD0",        "\xD0\xD0\xB0",     "\xFF"};
    for (const auto& bytes : no_text) CHECK_FALSE(base::is_utf8(bytes));
}

TEST_CASE("A byte that is not UTF-8 is replaced alone, and what follows is read") {
    CHECK(base::code_points("a\xD0z") == U"a\uFFFDz");
    CHECK(base::code_points("\xE2\x80") == U"\uFFFD\uFFFD");
    CHECK(base::to_utf8(std::u32string{0xD800, 0x110000}) == "\uFFFD\uFFFD");
}
