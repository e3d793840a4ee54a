#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/base/bytes.h"

namespace roster {

// Streams in a compound file of Microsoft (what begins with D0 CF 11 E0). Every chain of sectors is followed within the
// bytes there are, so that a damaged or hostile file ends as nothing.
class Ole {
  public:
    [[nodiscard]] static std::optional<Ole> open(base::ByteView bytes);  // the bytes must outlive it
    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] std::optional<base::Bytes> read(std::string_view name) const;  // ASCII names, case ignored

  private:
    struct Entry {
        std::string name;  // lower case
        std::uint32_t start = 0;
        std::uint64_t size = 0;
    };
    [[nodiscard]] std::optional<base::Bytes> chain(std::uint32_t start, std::uint64_t size) const;
    [[nodiscard]] base::ByteView sector(std::uint32_t index) const;
    base::ByteView bytes_;
    std::size_t sector_size_ = 512, mini_size_ = 64;
    std::uint64_t mini_cutoff_ = 4096;
    std::vector<std::uint32_t> fat_, mini_fat_;
    base::Bytes mini_stream_;
    std::vector<Entry> entries_;
};

}  // namespace roster
