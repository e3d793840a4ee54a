// The kiosk's window, kit and storage thread under one large button: each press of it becomes one event in the log, a
// check-in of person p1, p2, p3 ... What tests/touch taps.
//
//   tap_counter --data DIR --trace FILE [--window WxH]
//
// "tap.here" fills all but the lower quarter, where "tap.elsewhere" is, which records nothing. Ends on SIGTERM, with all
// that was pressed written. The trace file appears with the first screen drawn, in the form of --ui-trace.

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <thread>

#include "app/kiosk/kit/pass_kit.h"
#include "app/kiosk/kit/settle.h"
#include "app/storage/storage_thread.h"
#include "platform/display/window.h"
#include "platform/linux/linux.h"

namespace {

struct Arguments {
    std::filesystem::path data, trace;
    int width = 1280, height = 800;
};

bool read(int argc, char** argv, Arguments& arguments) {
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::strcmp(argv[i], "--data") == 0) {
            arguments.data = argv[i + 1];
        } else if (std::strcmp(argv[i], "--trace") == 0) {
            arguments.trace = argv[i + 1];
        } else if (std::strcmp(argv[i], "--window") != 0 ||
                   std::sscanf(argv[i + 1], "%dx%d", &arguments.width, &arguments.height) != 2) {
            return false;
        }
    }
    return !arguments.data.empty() && !arguments.trace.empty();
}

int fail(const char* what) {
    std::fprintf(stderr, "tap_counter: %s\n", what);
    return 1;
}

int run(const Arguments& arguments, const sigset_t& ending) {
    const auto clock = platform_linux::make_clock();
    const auto entropy = platform_linux::make_entropy();
    const auto locks = platform_linux::make_process_locks();
    const auto files = platform_linux::make_file_system();
    const storage::Store::Ports ports{*clock, *entropy, *locks, *files};
    storage::Identity identity;
    identity.settings.school_name = "School No. 12";
    identity.settings.time_zone = "Asia/Novokuznetsk";
    identity.passphrase = "correct horse battery staple";
    identity.pin = "290417";
    auto store = storage::Store::create(arguments.data, ports, identity);
    if (!store) return fail("no kiosk data can be made");
    std::atomic<bool> lost = false;
    storage::StorageThread storage(std::move(*store));

    const auto texts = i18n::Texts::load(domain::Language::english, {});
    if (!texts) return fail("no texts");
    display::WindowOptions window_options;
    window_options.title = "tap counter";
    window_options.width = arguments.width;
    window_options.height = arguments.height;
    auto window = display::Window::open(window_options, *clock);
    if (!window) return fail("no window");
    const auto width = static_cast<float>((*window)->width()), height = static_cast<float>((*window)->height());
    auto fonts = display::Fonts::build(kiosk::kit::font_requests(kiosk::kit::measures_of(width, height), {}));
    if (!fonts) return fail("no fonts");
    kiosk::kit::KitOptions options;
    options.width = width;
    options.height = height;
    options.texts = *texts;
    options.theme = kiosk::kit::make_theme(domain::Appearance::light, std::nullopt);
    options.trace = true;
    const auto kit = kiosk::kit::make_kit(std::move(options), std::move(*fonts));
    (*window)->use_fonts(kit->fonts());

    std::atomic<bool> end = false;
    std::thread ender([&] {
        int signal = 0;
        sigwait(&ending, &signal);
        end = true;
        (*window)->wake();
    });

    std::uint64_t pressed = 0;
    const auto record = [&] {
        ++pressed;
        const domain::CheckedIn body{domain::MeetingId{"m1"}, domain::PersonId{"p" + std::to_string(pressed)},
                                     domain::FoundBy::pictures};
        storage.post([&lost, body](storage::Store& open) {
            if (!open.append({domain::EventBody{body}})) lost = true;
        });
    };
    const auto draw = [&](kiosk::kit::Kit& k) {
        using kiosk::kit::ButtonStyle;
        kiosk::kit::Rect whole = k.page();
        const auto below = whole.take_bottom(whole.h / 4);
        const bool here = k.button("tap.here", whole.inset(8), std::to_string(pressed), ButtonStyle::primary);
        if (here) record();
        return k.button("tap.elsewhere", below.inset(8), "Elsewhere", ButtonStyle::secondary) || here;
    };
    bool traced = false, moving = false;
    while (!end && !(*window)->should_close()) {
        if (traced) (*window)->wait(moving ? std::optional(display::Milliseconds{0}) : std::nullopt);
        const auto drawn = kiosk::kit::settle(*kit, (*window)->pointer(), clock->read().mono, [] { return "tap"; }, draw);
        moving = drawn.moving;
        (*window)->draw(*drawn.drawn, kit->theme().rgb(kiosk::kit::Colour::paper));
        if (traced) continue;
        std::ofstream(arguments.trace.string() + ".part") << to_json(kit->trace()) << '\n';
        std::filesystem::rename(arguments.trace.string() + ".part", arguments.trace);
        traced = true;
    }
    if (!end) kill(getpid(), SIGTERM);
    ender.join();
    return lost ? fail("an event could not be recorded") : 0;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    if (!read(argc, argv, arguments)) {
        std::fprintf(stderr, "usage: tap_counter --data DIR --trace FILE [--window WxH]\n");
        return 2;
    }
    sigset_t ending;  // taken by one thread; every other leaves it alone
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ending, nullptr);
    return run(arguments, ending);
}
