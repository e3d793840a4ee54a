#include <imgui.h>

#include <cmath>

#include "app/domain/contrast.h"
#include "tests/support/catch.h"
#include "tests/support/headless_kit.h"
#include "tests/unit/kit/gallery_screens.h"
#include "tests/unit/kit/plain_texts.h"

using namespace kiosk::kit;
using display::Milliseconds;

namespace {

KitOptions options(float width = 1280, float height = 800, bool motion = false) {
    KitOptions made;
    made.width = width;
    made.height = height;
    made.motion = motion;
    made.texts = std::make_shared<support::PlainTexts>();
    made.theme = make_theme(domain::Appearance::light, std::nullopt);
    return made;
}

// Two buttons side by side, and how often each answered.
struct TwoButtons {
    support::HeadlessKit kiosk{options()};
    int left = 0, right = 0;
    TwoButtons() {
        kiosk.draw = [this](Kit& kit) {
            const bool l = kit.button("left", {100, 100, 300, 120}, "Left", ButtonStyle::primary);
            const bool r = kit.button("right", {500, 100, 300, 120}, "Right", ButtonStyle::secondary);
            left += l ? 1 : 0;
            right += r ? 1 : 0;
            return l || r;
        };
        kiosk.settle();
    }
};

}  // namespace

TEST_CASE("A press and a release in one frame click, once") {
    TwoButtons b;
    b.kiosk.tap("left");
    CHECK(b.left == 1);
    CHECK(b.right == 0);
}

TEST_CASE("A tap that jumps to another button clicks that one at the first try") {
    TwoButtons b;
    b.kiosk.tap("left");
    b.kiosk.tap("right");
    CHECK(b.left == 1);
    CHECK(b.right == 1);
}

TEST_CASE("A touch that begins on one button and ends on another does nothing") {
    TwoButtons b;
    b.kiosk.drag(200, 150, 600, 150);
    CHECK(b.left + b.right == 0);
}

TEST_CASE("A second finger on another button does nothing") {
    TwoButtons b;
    b.kiosk.pointer.press(1, 200, 150, b.kiosk.now);
    b.kiosk.settle();
    b.kiosk.pointer.press(2, 600, 150, b.kiosk.now);
    b.kiosk.pointer.release(2, 600, 150);
    b.kiosk.settle();
    b.kiosk.pointer.release(1, 200, 150);
    b.kiosk.settle();
    CHECK(b.left == 1);
    CHECK(b.right == 0);
}

TEST_CASE("Ten taps in one frame are ten clicks") {
    TwoButtons b;
    for (int i = 0; i < 10; ++i) {
        b.kiosk.pointer.press(0, 200, 150, b.kiosk.now);
        b.kiosk.pointer.release(0, 200, 150);
    }
    b.kiosk.settle();
    CHECK(b.left == 10);
}

TEST_CASE("After a tap nothing stays hovered or pressed: the picture is what it was") {
    TwoButtons b;
    b.kiosk.settle();
    const auto before = b.kiosk.picture();
    b.kiosk.tap("left");
    CHECK(b.kiosk.picture().rgba == before.rgba);
}

TEST_CASE("A pressed button looks pressed while the finger is on it") {
    TwoButtons b;
    const auto before = b.kiosk.picture();
    b.kiosk.pointer.press(0, 200, 150, b.kiosk.now);
    CHECK(b.kiosk.picture().rgba != before.rgba);
}

TEST_CASE("A touch that began on one screen does not end on another with the same id") {
    support::HeadlessKit kiosk(options());
    int clicks = 0;
    kiosk.draw = [&](Kit& kit) {
        clicks += kit.button("ok", {100, 100, 300, 120}, "OK", ButtonStyle::primary) ? 1 : 0;
        return false;
    };
    kiosk.screen = "first";
    kiosk.settle();
    kiosk.pointer.press(0, 200, 150, kiosk.now);
    kiosk.settle();
    kiosk.screen = "second";
    kiosk.settle();
    kiosk.pointer.release(0, 200, 150);
    kiosk.settle();
    CHECK(clicks == 0);
}

TEST_CASE("A button that is off answers nothing and says so in the trace") {
    support::HeadlessKit kiosk(options());
    int clicks = 0;
    kiosk.draw = [&](Kit& kit) {
        clicks += kit.button("off", {100, 100, 300, 120}, "Off", ButtonStyle::primary, false) ? 1 : 0;
        return false;
    };
    kiosk.settle();
    kiosk.tap("off");
    CHECK(clicks == 0);
    CHECK_FALSE(kiosk.trace().find("off")->enabled);
}

