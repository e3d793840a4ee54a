#pragma once

#include <vector>

#include "app/eventlog/bundle.h"
#include "app/takeaway/log_reader.h"
#include "app/takeaway/take_away.h"

// Inside app/takeaway only.
namespace takeaway {

// The log from a number on, as one or more bundles: a bundle has no holes but before a LogContinued that fits, so a log
// that lost lines goes as several. Every line is proven by its hash. Memory is that of a few lines.
[[nodiscard]] base::Result<std::vector<eventlog::BundleHeader>, Failure> find_runs(LogReader& log,
                                                                                   const domain::KioskId& kiosk,
                                                                                   domain::Seq first);

// The lines of one of them, read a few hundred at a time.
class RunLines {
  public:
    RunLines(LogReader& log, const eventlog::BundleHeader& run) : log_(log), run_(run), next_(run.first) {}
    [[nodiscard]] std::optional<std::string_view> next();
    [[nodiscard]] std::uint64_t given() const { return given_; }
    [[nodiscard]] const std::optional<storage::StorageError>& error() const { return error_; }

  private:
    LogReader& log_;
    const eventlog::BundleHeader& run_;
    domain::Seq next_;
    std::vector<storage::LogLine> lines_;
    std::size_t at_ = 0;
    std::uint64_t given_ = 0;
    std::optional<storage::StorageError> error_;
};

}  // namespace takeaway
