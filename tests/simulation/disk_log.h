#pragma once

#include "app/eventlog/line.h"
#include "tests/simulation/log.h"
#include "tests/unit/storage/store_fixture.h"

namespace simulation {

// A real storage::Store in a temporary folder, closed and opened again when the kiosk is killed.
class DiskLog final : public Log {
  public:
    explicit DiskLog(std::uint64_t number) {
        machine_.entropy = support::FakeEntropy{number};
        store_ = machine_.create();
        const auto key = machine_.files->read(machine_.data / "keys" / "kiosk.key", 1024);
        REQUIRE(key);
        private_key_ = std::string{base::as_text(*key)};
        private_key_.pop_back();  // its line feed
        const auto first = eventlog::from_line(all().front().line);
        REQUIRE(first);
        public_key_ = std::get<domain::LogStarted>(first->body).kiosk_key;
        kiosk_ = first->kiosk;
    }
    domain::KioskId kiosk() const override { return kiosk_; }
    std::string private_key() const override { return private_key_; }
    std::string public_key() const override { return public_key_; }
    void trust(const std::string& acceptor) override {
        const auto folder = machine_.data / "keys" / "acceptors";
        REQUIRE(machine_.files->make_folders(folder));
        REQUIRE(machine_.files->write_atomically(folder / "server.pub", base::as_bytes(acceptor + "\n")));
    }
    domain::Seq append(Random& random, domain::Instant now) override {
        const domain::Millis passed = now - machine_.clock.read().wall;
        if (passed.count() < 0) {
            machine_.clock.step_wall(passed);
        } else {
            machine_.clock.advance(passed);
        }
        const auto events = store_->append({storage_test::check_in("p" + std::to_string(random() % 200))});
        REQUIRE(events);
        return events->back().seq;
    }
    syncing::Began begin() override {
        const auto began = syncing::begin(*store_);
        REQUIRE(began);
        return *began;
    }
    syncing::LinesRead read(const syncing::ReadLines& asked) override { return syncing::carry_out(*store_, asked); }
    syncing::CheckpointSeen accept(const syncing::AcceptCheckpoint& asked) override {
        return syncing::carry_out(*store_, asked);
    }
    std::vector<storage::LogLine> all() override {
        std::vector<storage::LogLine> lines;
        REQUIRE(store_->read_log(0, [&](const storage::LogLine& line) {
            lines.push_back(line);
            return true;
        }));
        return lines;
    }
    void restart() override {
        store_.reset();
        store_ = machine_.open();
    }

  private:
    storage_test::Kiosk machine_;
    std::unique_ptr<storage::Store> store_;
    domain::KioskId kiosk_;
    std::string private_key_, public_key_;
};

}  // namespace simulation
