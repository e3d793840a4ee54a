#include "tests/touch/target.h"

#include <stdlib.h>

#include <stdexcept>

namespace touch {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

Folder::Folder() {
    std::string name = (fs::temp_directory_path() / "vstrecha-touch-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
}
Folder::~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

support::Programs programs() { return {fs::path(VSTRECHA_BUILD_DIR) / "bin"}; }

std::vector<std::string> Target::command(const fs::path& folder) {
    return {(programs().folder / "tap_counter").string(), "--data", (folder / "data").string(), "--trace",
            (folder / "trace").string()};
}

Target::Target(const support::Server& server, const fs::path& folder) : folder_(folder), trace_(folder / "trace") {
    process_ = std::make_unique<support::Process>(
        support::Launch{command(folder), support::environment_of(server), folder / "output"});
    trace_.wait_for("tap");
}

support::Point Target::here() { return trace_.wait_for("tap").find("tap.here")->centre(); }
support::Point Target::elsewhere() { return trace_.wait_for("tap").find("tap.elsewhere")->centre(); }

int Target::end() {
    if (process_->stop() != 0) throw std::runtime_error("tap_counter did not end in order; see " + (folder_ / "output").string());
    return rows(folder_ / "data");
}

int rows(const fs::path& data) {
    const int all = support::events_of_kind(data, "checked_in");
    for (int i = 1; i <= all; ++i) {
        if (support::events_of_kind(data, "checked_in", "\"p" + std::to_string(i) + "\"") != 1) {
            throw std::runtime_error("person p" + std::to_string(i) + " is not in the log once");
        }
    }
    return all;
}

}  // namespace touch
