#pragma once

#include <algorithm>

#include "app/eventlog/bundle.h"
#include "platform/base/bytes.h"

// Inside app/server/store only.
namespace server {

// What a bundle is read from, with a limit, and its beginning kept in case that it is parked.
class BundleSource {
  public:
    BundleSource(const eventlog::Source& from, std::uint64_t at_most, std::size_t keep)
        : from_(from), at_most_(at_most), keep_(keep) {}

    std::size_t read(std::span<std::uint8_t> to) {
        if (ended_ || to.empty()) return 0;
        const std::size_t size = from_(to);
        ended_ = size == 0;
        size_ += size;
        const std::size_t kept = std::min(size, keep_ - bytes_.size());
        bytes_.insert(bytes_.end(), to.begin(), to.begin() + static_cast<std::ptrdiff_t>(kept));
        if (size_ <= at_most_) return size;
        ended_ = is_too_large_ = true;
        return 0;
    }
    // What the reader of the bundle left.
    void read_to_the_end() {
        base::Bytes piece(eventlog::kPieceBytes);
        while (read(piece) > 0) {
        }
    }

    [[nodiscard]] bool is_too_large() const { return is_too_large_; }
    [[nodiscard]] std::uint64_t size() const { return size_; }  // as far as it was read
    [[nodiscard]] bool is_complete() const { return ended_ && !is_too_large_ && bytes_.size() == size_; }
    [[nodiscard]] base::ByteView bytes() const { return bytes_; }

  private:
    const eventlog::Source& from_;
    const std::uint64_t at_most_;
    const std::size_t keep_;
    base::Bytes bytes_;
    std::uint64_t size_ = 0;
    bool ended_ = false;
    bool is_too_large_ = false;
};

}  // namespace server