TEST_CASE("A long press answers once, after 1.2 seconds, and asks to be woken for it") {
    support::HeadlessKit kiosk(options());
    int answers = 0;
    kiosk.draw = [&](Kit& kit) {
        answers += kit.long_press("clock", {100, 100, 400, 200}, "Clock") ? 1 : 0;
        return false;
    };
    kiosk.settle();
    const auto pressed = kiosk.now;
    kiosk.pointer.press(0, 200, 150, pressed);
    REQUIRE(kiosk.settle().again_at.has_value());
    CHECK(*kiosk.last().again_at == pressed + Milliseconds{1200});
    kiosk.now = pressed + Milliseconds{1199};
    kiosk.settle();
    CHECK(answers == 0);
    kiosk.now = pressed + Milliseconds{1200};
    kiosk.settle();
    CHECK(answers == 1);
    kiosk.now += Milliseconds{5000};
    kiosk.settle();
    CHECK(answers == 1);
    CHECK_FALSE(kiosk.last().again_at.has_value());
    kiosk.pointer.release(0, 200, 150);
    kiosk.settle();
    kiosk.hold("clock", Milliseconds{1300});
    CHECK(answers == 2);
    kiosk.hold("clock", Milliseconds{300});
    CHECK(answers == 2);
}

TEST_CASE("A list is dragged; a drag over a row is no press, a tap on one is") {
    support::HeadlessKit kiosk(options());
    int pressed = -1;
    kiosk.draw = [&](Kit& kit) {
        const auto rows = kit.begin_list("list", {100, 100, 600, 400}, 40, 80);
        for (int i = rows.first; i < rows.last; ++i) {
            if (kit.row_button("row." + std::to_string(i), i, "Row")) pressed = i;
        }
        kit.end_list();
        return pressed >= 0;
    };
    kiosk.settle();
    CHECK(kiosk.trace().find("row.0") != nullptr);
    CHECK(kiosk.trace().find("row.20") == nullptr);
    kiosk.drag(300, 450, 300, 130);  // four rows up
    CHECK(pressed == -1);
    CHECK(kiosk.trace().find("row.0") == nullptr);
    kiosk.tap_at(300, 140);
    CHECK(pressed == 4);
    SECTION("and ends at its last row") {
        pressed = -1;
        for (int i = 0; i < 30; ++i) kiosk.drag(300, 480, 300, 110);
        kiosk.tap_at(300, 480);
        CHECK(pressed == 39);
    }
    SECTION("and begins anew when it was away") {
        pressed = -1;
        const auto list = kiosk.draw;
        kiosk.draw = [](Kit&) { return false; };
        kiosk.settle();
        kiosk.draw = list;
        kiosk.settle();
        kiosk.tap_at(300, 140);
        CHECK(pressed == 0);
    }
}

TEST_CASE("A finger that trembles on a row presses it") {
    support::HeadlessKit kiosk(options());
    int pressed = -1;
    kiosk.draw = [&](Kit& kit) {
        const auto rows = kit.begin_list("list", {100, 100, 600, 400}, 40, 80);
        for (int i = rows.first; i < rows.last; ++i) {
            if (kit.row_button("row." + std::to_string(i), i, "Row")) pressed = i;
        }
        kit.end_list();
        return false;
    };
    kiosk.settle();
    kiosk.drag(300, 300, 304, 308);
    CHECK(pressed == 2);
}

TEST_CASE("Every key of a keyboard types its character, and the letters can be changed") {
    support::HeadlessKit kiosk(options());
    std::string typed;
    int erased = 0;
    kiosk.draw = [&](Kit& kit) {
        if (const auto key = kit.keyboard("kb", {56, 400, 1168, 380}, KeyboardLayout::russian)) {
            typed += key->character;
            erased += key->erase ? 1 : 0;
        }
        return false;
    };
    kiosk.settle();
    for (const char* letter : {"м", "а", "д", "и", "н", "а", "space", "ё", "-"}) kiosk.tap(std::string("kb.") + letter);
    kiosk.tap("kb.erase");
    CHECK(typed == "мадина ё-");
    CHECK(erased == 1);
    kiosk.tap("kb.letters");
    kiosk.settle();
    kiosk.tap("kb.q");
    CHECK(typed == "мадина ё-q");
    // All 33 letters of Russian are there.
    kiosk.tap("kb.letters");
    kiosk.settle();
    for (const char* letter : {"й", "ц", "у", "к", "е", "н", "г", "ш", "щ", "з", "х", "ъ", "ф", "ы", "в", "а", "п",
                               "р", "о", "л", "д", "ж", "э", "я", "ч", "с", "м", "и", "т", "ь", "б", "ю", "ё"}) {
        CHECK(kiosk.trace().find(std::string("kb.") + letter) != nullptr);
    }
}

