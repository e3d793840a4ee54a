// Every screen in every state, in both languages, light and dark, at five sizes: what the trace says of it.
#include <algorithm>
#include <map>
#include <set>

#include "app/domain/contrast.h"
#include "platform/base/utf8.h"
#include "tests/screens/stage.h"
#include "tests/support/catch.h"

using namespace samples;
using domain::Appearance;
using domain::Language;
using kiosk::kit::Rect;
using kiosk::kit::TraceItem;

namespace {

// On the official 7-inch panel (800 pixels over 154 mm) this is 9.2 mm.
constexpr float kLeastOnSmallPanel = 48;

std::vector<Sample> all_samples() {
    std::vector<Sample> all = public_samples();
    for (auto& sample : curator_samples()) all.push_back(std::move(sample));
    return all;
}

struct Case {
    Size size;
    const Sample& sample;
    Language language;
    Appearance appearance;
    bool low;
    [[nodiscard]] std::string name() const {
        return sample.name + " " + size.name() + (language == Language::russian ? " ru" : " en") +
               (appearance == Appearance::light ? " light" : " dark") + (low ? " low" : "");
    }
};

template <class Check>
void for_every_case(Check check) {
    const auto all = all_samples();
    for (const Size size : kSizes) {
        Stage stage(size);
        for (const Sample& sample : all)
            for (const Language language : {Language::russian, Language::english})
                for (const Appearance appearance : {Appearance::light, Appearance::dark})
                    for (const bool low : {false, true}) {
                        stage.show(sample, language, appearance, low);
                        REQUIRE_FALSE(stage.headless.trace().items.empty());
                        check(stage, Case{size, sample, language, appearance, low});
                    }
    }
}

Rect visible(const TraceItem& item) {
    const float x = std::max(item.rect.x, item.clip.x), y = std::max(item.rect.y, item.clip.y);
    const float right = std::min(item.rect.right(), item.clip.right()),
                bottom = std::min(item.rect.bottom(), item.clip.bottom());
    return {x, y, std::max(0.0f, right - x), std::max(0.0f, bottom - y)};
}

bool overlap(Rect a, Rect b) {
    constexpr float kTouch = 1;  // of a pixel: what rounding may share
    return a.w > 0 && b.w > 0 && a.h > 0 && b.h > 0 && a.x + kTouch < b.right() && b.x + kTouch < a.right() &&
           a.y + kTouch < b.bottom() && b.y + kTouch < a.bottom();
}

bool contains(Rect outer, Rect inner) {
    return inner.x >= outer.x - 1 && inner.y >= outer.y - 1 && inner.right() <= outer.right() + 1 &&
           inner.bottom() <= outer.bottom() + 1;
}

// Words that a screen draws on what can be pressed as a whole: a row of a list, the clock.
bool belong_together(const TraceItem& words, const TraceItem& pressed) {
    return contains(visible(pressed), visible(words)) &&
           (words.id.starts_with(pressed.id) || pressed.kind == "hold" || pressed.kind == "button");
}

}  // namespace

TEST_CASE("Nothing on a screen lies over anything else") {
    for_every_case([](Stage& stage, const Case& one) {
        const auto& items = stage.headless.trace().items;
        for (std::size_t i = 0; i < items.size(); ++i)
            for (std::size_t j = i + 1; j < items.size(); ++j) {
                const TraceItem &a = items[i], &b = items[j];
                if (a.kind == "list" || b.kind == "list" || !overlap(visible(a), visible(b))) continue;
                if (a.kind == "text" && b.can_be_pressed() && belong_together(a, b)) continue;
                if (b.kind == "text" && a.can_be_pressed() && belong_together(b, a)) continue;
                FAIL_CHECK(one.name() << ": " << a.id << " lies over " << b.id);
            }
    });
}

TEST_CASE("Everything is within the window and no words are cut") {
    for_every_case([](Stage& stage, const Case& one) {
        const Rect window{0, 0, one.size.width, one.size.height};
        for (const TraceItem& item : stage.headless.trace().items) {
            const Rect shown = visible(item);
            if (shown.w <= 0 || shown.h <= 0) continue;  // a row that is dragged out of its list
            if (!contains(window, shown)) FAIL_CHECK(one.name() << ": " << item.id << " leaves the window");
            const bool in_list = item.clip.w < window.w || item.clip.h < window.h;
            if (!in_list && !contains(window, item.rect))
                FAIL_CHECK(one.name() << ": " << item.id << " leaves the window");
            if (!item.fits) FAIL_CHECK(one.name() << ": the words of " << item.id << " are cut: " << item.label);
            if (item.shrunk > 2 && item.text_pixels < stage.headless.kit().px(20))
                FAIL_CHECK(one.name() << ": " << item.id << " is shrunk " << item.shrunk << " steps: " << item.label);
        }
    });
}

TEST_CASE("Words are never too small to read") {
    for_every_case([](Stage& stage, const Case& one) {
        const bool small_panel = one.size.height < 600;
        for (const TraceItem& item : stage.headless.trace().items) {
            // What the curator, an adult, finds at the foot of his list may be a little smaller on the small panel.
            const float least = !small_panel ? 16 : item.id.starts_with("day.") ? 10 : 12;
            if (item.style && item.text_pixels < least)
                FAIL_CHECK(one.name() << ": " << item.id << " is set at " << item.text_pixels << ": " << item.label);
        }
    });
}

