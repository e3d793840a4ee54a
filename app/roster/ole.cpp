#include "app/roster/ole.h"

#include <algorithm>

#include "app/roster/bytes_reader.h"

namespace roster {

namespace {

constexpr std::uint32_t kLastSector = 0xFFFFFFFA;  // above: ends and marks of the format

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
}

}  // namespace

base::ByteView Ole::sector(std::uint32_t index) const {
    const std::uint64_t at = (static_cast<std::uint64_t>(index) + 1) * sector_size_;
    if (index >= kLastSector || at >= bytes_.size()) return {};
    return bytes_.subspan(at, std::min<std::size_t>(sector_size_, bytes_.size() - at));
}

std::optional<base::Bytes> Ole::chain(std::uint32_t start, std::uint64_t size) const {
    base::Bytes out;
    // No chain is longer than the file: a ring ends here.
    std::size_t left = bytes_.size() / sector_size_ + 1;
    for (std::uint32_t at = start; at < kLastSector && out.size() < size;
         at = at < fat_.size() ? fat_[at] : kLastSector) {
        const base::ByteView part = sector(at);
        if (part.empty() || left-- == 0) return std::nullopt;
        out.insert(out.end(), part.begin(), part.end());
    }
    if (out.size() > size) out.resize(size);
    return out;
}

std::optional<Ole> Ole::open(base::ByteView bytes) {
    if (bytes.size() < 1536) return std::nullopt;
    Ole ole;
    ole.bytes_ = bytes;
    const std::uint32_t shift = read_u16(bytes, 30), mini_shift = read_u16(bytes, 32);
    if (shift < 7 || shift > 16 || mini_shift < 4 || mini_shift > shift) return std::nullopt;
    ole.sector_size_ = std::size_t{1} << shift;
    ole.mini_size_ = std::size_t{1} << mini_shift;
    ole.mini_cutoff_ = read_u32(bytes, 56);

    // The table of sectors is itself in sectors: 109 named in the header, more in a chain of their own.
    std::vector<std::uint32_t> fat_sectors;
    for (std::size_t i = 0; i < 109; ++i) fat_sectors.push_back(read_u32(bytes, 76 + 4 * i));
    std::size_t left = bytes.size() / ole.sector_size_ + 1;
    for (std::uint32_t at = read_u32(bytes, 68); at < kLastSector;) {
        const base::ByteView part = ole.sector(at);
        if (part.size() < ole.sector_size_ || left-- == 0) break;
        for (std::size_t i = 0; i + 4 < ole.sector_size_; i += 4) fat_sectors.push_back(read_u32(part, i));
        at = read_u32(part, ole.sector_size_ - 4);
    }
    for (const std::uint32_t index : fat_sectors) {
        if (index >= kLastSector) continue;
        const base::ByteView part = ole.sector(index);
        if (ole.fat_.size() > bytes.size()) return std::nullopt;
        for (std::size_t i = 0; i + 4 <= part.size(); i += 4) ole.fat_.push_back(read_u32(part, i));
    }
    const auto mini_fat = ole.chain(read_u32(bytes, 60), bytes.size());
    if (mini_fat) {
        for (std::size_t i = 0; i + 4 <= mini_fat->size(); i += 4) ole.mini_fat_.push_back(read_u32(*mini_fat, i));
    }

    const auto directory = ole.chain(read_u32(bytes, 48), bytes.size());
    if (!directory) return std::nullopt;
    for (std::size_t at = 0; at + 128 <= directory->size(); at += 128) {
        const base::ByteView entry = base::ByteView(*directory).subspan(at, 128);
        const std::uint32_t type = entry[66], name_size = read_u16(entry, 64);
        if (type == 5 && at == 0) {  // the root, which holds the small streams
            if (auto stream = ole.chain(read_u32(entry, 116), read_u32(entry, 120)))
                ole.mini_stream_ = std::move(*stream);
        }
        if (type != 2 || name_size < 2 || name_size > 64) continue;
        std::string name;
        for (std::size_t i = 0; i + 2 < name_size; i += 2)
            name += entry[i + 1] == 0 ? static_cast<char>(entry[i]) : '?';
        ole.entries_.push_back({lower(name), read_u32(entry, 116), read_u32(entry, 120)});
    }
    if (ole.entries_.empty()) return std::nullopt;
    return ole;
}

bool Ole::has(std::string_view name) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.name == lower(name); });
}

std::optional<base::Bytes> Ole::read(std::string_view name) const {
    const auto entry =
        std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.name == lower(name); });
    if (entry == entries_.end()) return std::nullopt;
    if (entry->size >= mini_cutoff_) return chain(entry->start, entry->size);
    base::Bytes out;
    std::size_t left = mini_fat_.size() + 1;
    for (std::uint32_t at = entry->start; at < kLastSector && out.size() < entry->size;
         at = at < mini_fat_.size() ? mini_fat_[at] : kLastSector) {
        const std::uint64_t from = static_cast<std::uint64_t>(at) * mini_size_;
        if (from >= mini_stream_.size() || left-- == 0) return std::nullopt;
        const std::size_t size = std::min<std::size_t>(mini_size_, mini_stream_.size() - from);
        out.insert(out.end(), mini_stream_.begin() + static_cast<std::ptrdiff_t>(from),
                   mini_stream_.begin() + static_cast<std::ptrdiff_t>(from + size));
    }
    if (out.size() > entry->size) out.resize(entry->size);
    return out;
}

}  // namespace roster
