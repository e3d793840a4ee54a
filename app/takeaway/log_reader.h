#pragma once

#include <functional>
#include <optional>

#include "app/storage/store.h"

namespace takeaway {

// The log, wherever its store is: at hand, or another thread's, who then reads it a portion at a time.
class LogReader {
  public:
    virtual ~LogReader() = default;
    // Both as storage::Store has them.
    [[nodiscard]] virtual storage::StorageResult<void> read(
        domain::Seq first, const std::function<bool(const storage::LogLine&)>& each) = 0;
    [[nodiscard]] virtual storage::StorageResult<std::optional<eventlog::Hash>> chain_hash(domain::Seq seq) = 0;
};

// Of a store at hand; its thread.
class LogOfStore final : public LogReader {
  public:
    explicit LogOfStore(storage::Store& store) : store_(store) {}
    [[nodiscard]] storage::StorageResult<void> read(domain::Seq first,
                                                    const std::function<bool(const storage::LogLine&)>& each) override {
        return store_.read_log(first, each);
    }
    [[nodiscard]] storage::StorageResult<std::optional<eventlog::Hash>> chain_hash(domain::Seq seq) override {
        return store_.chain_hash(seq);
    }

  private:
    storage::Store& store_;
};

}  // namespace takeaway
