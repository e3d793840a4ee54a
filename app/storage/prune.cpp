#include "app/storage/prune.h"

#include <algorithm>

#include "app/domain/attendance.h"
#include "app/eventlog/line.h"

namespace storage {

namespace {

// One piece of work, below a millisecond for reading and one sync for removing.
constexpr int kLinesToRead = 128;
constexpr int kLinesToRemove = 500;
// One run looks at so many lines at most, so that its memory is bounded; the next day goes on.
constexpr std::size_t kMostCandidates = 50'000;

std::string key_of(const domain::MeetingId& meeting) { return "m" + meeting.value; }
std::string key_of_boot(const std::string& boot) { return "b" + boot; }

}  // namespace

Pruning::Pruning(SQLite::Database& database, domain::Seq accepted_up_to, domain::Instant limit,
                 const domain::Roster& roster, MeetingAt meeting_at)
    : database_(database),
      accepted_up_to_(accepted_up_to),
      limit_(limit),
      recent_(roster),
      aliases_(roster.aliases),
      meeting_at_(std::move(meeting_at)) {}

StorageResult<bool> Pruning::step() {
    return guarded([&]() -> StorageResult<bool> {
        switch (phase_) {
            case Phase::candidates:
            case Phase::rest:
                if (auto read = read_some(); !read) return base::failure(read.error());
                return phase_ != Phase::done;
            case Phase::removing:
                if (!remove_some()) phase_ = Phase::done;
                return phase_ != Phase::done;
            case Phase::done: break;
        }
        return false;
    });
}

StorageResult<void> Pruning::read_some() {
    SQLite::Statement row{database_, "SELECT seq, line FROM event WHERE seq > ? ORDER BY seq LIMIT ?"};
    row.bind(1, static_cast<std::int64_t>(read_up_to_));
    row.bind(2, kLinesToRead);
    int lines = 0;
    bool goes_on = true;
    while (goes_on && row.executeStep()) {
        ++lines;
        const auto seq = static_cast<domain::Seq>(integer_of(row, 0));
        auto event = eventlog::from_line(text_of(row, 1));
        if (!event) return failed(StorageErrorKind::damaged, event.error().detail + " at number " + std::to_string(seq));
        domain::resolve(event->body, aliases_);
        if (phase_ == Phase::candidates) {
            const auto may_go = candidate(seq, *event);
            if (!may_go) return base::failure(may_go.error());
            goes_on = *may_go && ++candidates_ < kMostCandidates;
            if (*may_go) read_up_to_ = seq;
        } else {
            if (auto noted = note(seq, *event, false); !noted) return noted;
            read_up_to_ = seq;
        }
    }
    if (goes_on && lines == kLinesToRead) return {};
    if (phase_ == Phase::candidates && cut_ != 0) {
        phase_ = Phase::rest;  // from behind the cut: what has events there too?
        read_up_to_ = cut_;
    } else {
        settle_cut();
        phase_ = cut_ != 0 ? Phase::removing : Phase::done;
    }
    return {};
}

StorageResult<bool> Pruning::candidate(domain::Seq seq, const domain::Event& event) {
    if (seq > accepted_up_to_) return false;
    if (event.clock_trusted && event.at >= limit_) return false;
    if (std::holds_alternative<domain::UnknownEvent>(event.body)) return false;
    if (const auto* opened = std::get_if<domain::MeetingOpened>(&event.body);
        opened && recent_.takes_opened(opened->meeting)) {
        return false;
    }
    if (const auto* meeting = domain::meeting_of(event.body); meeting && recent_.in_roster(*meeting)) return false;
    if (auto noted = note(seq, event, true); !noted) return base::failure(noted.error());
    if (event.clock_trusted) cut_ = seq;
    return true;
}

StorageResult<void> Pruning::note(domain::Seq seq, const domain::Event& event, bool may_begin) {
    const auto reach = [&](const std::string& key, bool begins) {
        if (begins) {
            auto& span = spans_.try_emplace(key, Span{seq, seq}).first->second;
            span.last = std::max(span.last, seq);
        } else if (const auto found = spans_.find(key); found != spans_.end()) {
            found->second.last = std::max(found->second.last, seq);
        }
    };
    if (const auto* word = std::get_if<domain::ClockCorrected>(&event.body)) reach(key_of_boot(word->boot), may_begin);
    if (!event.clock_trusted) reach(key_of_boot(event.boot), false);
    if (const auto* meeting = domain::meeting_of(event.body)) {
        reach(key_of(*meeting), may_begin);
    } else if (const auto* retracted = std::get_if<domain::Retracted>(&event.body); retracted && retracted->what < seq) {
        const auto of = meeting_at_(retracted->what);
        if (!of) return base::failure(of.error());
        if (*of) reach(key_of(aliases_.resolve(**of)), may_begin);
    }
    return {};
}

// Down until no span lies across it. Each round takes at least one span wholly above.
void Pruning::settle_cut() {
    for (bool moved = true; moved && cut_ != 0;) {
        moved = false;
        for (const auto& [key, span] : spans_) {
            if (span.first <= cut_ && span.last > cut_) {
                cut_ = span.first - 1;
                moved = true;
            }
        }
    }
}

bool Pruning::remove_some() {
    SQLite::Transaction transaction{database_};
    domain::Seq last = 0;
    std::string hash;
    std::uint64_t lines = 0;
    {
        SQLite::Statement row{database_, "SELECT seq, hash FROM event WHERE seq <= ? ORDER BY seq LIMIT ?"};
        row.bind(1, static_cast<std::int64_t>(cut_));
        row.bind(2, kLinesToRemove);
        while (row.executeStep()) {
            last = static_cast<domain::Seq>(integer_of(row, 0));
            hash = bytes_of(row, 1);
            ++lines;
        }
    }
    if (lines == 0) return false;
    const auto up_to_last = [&](const char* query) {
        SQLite::Statement statement{database_, query};
        run(statement, static_cast<std::int64_t>(last));
    };
    up_to_last("DELETE FROM event WHERE seq <= ?");
    up_to_last("DELETE FROM checkpoint WHERE seq <= ? AND kind IN ('gap', 'pruned')");
    up_to_last("DELETE FROM checkpoint WHERE seq < ? AND kind = 'accepted'");  // one above it stays, or there was no pruning
    SQLite::Statement anchor{database_, "INSERT INTO checkpoint (seq, kind, hash, line) VALUES (?, 'pruned', ?, '')"};
    anchor.bind(1, static_cast<std::int64_t>(last));
    anchor.bind(2, hash.data(), static_cast<int>(hash.size()));
    anchor.exec();
    // It speaks of lines that are gone; the rest of the log makes it anew.
    database_.exec("DELETE FROM snapshot");
    transaction.commit();
    removed_ += lines;
    return true;
}

}  // namespace storage
