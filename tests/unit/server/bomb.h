#pragma once

#include <cstddef>
#include <string>

// Bundles whose zstd frame is written by hand, because no library writes such ones.
namespace server_test {

inline constexpr unsigned char kWindow2MiB = 0x58, kWindow128MiB = 0x88, kWindow2TiB = 0xF8;  // as a frame says it

// The beginning of a block: so many bytes, as they are or one of them repeated.
enum class Block : unsigned { raw = 0, repeated = 1 };
inline void begin_block(std::string& bytes, std::size_t size, Block type, bool is_last) {
    const std::size_t header = (size << 3) | (static_cast<std::size_t>(type) << 1) | (is_last ? 1 : 0);
    for (int i = 0; i < 3; ++i) bytes += static_cast<char>((header >> (8 * i)) & 0xFF);
}

inline std::string begun_frame(unsigned char window) {
    std::string bytes = "VSTRBND1c\x28\xB5\x2F\xFD";
    bytes += '\0';  // no size of the content is told, no checksum
    bytes += static_cast<char>(window);
    return bytes;
}

// Of this content (128 KiB at most), in an honest frame but for its window.
inline std::string framed(const std::string& content, unsigned char window) {
    std::string bytes = begun_frame(window);
    begin_block(bytes, content.size(), Block::raw, true);
    return bytes + content;
}

// Of `content` and then so much of one byte that the whole has `size`: each four bytes unpack to 128 KiB.
inline std::string bomb(const std::string& content, char filler, std::size_t size, unsigned char window = kWindow2MiB) {
    std::string bytes = begun_frame(window);
    begin_block(bytes, content.size(), Block::raw, false);
    bytes += content;
    while (bytes.size() + 4 <= size) {
        begin_block(bytes, std::size_t{128} << 10, Block::repeated, false);
        bytes += filler;
    }
    return bytes;
}

}  // namespace server_test
