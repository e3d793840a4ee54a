#include "app/sync/jobs.h"

namespace syncing {

std::optional<Began> begin(storage::Store& store) {
    const auto status = store.status();
    if (!status) return std::nullopt;
    return Began{status->last_seq, status->accepted_up_to};
}

LinesRead carry_out(storage::Store& store, const ReadLines& asked) {
    std::vector<storage::LogLine> lines;
    ReadLimit limit{asked};
    const auto read = store.read_log(asked.from, [&](const storage::LogLine& line) {
        if (!limit.takes(line)) return false;
        lines.push_back(line);
        return true;
    });
    if (!read) return {asked.ticket, std::nullopt};
    // Where the line before them is not here, what stands for it is.
    std::optional<eventlog::Hash> before;
    if (!lines.empty() && lines.front().seq > 1) {
        const auto known = store.chain_hash(lines.front().seq - 1);
        if (!known) return {asked.ticket, std::nullopt};
        before = *known;
    }
    return {asked.ticket, Lines{std::move(lines), before}};
}

CheckpointSeen carry_out(storage::Store& store, const AcceptCheckpoint& asked) {
    const auto acceptance = store.accept(asked.line);
    if (!acceptance) return {asked.ticket, std::nullopt};
    return {asked.ticket, *acceptance};
}

}  // namespace syncing
