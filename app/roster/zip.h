#pragma once

#include <map>
#include <optional>
#include <string>

#include "platform/base/bytes.h"

namespace roster {

// The parts of a zip archive, unpacked on demand within a limit for all together: what an archive says of its
// sizes is not believed, the limit counts the bytes as they come out. The bytes must outlive it.
class Zip {
  public:
    [[nodiscard]] static std::optional<Zip> open(base::ByteView bytes, std::size_t most_unpacked);  // nothing: not a zip, or damaged

    enum class Status { ok, missing, damaged, too_large, encrypted };
    struct Part {
        Status status = Status::missing;
        std::string content;
    };
    [[nodiscard]] Part read(const std::string& name);  // names are compared without case, "/" for "\"
    [[nodiscard]] bool has(const std::string& name) const;
    [[nodiscard]] bool has_folder(const std::string& prefix) const;

  private:
    struct Entry {
        std::size_t header = 0;  // offset of the local header
        std::uint32_t packed = 0;
        std::uint32_t check = 0;  // CRC-32 of the content
        std::uint16_t method = 0;
        bool encrypted = false;
    };
    base::ByteView bytes_;
    std::map<std::string, Entry> entries_;
    std::size_t unpacked_ = 0, most_ = 0;
};

}  // namespace roster
