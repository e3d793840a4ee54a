#pragma once

#include <vector>

#include "app/eventlog/bundle.h"
#include "app/takeaway/take_away.h"

// Inside app/takeaway only.
namespace takeaway {

// The log from a number on, as one or more bundles: a bundle has no holes but before a LogContinued that fits, so a log
// that lost lines goes as several. Every line is proven by its hash.
struct FoundRuns {
    std::vector<eventlog::BundleHeader> runs;
    std::uint64_t content = 0;            // bytes of all their lines
    std::vector<storage::LogLine> lines;  // of the only one: a usual visit reads no line a second time
};
[[nodiscard]] base::Result<FoundRuns, Failure> find_runs(Records& records, const domain::KioskId& kiosk,
                                                         domain::Seq first, domain::Seq last);

// The lines of one of them, read in portions, or those that are at hand.
class RunLines {
  public:
    RunLines(Records& records, const eventlog::BundleHeader& run, std::vector<storage::LogLine> at_hand)
        : records_(records), run_(run), next_(at_hand.empty() ? run.first : run.last + 1), lines_(std::move(at_hand)) {}
    [[nodiscard]] std::optional<std::string_view> next();
    [[nodiscard]] std::uint64_t given() const { return given_; }
    [[nodiscard]] const std::optional<storage::StorageError>& error() const { return error_; }

  private:
    Records& records_;
    const eventlog::BundleHeader& run_;
    domain::Seq next_;
    std::vector<storage::LogLine> lines_;
    std::size_t at_ = 0;
    std::uint64_t given_ = 0;
    std::optional<storage::StorageError> error_;
};

}  // namespace takeaway
