#include "app/takeaway/over_network.h"

#include <utility>

#include "app/eventlog/sealing.h"
#include "app/eventlog/signing.h"
#include "app/stick/carried.h"
#include "app/stick/layout.h"
#include "app/takeaway/runs.h"

namespace takeaway {

namespace {

// The records up to a number.
class UpTo final : public LogReader {
  public:
    UpTo(LogReader& log, domain::Seq last) : log_(log), last_(last) {}
    storage::StorageResult<void> read(domain::Seq first,
                                      const std::function<bool(const storage::LogLine&)>& each) override {
        return log_.read(first, [&](const storage::LogLine& line) { return line.seq <= last_ && each(line); });
    }
    storage::StorageResult<std::optional<eventlog::Hash>> chain_hash(domain::Seq seq) override {
        return log_.chain_hash(seq);
    }

  private:
    LogReader& log_;
    domain::Seq last_;
};

constexpr std::uint64_t kLargestKeyFile = 4096;

std::string key_in(api::FileSystem& files, const std::filesystem::path& file) {
    const auto bytes = files.read(file, kLargestKeyFile);
    if (!bytes) return {};
    const std::string_view text = base::as_text(*bytes);
    return std::string{text.substr(0, text.find_first_of("\r\n"))};
}

}  // namespace

std::optional<eventlog::BundleKeys> bundle_keys(api::FileSystem& files, const std::filesystem::path& data) {
    const std::filesystem::path folder = data / "keys";
    eventlog::BundleKeys keys{key_in(files, folder / "kiosk.key"), key_in(files, folder / "school.pub"), {}};
    if (keys.kiosk_private.empty() || keys.school_public.empty()) return std::nullopt;
    const auto trusted = storage::read_acceptors(files, folder / "acceptors");
    if (!trusted) return keys;
    for (const std::string& each : *trusted) {
        if (keys.also_public.size() + 1 == eventlog::kMostBoxes) break;
        if (auto key = eventlog::box_public_of(each)) keys.also_public.push_back(std::move(*key));
    }
    return keys;
}

base::Result<TableFile, Failure> carried_records(LogReader& log, const domain::KioskId& kiosk, domain::Seq first,
                                                 domain::Seq last, const eventlog::BundleKeys& keys,
                                                 domain::LocalTime now) {
    const auto unreadable = [](std::string why) {
        return base::failure(Failure{Problem::log_unreadable, std::move(why)});
    };
    const auto own_public = eventlog::public_half_of(keys.kiosk_private);
    if (!own_public) return unreadable("keys");
    UpTo part{log, last};
    const auto runs = find_runs(part, kiosk, first);
    if (!runs) return base::failure(runs.error());
    // One for each hole; on a stick there is room for more.
    if (runs->size() >= stick::kMostCarried) return unreadable("too many holes in the log for one file");
    domain::Seq begins = 1;
    const auto looked = log.read(1, [&begins](const storage::LogLine& line) {
        begins = line.seq;
        return false;
    });
    if (!looked) return unreadable(looked.error().detail);

    stick::CarriedFile file;
    const auto folder = stick::folder_of(kiosk);
    file.begin(folder / stick::kKioskNote);
    file.append(base::as_bytes(stick::text_of(stick::KioskNote{*own_public, begins})));
    file.end();
    for (const auto& run : *runs) {
        file.begin(folder / stick::bundle_name(now, run.first, run.last));
        RunLines lines{log, run};
        const auto made = eventlog::make_bundle(
            run, [&lines] { return lines.next(); }, keys,
            [&file](base::ByteView piece) {
                file.append(piece);
                return file.size() <= stick::kLargestCarried;
            });
        if (lines.error()) return unreadable(lines.error()->detail);
        if (!made) return unreadable("no bundle could be made");
        file.end();
    }
    const auto stem = stick::bundle_name(now, first, runs->empty() ? first : runs->back().last);
    return TableFile{"vstrecha_" + std::filesystem::path{stem}.stem().string() + ".zip", std::move(file).finish()};
}

}  // namespace takeaway
