#include "app/takeaway/records.h"

#include <utility>

namespace takeaway {

storage::StorageResult<std::vector<storage::LogLine>> StoreRecords::lines(domain::Seq first, domain::Seq last,
                                                                          std::size_t most) {
    std::vector<storage::LogLine> portion;
    const auto read = store_.read_log(first, [&](const storage::LogLine& line) {
        if (line.seq > last) return false;
        portion.push_back(line);
        return portion.size() < most && line.seq < last;
    });
    if (!read) return base::failure(read.error());
    return portion;
}

storage::StorageResult<void> StoreRecords::mark_taken_away(domain::Seq up_to, const std::string& where) {
    auto marked = store_.append({domain::EventBody{domain::LogExported{up_to, where}}});
    if (!marked) return base::failure(std::move(marked.error()));
    return {};
}

storage::StorageResult<void> read_lines(Records& records, domain::Seq first, domain::Seq last,
                                        const std::function<bool(const storage::LogLine&)>& each) {
    while (first <= last) {
        const auto portion = records.lines(first, last, kLinesAtATime);
        if (!portion) return base::failure(portion.error());
        if (portion->empty()) break;
        for (const storage::LogLine& line : *portion) {
            if (!each(line)) return {};
        }
        first = portion->back().seq + 1;
    }
    return {};
}

}  // namespace takeaway
