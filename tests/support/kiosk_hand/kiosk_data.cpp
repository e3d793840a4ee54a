#include "tests/support/kiosk_hand/kiosk_data.h"

#include <stdexcept>

#include "app/storage/store.h"
#include "platform/linux/linux.h"
#include "tests/support/x_driver/process.h"

namespace support {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

// A store that only reads, and what it stands on.
struct Reader {
    std::unique_ptr<api::Clock> clock = platform_linux::make_clock();
    std::unique_ptr<api::Entropy> entropy = platform_linux::make_entropy();
    std::unique_ptr<api::ProcessLocks> locks = platform_linux::make_process_locks();
    std::unique_ptr<api::FileSystem> files = platform_linux::make_file_system();
    std::unique_ptr<storage::Store> store;

    explicit Reader(const fs::path& data) {
        auto opened = storage::Store::open(data, {*clock, *entropy, *locks, *files}, storage::OpenMode::read_only);
        if (!opened) throw std::runtime_error("no kiosk data in " + data.string() + ": " + opened.error().detail);
        store = std::move(*opened);
    }
};

}  // namespace

std::string Programs::lacks() const {
    for (const char* name : {"vstrecha", "vstrecha-kiosk"}) {
        if (!fs::exists(folder / name)) return (folder / name).string();
    }
    return {};
}

std::string Programs::command(std::vector<std::string> arguments, const fs::path& data) const {
    arguments.insert(arguments.begin(), (folder / "vstrecha").string());
    arguments.insert(arguments.end(), {"--data", data.string()});
    return run_to_end({arguments, {}, {}}, 2min);
}

void Programs::make_school(const fs::path& data, const std::vector<fs::path>& files) const {
    command({"init", "--school", "School No. 12", "--timezone", "Asia/Novokuznetsk"}, data);
    if (files.empty()) return;
    std::vector<std::string> arguments{"import"};
    for (const auto& file : files) arguments.push_back(file.string());
    command(arguments, data);
}

std::vector<Findable> people_to_find(const fs::path& data) {
    Reader reader(data);
    const auto roster = reader.store->roster();
    if (!roster) throw std::runtime_error("the roster cannot be read: " + roster.error().detail);
    std::vector<Findable> found;
    for (const auto& person : roster->people) {
        if (!person.consent || !person.class_name) continue;
        Findable one{person.id.value, domain::display(*person.class_name), {},
                     person.cards.empty() ? std::string() : person.cards.front()};
        std::copy(person.pictures.begin(), person.pictures.end(), one.pictures.begin());
        found.push_back(one);
    }
    return found;
}

int events_of_kind(const fs::path& data, const std::string& kind, const std::string& person) {
    Reader reader(data);
    const std::string wanted = "\"kind\":\"" + kind + "\"";
    int count = 0;
    const auto read = reader.store->read_log(1, [&](const storage::LogLine& line) {
        count += line.line.find(wanted) != std::string::npos && line.line.find(person) != std::string::npos ? 1 : 0;
        return true;
    });
    if (!read) throw std::runtime_error("the log cannot be read: " + read.error().detail);
    return count;
}

bool chain_holds(const fs::path& data) {
    Reader reader(data);
    const auto report = reader.store->verify();
    return report && report->ok;
}

}  // namespace support
