// What a whole frame of every screen costs in the kiosk's own window: passes, vertices and drawing of every pixel. The
// kiosk itself draws only what changed. Prints figures for the bench.

#include <algorithm>
#include <cstdio>

#include "app/kiosk/kit/pass_kit.h"
#include "app/kiosk/kit/settle.h"
#include "app/kiosk/screens/draw.h"
#include "platform/display/window.h"
#include "platform/linux/linux.h"
#include "tests/bench/measure.h"
#include "tests/unit/curator/example_views.h"

namespace {

using namespace kiosk;
using session::Purpose;

constexpr int kFrames = 30;

domain::LocalTime at(int hour, int minute) {
    return domain::at(domain::LocalDate{std::chrono::year{2026}, std::chrono::month{10}, std::chrono::day{5}},
                      domain::Minutes{hour * 60 + minute});
}

std::vector<std::pair<std::string, session::Screen>> public_views() {
    domain::Meeting meeting;
    meeting.starts = at(13, 20);
    meeting.ends = at(14, 0);
    meeting.place = "214";
    meeting.kind = "Регулярная";
    session::HomeView home;
    home.now = at(13, 7);
    home.programme = "Наставничество";
    home.school = "Школа № 12";
    session::ClassView classes{Purpose::check_in, {}, true};
    for (int grade = 5; grade <= 11; ++grade) {
        for (const char* letter : {"А", "Б"}) classes.classes.push_back({grade, letter});
    }
    const std::optional<domain::ClassName> own = domain::ClassName{7, "Б"};
    session::NamesView names{Purpose::check_in, own, "а", {}};
    for (int i = 0; i < 25; ++i) names.people.push_back("Шаповалова Мадина Максимовна");
    session::RecordedView recorded{};
    recorded.what = session::RecordedWhat::checked_in;
    recorded.who = "Мадина Ш.";
    recorded.at = at(13, 8);
    recorded.meeting = meeting;
    recorded.not_me_seconds = 12;
    session::RateView rate{};
    rate.who = "Мадина Ш.";
    rate.meeting = meeting;
    rate.closes = at(18, 0);
    session::RateTagsView tags{};
    tags.score = 4;
    for (const char* words : {"понял тему", "было интересно", "мало времени", "нужна помощь"}) {
        domain::CatalogueText tag;
        tag.russian = tag.english = words;
        tags.tags.push_back(tag);
        tags.chosen.push_back(false);
    }
    return {{"home", home},
            {"class", classes},
            {"pictures", session::PicturesView{Purpose::check_in, own, {2, 5}, false}},
            {"code", session::CodeView{Purpose::check_in, "12", 6, false}},
            {"names", names},
            {"wait", session::WaitView{own, 25}},
            {"saving", session::SavingView{}},
            {"recorded", recorded},
            {"not_recorded", session::NotRecordedView{}},
            {"rate", rate},
            {"rate_tags", tags},
            {"comment", session::CommentView{false, "Всё понравилось", 185}}};
}

}  // namespace

int main(int argc, char** argv) {
    const auto clock = platform_linux::make_clock();
    const auto texts = i18n::Texts::load(domain::Language::russian, argc > 1 ? argv[1] : "");
    const auto english = i18n::Texts::load(domain::Language::english, {});
    display::WindowOptions window_options;
    auto opened = display::Window::open(window_options, *clock);
    if (!opened || !english) return 1;
    auto& window = **opened;
    const auto width = static_cast<float>(window.width()), height = static_cast<float>(window.height());
    std::u32string characters;
    for (char32_t letter = 0x400; letter < 0x460; ++letter) characters += letter;
    characters += U"«»№–—·…";
    auto fonts = display::Fonts::build(kit::font_requests(kit::measures_of(width, height), characters));
    if (!fonts) return 1;
    kit::KitOptions options;
    options.width = width;
    options.height = height;
    options.texts = texts ? *texts : *english;
    options.theme = kit::make_theme(domain::Appearance::light, std::nullopt);
    options.motion = false;
    const auto kit = kit::make_kit(std::move(options), std::move(*fonts));
    window.use_fonts(kit->fonts());

    auto views = public_views();
    // Of the curator's, the first example of each screen.
    for (const auto& [name, screen] : curator_test::example_views()) {
        const std::string screen_name = session::name_of(screen);
        const auto known = [&](const auto& view) { return view.first == screen_name; };
        if (std::none_of(views.begin(), views.end(), known)) views.emplace_back(screen_name, screen);
    }
    bench::Samples slowest;
    for (const auto& [name, screen] : views) {
        session::View view;
        view.screen = screen;
        bench::Samples milliseconds;
        for (int i = 0; i < kFrames; ++i) {
            window.draw_all_next();
            const auto before = std::chrono::steady_clock::now();
            const auto end = kit::settle(*kit, window.pointer(), clock->read().mono, [&] { return name; },
                                         [&](kit::Kit& k) { return screens::draw(k, view).index() != 0; });
            window.draw(*end.drawn, kit->theme().rgb(kit::Colour::paper));
            const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - before;
            milliseconds.add(took.count());
            window.wait(display::Milliseconds{1});
        }
        slowest.add(milliseconds.median());
        std::printf("whole frame of %s, p50\tms\t%.3f\t0\n", name.c_str(), milliseconds.median());
    }
    std::printf("whole frame of the slowest screen, p50\tms\t%.3f\t0\n", slowest.percentile(1));
}
