#include "app/kiosk/session/name_search.h"
#include "app/kiosk/session/text_entry.h"
#include "tests/support/catch.h"

using namespace kiosk::session;

TEST_CASE("Only one whole printable character at a time is typed") {
    std::string text;
    CHECK(append_character(text, "ё", 10));
    CHECK(append_character(text, "a", 10));
    CHECK(append_character(text, "€", 10));
    for (const char* wrong : {"", "ab", "\n", "\x7F", "\xD1", "\x91", "ёа", "\xFF", "\xD1z", "\xC0\x80"})
        CHECK_FALSE(append_character(text, wrong, 10));
    CHECK(text == "ёa€");
    CHECK(characters(text) == 3);
    CHECK_FALSE(append_character(text, "b", 3));
    erase_character(text);
    CHECK(text == "ёa");
    erase_character(text);
    erase_character(text);
    erase_character(text);
    CHECK(text.empty());
    CHECK_FALSE(append_digit(text, "x", 4));
    CHECK(append_digit(text, "7", 4));
    CHECK(trimmed("  а б ") == "а б");
    CHECK(trimmed("   ").empty());
}

TEST_CASE("Names are compared in lower case with ё as е, in the letters of all of Russia's languages") {
    CHECK(fold_name("ЁЛКИНА-Щербакова") == "елкина-щербакова");
    CHECK(fold_name("Ҡасим Әнүәр") == "ҡасим әнүәр");
    CHECK(fold_name("Ӏа Ӑ") == "ӏа ӑ");
    CHECK(fold_name("Smith") == "smith");
}
