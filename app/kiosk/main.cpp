// vstrecha-kiosk: puts the parts together on a real machine. The window opens while another thread reads the school's
// data and draws the type, so that a school sees its kiosk as soon as it sees a window.

#include <cstdio>
#include <functional>
#include <future>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "app/catalogue/catalogue.h"
#include "app/i18n/texts.h"
#include "app/kiosk/bringing.h"
#include "app/kiosk/characters.h"
#include "app/kiosk/kiosk.h"
#include "app/kiosk/letters.h"
#include "app/kiosk/options.h"
#include "app/kiosk/pull_desk.h"
#include "app/kiosk/server_link.h"
#include "app/kiosk/server_search.h"
#include "app/kiosk/session/session.h"
#include "app/kiosk/start_screen.h"
#include "app/kiosk/steady_store.h"
#include "app/kiosk/stick_desk.h"
#include "app/school_settings/text.h"
#include "app/storage/storage_thread.h"
#include "app/sync/school_catalogue.h"
#include "platform/base/bytes.h"
#include "platform/base/utf8.h"
#include "platform/display/window.h"
#include "platform/http/client.h"
#include "platform/linux/linux.h"

namespace {

using namespace kiosk;

struct MachineParts {
    std::unique_ptr<api::Clock> clock;
    std::shared_ptr<api::Entropy> entropy = platform_linux::make_entropy();
    std::unique_ptr<api::ProcessLocks> locks = platform_linux::make_process_locks();
    // Shared with who works with sticks, and may be held by one.
    std::shared_ptr<api::FileSystem> files = platform_linux::make_file_system();
    std::shared_ptr<api::EnclosedFolders> folders = platform_linux::make_enclosed_folders();
    std::shared_ptr<api::Drives> drives = platform_linux::make_drives();
    std::unique_ptr<api::Sounder> sounder = platform_linux::make_sounder();
    std::unique_ptr<api::HttpClients> clients = platform_http::make_http_clients();
    std::unique_ptr<api::ServiceDiscovery> discovery = platform_linux::make_service_discovery();
    std::unique_ptr<api::Network> network = platform_linux::make_network();
    std::unique_ptr<api::Thermometer> thermometer = platform_linux::make_thermometer();