TEST_CASE("The trace names screen, id, label, kind and rectangle, and is written as one line of JSON") {
    TwoButtons b;
    b.kiosk.screen = "test \"screen\"";
    b.kiosk.settle();
    const TraceItem* left = b.kiosk.trace().find("left");
    REQUIRE(left != nullptr);
    CHECK(left->label == "Left");
    CHECK(left->kind == "button");
    CHECK(left->rect == Rect{100, 100, 300, 120});
    CHECK(left->enabled);
    CHECK(left->fits);
    CHECK(domain::contrast(left->text_rgb, left->ground_rgb) >= 4.5);
    const std::string json = to_json(b.kiosk.trace());
    CHECK(json ==
          "{\"screen\":\"test \\\"screen\\\"\",\"items\":["
          "{\"id\":\"left\",\"label\":\"Left\",\"kind\":\"button\",\"x\":100,\"y\":100,\"w\":300,\"h\":120,\"enabled\":"
          "true},"
          "{\"id\":\"right\",\"label\":\"Right\",\"kind\":\"button\",\"x\":500,\"y\":100,\"w\":300,\"h\":120,"
          "\"enabled\":true}]}");
}

TEST_CASE("What a list has scrolled away is not in the JSON, and a half-hidden row only with its visible part") {
    support::HeadlessKit kiosk(options());
    kiosk.draw = [&](Kit& kit) {
        const auto rows = kit.begin_list("list", {100, 100, 600, 100}, 5, 80);
        for (int i = rows.first; i < rows.last; ++i) (void)kit.row_button("row." + std::to_string(i), i, "Row");
        kit.end_list();
        return false;
    };
    kiosk.settle();
    const std::string json = to_json(kiosk.trace());
    CHECK(json.find("\"row.1\",\"label\":\"Row\",\"kind\":\"button\",\"x\":100,\"y\":180,\"w\":578,\"h\":20") !=
          std::string::npos);
    CHECK(json.find("row.2") == std::string::npos);
}

TEST_CASE("The whole picture moves with the burn-in shift, and touches with it") {
    TwoButtons b;
    b.kiosk.kit().set_burn_in_shift(6, -4);
    b.kiosk.settle();
    CHECK(b.kiosk.trace().find("left")->rect == Rect{106, 96, 300, 120});
    b.kiosk.tap_at(405, 214);  // outside the place where it was
    CHECK(b.left == 1);
    b.kiosk.tap_at(102, 150);
    CHECK(b.left == 1);
}

TEST_CASE("A motion asks for passes until it rests, and for none with motion off") {
    for (const bool motion : {true, false}) {
        support::HeadlessKit kiosk(options(1280, 800, motion));
        float value = -1;
        kiosk.draw = [&](Kit& kit) {
            value = kit.moved("m", 0, 1, 200);
            return false;
        };
        CHECK(kiosk.settle().moving == motion);
        CHECK(kiosk.rest());
        CHECK(value == 1);
        CHECK_FALSE(kiosk.settle().moving);
    }
}

TEST_CASE("The clock's minutes do not jump") {
    support::HeadlessKit kiosk(options());
    const float eleven = kiosk.kit().text_width("13:11", TextStyle::clock);
    CHECK(kiosk.kit().text_width("13:48", TextStyle::clock) == eleven);
    CHECK(kiosk.kit().text_width("13:07", TextStyle::clock) == eleven);
}

TEST_CASE("No style is set under 20 pixels, or under 14 on the small panel") {
    for (const auto style :
         {TextStyle::clock, TextStyle::display, TextStyle::title, TextStyle::heading, TextStyle::button,
          TextStyle::second_button, TextStyle::body, TextStyle::body_bold, TextStyle::small}) {
        CHECK(type_of(style, measures_of(1280, 800)).em >= 20);
        CHECK(type_of(style, measures_of(1024, 768)).em >= 20);
        CHECK(type_of(style, measures_of(1080, 1920)).em >= 20);
        CHECK(type_of(style, measures_of(800, 480)).em >= 14);
    }
    CHECK(type_of(TextStyle::clock, measures_of(1280, 800)).em == 168);
    CHECK(type_of(TextStyle::body, measures_of(1920, 1080)).em > 36);
}

