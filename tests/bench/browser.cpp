#include "tests/bench/browser.h"

namespace bench {

namespace fs = std::filesystem;

std::string browser_program() {
    for (const char* name : {"chromium", "chromium-browser"}) {
        if (support::find_program(name)) return name;
    }
    return {};
}

Subject browser(const support::Server& server, const fs::path& page, const fs::path& folder, int width, int height) {
    Subject subject;
    subject.name = "Chromium";
    subject.folder = folder;
    subject.launch = [=, environment = support::environment_of(server)](const fs::path& where) {
        fs::remove_all(where);
        fs::create_directories(where);
        auto variables = environment;
        variables.emplace_back("HOME", where.string());
        return support::Launch{
            {browser_program(), "--kiosk", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--disable-quic", "--disable-features=Translate", "--user-data-dir=" + (where / "profile").string(),
             "--window-position=0,0", "--window-size=" + std::to_string(width) + "," + std::to_string(height),
             "file://" + fs::absolute(page).string()},
            variables, where / "output.txt"};
    };
    // The page's button: 160 high, 56 from the edges.
    subject.ready = {80, height - 56 - 80};
    subject.ready_colour = kPageReady;
    return subject;
}

Subject bare_window(const support::Server& server, const fs::path& programs, int width, int height, const fs::path& record) {
    Subject subject;
    subject.name = "bare window";
    subject.launch = [=, environment = support::environment_of(server)](const fs::path&) {
        support::Launch launch{{(programs / "bare_window").string(), "--window",
                                std::to_string(width) + "x" + std::to_string(height)}, environment, {}};
        if (!record.empty()) launch.command.insert(launch.command.end(), {"--record", record.string()});
        return launch;
    };
    subject.ready = {40, height / 2};
    subject.ready_colour = kPageReady;
    return subject;
}

}  // namespace bench