TEST_CASE("Whatever can be pressed is large enough for a finger") {
    for_every_case([](Stage& stage, const Case& one) {
        const auto& kit = stage.headless.kit();
        const float least = std::max(kit.px(72), kLeastOnSmallPanel) - 1.0f;
        for (const TraceItem& item : stage.headless.trace().items) {
            if (!item.can_be_pressed()) continue;
            // Twelve letters of Russian share a line: in portrait a key is as high as any target, and narrower.
            const bool letter = item.id.find(".keys.") != std::string::npos && one.size.height > one.size.width;
            if (item.rect.w < (letter ? least * 0.72f : least) || item.rect.h < least)
                FAIL_CHECK(one.name() << ": " << item.id << " is " << item.rect.w << " by " << item.rect.h << ", least "
                                      << least);
        }
    });
}

TEST_CASE("Words stand out from what they stand on") {
    for_every_case([](Stage& stage, const Case& one) {
        for (const TraceItem& item : stage.headless.trace().items) {
            if (!item.style || !item.enabled) continue;
            const double needed = item.text_pixels >= 24 ? 3.0 : 4.5;
            const double found = domain::contrast(item.text_rgb, item.ground_rgb);
            if (found < needed)
                FAIL_CHECK(one.name() << ": " << item.id << " has a contrast of " << found << " of " << needed);
        }
    });
}

TEST_CASE("An id names one thing on a screen") {
    for_every_case([](Stage& stage, const Case& one) {
        std::set<std::string> seen;
        for (const TraceItem& item : stage.headless.trace().items)
            if (!seen.insert(item.id).second) FAIL_CHECK(one.name() << ": " << item.id << " is there twice");
    });
}

TEST_CASE("Every character on a screen has a glyph") {
    for_every_case([](Stage& stage, const Case& one) {
        auto& fonts = stage.headless.kit().fonts();
        for (const TraceItem& item : stage.headless.trace().items) {
            if (!item.style) continue;
            for (const char32_t character : base::code_points(item.label)) {
                for (std::size_t font = 0; font < fonts.requests().size(); ++font) {
                    if (fonts.requests()[font].characters.size() < 20) continue;  // the clock's digits
                    if (!fonts.has(font, character))
                        FAIL_CHECK(one.name()
                                   << ": " << item.id << " needs U+" << std::hex << static_cast<unsigned>(character));
                }
            }
        }
    });
}

TEST_CASE("Every button answers a tap on its middle with one intent") {
    const auto all = all_samples();
    for (const Size size : kSizes) {
        Stage stage(size);
        for (const Sample& sample : all) {
            const Case one{size, sample, Language::russian, Appearance::light, false};
            stage.show(sample, one.language, one.appearance);
            const auto items = stage.headless.trace().items;
            for (const TraceItem& item : items) {
                if (!item.can_be_pressed() || !item.enabled || visible(item).h < 8) continue;
                if (item.id.ends_with(".letters")) continue;  // changes the keyboard, nothing else
                stage.intents.clear();
                if (item.kind == "hold")
                    stage.headless.hold(item.id, display::Milliseconds{1300});
                else
                    stage.headless.tap(item.id);
                if (stage.intents.size() != 1)
                    FAIL_CHECK(one.name() << ": " << item.id << " gave " << stage.intents.size() << " intents");
            }
        }
    }
}

TEST_CASE("Each screen has at most one primary button, and back is at the top left") {
    for_every_case([](Stage& stage, const Case& one) {
        const auto& kit = stage.headless.kit();
        const std::uint32_t primary = kit.theme().rgb(kiosk::kit::Colour::primary);
        int primaries = 0;
        for (const TraceItem& item : stage.headless.trace().items) {
            const bool chosen_tag = item.id.starts_with("rate_tags.") && item.id != "rate_tags.send";
            if (item.kind == "button" && item.style && item.ground_rgb == primary && !chosen_tag &&
                !item.id.starts_with("person."))
                ++primaries;
            if (item.id == "back" && (item.rect.x > kit.page().x + 1 || item.rect.y > kit.px(56)))
                FAIL_CHECK(one.name() << ": back is not at the top left");
        }
        if (primaries > 1) FAIL_CHECK(one.name() << ": " << primaries << " primary buttons");
    });
}

TEST_CASE("In portrait and in low mode what is pressed is in the lower half") {
    const auto all = public_samples();
    // At the top by their place: the way back, the language and what is the curator's. Lists and keyboards take the room
    // that they need.
    const std::set<std::string> at_the_top = {"back", "home.language", "home.clock", "home.stick", "pictures.erase",
                                              "start.language"};
    for (const Size size : kSizes) {
        if (size.height < 600) continue;  // the whole of a small panel is within reach
        Stage stage(size);
        for (const Sample& sample : all) {
            if (sample.name.starts_with("names") || sample.name.starts_with("class") ||
                sample.name.starts_with("choose") || sample.name.starts_with("comment") ||
                sample.name.starts_with("code") || sample.name.starts_with("rate_tags") ||
                sample.name.starts_with("refused-open") || sample.name.starts_with("refused-guess-open"))
                continue;
            stage.show(sample, Language::russian, Appearance::light, true);
            for (const TraceItem& item : stage.headless.trace().items) {
                if (!item.can_be_pressed() || at_the_top.contains(item.id)) continue;
                if (item.rect.centre_y() < size.height * 0.45f)
                    FAIL_CHECK(sample.name << " " << size.name() << ": " << item.id
                                           << " is too high: " << item.rect.centre_y());
            }
        }
    }
}
