#pragma once

#include <bit>
#include <cstdint>

#include "platform/base/bytes.h"

// Little-endian numbers at an offset; beyond the end there are zeros.
namespace roster {

[[nodiscard]] inline std::uint32_t read_u8(base::ByteView b, std::size_t at) {
    return at < b.size() ? b[at] : 0;
}
[[nodiscard]] inline std::uint32_t read_u16(base::ByteView b, std::size_t at) {
    return read_u8(b, at) | read_u8(b, at + 1) << 8;
}
[[nodiscard]] inline std::uint32_t read_u32(base::ByteView b, std::size_t at) {
    return read_u16(b, at) | read_u16(b, at + 2) << 16;
}
[[nodiscard]] inline double read_double(base::ByteView b, std::size_t at) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(read_u32(b, at)) |
                                 static_cast<std::uint64_t>(read_u32(b, at + 4)) << 32);
}

}  // namespace roster
