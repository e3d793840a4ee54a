#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "app/eventlog/sealing.h"
#include "app/storage/store.h"
#include "app/sync/jobs.h"

namespace simulation {

using Random = std::mt19937_64;

// One kiosk's log, as far as sending needs one. What it announced survives everything.
class Log {
  public:
    virtual ~Log() = default;
    [[nodiscard]] virtual domain::KioskId kiosk() const = 0;
    [[nodiscard]] virtual std::string private_key() const = 0;
    [[nodiscard]] virtual std::string public_key() const = 0;
    virtual void trust(const std::string& acceptor) = 0;
    // A check-in, sometimes a rating. Gives its number.
    virtual domain::Seq append(Random& random, domain::Instant now) = 0;
    [[nodiscard]] virtual syncing::Began begin() = 0;
    [[nodiscard]] virtual syncing::LinesRead read(const syncing::ReadLines& asked) = 0;
    [[nodiscard]] virtual syncing::CheckpointSeen accept(const syncing::AcceptCheckpoint& asked) = 0;
    [[nodiscard]] virtual std::vector<storage::LogLine> all() = 0;
    // What was recorded and is here no more: the server may have it.
    [[nodiscard]] virtual std::vector<storage::LogLine> lost() const { return {}; }
    virtual void restart() {}
};

// In memory, with the real chain and real keys; it judges checkpoints as storage::Store does.
class MemoryLog final : public Log {
  public:
    explicit MemoryLog(std::uint8_t number);
    domain::KioskId kiosk() const override { return kiosk_; }
    std::string private_key() const override { return key_.private_half; }
    std::string public_key() const override { return key_.public_half; }
    void trust(const std::string& acceptor) override { acceptors_ = {acceptor}; }
    domain::Seq append(Random& random, domain::Instant now) override;
    syncing::Began begin() override { return {last(), accepted_}; }
    syncing::LinesRead read(const syncing::ReadLines& asked) override;
    syncing::CheckpointSeen accept(const syncing::AcceptCheckpoint& asked) override;
    std::vector<storage::LogLine> all() override { return lines_; }

    domain::Seq put(domain::EventBody body, domain::Instant now);
    // What a recovery does after damage: the lines from `first` to `last` are lost, and the log goes on in a new chain.
    void lose(domain::Seq first, domain::Seq last, domain::Instant now);
    // Back to an older copy of itself.
    void put_back(domain::Seq last);
    [[nodiscard]] domain::Seq last() const { return lines_.empty() ? 0 : lines_.back().seq; }
    [[nodiscard]] domain::Seq accepted() const { return accepted_; }
    std::vector<storage::LogLine>& lines() { return lines_; }
    [[nodiscard]] std::vector<storage::LogLine> lost() const override { return lost_; }

  private:
    domain::KioskId kiosk_;
    eventlog::KeyPair key_;
    std::vector<std::string> acceptors_;
    std::vector<storage::LogLine> lines_, lost_;
    domain::Seq accepted_ = 0;
    domain::Millis mono_{0};
};

}  // namespace simulation
