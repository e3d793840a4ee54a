#include "app/roster/zip.h"

#include <zlib.h>

#include <algorithm>
#include <memory>

#include "app/roster/bytes_reader.h"
#include "app/roster/import.h"

namespace roster {

namespace {

constexpr std::uint32_t kLocal = 0x04034b50, kCentral = 0x02014b50, kEnd = 0x06054b50;
constexpr std::size_t kMaxEntries = 10'000;

std::string normal(std::string_view name) {
    std::string out(name);
    for (char& c : out) {
        if (c == '\\') c = '/';
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    if (!out.empty() && out.front() == '/') out.erase(0, 1);
    return out;
}

// A bit that fell over in a name would be another person.
Zip::Part checked(std::string content, std::uint32_t check) {
    const uLong sum = crc32_z(crc32(0, nullptr, 0), reinterpret_cast<const Bytef*>(content.data()), content.size());
    if (sum != check) return {Zip::Status::damaged, {}};
    return {Zip::Status::ok, std::move(content)};
}

}  // namespace

std::optional<Zip> Zip::open(base::ByteView bytes, std::size_t most_unpacked) {
    if (bytes.size() < 22) return std::nullopt;
    // The end record stands last, before a comment of at most 64 KB.
    std::size_t end = bytes.size() - 22;
    const std::size_t lowest = end > 65'557 ? end - 65'557 : 0;
    while (read_u32(bytes, end) != kEnd) {
        if (end == lowest) return std::nullopt;
        --end;
    }
    Zip zip;
    zip.bytes_ = bytes;
    zip.most_ = most_unpacked;
    const std::uint32_t count = read_u16(bytes, end + 10);
    std::size_t at = read_u32(bytes, end + 16);
    if (count > kMaxEntries) return std::nullopt;
    for (std::uint32_t i = 0; i < count; ++i) {
        if (at + 46 > bytes.size() || read_u32(bytes, at) != kCentral) return std::nullopt;
        const std::size_t name = read_u16(bytes, at + 28), extra = read_u16(bytes, at + 30),
                          comment = read_u16(bytes, at + 32);
        if (at + 46 + name > bytes.size()) return std::nullopt;
        Entry entry;
        entry.encrypted = (read_u16(bytes, at + 8) & 1) != 0;
        entry.method = static_cast<std::uint16_t>(read_u16(bytes, at + 10));
        entry.check = read_u32(bytes, at + 16);
        entry.packed = read_u32(bytes, at + 20);
        entry.header = read_u32(bytes, at + 42);
        zip.entries_.emplace(normal(base::as_text(bytes.subspan(at + 46, name))), entry);
        at += 46 + name + extra + comment;
    }
    return zip;
}

bool Zip::has(const std::string& name) const {
    return entries_.contains(normal(name));
}

bool Zip::has_folder(const std::string& prefix) const {
    const auto at = entries_.lower_bound(normal(prefix));
    return at != entries_.end() && at->first.starts_with(normal(prefix));
}

Zip::Part Zip::read(const std::string& name) {
    const auto found = entries_.find(normal(name));
    if (found == entries_.end()) return {Status::missing, {}};
    const Entry& entry = found->second;
    if (entry.encrypted) return {Status::encrypted, {}};
    if (read_u32(bytes_, entry.header) != kLocal) return {Status::damaged, {}};
    const std::size_t start =
        entry.header + 30 + read_u16(bytes_, entry.header + 26) + read_u16(bytes_, entry.header + 28);
    if (start > bytes_.size() || entry.packed > bytes_.size() - start) return {Status::damaged, {}};
    const base::ByteView packed = bytes_.subspan(start, entry.packed);
    if (entry.method == 0) {
        unpacked_ += packed.size();
        if (unpacked_ > most_) return {Status::too_large, {}};
        return checked(std::string(base::as_text(packed)), entry.check);
    }
    if (entry.method != Z_DEFLATED) return {Status::damaged, {}};

    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return {Status::damaged, {}};
    const std::unique_ptr<z_stream, int (*)(z_stream*)> guard(&stream, inflateEnd);
    stream.next_in = const_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    Part part{Status::ok, {}};
    std::string block(256 * 1024, '\0');
    int state = Z_OK;
    while (state != Z_STREAM_END) {
        stream.next_out = reinterpret_cast<Bytef*>(block.data());
        stream.avail_out = static_cast<uInt>(block.size());
        state = inflate(&stream, Z_NO_FLUSH);
        const std::size_t got = block.size() - stream.avail_out;
        if ((state != Z_OK && state != Z_STREAM_END) || (state == Z_OK && got == 0)) return {Status::damaged, {}};
        unpacked_ += got;
        if (unpacked_ > most_) return {Status::too_large, {}};
        part.content.append(block, 0, got);
    }
    return checked(std::move(part.content), entry.check);
}

}  // namespace roster
