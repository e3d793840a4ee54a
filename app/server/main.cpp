#include <signal.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "app/server/program/run.h"
#include "platform/linux/linux.h"

namespace {

class StandardError final : public api::LineSink {
  public:
    void write(std::string_view line) override { std::cerr << std::string{line} + "\n" << std::flush; }
};

std::string host_name() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0 || name[0] == '\0') return "localhost";
    return name.data();
}

// <where the program is>/../share/vstrecha: so in the build tree and where it is installed.
std::filesystem::path assets_folder() {
    if (const char* set = std::getenv("VSTRECHA_ASSETS")) return set;
    return (platform_linux::executable_path().parent_path() / ".." / "share" / "vstrecha").lexically_normal();
}

std::string language() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return value;
    }
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    ::signal(SIGPIPE, SIG_IGN);
    const auto complain = [](std::string_view sentence) {
        std::cerr << "vstrecha-server: " << sentence << (sentence.ends_with('\n') ? "" : "\n") << std::flush;
    };
    try {
        const auto clock = platform_linux::make_clock();
        const auto entropy = platform_linux::make_entropy();
        const auto files = platform_linux::make_file_system();
        const auto folders = platform_linux::make_enclosed_folders();
        const auto locks = platform_linux::make_process_locks();
        const auto discovery = platform_linux::make_service_discovery();
        const auto drives = platform_linux::make_drives();
        const auto secrets = platform_linux::make_secret_input();
        StandardError log;
        // All threads leave these signals to whoever waits for them; a command without threads ends by them as usual.
        const auto prepare_to_wait = [&ends] { ::pthread_sigmask(SIG_BLOCK, &ends, nullptr); };
        const auto wait_for_end = [&ends] {
            int number = 0;
            while (::sigwait(&ends, &number) != 0) {
            }
        };
        return server::run(
            {*clock, *entropy, *files, *folders, *locks, log, [](std::string_view text) { std::cout << text << std::flush; },
             complain, *discovery, host_name(), prepare_to_wait, wait_for_end, assets_folder(), language(), secrets.get()},
            std::vector<std::string>(argv + 1, argv + argc), drives.get());
    } catch (const std::exception& error) {
        // Out of memory and the like: libraries' own errors are caught where they are wrapped.
        complain(error.what());
        return static_cast<int>(server::ExitCode::machine);
    }
}
