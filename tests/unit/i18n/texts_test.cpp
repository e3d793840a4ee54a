#include "app/i18n/texts.h"

#include <algorithm>
#include <fstream>

#include "tests/support/catch.h"

namespace {

using namespace std::chrono_literals;
using domain::Language;

const std::filesystem::path kAssets = VSTRECHA_BUILD_DIR "/share/vstrecha";

std::shared_ptr<const i18n::Texts> load(Language language) {
    auto texts = i18n::Texts::load(language, kAssets);
    REQUIRE(texts);
    return *texts;
}

domain::LocalDate date(int year, unsigned month, unsigned day) {
    return std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day);
}

}  // namespace

TEST_CASE("Russian has three plural forms, chosen by the last two digits") {
    const auto russian = load(Language::russian);
    const auto people = [&](long long n) { return russian->plural("{n} meeting", "{n} meetings", n); };
    CHECK(people(0) == "0 встреч");
    CHECK(people(1) == "1 встреча");
    CHECK(people(2) == "2 встречи");
    CHECK(people(4) == "4 встречи");
    CHECK(people(5) == "5 встреч");
    CHECK(people(11) == "11 встреч");
    CHECK(people(12) == "12 встреч");
    CHECK(people(21) == "21 встреча");
    CHECK(people(111) == "111 встреч");
    CHECK(people(1'000'003) == "1\u00A0000\u00A0003 встречи");
    CHECK(people(5'000'000'021) == "5\u00A0000\u00A0000\u00A0021 встреча");
}

TEST_CASE("English has two plural forms and needs no file") {
    const auto english = i18n::Texts::load(Language::english, "/nowhere");
    REQUIRE(english);
    CHECK((*english)->plural("{n} meeting", "{n} meetings", 1) == "1 meeting");
    CHECK((*english)->plural("{n} meeting", "{n} meetings", 0) == "0 meetings");
    CHECK((*english)->plural("{n} meeting", "{n} meetings", 1234) == "1,234 meetings");
}

TEST_CASE("Placeholders are filled by name, an unknown one stays to be seen, and a value is never read again") {
    const auto english = load(Language::english);
    CHECK(english->text("{b} and {a}", {{"a", "{b}"}, {"b", "1"}}) == "1 and {b}");
    CHECK(english->text("{unknown} and {a", {{"a", "x"}}) == "{unknown} and {a");
}

TEST_CASE("A sentence without a translation is shown in English") {
    CHECK(load(Language::russian)->text("No such sentence {x}", {{"x", "!"}}) == "No such sentence !");
    CHECK(load(Language::russian)->in_context("nowhere", "No such sentence") == "No such sentence");
}

TEST_CASE("Dates are written as the language writes them") {
    const auto russian = load(Language::russian), english = load(Language::english);
    const auto monday = date(2026, 11, 23);
    CHECK(russian->weekday_and_date(monday) == "понедельник, 23 ноября");
    CHECK(russian->day_and_month(date(2026, 5, 1)) == "1 мая");
    CHECK(russian->date(date(2026, 5, 1)) == "01.05.2026");
    CHECK(english->weekday_and_date(monday) == "Monday, 23 November");
    CHECK(english->date(monday) == "23/11/2026");
    CHECK(russian->weekday_and_date(date(2026, 11, 29)) == "воскресенье, 29 ноября");
    CHECK(russian->time(domain::at(monday, 9h + 5min) + 59s) == "09:05");
    CHECK(russian->time(domain::at(monday, 0min)) == "00:00");
    CHECK(russian->number(-1234) == "−1\u00A0234");
    CHECK(russian->number(999) == "999");
}

TEST_CASE("Russian order puts ё beside е and numbers by value") {
    const auto russian = load(Language::russian);
    CHECK(russian->compare("Ёлкина", "Ермолаев") < 0);
    CHECK(russian->compare("Ёлкина", "Жуков") < 0);
    CHECK(russian->compare("Ёлкина", "Егоров") > 0);
    CHECK(russian->compare("2А", "10А") < 0);
    CHECK(russian->compare("Абрамов", "Абрамова") < 0);
    CHECK(russian->compare("Абрамов", "Абрамов") == 0);
}

TEST_CASE("The characters of a language cover what its sentences, dates and numbers are made of") {
    const auto russian = load(Language::russian)->characters();
    const auto has = [](const std::u32string& all, char32_t c) { return all.find(c) != std::u32string::npos; };
    for (const char32_t c : std::u32string(U"абвЯёЁ«»–№0129:.\u00A0Az{")) CHECK(has(russian, c));
    CHECK(std::is_sorted(russian.begin(), russian.end()));
    CHECK(std::adjacent_find(russian.begin(), russian.end()) == russian.end());
    CHECK_FALSE(has(russian, U'\n'));
    CHECK_FALSE(has(load(Language::english)->characters(), U'ж'));
}

TEST_CASE("A missing catalogue and a damaged one are told apart") {
    const auto missing = i18n::Texts::load(Language::russian, "/nowhere");
    REQUIRE_FALSE(missing);
    CHECK(missing.error() == i18n::TextsError::no_catalogue);

    const std::filesystem::path broken = VSTRECHA_BUILD_DIR "/tests/broken_assets";
    std::filesystem::create_directories(broken / "locale/ru/LC_MESSAGES");
    std::ifstream in(kAssets / "locale/ru/LC_MESSAGES/vstrecha.mo", std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    for (const std::size_t length : {std::size_t{0}, std::size_t{3}, std::size_t{30}, whole.size() / 2, whole.size() - 2}) {
        std::ofstream(broken / "locale/ru/LC_MESSAGES/vstrecha.mo", std::ios::binary) << whole.substr(0, length);
        const auto damaged = i18n::Texts::load(Language::russian, broken);
        REQUIRE_FALSE(damaged);
        CHECK(damaged.error() == i18n::TextsError::bad_catalogue);
    }
}
