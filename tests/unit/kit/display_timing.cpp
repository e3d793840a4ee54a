// What the display costs on this machine: display_timing [FOLDER for pictures]. Not a test: it prints.
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <future>
#include <string>

#include "app/kiosk/kit/pass_kit.h"
#include "platform/display/window.h"
#include "tests/unit/kit/gallery_screens.h"
#include "tests/unit/kit/plain_texts.h"

namespace {

using namespace kiosk::kit;
using SteadyClock = std::chrono::steady_clock;

class Steady : public api::Clock {
  public:
    [[nodiscard]] api::ClockReading read() const override {
        api::ClockReading reading;
        reading.mono = std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now().time_since_epoch());
        return reading;
    }
    [[nodiscard]] const std::string& boot_id() const override { return boot_; }

  private:
    std::string boot_ = "00000000";
};

double ms_since(SteadyClock::time_point begin) {
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - begin).count();
}

long proportional_kilobytes() {
    std::ifstream in("/proc/self/smaps_rollup");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("Pss:")) return std::stol(line.substr(4));
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const auto begun = SteadyClock::now();
    Steady clock;
    std::future<std::unique_ptr<display::Fonts>> fonts;
    double fonts_took = 0;
    display::WindowOptions options;
    options.on_size = [&](int w, int h) {
        std::printf("size known         %7.1f ms\n", ms_since(begun));
        fonts = std::async(std::launch::async, [&fonts_took, w, h] {
            const auto from = SteadyClock::now();
            auto built =
                display::Fonts::build(font_requests(measures_of(static_cast<float>(w), static_cast<float>(h)), U""));
            fonts_took = ms_since(from);
            return built ? std::move(*built) : nullptr;
        });
    };
    auto opened = display::Window::open(options, clock);
    if (!opened) {
        std::fprintf(stderr, "no window\n");
        return 1;
    }
    display::Window& window = **opened;
    std::printf("window open        %7.1f ms  %s\n", ms_since(begun), window.driver().c_str());
    auto built = fonts.get();
    std::printf("fonts              %7.1f ms on their thread, joined at %.1f; texture %d x %d\n", fonts_took,
                ms_since(begun), built->pixels().width, built->pixels().height);
    window.use_fonts(*built);
    KitOptions kit_options;
    kit_options.width = static_cast<float>(window.width());
    kit_options.height = static_cast<float>(window.height());
    kit_options.texts = std::make_shared<support::PlainTexts>();
    kit_options.theme = make_theme(domain::Appearance::light, std::nullopt);
    auto kit = make_kit(std::move(kit_options), std::move(built));
    const std::uint32_t paper = kit->theme().rgb(Colour::paper);

    const auto pass = [&](const char* name, auto draw, display::Pointer pointer = {}) {
        kit->begin_pass(name, clock.read().mono, pointer);
        draw(*kit);
        return kit->end_pass();
    };
    pass("home", gallery::home);
    auto end = pass("home", gallery::home);
    auto drawn = window.draw(*end.drawn, paper);
    std::printf("first frame        %7.1f ms (drawing %.1f)\n", ms_since(begun),
                static_cast<double>(drawn.took.count()) / 1000);
    std::printf("PSS                %7ld kB\n", proportional_kilobytes());

    const auto measure = [&](const char* name, int times, auto step) {
        std::vector<double> took, passes;
        long long pixels = 0;
        int rects = 0;
        for (int i = 0; i < times; ++i) {
            window.wait(display::Milliseconds{0});
            const auto from = SteadyClock::now();
            end = step(i);
            passes.push_back(ms_since(from));
            drawn = window.draw(*end.drawn, paper);
            took.push_back(ms_since(from));
            pixels = drawn.pixels;
            rects = drawn.rects;
        }
        std::sort(took.begin(), took.end());
        std::sort(passes.begin(), passes.end());
        std::printf("%-18s %7.2f ms p50, %6.2f p95, %6.2f max; pass %.2f; %d rects, %7lld pixels; PSS %ld kB\n", name,
                    took[took.size() / 2], took[took.size() * 95 / 100], took.back(), passes[passes.size() / 2], rects,
                    pixels, proportional_kilobytes());
    };
    MeetingSign one, held;
    one.left = one.check_mark = true;
    held.left = held.right = held.check_mark = true;
    kit->set_motion(false);
    const auto whole = [&](auto draw) {
        return [&, draw](int) {
            window.draw_all_next();
            return pass("whole", draw);
        };
    };
    measure("home, whole", 40, whole(gallery::home));
    measure("pictures, whole", 40, whole(gallery::pictures));
    measure("recorded, whole", 40, whole([&](Kit& k) { gallery::recorded(k, one); }));
    measure("held, whole", 40, whole([&](Kit& k) { gallery::recorded(k, held); }));
    measure("rate, whole", 40, whole(gallery::rate));
    measure("list, whole", 40, whole(gallery::list));
    measure("widgets, whole", 40, whole(gallery::signs));
    measure("unchanged", 40, [&](int) { return pass("home", gallery::home); });
    measure("button pressed", 40, [&](int i) {
        return pass("home", gallery::home, {300, 550, i % 2 == 1, false, display::Milliseconds{0}});
    });
    measure("picture <-> rec.", 40, [&](int i) {
        if (i % 2 == 0) return pass("pictures", gallery::pictures);
        return pass("recorded", [&](Kit& k) { gallery::recorded(k, one); });
    });
    measure("recorded <-> held", 40,
            [&](int i) { return pass("recorded", [&](Kit& k) { gallery::recorded(k, i % 2 == 0 ? one : held); }); });
    measure("seconds count", 40, [&](int i) {
        return pass("recorded", [&](Kit& k) {
            gallery::recorded(k, one);
            k.text("t", {600, 700, 100, 0}, std::to_string(i), TextStyle::body);
        });
    });
    std::printf("PSS at the end     %7ld kB\n", proportional_kilobytes());
    malloc_trim(0);
    std::printf("PSS trimmed        %7ld kB\n", proportional_kilobytes());
    if (argc > 1) {
        const std::string folder = argv[1];
        end = pass("home", gallery::home);
        (void)window.screenshot(*end.drawn, paper, folder + "/gl-home.png");
        end = pass("pictures", gallery::pictures);
        (void)window.screenshot(*end.drawn, paper, folder + "/gl-pictures.png");
        end = pass("held", [&](Kit& k) { gallery::recorded(k, held); });
        (void)window.screenshot(*end.drawn, paper, folder + "/gl-held.png");
    }
    return 0;
}