    [[nodiscard]] storage::Store::Ports ports(api::Clock& with) { return {with, *entropy, *locks, *files}; }
};

// Everything that is read from the disk before the first picture.
struct School {
    std::unique_ptr<storage::Store> store;
    session::Loaded loaded;
    std::shared_ptr<const domain::TimeZone> zone;
    domain::Catalogue catalogue;
    std::shared_ptr<const i18n::Texts> russian, english;
};

using screens::StartProblem;
template <class T>
using Opened = base::Result<T, StartFailure>;

std::filesystem::path find_assets() {
    return platform_linux::executable_path().parent_path().parent_path() / "share" / "vstrecha";
}

// --now was given by the school's clock on the wall: its zone stands in the settings.
Opened<std::unique_ptr<api::Clock>> make_clock(const Options& options, MachineParts& machine) {
    auto real = platform_linux::make_clock();
    if (!options.now) return real;
    auto store = storage::Store::open(options.data, machine.ports(*real), storage::OpenMode::read_only);
    if (!store) return base::failure(start_failure_of(store.error()));
    const auto settings = (*store)->settings();
    if (!settings) return base::failure(start_failure_of(settings.error()));
    const auto zone = i18n::load_time_zone(settings->time_zone);
    if (!zone) return base::failure(StartFailure{StartProblem::unknown_zone, settings->time_zone});
    return platform_linux::make_clock_starting_at((*zone)->to_instant(*options.now));
}

Opened<School> open_school(const Options& options, MachineParts& machine, const std::filesystem::path& assets) {
    School school;
    StoreOpener opener;
    opener.open = [&machine, data = options.data](storage::OpenMode mode) {
        return storage::Store::open(data, machine.ports(*machine.clock), mode);
    };
    opener.takes_writes = [&machine, file = options.data / "takes-writes"] {
        const base::Bytes page(4096);
        const bool written = machine.files->write_atomically(file, page).has_value();
        if (written) (void)machine.files->remove(file);
        return written;
    };
    opener.recover = [&machine,
                      data = options.data](std::string why) -> storage::StorageResult<std::unique_ptr<storage::Store>> {
        auto recovered = storage::Store::recover(data, machine.ports(*machine.clock), std::move(why));
        if (!recovered) return base::failure(recovered.error());
        return std::move(recovered->store);
    };
    auto store = open_steadily(std::move(opener));
    if (!store) return base::failure(start_failure_of(store.error()));
    school.store = std::move(*store);
    auto loaded = load(*school.store);
    if (!loaded) return base::failure(start_failure_of(loaded.error()));
    school.loaded = std::move(*loaded);

    auto zone = i18n::load_time_zone(school.loaded.settings.time_zone);
    if (!zone) return base::failure(StartFailure{StartProblem::unknown_zone, school.loaded.settings.time_zone});
    school.zone = school.loaded.zone = *zone;
    school.loaded.boot = machine.clock->boot_id();
    auto russian = i18n::Texts::load(domain::Language::russian, assets);
    auto english = i18n::Texts::load(domain::Language::english, assets);
    auto catalogue = catalogue::load(*machine.files, assets);
    if (!russian || !english || !catalogue) {
        const std::string what = catalogue ? assets.string() : catalogue::describe(catalogue.error());
        return base::failure(StartFailure{StartProblem::program_files, what});
    }
    school.russian = *russian;
    school.english = *english;
    school.catalogue = std::move(*catalogue);
    return school;
}

const domain::Catalogue& in_force(const School& school) {
    return school.loaded.catalogue ? *school.loaded.catalogue : school.catalogue;
}

std::unique_ptr<display::Fonts> build_fonts(const School& school, const domain::Settings& settings,
                                            const domain::Roster& roster, float width, float height) {
    auto fonts = display::Fonts::build(
        kit::font_requests(kit::measures_of(width, height),
                           characters_of(*school.russian, *school.english, in_force(school), settings, roster)));
    return fonts ? std::move(*fonts) : nullptr;
}

void show_logo(const domain::Settings& settings, const std::filesystem::path& data, display::Window& window,
               kit::PassKit& kit) {
    if (settings.logo.empty()) return;
    const auto picture = display::read_png(data / settings.logo);
    if (!picture) return;  // the two circles stay
    kit.set_logo(window.use_picture(*picture), static_cast<float>(picture->width), static_cast<float>(picture->height));
}

std::string draw_id(api::Entropy& entropy) {
    base::Bytes bytes(8);
    entropy.fill(bytes);
    return base::to_hex(bytes);
}

// The school's own where it has one that can be read. On the storage thread.
domain::Catalogue catalogue_in_force(storage::Store& store, const domain::Catalogue& own) {
    auto of_school = syncing::catalogue_in(store);
    return of_school.catalogue ? std::move(*of_school.catalogue) : own;
}

web_page::Templates::ByLanguage pull_texts(const School& school) {
    return {school.russian, school.english};
}

std::unique_ptr<web_page::Templates> load_pull_pages(MachineParts& machine, const School& school) {
    auto pages = web_page::Templates::load(*machine.files, find_assets(), "network_pull", pull_texts(school));
    return pages ? std::move(*pages) : nullptr;
}

// How often a start is tried again while something keeps the kiosk from it.
constexpr domain::Seconds kTryAgainEvery{10};
// Two kiosks on one folder: the second one gives up, so that it does not stand over the first one's window for ever.
constexpr domain::Seconds kWaitForAnother{20};
// Reading is quicker than that but after a power cut; a screen that says "wait" would only flash.
constexpr domain::Millis kReadingShownAfter{800};

struct Ready {
    School school;
    std::unique_ptr<display::Fonts> fonts;
};

// What keeps the kiosk from starting, for people: words in both languages, English alone where the files are missing.
class Complaint {
  public:
    Complaint(const Options& options, const std::filesystem::path& assets) : data_(options.data.string()) {
        auto russian = i18n::Texts::load(domain::Language::russian, assets);
        english_ = *i18n::Texts::load(domain::Language::english, assets);
        russian_ = russian ? *russian : english_;
    }
    [[nodiscard]] screens::StartView view(const StartFailure& failure) const {
        return {failure.problem, data_, failure.detail, false};
    }
    // On the terminal, once for each problem. The code to end with.
    int say(const StartFailure& failure) {
        if (std::exchange(said_, failure.problem) != failure.problem)
            for (const auto& texts : {russian_, english_})
                std::fprintf(stderr, "%s\n", start_sentence(*texts, view(failure)).c_str());
        return exit_code_of(failure.problem);
    }
    [[nodiscard]] const std::shared_ptr<const i18n::Texts>& russian() const { return russian_; }
    [[nodiscard]] const std::shared_ptr<const i18n::Texts>& english() const { return english_; }

