#pragma once

#include <zlib.h>

#include <string>
#include <string_view>

// A zip archive whose parts are not compressed, so that the fuzzer's bytes reach the XML readers as they are.
namespace fuzz {

class StoredZip {
  public:
    StoredZip& add(std::string_view name, std::string_view content) {
        const auto check = crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()));
        const auto offset = bytes_.size();
        const std::string sizes =
            u16(0) + u32(0) + u32(check) + u32(content.size()) + u32(content.size()) + u16(name.size()) + u16(0);
        bytes_ += u32(0x04034b50) + u16(20) + u16(0x0800) + sizes;
        bytes_ += name;
        bytes_ += content;
        directory_ +=
            u32(0x02014b50) + u16(20) + u16(20) + u16(0x0800) + sizes + u16(0) + u16(0) + u16(0) + u32(0) + u32(offset);
        directory_ += name;
        ++count_;
        return *this;
    }
    [[nodiscard]] std::string bytes() const {
        return bytes_ + directory_ + u32(0x06054b50) + u16(0) + u16(0) + u16(count_) + u16(count_) +
               u32(directory_.size()) + u32(bytes_.size()) + u16(0);
    }

  private:
    static std::string u16(std::size_t n) { return {static_cast<char>(n & 255), static_cast<char>(n >> 8 & 255)}; }
    static std::string u32(std::size_t n) { return u16(n & 65535) + u16(n >> 16 & 65535); }
    std::string bytes_, directory_;
    std::size_t count_ = 0;
};

}  // namespace fuzz
