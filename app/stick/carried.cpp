#include "app/stick/carried.h"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "app/stick/careful.h"
#include "app/stick/layout.h"
#include "platform/base/check.h"
#include "platform/base/id.h"

// The ZIP format as APPNOTE.TXT 6.3 has it, of files that are stored (method 0) with their sizes before them.

namespace stick {

namespace {

constexpr std::uint32_t kLocalHeader = 0x04034b50, kCentralHeader = 0x02014b50, kEnd = 0x06054b50;
constexpr std::size_t kLocalBytes = 30;
constexpr std::uint16_t kVersion = 10;      // stored files
constexpr std::uint16_t kDay = 1 << 5 | 1;  // 1 January 1980: the names say when
constexpr std::size_t kSizesAt = 14;        // of the sum and the two sizes, in a local header

// CRC-32, begun with 0.
std::uint32_t add_to_sum(std::uint32_t sum, base::ByteView bytes) {
    return static_cast<std::uint32_t>(::crc32_z(sum, bytes.data(), bytes.size()));
}

void put(base::Bytes& to, std::uint64_t number, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i, number >>= 8) to.push_back(static_cast<std::uint8_t>(number));
}
void set(base::Bytes& in, std::size_t at, std::uint32_t number) {
    for (std::size_t i = 0; i < 4; ++i) in[at + i] = static_cast<std::uint8_t>(number >> 8 * i);
}
std::uint32_t number_at(base::ByteView from, std::size_t at, std::size_t bytes) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < bytes; ++i) number |= std::uint32_t{from[at + i]} << 8 * i;
    return number;
}

// "Vstrecha/kiosk-ID/NAME" with a name that is read from a stick.
bool is_of_layout(const std::string& path) {
    const auto first = path.find('/'), last = path.rfind('/');
    if (first == std::string::npos || last == first || path.find('/', first + 1) != last) return false;
    constexpr std::string_view kKiosk = "kiosk-";
    const std::string folder = path.substr(first + 1, last - first - 1), name = path.substr(last + 1);
    return path.substr(0, first) == kTop && folder.starts_with(kKiosk) && base::is_id(folder.substr(kKiosk.size())) &&
           (is_bundle_name(name) || name == kKioskNote);
}

api::FileError damaged(const std::filesystem::path& file) {
    return {api::FileErrorKind::input_output, file, "not what a kiosk gives over the network, or cut"};
}

}  // namespace

void CarriedFile::put_head(const Entry& entry) {
    put(bytes_, kVersion, 2);
    put(bytes_, 0, 2);  // flags
    put(bytes_, 0, 2);  // stored
    put(bytes_, 0, 2);  // midnight
    put(bytes_, kDay, 2);
    put(bytes_, entry.crc, 4);
    put(bytes_, entry.size, 4);
    put(bytes_, entry.size, 4);
    put(bytes_, entry.path.size(), 2);
    put(bytes_, 0, 2);  // nothing more
}

void CarriedFile::begin(const std::filesystem::path& path) {
    VS_CHECK(entries_.size() < kMostCarried);
    Entry entry{path.generic_string(), bytes_.size()};
    put(bytes_, kLocalHeader, 4);
    put_head(entry);
    const auto name = base::as_bytes(entry.path);
    bytes_.insert(bytes_.end(), name.begin(), name.end());
    entry.content = bytes_.size();
    entries_.push_back(std::move(entry));
}

void CarriedFile::append(base::ByteView more) {
    bytes_.insert(bytes_.end(), more.begin(), more.end());
    entries_.back().crc = add_to_sum(entries_.back().crc, more);
}

void CarriedFile::end() {
    Entry& entry = entries_.back();
    VS_CHECK(bytes_.size() <= UINT32_MAX);
    entry.size = static_cast<std::uint32_t>(bytes_.size() - entry.content);
    set(bytes_, entry.at + kSizesAt, entry.crc);
    set(bytes_, entry.at + kSizesAt + 4, entry.size);
    set(bytes_, entry.at + kSizesAt + 8, entry.size);
}

base::Bytes CarriedFile::finish() && {
    const std::size_t central = bytes_.size();
    for (const Entry& entry : entries_) {
        put(bytes_, kCentralHeader, 4);
        put(bytes_, kVersion, 2);  // made by
        put_head(entry);
        put(bytes_, 0, 2 + 2 + 2 + 4);  // no comment, the first disk, no attributes
        put(bytes_, entry.at, 4);
        const auto name = base::as_bytes(entry.path);
        bytes_.insert(bytes_.end(), name.begin(), name.end());
    }
    const std::size_t size = bytes_.size() - central;
    put(bytes_, kEnd, 4);
    put(bytes_, 0, 4);  // the first disk, twice
    put(bytes_, entries_.size(), 2);
    put(bytes_, entries_.size(), 2);
    put(bytes_, size, 4);
    put(bytes_, central, 4);
    put(bytes_, 0, 2);
    return std::move(bytes_);
}

std::optional<std::vector<Carried>> unpack(base::ByteView archive) {
    if (archive.size() > kLargestCarried) return std::nullopt;
    std::vector<Carried> files;
    std::size_t at = 0;
    for (std::size_t seen = 0;; ++seen) {
        if (archive.size() - at < 4) return std::nullopt;
        const std::uint32_t begins = number_at(archive, at, 4);
        // An archive of nothing ends at once, and others go on with what repeats the headers.
        if (begins == kCentralHeader && seen > 0) return files;
        if (begins != kLocalHeader || seen == kMostCarried || archive.size() - at < kLocalBytes) return std::nullopt;
        const std::uint32_t flags = number_at(archive, at + 6, 2), method = number_at(archive, at + 8, 2);
        const std::uint32_t sum = number_at(archive, at + kSizesAt, 4), size = number_at(archive, at + 22, 4);
        const std::size_t name = number_at(archive, at + 26, 2), more = number_at(archive, at + 28, 2);
        if (flags != 0 || method != 0 || number_at(archive, at + 18, 4) != size) return std::nullopt;
        at += kLocalBytes;
        if (archive.size() - at < name + more || archive.size() - at - name - more < size) return std::nullopt;
        Carried file{std::string{base::as_text(archive.subspan(at, name))}, archive.subspan(at + name + more, size)};
        if (add_to_sum(0, file.content) != sum) return std::nullopt;
        at += name + more + size;
        if (is_of_layout(file.path)) files.push_back(std::move(file));
    }
}

api::FileResult<std::filesystem::path> laid_out(api::FileSystem& files, api::EnclosedFolders& folders,
                                                const std::filesystem::path& named) {
    if (named.extension() != ".zip") return named;
    const auto bytes = files.read(named, kLargestCarried);
    if (!bytes) return base::failure(bytes.error());
    const auto carried = unpack(*bytes);
    if (!carried || carried->empty()) return base::failure(damaged(named));
    const std::filesystem::path place = named.parent_path() / named.stem();
    if (auto made = files.make_folders(place); !made) return base::failure(made.error());
    const auto folder = folders.open(place, api::MadeFor::owner);
    if (!folder) return base::failure(folder.error());
    for (const Carried& file : *carried) {
        const std::filesystem::path path{file.path};
        if (auto made = (*folder)->make_folders(path.parent_path()); !made) return base::failure(made.error());
        if (auto written = write_small(**folder, path, file.content); !written) return base::failure(written.error());
    }
    return place;
}

}  // namespace stick
