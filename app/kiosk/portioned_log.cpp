#include "app/kiosk/portioned_log.h"

#include <utility>
#include <vector>

namespace kiosk {

namespace {

// A millisecond or two of the storage thread.
constexpr std::size_t kLinesOfPortion = 500;

}  // namespace

storage::StorageResult<void> PortionedLog::read(domain::Seq first,
                                                const std::function<bool(const storage::LogLine&)>& each) {
    using Portion = storage::StorageResult<std::vector<storage::LogLine>>;
    while (true) {
        if (!goes_on_()) return base::failure(storage::StorageError{storage::StorageErrorKind::input_output, "ended"});
        auto portion = ask<Portion>([first](storage::Store& store) -> Portion {
            std::vector<storage::LogLine> lines;
            const auto read = store.read_log(first, [&lines](const storage::LogLine& line) {
                lines.push_back(line);
                return lines.size() < kLinesOfPortion;
            });
            if (!read) return base::failure(read.error());
            return lines;
        });
        if (!portion) return base::failure(std::move(portion.error()));
        for (const storage::LogLine& line : *portion) {
            if (!each(line)) return {};
        }
        if (portion->size() < kLinesOfPortion) return {};
        first = portion->back().seq + 1;
    }
}

storage::StorageResult<std::optional<eventlog::Hash>> PortionedLog::chain_hash(domain::Seq seq) {
    using Answer = storage::StorageResult<std::optional<eventlog::Hash>>;
    return ask<Answer>([seq](storage::Store& store) { return store.chain_hash(seq); });
}

}  // namespace kiosk
