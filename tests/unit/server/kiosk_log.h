#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "app/eventlog/bundle.h"
#include "app/eventlog/line.h"
#include "app/eventlog/sealing.h"
#include "app/server/store/store.h"
#include "tests/support/catch.h"

namespace server_test {

struct Row {
    domain::Seq seq = 0;
    std::string line;
    eventlog::Hash before{}, hash{};
};

// The log of a kiosk in memory, and the bundles that it would send.
class KioskLog {
  public:
    explicit KioskLog(std::string id, std::uint8_t key = 11) : id_(std::move(id)) {
        key_ = eventlog::make_kiosk_key([key](std::span<std::uint8_t> bytes) {
            for (std::uint8_t& byte : bytes) byte = key;
        });
    }

    [[nodiscard]] const domain::KioskId& id() const { return id_; }
    [[nodiscard]] const eventlog::KeyPair& key() const { return key_; }
    [[nodiscard]] server::NewKiosk as_new() const { return {id_, "Холл", key_.public_half, {}}; }
    [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
    [[nodiscard]] domain::Seq last() const { return rows_.empty() ? 0 : rows_.back().seq; }
    [[nodiscard]] eventlog::Hash head() const { return rows_.empty() ? eventlog::kGenesis : rows_.back().hash; }
    [[nodiscard]] server::Held held() const { return {last(), head()}; }
    [[nodiscard]] std::size_t index_of(domain::Seq seq) const {
        const auto found = std::find_if(rows_.begin(), rows_.end(), [seq](const Row& row) { return row.seq == seq; });
        REQUIRE(found != rows_.end());
        return static_cast<std::size_t>(found - rows_.begin());
    }

    void check_in(int times, const std::string& person = "p") {
        for (int i = 0; i < times; ++i) {
            const domain::PersonId who{person + std::to_string(last() + 1)};
            put(domain::CheckedIn{domain::MeetingId{"m1"}, who, domain::FoundBy::pictures});
        }
    }
    void put(domain::EventBody body) {
        add(last() + 1, *eventlog::to_line(event_of(last() + 1, std::move(body))), head());
    }
    // At its own time, and by a clock that may be wrong.
    void put(domain::EventBody body, domain::Instant at, bool trusted, const std::string& boot, domain::Millis mono) {
        domain::Event event = event_of(last() + 1, std::move(body));
        event.at = at;
        event.clock_trusted = trusted;
        event.boot = boot;
        event.mono = mono;
        add(event.seq, *eventlog::to_line(event), head());
    }
    // Of software that we do not have.
    void put_unknown(const std::string& kind, const std::string& body) {
        std::string line = *eventlog::to_line(event_of(last() + 1, domain::MeetingConfirmed{domain::MeetingId{"m"}}));
        const auto tail = line.find("\"kind\":");
        line.replace(tail, std::string::npos, "\"kind\":\"" + kind + "\",\"v\":7,\"body\":" + body + "}");
        add(last() + 1, line, head());
    }
    // What a recovery from damage writes.
    void continue_after(domain::Seq after, std::optional<eventlog::Hash> named,
                        std::vector<domain::LostRange> missing) {
        const eventlog::Hash before = named.value_or(eventlog::kGenesis);
        const domain::Seq seq = domain::first_of_next_chain(std::max(after, last()));
        add(seq,
            *eventlog::to_line(event_of(seq, domain::LogContinued{after, base::to_hex(before), std::move(missing)})),
            before);
    }
    void lose(domain::Seq first, domain::Seq from_last) {
        std::erase_if(rows_, [&](const Row& row) { return row.seq >= first && row.seq <= from_last; });
    }

    // Of the rows of these numbers.
    [[nodiscard]] base::Bytes bundle(domain::Seq first, domain::Seq up_to, const std::string& sealed_to = "",
                                     const std::string& signed_with = "") const {
        const std::size_t from = index_of(first), to = index_of(up_to);
        eventlog::BundleHeader header;
        header.kiosk = id_;
        header.first = first;
        header.last = up_to;
        header.before = rows_[from].before;
        header.events = to - from + 1;
        base::Bytes bytes;
        std::size_t next = from;
        const auto lines = [&]() -> std::optional<std::string_view> {
            if (next > to) return std::nullopt;
            return rows_[next++].line;
        };
        const auto made =
            eventlog::make_bundle(header, lines, {signed_with.empty() ? key_.private_half : signed_with, sealed_to},
                                  [&](base::ByteView more) {
                                      bytes.insert(bytes.end(), more.begin(), more.end());
                                      return true;
                                  });
        REQUIRE(made);
        return bytes;
    }
    [[nodiscard]] base::Bytes all() const { return bundle(rows_.front().seq, rows_.back().seq); }

  private:
    [[nodiscard]] domain::Event event_of(domain::Seq seq, domain::EventBody body) const {
        domain::Event event;
        event.kiosk = id_;
        event.seq = seq;
        event.at = domain::Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}} + std::chrono::hours{7};
        event.clock_trusted = true;
        event.boot = "b0070000";
        event.mono = domain::Millis{123'456};
        event.body = std::move(body);
        return event;
    }
    void add(domain::Seq seq, const std::string& line, const eventlog::Hash& before) {
        rows_.push_back({seq, line, before, eventlog::next_hash(before, line)});
    }

    domain::KioskId id_;
    eventlog::KeyPair key_;
    std::vector<Row> rows_;
};

// Gives the bytes as a network or a drive does: `at_once` of them.
inline eventlog::Source source_of(base::ByteView bytes, std::size_t at_once = 1 << 16) {
    return [bytes, at_once](std::span<std::uint8_t> to) mutable {
        const std::size_t size = std::min({to.size(), bytes.size(), at_once});
        std::copy_n(bytes.begin(), size, to.begin());
        bytes = bytes.subspan(size);
        return size;
    };
}

}  // namespace server_test
