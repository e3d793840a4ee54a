#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/storage/store.h"

namespace takeaway {

// What taking away and bringing back needs of the kiosk's records. A stick may hang for minutes; whoever works with one
// asks in portions, and between two of them the store is free for whoever checks in. One thread.
class Records {
  public:
    virtual ~Records() = default;
    [[nodiscard]] virtual storage::StorageResult<storage::LogStatus> status() = 0;
    // In the order of seq, from `first` to `last`: at most `most` of those that are there; none: there are no more.
    [[nodiscard]] virtual storage::StorageResult<std::vector<storage::LogLine>> lines(domain::Seq first,
                                                                                      domain::Seq last,
                                                                                      std::size_t most) = 0;
    [[nodiscard]] virtual storage::StorageResult<std::optional<eventlog::Hash>> chain_hash(domain::Seq seq) = 0;
    [[nodiscard]] virtual storage::StorageResult<domain::Roster> roster() = 0;
    [[nodiscard]] virtual storage::StorageResult<storage::Acceptance> accept(const std::string& checkpoint) = 0;
    // That everything up to `up_to` has been taken away; it goes on waiting for a receipt. `where` is for people: the
    // last part of a path.
    [[nodiscard]] virtual storage::StorageResult<void> mark_taken_away(domain::Seq up_to, const std::string& where) = 0;
};

// Those of a store that the caller has to himself. Thread of the store, which must outlive this.
class StoreRecords final : public Records {
  public:
    explicit StoreRecords(storage::Store& store) : store_(store) {}
    [[nodiscard]] storage::StorageResult<storage::LogStatus> status() override { return store_.status(); }
    [[nodiscard]] storage::StorageResult<std::vector<storage::LogLine>> lines(domain::Seq first, domain::Seq last,
                                                                              std::size_t most) override;
    [[nodiscard]] storage::StorageResult<std::optional<eventlog::Hash>> chain_hash(domain::Seq seq) override {
        return store_.chain_hash(seq);
    }
    [[nodiscard]] storage::StorageResult<domain::Roster> roster() override { return store_.roster(); }
    [[nodiscard]] storage::StorageResult<storage::Acceptance> accept(const std::string& checkpoint) override {
        return store_.accept(checkpoint);
    }
    [[nodiscard]] storage::StorageResult<void> mark_taken_away(domain::Seq up_to, const std::string& where) override;

  private:
    storage::Store& store_;
};

// Every line from `first` to `last`, each once, until `each` gives false.
[[nodiscard]] storage::StorageResult<void> read_lines(Records& records, domain::Seq first, domain::Seq last,
                                                      const std::function<bool(const storage::LogLine&)>& each);

// A portion: it takes the store a millisecond or two.
inline constexpr std::size_t kLinesAtATime = 500;

}  // namespace takeaway
