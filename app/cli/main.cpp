#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/process_terminal.h"
#include "app/cli/run.h"
#include "platform/http/client.h"
#include "platform/linux/linux.h"

namespace {

// <where the program is>/../share/vstrecha: so in the build tree and where it is installed.
std::filesystem::path assets_folder() {
    if (const char* set = std::getenv("VSTRECHA_ASSETS")) return set;
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    return (program.parent_path() / ".." / "share" / "vstrecha").lexically_normal();
}

}  // namespace

int main(int argc, char** argv) {
    const auto clock = platform_linux::make_clock();
    const auto entropy = platform_linux::make_entropy();
    const auto files = platform_linux::make_file_system();
    const auto locks = platform_linux::make_process_locks();
    const auto clients = platform_http::make_http_clients();
    const auto folders = platform_linux::make_enclosed_folders();
    const auto terminal = cli::make_process_terminal(platform_linux::make_secret_input());
    std::string language;
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        if (const char* value = std::getenv(name); value != nullptr && *value != '\0' && language.empty()) language = value;
    }
    try {
        return cli::run({*files, *clock, *entropy, *locks, *clients, *folders, *terminal, assets_folder(), nullptr},
                        std::vector<std::string>(argv + 1, argv + argc), language);
    } catch (const std::exception& error) {
        // Out of memory and the like: libraries' own errors are caught where they are wrapped.
        terminal->error(std::string("vstrecha: ") + error.what() + "\n");
        return cli::kMachine;
    }
}
