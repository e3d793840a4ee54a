#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/domain/event.h"

// How the snapshot's rows are written: short, and only for this program to read back. Inside app/storage only.
namespace storage {

class SnapshotWriter {
  public:
    void number(std::uint64_t value);            // 7 bits a byte, the lowest first
    void signed_number(std::int64_t value);
    void text(std::string_view value);
    [[nodiscard]] const std::string& bytes() const { return bytes_; }

  private:
    std::string bytes_;
};

// Reads from the left. The first thing that does not fit makes it fail, and it stays so.
class SnapshotReader {
  public:
    explicit SnapshotReader(std::string_view bytes) : rest_(bytes) {}
    [[nodiscard]] std::uint64_t number();
    [[nodiscard]] std::int64_t signed_number();
    [[nodiscard]] std::string_view text();
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    void fail() { ok_ = false; }

  private:
    std::string_view rest_;
    bool ok_ = true;
};

// What attendance needs of one event: all of it but the kiosk and the sealed answer. Only of the kinds that attendance
// knows; of any other, the header alone, which says when the time was certain.
void write_event(SnapshotWriter& to, const domain::Event& event);
[[nodiscard]] domain::Event read_event(SnapshotReader& from);

// Changes with every change of a byte that bit rot makes; no protection against people.
[[nodiscard]] std::uint64_t sum_of(std::int64_t place, std::string_view meeting, std::string_view entries);

}  // namespace storage
