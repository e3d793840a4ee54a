#include "app/kiosk/options.h"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace kiosk {
namespace {

// "2026-11-23T13:10" or with seconds, on the school's wall.
std::optional<domain::LocalTime> parse_time(const std::string& text) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, used = 0;
    const int fields =
        std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d%n:%2d%n", &year, &month, &day, &hour, &minute, &used, &second, &used);
    const domain::LocalDate date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                 std::chrono::day{static_cast<unsigned>(day)}};
    if (fields < 5 || used != static_cast<int>(text.size()) || !date.ok() || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 59)
        return std::nullopt;
    return domain::at(date, domain::Minutes{hour * 60 + minute}) + domain::Seconds{second};
}

}  // namespace

std::variant<Options, int> parse_options(int argc, char** argv) {
    Options options;
    std::string window, now;
    CLI::App app{"Киоск «Встреча»: отметка и оценка встреч / the Vstrecha kiosk"};
    app.add_option("--data", options.data, "папка данных киоска / the kiosk's data folder")->required();
    app.add_flag("--kiosk", options.fullscreen, "на весь экран / fullscreen");
    app.add_option("--window", window, "размер окна, например 1280x800 / size of the window");
    app.add_option("--ui-trace", options.ui_trace, "файл, куда пишутся элементы экрана / items of the screen as JSON lines");
    app.add_option("--screenshot-dir", options.screenshots, "папка для снимков экранов / a PNG at each screen");
    app.add_option("--now", now, "время для показа и проверок, 2026-11-23T13:10 / the clock starts there (demo, tests)");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
    if (!window.empty()) {
        int used = 0;
        if (std::sscanf(window.c_str(), "%dx%d%n", &options.width, &options.height, &used) != 2 ||
            used != static_cast<int>(window.size()) || options.width < 480 || options.height < 480 ||
            options.width > 7680 || options.height > 7680) {
            std::fprintf(stderr,
                         "--window %s: размер окна пишется так: 1280x800, каждая сторона от 480 до 7680.\n"
                         "--window %s: write the size as 1280x800, each side from 480 to 7680.\n",
                         window.c_str(), window.c_str());
            return 2;
        }
    }
    if (!now.empty()) {
        options.now = parse_time(now);
        if (!options.now) {
            std::fprintf(stderr,
                         "--now %s: время пишется так: 2026-11-23T13:10, по часам школы.\n"
                         "--now %s: write the time as 2026-11-23T13:10, by the school's clock.\n",
                         now.c_str(), now.c_str());
            return 2;
        }
    }
    return options;
}

}  // namespace kiosk