TEST_CASE("Every widget is drawn at every size in both themes, inside the window, its words whole") {
    for (const auto& [width, height] : {std::pair{800.0f, 480.0f}, {1280.0f, 800.0f}, {1920.0f, 1080.0f}}) {
        for (const auto appearance : {domain::Appearance::light, domain::Appearance::dark}) {
            KitOptions made = options(width, height);
            made.theme = make_theme(appearance, std::nullopt);
            support::HeadlessKit kiosk(std::move(made));
            for (void (*screen)(Kit&) :
                 {gallery::home, gallery::pictures, gallery::rate, gallery::signs, gallery::list}) {
                kiosk.draw = [&](Kit& kit) {
                    screen(kit);
                    return false;
                };
                kiosk.settle();
                CHECK(kiosk.last().drawn->TotalIdxCount > 100);
                for (const TraceItem& item : kiosk.trace().items) {
                    INFO(width << "x" << height << " " << item.id);
                    CHECK(item.fits);
                    CHECK(item.rect.right() <= width);
                    if (item.style && item.enabled && item.text_pixels > 0) {
                        CHECK(domain::contrast(item.text_rgb, item.ground_rgb) >= 4.5);
                    }
                }
            }
        }
    }
}

TEST_CASE("Pressed words stay readable on their button") {
    for (const auto appearance : {domain::Appearance::light, domain::Appearance::dark}) {
        for (const auto style : {ButtonStyle::primary, ButtonStyle::secondary, ButtonStyle::tile, ButtonStyle::selected,
                                 ButtonStyle::danger, ButtonStyle::quiet}) {
            KitOptions made = options();
            made.theme = make_theme(appearance, std::nullopt);
            support::HeadlessKit kiosk(std::move(made));
            kiosk.draw = [&](Kit& kit) {
                (void)kit.button("b", {100, 100, 300, 120}, "Button", style);
                return false;
            };
            kiosk.settle();
            kiosk.pointer.press(0, 200, 150, kiosk.now);
            kiosk.settle();
            const TraceItem* item = kiosk.trace().find("b");
            REQUIRE(item != nullptr);
            INFO("style " << static_cast<int>(style) << (appearance == domain::Appearance::dark ? " dark" : " light"));
            CHECK(domain::contrast(item->text_rgb, item->ground_rgb) >= 4.5);
        }
    }
}

TEST_CASE("The lens of a held meeting is green, its circles blue and coral, in true geometry") {
    support::HeadlessKit kiosk(options());
    MeetingSign held;
    held.left = held.right = true;
    kiosk.draw = [&](Kit& kit) {
        kit.meeting_sign({400, 100, 3.136f * 140, 280}, held);
        return false;
    };
    const auto picture = kiosk.picture();
    const auto at = [&](float x, float y) {
        const std::size_t i = 4 * (static_cast<std::size_t>(y) * 1280 + static_cast<std::size_t>(x));
        return (static_cast<std::uint32_t>(picture.rgba[i]) << 16) |
               (static_cast<std::uint32_t>(picture.rgba[i + 1]) << 8) | picture.rgba[i + 2];
    };
    const Theme& theme = kiosk.kit().theme();
    const float middle = 400 + 3.136f * 140 / 2;
    CHECK(at(middle, 240) == theme.rgb(Colour::both));
    CHECK(at(middle, 240 - 100) == theme.rgb(Colour::both));
    CHECK(at(420, 240) == theme.rgb(Colour::primary));
    CHECK(at(2 * middle - 420, 240) == theme.rgb(Colour::other));
    CHECK(at(middle, 105) == theme.rgb(Colour::paper));
}

TEST_CASE("States of meetings have different signs") {
    const domain::MeetingState states[] = {domain::MeetingState::planned,     domain::MeetingState::mentor_only,
                                           domain::MeetingState::mentee_only, domain::MeetingState::held,
                                           domain::MeetingState::missed,      domain::MeetingState::cancelled};
    std::vector<std::vector<std::uint8_t>> seen;
    for (const auto state : states) {
        support::HeadlessKit kiosk(options(800, 480));
        kiosk.draw = [&](Kit& kit) {
            kit.meeting_sign({100, 100, 80, 50}, sign_of(state));
            return false;
        };
        const auto picture = kiosk.picture().rgba;
        for (const auto& other : seen) CHECK(other != picture);
        seen.push_back(picture);
    }
}
