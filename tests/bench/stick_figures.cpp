// How long it takes to take 100,000 events away onto a stick of 10 MB/s, beside the same files written to it and read
// back and nothing else:  stick_figures FOLDER. Makes and removes FOLDER/kiosk and FOLDER/stick.
#include <chrono>
#include <cstdio>
#include <thread>

#include "app/catalogue/catalogue.h"
#include "app/i18n/texts.h"
#include "app/takeaway/onto_stick.h"
#include "tests/bench/long_log.h"
#include "tests/bench/measure.h"

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using namespace bench::long_log;
using SteadyClock = std::chrono::steady_clock;

constexpr long kEvents = 100'000;
constexpr double kAimSeconds = 10, kBytesOfASecond = 10e6;
constexpr std::size_t kBlock = 256 * 1024;

// What a stick of this speed takes for so many bytes, in either direction, after what it is busy with already.
class Pace {
  public:
    void take(std::size_t bytes) {
        due_ = std::max(due_, SteadyClock::now()) +
               std::chrono::duration_cast<SteadyClock::duration>(
                   std::chrono::duration<double>(static_cast<double>(bytes) / kBytesOfASecond));
        bytes_ += bytes;
        std::this_thread::sleep_until(due_);
    }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

  private:
    SteadyClock::time_point due_{};
    std::uint64_t bytes_ = 0;
};

class SlowWriter final : public api::FileWriter {
  public:
    SlowWriter(std::unique_ptr<api::FileWriter> real, Pace& pace) : real_(std::move(real)), pace_(pace) {}
    api::FileResult<void> write(base::ByteView more) override {
        pace_.take(more.size());
        return real_->write(more);
    }
    api::FileResult<void> finish() override { return real_->finish(); }

  private:
    std::unique_ptr<api::FileWriter> real_;
    Pace& pace_;
};
class SlowReader final : public api::FileReader {
  public:
    SlowReader(std::unique_ptr<api::FileReader> real, Pace& pace) : real_(std::move(real)), pace_(pace) {}
    std::uint64_t size() const override { return real_->size(); }
    api::FileResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> buffer) override {
        auto got = real_->read(offset, buffer);
        if (got) pace_.take(*got);
        return got;
    }
    void forget(std::uint64_t offset, std::uint64_t length) override { real_->forget(offset, length); }

  private:
    std::unique_ptr<api::FileReader> real_;
    Pace& pace_;
};

// A folder as on a stick of that speed.
class SlowStick final : public api::EnclosedFolder {
  public:
    SlowStick(std::unique_ptr<api::EnclosedFolder> real, Pace& pace) : real_(std::move(real)), pace_(pace) {}
    api::FileResult<void> visit(const fs::path& folder, const Each& each) override {
        return real_->visit(folder, each);
    }
    api::FileResult<std::unique_ptr<api::FileReader>> open(const fs::path& file) override {
        auto opened = real_->open(file);
        if (opened) *opened = std::make_unique<SlowReader>(std::move(*opened), pace_);
        return opened;
    }
    api::FileResult<std::unique_ptr<api::FileWriter>> create(const fs::path& file) override {
        auto made = real_->create(file);
        if (made) *made = std::make_unique<SlowWriter>(std::move(*made), pace_);
        return made;
    }
    api::FileResult<void> make_folders(const fs::path& folder) override { return real_->make_folders(folder); }
    api::FileResult<void> rename(const fs::path& from, const fs::path& to) override { return real_->rename(from, to); }
    api::FileResult<void> remove(const fs::path& file) override { return real_->remove(file); }
    api::FileResult<api::FileSystem::Space> space() override { return real_->space(); }

  private:
    std::unique_ptr<api::EnclosedFolder> real_;
    Pace& pace_;
};

double seconds_of(const std::function<void()>& work) {
    const auto before = SteadyClock::now();
    work();
    return std::chrono::duration<double>(SteadyClock::now() - before).count();
}

// The same bytes to the stick and back, and nothing else.
void copy_there_and_back(const fs::path& folder, Pace& pace) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        for (std::uint64_t left = 2 * entry.file_size(); left > 0; left -= std::min<std::uint64_t>(left, kBlock))
            pace.take(std::min<std::uint64_t>(left, kBlock));
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const fs::path folder = argv[1], assets = fs::path(argv[0]).parent_path().parent_path() / "share" / "vstrecha";
    Machine machine;
    const auto store = make(machine, folder / "kiosk");
    fill(machine, *store, kEvents);
    rest(*store);
    fs::remove_all(folder / "stick");
    fs::create_directories(folder / "stick");
    Pace pace, bare;
    SlowStick stick{must(platform_linux::make_enclosed_folders()->open(folder / "stick", api::MadeFor::everybody)),
                    pace};
    const auto catalogue = catalogue::load(*machine.files, assets);
    const auto texts = i18n::Texts::load(domain::Language::russian, assets);
    const auto zone = i18n::load_time_zone("Asia/Novokuznetsk");
    if (!catalogue || !texts || !zone) return 2;
    const takeaway::Surroundings around{*catalogue, **texts, **zone, (*zone)->to_local(machine.clock.read().wall)};
    takeaway::StoreRecords records{*store};
    std::uint64_t taken = 0;
    const double ours = seconds_of([&] {
        taken = must(takeaway::take_onto_stick({records, *machine.files, folder / "kiosk"}, stick, around, {}, [](int) {
                    return true;
                })).records;
    });
    const double least = seconds_of([&] { copy_there_and_back(folder / "stick", bare); });
    bench::Table table;
    table.add(std::to_string(taken) + " events onto a stick of 10 MB/s", "s", ours,
              "its " + bench::number(static_cast<double>(bare.bytes()) / 2e6, "MB") +
                  " there and back: " + bench::number(least, "s"),
              kAimSeconds, "fixed");
    table.print(stdout);
    fs::remove_all(folder / "kiosk");
    fs::remove_all(folder / "stick");
    return table.missed();
}
