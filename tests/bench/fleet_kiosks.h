#pragma once

#include <chrono>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "app/eventlog/bundle.h"
#include "app/eventlog/line.h"
#include "app/eventlog/sealing.h"
#include "app/server/store/store.h"
#include "tests/support/sending_kiosks/sending_kiosks.h"

// What the figures of the school server are measured with.
namespace bench {

namespace fs = std::filesystem;
using SteadyClock = std::chrono::steady_clock;
using namespace std::chrono_literals;

inline double seconds_since(SteadyClock::time_point began) {
    return std::chrono::duration<double>(SteadyClock::now() - began).count();
}

using support::Machine;
using support::must;
using support::open;

inline std::string hex_id(std::mt19937_64& random) {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(random()));
    return text;
}

// A kiosk's log as it grows, without its disk: chain, key and bundles are real.
class FleetKiosk {
  public:
    explicit FleetKiosk(std::uint64_t number) : random_(number) {
        id_.value = hex_id(random_);
        key_ = eventlog::make_kiosk_key([this](std::span<std::uint8_t> bytes) {
            for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random_());
        });
        for (int i = 0; i < 60; ++i) people_.push_back(hex_id(random_));
        for (int i = 0; i < 30; ++i) meetings_.push_back(hex_id(random_));
    }
    [[nodiscard]] server::NewKiosk as_new() const { return {id_, "Холл", key_.public_half, {}}; }
    [[nodiscard]] const domain::KioskId& id() const { return id_; }
    [[nodiscard]] const std::string& private_key() const { return key_.private_half; }
    [[nodiscard]] const eventlog::Hash& head() const { return head_; }
    [[nodiscard]] domain::Seq last() const { return last_; }

    std::string next_line() {
        domain::Event event;
        event.kiosk = id_;
        event.seq = ++last_;
        event.at = domain::Instant{domain::Millis{1'795'000'000'000} + 20s * static_cast<long>(last_)};
        event.clock_trusted = true;
        event.boot = "b0070000";
        event.mono = 20s * static_cast<long>(last_) + domain::Millis{static_cast<long>(random_() % 1000)};
        event.body =
            domain::CheckedIn{domain::MeetingId{meetings_[random_() % meetings_.size()]},
                              domain::PersonId{people_[random_() % people_.size()]}, domain::FoundBy::pictures};
        std::string line = *eventlog::to_line(event);
        head_ = eventlog::next_hash(head_, line);
        return line;
    }
    std::string bundle(int events) {
        const eventlog::BundleHeader header{id_, last_ + 1, last_ + static_cast<domain::Seq>(events), head_,
                                            static_cast<std::uint64_t>(events)};
        int left = events;
        std::string line, bytes;
        const auto lines = [&]() -> std::optional<std::string_view> {
            if (left-- == 0) return std::nullopt;
            line = next_line();
            return line;
        };
        must(eventlog::make_bundle(header, lines, {key_.private_half, {}},
                                   [&bytes](base::ByteView more) {
                                       bytes += base::as_text(more);
                                       return true;
                                   }),
             "a bundle");
        return bytes;
    }

  private:
    std::mt19937_64 random_;
    domain::KioskId id_;
    eventlog::KeyPair key_;
    std::vector<std::string> people_, meetings_;
    domain::Seq last_ = 0;
    eventlog::Hash head_{};
};

struct Database {
    std::string name;
    server::Place place;
    std::string address;  // PostgreSQL's
};

inline server::SchoolId add_school(server::Store& store) {
    return must(store.add_school({"Школа № 12", std::string(64, 'a')}), "a school").id;
}

}  // namespace bench
