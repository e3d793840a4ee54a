#include "tests/simulation/log.h"

#include <algorithm>

#include "app/eventlog/checkpoint.h"
#include "app/eventlog/line.h"
#include "platform/base/bytes.h"
#include "platform/base/check.h"

namespace simulation {

using domain::Seq;
using storage::Acceptance;
using storage::LogLine;

MemoryLog::MemoryLog(std::uint8_t number)
    : kiosk_("kiosk" + std::to_string(number)), key_(eventlog::make_kiosk_key([number](std::span<std::uint8_t> bytes) {
          std::fill(bytes.begin(), bytes.end(), number);
      })) {
    put(domain::LogStarted{std::string(64, 'a'), key_.public_half}, domain::Instant{});
}

Seq MemoryLog::put(domain::EventBody body, domain::Instant now) {
    domain::Event event;
    event.kiosk = kiosk_;
    event.seq = last() + 1;
    event.at = now;
    event.clock_trusted = true;
    event.boot = "b0070000";
    event.mono = ++mono_;
    eventlog::Hash before = lines_.empty() ? eventlog::kGenesis : lines_.back().hash;
    if (const auto* continued = std::get_if<domain::LogContinued>(&body)) {
        event.seq = domain::first_of_next_chain(last());
        const auto bytes = base::from_hex(continued->head);
        std::copy(bytes->begin(), bytes->end(), before.begin());
    }
    event.body = std::move(body);
    auto line = eventlog::to_line(event);
    VS_CHECK(line.has_value());
    const eventlog::Hash hash = eventlog::next_hash(before, *line);
    lines_.push_back({event.seq, std::move(*line), hash});
    return event.seq;
}

Seq MemoryLog::append(Random& random, domain::Instant now) {
    const domain::MeetingId meeting{"m" + std::to_string(random() % 1000)};
    const domain::PersonId person{"p" + std::to_string(random() % 200)};
    if (random() % 8 != 0) return put(domain::CheckedIn{meeting, person, domain::FoundBy::pictures}, now);
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string sealed(eventlog::kSealedBytes, ' ');
    for (char& each : sealed) each = kDigits[random() % kDigits.size()];
    return put(domain::Rated{meeting, person, sealed}, now);
}

syncing::LinesRead MemoryLog::read(const syncing::ReadLines& asked) {
    auto line = std::lower_bound(lines_.begin(), lines_.end(), asked.from,
                                 [](const LogLine& one, Seq seq) { return one.seq < seq; });
    std::vector<LogLine> lines;
    syncing::ReadLimit limit{asked};
    for (; line != lines_.end() && limit.takes(*line); ++line) lines.push_back(*line);
    std::optional<eventlog::Hash> before;
    for (const auto* known : {&lines_, &lost_}) {
        for (const LogLine& one : *known)
            if (!lines.empty() && one.seq + 1 == lines.front().seq) before = one.hash;
    }
    return {asked.ticket, syncing::Lines{std::move(lines), before}};
}

syncing::CheckpointSeen MemoryLog::accept(const syncing::AcceptCheckpoint& asked) {
    const auto judged = [&] {
        const auto checkpoint = eventlog::read_checkpoint(asked.line, acceptors_);
        if (!checkpoint) {
            return checkpoint.error() == eventlog::CheckpointError::not_trusted ? Acceptance::not_trusted
                                                                                : Acceptance::not_a_checkpoint;
        }
        if (checkpoint->kiosk != kiosk_) return Acceptance::of_another_kiosk;
        if (checkpoint->seq > last()) return Acceptance::ahead;
        const auto ours = std::lower_bound(lines_.begin(), lines_.end(), checkpoint->seq,
                                           [](const LogLine& one, Seq seq) { return one.seq < seq; });
        if (ours->seq != checkpoint->seq) return Acceptance::not_here;
        if (ours->hash != checkpoint->hash) return Acceptance::differs;
        accepted_ = std::max(accepted_, checkpoint->seq);
        return Acceptance::accepted;
    };
    return {asked.ticket, judged()};
}

void MemoryLog::lose(Seq first, Seq last_lost, domain::Instant now) {
    const Seq highest = last();
    const auto lost = [=](const LogLine& line) { return line.seq >= first && line.seq <= last_lost; };
    std::copy_if(lines_.begin(), lines_.end(), std::back_inserter(lost_), lost);
    if (last_lost == highest) std::erase_if(lines_, lost);
    domain::LogContinued continued;
    continued.after = last();
    continued.head = base::to_hex(lines_.back().hash);
    if (last_lost != highest) continued.missing = {{first, last_lost}};
    put(std::move(continued), now);
    std::erase_if(lines_, lost);
}

void MemoryLog::put_back(Seq to) {
    std::erase_if(lines_, [to](const LogLine& line) { return line.seq > to; });
    accepted_ = std::min(accepted_, to);
}

}  // namespace simulation
