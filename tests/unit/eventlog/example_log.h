#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "app/eventlog/audit.h"
#include "app/eventlog/line.h"
#include "app/eventlog/sealing.h"
#include "platform/base/bytes.h"
#include "tests/unit/eventlog/example_events.h"

// A log in memory, to be tampered with.
namespace eventlog_test {

struct Row {
    domain::Seq seq = 0;
    std::string line;
    eventlog::Hash hash{};
};

inline const domain::KioskId kKiosk{"0123456789abcdef"};

inline domain::Event check_in_event(domain::Seq seq, const std::string& person) {
    return event_with(domain::CheckedIn{domain::MeetingId{"m1"}, domain::PersonId{person}, domain::FoundBy::pictures},
                      seq);
}

struct Log {
    std::vector<Row> rows;

    explicit Log(domain::Seq events = 0, const std::string& person = "p") {
        while (rows.size() < events) add(person + std::to_string(rows.size()));
    }
    [[nodiscard]] domain::Seq last() const { return rows.empty() ? 0 : rows.back().seq; }
    [[nodiscard]] eventlog::Hash head() const { return rows.empty() ? eventlog::kGenesis : rows.back().hash; }
    void add(const std::string& person) { put(check_in_event(last() + 1, person), head()); }
    void put(const domain::Event& event, const eventlog::Hash& before) {
        std::string line = *eventlog::to_line(event);
        const eventlog::Hash hash = eventlog::next_hash(before, line);
        rows.push_back({event.seq, std::move(line), hash});
    }
    // What RECOVERY does after damage.
    void continue_after(domain::LogContinued body) {
        eventlog::Hash head{};
        const auto bytes = *base::from_hex(body.head);
        std::copy(bytes.begin(), bytes.end(), head.begin());
        put(event_with(body, domain::first_of_next_chain(std::max(body.after, last()))), head);
    }
    // The chain made anew from this row on, as whoever has the machine can do: it needs no key.
    void chain_anew(std::size_t from) {
        for (std::size_t i = from; i < rows.size(); ++i) {
            rows[i].hash = eventlog::next_hash(i == 0 ? eventlog::kGenesis : rows[i - 1].hash, rows[i].line);
        }
    }
    [[nodiscard]] const Row& row(domain::Seq seq) const {
        return *std::find_if(rows.begin(), rows.end(), [seq](const Row& row) { return row.seq == seq; });
    }
    [[nodiscard]] eventlog::Checkpoint accepted(domain::Seq seq) const { return {kKiosk, seq, row(seq).hash, {}, ""}; }
    void erase(domain::Seq first, domain::Seq last) {
        std::erase_if(rows, [&](const Row& row) { return row.seq >= first && row.seq <= last; });
    }
};

struct Known {
    std::vector<eventlog::Anchor> anchors{};
    std::vector<eventlog::Checkpoint> own{}, shown{};
};

inline eventlog::AuditReport audit(const Log& log, const Known& known = {}) {
    eventlog::Audit audit{kKiosk, known.anchors, known.own, known.shown};
    for (const Row& row : log.rows) {
        if (!audit.step(row.seq, row.line, base::as_text(row.hash))) break;
    }
    return audit.finish();
}

// Keys that are the same at every run.
inline eventlog::KeyPair key_of(std::uint8_t seed) {
    return eventlog::make_kiosk_key([seed](std::span<std::uint8_t> bytes) {
        for (std::uint8_t& byte : bytes) byte = seed;
    });
}

}  // namespace eventlog_test
