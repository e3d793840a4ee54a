// vstrecha-kiosk: puts the parts together on a real machine. The window opens while another thread reads the school's
// data and draws the type, so that a school sees its kiosk as soon as it sees a window.

#include <cstdio>
#include <future>
#include <string>

#include "app/catalogue/catalogue.h"
#include "app/i18n/texts.h"
#include "app/kiosk/characters.h"
#include "app/kiosk/kiosk.h"
#include "app/kiosk/options.h"
#include "app/kiosk/session/session.h"
#include "app/storage/storage_thread.h"
#include "app/takeaway/take_away.h"
#include "platform/base/bytes.h"
#include "platform/display/window.h"
#include "platform/linux/linux.h"

namespace {

using namespace kiosk;

struct MachineParts {
    std::unique_ptr<api::Clock> clock;
    std::unique_ptr<api::Entropy> entropy = platform_linux::make_entropy();
    std::unique_ptr<api::ProcessLocks> locks = platform_linux::make_process_locks();
    std::unique_ptr<api::FileSystem> files = platform_linux::make_file_system();
    std::unique_ptr<api::Drives> drives = platform_linux::make_drives();
    std::unique_ptr<api::Sounder> sounder = platform_linux::make_sounder();

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

// What was wrong, in both languages: the kiosk's own may not be known yet.
struct Sentence {
    std::string russian, english;
    int exit_code = 3;
};
template <class T>
using Opened = base::Result<T, Sentence>;

Sentence sentence_of(const storage::StorageError& error, const std::filesystem::path& data) {
    const std::string where = data.string();
    switch (error.kind) {
        case storage::StorageErrorKind::not_found:
            return {where + ": здесь нет данных киоска. Создайте их: vstrecha init или vstrecha demo.",
                    where + ": no kiosk data here. Make them with vstrecha init or vstrecha demo.", 2};
        case storage::StorageErrorKind::in_use:
            return {where + ": с этими данными уже работает другая программа. Закройте её и запустите киоск снова.",
                    where + ": another program is at work on these data. End it and start the kiosk again.", 1};
        case storage::StorageErrorKind::newer_version:
            return {where + ": данные записаны более новой версией программы. Ничего не изменено. Обновите киоск и запустите "
                            "его снова.",
                    where + ": the data were written by a newer version. Nothing was changed. Update the kiosk and start it "
                            "again.", 3};
        default:
            return {where + ": данные не читаются (" + error.detail + "). Ничего не изменено; позовите специалиста.",
                    where + ": the data cannot be read (" + error.detail + "). Nothing was changed.", 3};
    }
}

Sentence unknown_zone(const std::string& zone) {
    return {"Часовой пояс неизвестен: " + zone, "Unknown time zone: " + zone};
}

std::filesystem::path find_assets() {
    return platform_linux::executable_path().parent_path().parent_path() / "share" / "vstrecha";
}

Opened<std::unique_ptr<api::Clock>> make_clock(const Options& options, MachineParts& machine) {
    auto real = platform_linux::make_clock();
    if (!options.now) return real;
    // The time was given by the school's clock on the wall: its zone stands in the settings.
    auto store = storage::Store::open(options.data, machine.ports(*real), storage::OpenMode::read_only);
    if (!store) return base::failure(sentence_of(store.error(), options.data));
    const auto settings = (*store)->settings();
    if (!settings) return base::failure(sentence_of(settings.error(), options.data));
    const auto zone = i18n::load_time_zone(settings->time_zone);
    if (!zone) return base::failure(unknown_zone(settings->time_zone));
    return platform_linux::make_clock_starting_at((*zone)->to_instant(*options.now));
}

Opened<School> open_school(const Options& options, MachineParts& machine, const std::filesystem::path& assets) {
    School school;
    auto store = storage::Store::open(options.data, machine.ports(*machine.clock), storage::OpenMode::read_write);
    if (!store) return base::failure(sentence_of(store.error(), options.data));
    school.store = std::move(*store);
    auto loaded = load(*school.store);
    if (!loaded) return base::failure(sentence_of(loaded.error(), options.data));
    school.loaded = std::move(*loaded);

    auto zone = i18n::load_time_zone(school.loaded.settings.time_zone);
    if (!zone) return base::failure(unknown_zone(school.loaded.settings.time_zone));
    school.zone = *zone;
    auto russian = i18n::Texts::load(domain::Language::russian, assets);
    auto english = i18n::Texts::load(domain::Language::english, assets);
    auto catalogue = catalogue::load(*machine.files, assets);
    if (!russian || !english || !catalogue) {
        const std::string what = catalogue ? assets.string() : catalogue::describe(catalogue.error());
        return base::failure(Sentence{"Файлы программы повреждены или не установлены: " + what,
                                      "The program's files are damaged or not installed: " + what});
    }
    school.russian = *russian;
    school.english = *english;
    school.catalogue = std::move(*catalogue);
    return school;
}

std::unique_ptr<display::Fonts> build_fonts(const School& school, const domain::Settings& settings,
                                            const domain::Roster& roster, float width, float height) {
    auto fonts = display::Fonts::build(kit::font_requests(
        kit::measures_of(width, height),
        characters_of(*school.russian, *school.english, school.catalogue, settings, roster)));
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

session::Input take_away(storage::Store& store, session::Ticket ticket, const std::filesystem::path& where,
                         const School& school, const MachineParts& machine) {
    const auto local = school.zone->to_local(machine.clock->read().wall);
    const takeaway::Surroundings around{school.catalogue, *school.russian, *school.zone, local};
    const auto taken = takeaway::take_away(store, *machine.files, around, where, {});
    auto failed = [&](session::ExportProblem problem) { return session::ExportFailed{ticket, problem}; };
    if (!taken) {
        switch (taken.error().problem) {
            case takeaway::Problem::no_space: return failed(session::ExportProblem::no_space);
            case takeaway::Problem::read_only: return failed(session::ExportProblem::read_only);
            case takeaway::Problem::gone: return failed(session::ExportProblem::gone);
            default: return failed(session::ExportProblem::input_output);
        }
    }
    if (!takeaway::mark_taken_away(store, taken->up_to, where.filename().string()))
        return failed(session::ExportProblem::input_output);
    return session::ExportDone{ticket, where.string(), taken->records};
}

int complain(const Sentence& sentence) {
    std::fprintf(stderr, "%s\n%s\n", sentence.russian.c_str(), sentence.english.c_str());
    return sentence.exit_code;
}

int run(const Options& options) {
    MachineParts machine;
    auto clock = make_clock(options, machine);
    if (!clock) return complain(clock.error());
    machine.clock = std::move(*clock);

    struct Ready {
        School school;
        std::unique_ptr<display::Fonts> fonts;
    };
    std::promise<std::pair<int, int>> size;
    auto reading = std::async(std::launch::async, [&, known = size.get_future()]() mutable -> Opened<Ready> {
        auto school = open_school(options, machine, find_assets());
        if (!school) return base::failure(school.error());
        const auto [width, height] = known.get();
        if (width == 0) return base::failure(Sentence{});
        auto fonts = build_fonts(*school, school->loaded.settings, *school->loaded.roster,
                                  static_cast<float>(width), static_cast<float>(height));
        return Ready{std::move(*school), std::move(fonts)};
    });

    bool told = false;
    display::WindowOptions look;
    look.width = options.width;
    look.height = options.height;
    look.fullscreen = look.hide_pointer = options.fullscreen;
    look.on_size = [&](int width, int height) {
        told = true;
        size.set_value({width, height});
    };
    auto window = display::Window::open(look, *machine.clock);
    if (!told) size.set_value({0, 0});
    auto ready = reading.get();
    if (!window)
        return complain({"Нет экрана: киоску нужен X-сервер (DISPLAY) с OpenGL.",
                         "No display: the kiosk needs an X server (DISPLAY) with OpenGL."});
    if (!ready) return complain(ready.error());
    if (!ready->fonts)
        return complain({"Не найден шрифт Inter: установите пакет fonts-inter.",
                         "The typeface Inter is missing: install the package fonts-inter."});
    School& school = ready->school;

    const auto width = static_cast<float>((*window)->width()), height = static_cast<float>((*window)->height());
    ScreenRecord record(options.ui_trace.empty() ? nullptr : platform_linux::make_line_sink(options.ui_trace),
                        options.screenshots);
    if (!options.screenshots.empty()) (void)machine.files->make_folders(options.screenshots);
    kit::KitOptions kit_options;
    kit_options.width = width;
    kit_options.height = height;
    kit_options.texts = school.russian;
    kit_options.trace = record.wants_trace();
    auto kit = kit::make_kit(kit_options, std::move(ready->fonts));
    (*window)->use_fonts(kit->fonts());
    show_logo(school.loaded.settings, options.data, **window, *kit);

    session::Session session(school.catalogue, [&machine] { return draw_id(*machine.entropy); });
    storage::StorageThread storage(std::move(school.store));
    Effects effects(
        storage, {*machine.clock, *machine.files, *machine.drives, *machine.sounder}, options.data,
        [&](storage::Store& store, session::Ticket ticket, const std::filesystem::path& where) {
            return take_away(store, ticket, where, school, machine);
        },
        school.zone, [&window] { (*window)->wake(); });

    Kiosk kiosk({*machine.clock, *school.zone, school.russian, school.english, **window, *kit, session, effects, record});
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
