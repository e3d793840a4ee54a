#include "app/takeaway/over_network.h"

#include <algorithm>
#include <utility>

#include "app/eventlog/sealing.h"
#include "app/eventlog/signing.h"
#include "app/stick/carried.h"
#include "app/stick/layout.h"
#include "app/takeaway/runs.h"

namespace takeaway {

namespace {

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

base::Result<TableFile, Failure> carried_records(Records& records, domain::Seq first, domain::Seq last,
                                                 const eventlog::BundleKeys& keys, domain::LocalTime now) {
    const auto unreadable = [](std::string why) {
        return base::failure(Failure{Problem::log_unreadable, std::move(why)});
    };
    const auto own_public = eventlog::public_half_of(keys.kiosk_private);
    if (!own_public) return unreadable("keys");
    const auto status = records.status();
    if (!status) return unreadable(status.error().detail);
    const domain::KioskId& kiosk = status->kiosk;
    auto found = find_runs(records, kiosk, first, std::min(last, status->last_seq));
    if (!found) return base::failure(found.error());
    const auto& runs = found->runs;
    // One for each hole; on a stick there is room for more.
    if (runs.size() >= stick::kMostCarried) return unreadable("too many holes in the log for one file");
    const auto oldest = records.lines(1, status->last_seq, 1);
    if (!oldest) return unreadable(oldest.error().detail);
    const domain::Seq begins = oldest->empty() ? 1 : oldest->front().seq;

    stick::CarriedFile file;
    const auto folder = stick::folder_of(kiosk);
    file.begin(folder / stick::kKioskNote);
    file.append(base::as_bytes(stick::text_of(stick::KioskNote{*own_public, begins})));
    file.end();
    for (const auto& run : runs) {
        file.begin(folder / stick::bundle_name(now, run.first, run.last));
        RunLines lines{records, run, std::exchange(found->lines, {})};
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
    const auto stem = stick::bundle_name(now, first, runs.empty() ? first : runs.back().last);
    return TableFile{"vstrecha_" + std::filesystem::path{stem}.stem().string() + ".zip", std::move(file).finish()};
}

}  // namespace takeaway
