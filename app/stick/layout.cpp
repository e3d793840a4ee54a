#include "app/stick/layout.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "app/eventlog/chain.h"
#include "app/eventlog/checkpoint.h"
#include "app/eventlog/signing.h"
#include "app/stick/careful.h"
#include "platform/base/bytes.h"
#include "platform/base/id.h"

namespace stick {

namespace {

constexpr std::string_view kKiosk = "kiosk-", kBundle = "records_", kBundleEnd = ".vstrecha";
constexpr std::string_view kReceipt = "receipt_", kCollector = "collector_", kText = ".txt";
constexpr std::size_t kKeyDigits = 16;  // of a key, in a name
constexpr std::size_t kLargestNote = 256;
// A folder of more is not looked through to its end: minutes on a stick.
constexpr std::size_t kMostNames = 2'000'000;

std::filesystem::path top() {
    return std::filesystem::path{kTop};
}

bool is_between(std::string_view name, std::string_view begin, std::string_view end) {
    return name.size() > begin.size() + end.size() && name.starts_with(begin) && name.ends_with(end);
}

std::string_view inner(std::string_view name, std::string_view begin, std::string_view end) {
    return name.substr(begin.size(), name.size() - begin.size() - end.size());
}

bool is_key_name(std::string_view name, std::string_view begin) {
    return is_between(name, begin, kText) && inner(name, begin, kText).size() == kKeyDigits &&
           inner(name, begin, kText).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string key_name(std::string_view begin, std::string_view key) {
    return std::string{begin} + std::string{key.substr(0, kKeyDigits)} + std::string{kText};
}

// The names that `wanted` likes, sorted: the first `most` of them, or the last. Memory is that of `most`.
enum class Keep { first, last };
api::FileResult<std::vector<std::string>> names_in(api::EnclosedFolder& drive, const std::filesystem::path& folder,
                                                   std::size_t most, Keep keep, api::EntryKind kind,
                                                   const std::function<bool(std::string_view)>& wanted) {
    std::vector<std::string> names;
    std::size_t seen = 0;
    const auto visited = drive.visit(folder, [&](const std::string& name, api::EntryKind its_kind) {
        if (its_kind == kind && wanted(name)) {
            names.insert(std::upper_bound(names.begin(), names.end(), name), name);
            if (names.size() > most) names.erase(keep == Keep::first ? names.end() - 1 : names.begin());
        }
        return ++seen < kMostNames;
    });
    if (!visited) return base::failure(visited.error());
    return names;
}

std::optional<std::string> read_line(api::EnclosedFolder& drive, const std::filesystem::path& file, std::size_t limit) {
    const auto bytes = read_small(drive, file, limit);
    if (!bytes) return std::nullopt;
    const std::string_view text = base::as_text(*bytes);
    return std::string{text.substr(0, text.find_first_of("\r\n"))};
}

std::optional<std::string> read_key(api::EnclosedFolder& drive, const std::filesystem::path& file) {
    auto key = read_line(drive, file, kLargestNote);
    if (!key || !is_public_key(*key)) return std::nullopt;
    return key;
}

// What stands there already is not written once more: a stick wears, and may be write-protected.
api::FileResult<void> write_note(api::EnclosedFolder& drive, const std::filesystem::path& file, std::string_view text) {
    std::string content{text};
    if (!content.ends_with('\n')) content += '\n';
    if (const auto old = read_small(drive, file, content.size()); old && base::as_text(*old) == content) return {};
    if (auto made = drive.make_folders(file.parent_path()); !made) return made;
    return write_small(drive, file, base::as_bytes(content));
}

}  // namespace

std::filesystem::path folder_of(const domain::KioskId& kiosk) {
    return top() / (std::string{kKiosk} + kiosk.value);
}

std::filesystem::path given_lists(const domain::KioskId& kiosk) {
    return folder_of(kiosk) / "lists_from_server.vstrecha";
}

std::filesystem::path given_settings(const domain::KioskId& kiosk) {
    return folder_of(kiosk) / "settings_from_server.vstrecha";
}

std::string bundle_name(domain::LocalTime now, domain::Seq first, domain::Seq last) {
    const auto date = domain::date_of(now);
    const auto minutes =
        std::chrono::floor<std::chrono::minutes>(now - std::chrono::floor<std::chrono::days>(now)).count();
    char time[32];
    std::snprintf(time, sizeof time, "%04d-%02u-%02u_%02d-%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
    return std::string{kBundle} + time + "_" + std::to_string(first) + "-" + std::to_string(last) +
           std::string{kBundleEnd};
}

bool is_bundle_name(std::string_view name) {
    return name.size() <= 128 && is_between(name, kBundle, kBundleEnd) &&
           inner(name, kBundle, kBundleEnd).find_first_not_of("0123456789-_") == std::string_view::npos;
}

std::string code_of(std::string_view public_hex) {
    const eventlog::Hash hash =
        eventlog::next_hash(eventlog::kGenesis, std::string{"vstrecha key 1 "} + std::string{public_hex});
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 8; ++i) number = number << 8 | hash[i];
    std::string digits = std::to_string(number % 10'000'000'000'000'000);
    digits.insert(0, 16 - digits.size(), '0');
    for (const std::size_t at : {12, 8, 4}) digits.insert(at, 1, ' ');
    return digits;
}

bool is_public_key(std::string_view text) {
    return text.size() == eventlog::kPublicKeyDigits &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::filesystem::path drive_of(api::FileSystem& files, const std::filesystem::path& named) {
    if (files.exists(named / top())) return named;
    const std::filesystem::path plain = named.has_filename() ? named : named.parent_path();
    if (plain.filename() != top()) return named;
    return plain.has_parent_path() ? plain.parent_path() : std::filesystem::path{"."};
}

api::FileResult<Found> find_kiosks(api::EnclosedFolder& drive) {
    const auto names = names_in(
        drive, top(), kMostKiosks + 1, Keep::first, api::EntryKind::folder,
        [](std::string_view name) { return name.starts_with(kKiosk) && base::is_id(name.substr(kKiosk.size())); });
    if (!names) return base::failure(names.error());
    Found found;
    for (const std::string& name : *names) {
        if (found.kiosks.size() == kMostKiosks) {
            found.more = true;
            break;
        }
        found.kiosks.emplace_back(name.substr(kKiosk.size()));
    }
    return found;
}

api::FileResult<std::vector<std::string>> find_bundles(api::EnclosedFolder& drive, const domain::KioskId& kiosk) {
    return names_in(drive, folder_of(kiosk), kMostBundles, Keep::last, api::EntryKind::file, is_bundle_name);
}

void remove_unfinished(api::EnclosedFolder& drive, const domain::KioskId& kiosk) {
    constexpr std::size_t kMost = 64;
    for (const auto& folder : {top(), folder_of(kiosk)}) {
        const auto names = names_in(drive, folder, kMost, Keep::first, api::EntryKind::file,
                                    [](std::string_view name) { return name.ends_with(kUnfinished); });
        if (!names) continue;
        for (const std::string& name : *names) (void)drive.remove(folder / name);
    }
}

std::string text_of(const KioskNote& note) {
    return note.public_key + "\n" + std::to_string(note.begins) + "\n";
}

api::FileResult<void> write_kiosk_note(api::EnclosedFolder& drive, const domain::KioskId& kiosk,
                                       const KioskNote& note) {
    return write_note(drive, folder_of(kiosk) / kKioskNote, text_of(note));
}

std::optional<KioskNote> read_kiosk_note(api::EnclosedFolder& drive, const domain::KioskId& kiosk) {
    const auto bytes = read_small(drive, folder_of(kiosk) / kKioskNote, kLargestNote);
    if (!bytes) return std::nullopt;
    std::string_view text = base::as_text(*bytes);
    KioskNote note;
    note.public_key = text.substr(0, text.find('\n'));
    if (!is_public_key(note.public_key)) return std::nullopt;
    text.remove_prefix(note.public_key.size() + 1);
    const auto read = std::from_chars(text.data(), text.data() + text.size(), note.begins);
    if (read.ec != std::errc{} || note.begins == 0) return std::nullopt;
    return note;
}

api::FileResult<void> write_collector(api::EnclosedFolder& drive, std::string_view public_hex) {
    return write_note(drive, top() / key_name(kCollector, public_hex), public_hex);
}

std::vector<std::string> read_collectors(api::EnclosedFolder& drive) {
    std::vector<std::string> keys;
    const auto names = names_in(drive, top(), kMostCollectors, Keep::first, api::EntryKind::file,
                                [](std::string_view name) { return is_key_name(name, kCollector); });
    if (!names) return keys;
    for (const std::string& name : *names) {
        if (auto key = read_key(drive, top() / name)) keys.push_back(std::move(*key));
    }
    return keys;
}

std::string receipt_name(std::string_view collector_public) {
    return key_name(kReceipt, collector_public);
}

api::FileResult<void> write_receipt(api::EnclosedFolder& drive, const domain::KioskId& kiosk,
                                    std::string_view collector_public, std::string_view line) {
    return write_note(drive, folder_of(kiosk) / receipt_name(collector_public), line);
}

namespace {

void add_receipts(std::vector<std::string>& lines, api::EnclosedFolder& drive, const std::filesystem::path& folder,
                  std::size_t most, const std::function<bool(std::string_view)>& wanted) {
    const auto names = names_in(drive, folder, most, Keep::first, api::EntryKind::file, wanted);
    if (!names) return;
    for (const std::string& name : *names) {
        if (auto line = read_line(drive, folder / name, eventlog::kMaxCheckpointBytes + 2))
            lines.push_back(std::move(*line));
    }
}

}  // namespace

std::vector<std::string> read_receipts(api::EnclosedFolder& drive, const domain::KioskId& kiosk) {
    std::vector<std::string> lines;
    add_receipts(lines, drive, folder_of(kiosk), kMostReceipts,
                 [](std::string_view name) { return is_key_name(name, kReceipt); });
    return lines;
}

std::vector<std::string> read_loose_receipts(api::EnclosedFolder& drive) {
    std::vector<std::string> lines;
    // A browser adds " (1)" to a name that is there already.
    const auto wanted = [](std::string_view name) { return is_between(name, kReceipt, kText); };
    add_receipts(lines, drive, top(), kMostLooseReceipts, wanted);
    add_receipts(lines, drive, {}, kMostLooseReceipts, wanted);
    return lines;
}

}  // namespace stick
