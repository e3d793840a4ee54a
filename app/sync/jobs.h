#pragma once

#include "app/sync/engine.h"

namespace syncing {

// What the engine asks of the store, carried out. On the storage thread.
[[nodiscard]] std::optional<Began> begin(storage::Store& store);  // nothing: the store failed
[[nodiscard]] LinesRead carry_out(storage::Store& store, const ReadLines& asked);
[[nodiscard]] CheckpointSeen carry_out(storage::Store& store, const AcceptCheckpoint& asked);

// Whether a line still belongs to what was asked for, after those that were taken already.
class ReadLimit {
  public:
    explicit ReadLimit(const ReadLines& asked) : asked_(asked) {}
    [[nodiscard]] bool takes(const storage::LogLine& line) {
        bytes_ += line.line.size() + policy::kLineCost;
        ++lines_;
        return lines_ <= asked_.most_lines && (lines_ <= 2 || bytes_ <= asked_.most_bytes);
    }

  private:
    const ReadLines& asked_;
    std::uint64_t lines_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace syncing