  private:
    std::string data_;
    std::shared_ptr<const i18n::Texts> russian_, english_;
    StartProblem said_ = StartProblem::none;
};

// The school as it is read on another thread, started anew for each try. Meanwhile, and while something is wrong, the
// window says so. Either what the kiosk needs, or the code to end with.
std::variant<Ready, int> start(std::future<Opened<Ready>> reading,
                               const std::function<std::future<Opened<Ready>>()>& read_again, display::Window& window,
                               const api::Clock& clock, const Options& options, ScreenRecord& record) {
    std::optional<Complaint> complaint;
    std::unique_ptr<StartScreen> screen;
    const auto show = [&](const screens::StartView& view, domain::Millis longest) {
        if (!complaint) complaint.emplace(options, find_assets());
        if (!screen)
            screen = std::make_unique<StartScreen>(
                StartScreen::Parts{window, clock, complaint->russian(), complaint->english(), record});
        return screen->show(view, longest);
    };
    const domain::Millis began = clock.read().mono;
    screens::StartView view;
    bool closed = false;
    for (;;) {
        if (reading.wait_for(kReadingShownAfter) != std::future_status::ready) {
            view.trying = true;
            while (reading.wait_for(domain::Millis{0}) != std::future_status::ready)
                closed = show(view, domain::Millis{100}) == StartScreen::Event::closed || closed;
        }
        auto ready = reading.get();
        if (ready && !ready->fonts) ready = base::failure(StartFailure{StartProblem::no_typeface, {}});
        if (ready && !closed) {
            while (window.take_scan()) {  // of a card that was shown to a kiosk that could not take it
            }
            return std::move(*ready);
        }
        if (ready) return 0;
        if (!complaint) complaint.emplace(options, find_assets());
        const int exit_code = complaint->say(ready.error());
        view = complaint->view(ready.error());
        const bool other = view.problem == StartProblem::in_use;
        if (closed || view.problem == StartProblem::no_typeface || (screen && !screen->can_draw()) ||
            (other && clock.read().mono - began > kWaitForAnother))
            return exit_code;
        const domain::Millis until = clock.read().mono + (other ? domain::Seconds{2} : kTryAgainEvery);
        for (auto event = StartScreen::Event::nothing; event != StartScreen::Event::again;) {
            const domain::Millis left = until - clock.read().mono;
            if (left.count() <= 0) break;
            event = show(view, left);
            if (event == StartScreen::Event::closed) return exit_code;
        }
        reading = read_again();
    }
}

int run(const Options& options) {
    MachineParts machine;
    // The window's touches are stamped by the machine's own clock; --now changes the kiosk's alone.
    const auto real_clock = platform_linux::make_clock();
    std::promise<std::pair<int, int>> size;
    const auto read = [&](std::shared_future<std::pair<int, int>> known) {
        return std::async(std::launch::async, [&options, &machine, known]() -> Opened<Ready> {
            if (auto clock = make_clock(options, machine))
                machine.clock = std::move(*clock);
            else
                return base::failure(clock.error());
            auto school = open_school(options, machine, find_assets());
            if (!school) return base::failure(school.error());
            const auto [width, height] = known.get();
            if (width == 0) return base::failure(StartFailure{StartProblem::no_display, {}});
            auto fonts = build_fonts(*school, school->loaded.settings, *school->loaded.roster,
                                     static_cast<float>(width), static_cast<float>(height));
            return Ready{std::move(*school), std::move(fonts)};
        });
    };
    const std::shared_future<std::pair<int, int>> known = size.get_future().share();
    auto reading = read(known);

    bool told = false;
    display::WindowOptions look;
    look.width = options.width;
    look.height = options.height;
    look.fullscreen = look.hide_pointer = options.fullscreen;
    look.on_size = [&](int width, int height) {
        told = true;
        size.set_value({width, height});
    };
    auto window = display::Window::open(look, *real_clock);
    if (!told) size.set_value({0, 0});
    if (!window) {
        auto ready = reading.get();
        Complaint complaint(options, find_assets());
        if (!ready && ready.error().problem != StartProblem::no_display) complaint.say(ready.error());
        return complaint.say({StartProblem::no_display, {}});
    }
    ScreenRecord record(options.ui_trace.empty() ? nullptr : platform_linux::make_line_sink(options.ui_trace),
                        options.screenshots);
    if (!options.screenshots.empty()) (void)machine.files->make_folders(options.screenshots);
    auto started = start(
        std::move(reading), [&] { return read(known); }, **window, *real_clock, options, record);
    if (const int* exit_code = std::get_if<int>(&started)) return *exit_code;
    Ready& ready = std::get<Ready>(started);
    School& school = ready.school;

    kit::KitOptions kit_options;
    kit_options.width = static_cast<float>((*window)->width());
    kit_options.height = static_cast<float>((*window)->height());
    kit_options.texts = school.russian;
    kit_options.trace = record.wants_trace();
    auto kit = kit::make_kit(kit_options, std::move(ready.fonts));
    (*window)->use_fonts(kit->fonts());
    show_logo(school.loaded.settings, options.data, **window, *kit);

    session::Session session(school.catalogue, [&machine] { return draw_id(*machine.entropy); });
    storage::StorageThread storage(std::move(school.store));
    const auto letters_of = [&school, settings = school.loaded.settings](const domain::Roster& roster) {
        return characters_of(*school.russian, *school.english, in_force(school), settings, roster);
    };
    Letters letters(letters_of(*school.loaded.roster),
                    [measures = kit::measures_of(kit_options.width, kit_options.height)](const std::u32string& needed) {
                        auto fonts = display::Fonts::build(kit::font_requests(measures, needed));
                        return fonts ? std::move(*fonts) : nullptr;
                    });
    ServerLink server(
        {storage, *machine.clock, *machine.entropy, *machine.files, *machine.clients, *machine.thermometer,
         *machine.discovery, [&](const domain::Roster& roster) { letters.prepare(letters_of(roster)); },
         [&](const school_settings::Content& content) {
             domain::Settings names;
             for (const auto& [key, value] : content.values) (void)domain::take_setting_alone(names, key, value);
             const auto catalogue = school_settings::catalogue_of(content);
             letters.prepare(
                 characters_of(*school.russian, *school.english, catalogue ? *catalogue : school.catalogue, names, {}));
         }},
        options.data);
    const auto letters_of_settings = [&school, &letters](const domain::Settings& names, const domain::Catalogue* own) {
        letters.prepare(
            characters_of(*school.russian, *school.english, own != nullptr ? *own : in_force(school), names, {}));
    };
    const auto catalogue_now = [&school](storage::Store& store) { return catalogue_in_force(store, school.catalogue); };
    auto bringing =
        make_bringing({machine.folders, machine.drives, machine.files, machine.entropy, options.data, catalogue_now,
                       [&](const domain::Roster& roster) { letters.prepare(letters_of(roster)); }, letters_of_settings,
                       [&letters](const std::string& words) {
                           const std::u32string points = base::code_points(words);
                           const std::set<char32_t> each{points.begin(), points.end()};
                           letters.prepare({each.begin(), each.end()});
                       }});
    auto short_parts = bringing.short_parts;
    StickDesk sticks(storage,
                     {machine.folders, machine.drives, machine.files, options.data, school.russian, school.zone},
                     catalogue_now, std::move(bringing));
    Effects effects(
        storage, {*machine.clock, *machine.files, *machine.sounder}, options.data, sticks.side(), school.zone,
        [&window] { (*window)->wake(); }, server.side(), std::move(short_parts));
    server.start(effects.inbox());
    sticks.start(effects.inbox(), effects.refresher());

    ServerSearch search(*machine.discovery, effects.inbox());

    const PulledFrom pulled{storage, *machine.files, options.data, school.russian, school.zone};
    PullDesk pull_desk(
        {*machine.clock, *machine.entropy, *machine.network, [&] { return load_pull_pages(machine, school); },
         pull_texts(school), [&pulled] { return school_name(pulled); }, [&pulled] { return waiting_records(pulled); },
         [&pulled](const PullOrder& order) { return make_pulled_file(pulled, order); },
         [&effects](std::vector<web_page::SentFile> sent) {
             std::vector<roster::SourceFile> files;
             for (auto& file : sent) {
                 const auto bytes = base::as_bytes(file.content);
                 files.push_back({std::move(file.name), {bytes.begin(), bytes.end()}});
             }
             effects.files_sent(std::move(files));
             return network_pull::Handed::previewed;
         }},
        effects.inbox());
    effects.set_network_pull({[&pull_desk](const session::OpenPull& wanted) { pull_desk.open(wanted); },
                              [&pull_desk] { pull_desk.close(); }});

    Kiosk kiosk({*machine.clock, school.russian, school.english, **window, *kit, session, effects, record,
                 [&search](bool on) { search.look(on); }, &letters});
    kiosk.run(school.loaded);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    display::use_one_heap();
    const auto parsed = kiosk::parse_options(argc, argv);
    if (const int* exit_code = std::get_if<int>(&parsed)) return *exit_code;
    return run(std::get<kiosk::Options>(parsed));
}
