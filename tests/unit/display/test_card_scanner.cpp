#include "platform/display/card_scanner.h"
#include "tests/support/catch.h"

using display::CardScanner;
using std::chrono::milliseconds;

namespace {

std::optional<std::string> type(CardScanner& scanner, std::string_view digits, milliseconds gap, milliseconds& now) {
    for (const char digit : digits) {
        now += gap;
        scanner.digit(digit - '0', now);
    }
    now += gap;
    return scanner.enter(now);
}

}  // namespace

TEST_CASE("Digits and Enter typed quickly are a scan") {
    CardScanner scanner;
    milliseconds now{5000};
    CHECK(type(scanner, "0012345678", milliseconds{3}, now) == "0012345678");
    now += milliseconds{500};
    CHECK(type(scanner, "7777", CardScanner::kLongestGap - milliseconds{1}, now) == "7777");
}

TEST_CASE("What a person types is no scan") {
    CardScanner scanner;
    milliseconds now{5000};
    CHECK(type(scanner, "12345678", CardScanner::kLongestGap + milliseconds{50}, now) == std::nullopt);
    SECTION("even if the last digits came quickly") {
        scanner.digit(1, now += milliseconds{300});
        CHECK(type(scanner, "234", milliseconds{5}, now) == "1234");
        scanner.digit(1, now += milliseconds{300});
        now += milliseconds{300};
        CHECK(type(scanner, "234", milliseconds{5}, now) == std::nullopt);
    }
    SECTION("nor if Enter came late") {
        for (const int digit : {1, 2, 3, 4, 5}) scanner.digit(digit, now += milliseconds{5});
        CHECK(scanner.enter(now + CardScanner::kLongestGap + milliseconds{1}) == std::nullopt);
    }
}

TEST_CASE("Fewer than four digits are no scan") {
    CardScanner scanner;
    milliseconds now{5000};
    CHECK(type(scanner, "123", milliseconds{3}, now) == std::nullopt);
    CHECK(type(scanner, "", milliseconds{3}, now) == std::nullopt);
}

TEST_CASE("Another key spoils what it stands in, and only that") {
    CardScanner scanner;
    milliseconds now{5000};
    scanner.digit(1, now);
    scanner.other(now += milliseconds{3});
    CHECK(type(scanner, "23456", milliseconds{3}, now) == std::nullopt);
    CHECK(type(scanner, "23456", milliseconds{3}, now) == "23456");
}

TEST_CASE("Two scans behind one another are two") {
    CardScanner scanner;
    milliseconds now{5000};
    CHECK(type(scanner, "1111", milliseconds{2}, now) == "1111");
    CHECK(type(scanner, "2222", milliseconds{2}, now) == "2222");
}

TEST_CASE("A reader gone mad fills no memory and scans nothing") {
    CardScanner scanner;
    milliseconds now{5000};
    CHECK(type(scanner, std::string(100000, '7'), milliseconds{0}, now) == std::nullopt);
}

TEST_CASE("A scan right after the machine has started counts") {
    CardScanner scanner;
    milliseconds now{0};
    CHECK(type(scanner, "4321", milliseconds{1}, now) == "4321");
}

TEST_CASE("A QR code with letters and signs is a scan, longer than one of digits may be") {
    CardScanner scanner;
    milliseconds now{5000};
    const auto scan = [&](const std::string& text) {
        for (const char character : text) scanner.character(character, now += milliseconds{3});
        return scanner.enter(now += milliseconds{3});
    };
    const std::string invitation = "vstrecha://a-school-with-a-long-name.school.example:8443/abcdefghjk";
    CHECK(invitation.size() > CardScanner::kMostDigits);
    CHECK(scan(invitation) == invitation);
    CHECK(scan(std::string(CardScanner::kMostDigits + 1, '7')) == std::nullopt);
    CHECK(scan(std::string(CardScanner::kMostCharacters + 1, 'a')) == std::nullopt);
    CHECK(scan("12345678") == "12345678");
    scanner.character('a', now += milliseconds{3});
    CHECK(scan("1234") == "a1234");  // it begins where the reader began
    scanner.character('a', now += milliseconds{3});
    now += CardScanner::kLongestGap + milliseconds{1};
    CHECK(scan("1234") == "1234");
}
