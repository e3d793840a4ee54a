#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "app/storage/forwarding_store.h"

namespace support {

// What a test does to a disk from outside, while another thread uses it.
class Disk {
  public:
    // From now on every write is refused so, until mend().
    void fail(storage::StorageErrorKind kind) {
        const std::lock_guard lock{mutex_};
        fails_ = kind;
    }
    // Only the n-th call from now on, counted from 1, reading or writing.
    void fail_once(long call, storage::StorageErrorKind kind) {
        const std::lock_guard lock{mutex_};
        fails_once_at_ = calls_ + call;
        fails_once_ = kind;
    }
    void fail_reading(bool fails) {
        const std::lock_guard lock{mutex_};
        reading_fails_ = fails;
    }
    void mend() {
        const std::lock_guard lock{mutex_};
        fails_.reset();
        reading_fails_ = false;
    }
    // Writes wait within the call until release(): a disk whose sync takes seconds.
    void hold() {
        const std::lock_guard lock{mutex_};
        held_ = true;
    }
    void release() {
        {
            const std::lock_guard lock{mutex_};
            held_ = false;
        }
        changed_.notify_all();
    }
    // Until a write is waiting within the call.
    void wait_until_held() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return waiting_ > 0; });
    }
    [[nodiscard]] long calls() const {
        const std::lock_guard lock{mutex_};
        return calls_;
    }
    [[nodiscard]] long probes() const {
        const std::lock_guard lock{mutex_};
        return probes_;
    }

    // Of the store.
    [[nodiscard]] std::optional<storage::StorageError> before(bool writes, bool is_probe = false) {
        std::unique_lock lock{mutex_};
        ++calls_;
        if (is_probe) ++probes_;
        if (calls_ == fails_once_at_) return storage::StorageError{fails_once_, "once"};
        if (!writes) {
            if (reading_fails_) return storage::StorageError{storage::StorageErrorKind::input_output, "reading"};
            return std::nullopt;
        }
        if (held_) {
            ++waiting_;
            changed_.notify_all();
            changed_.wait(lock, [this] { return !held_; });
            --waiting_;
        }
        if (fails_) return storage::StorageError{*fails_, "until mended"};
        return std::nullopt;
    }

  private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<storage::StorageErrorKind> fails_;
    long fails_once_at_ = -1;
    storage::StorageErrorKind fails_once_{};
    bool reading_fails_ = false;
    bool held_ = false;
    int waiting_ = 0;
    long calls_ = 0, probes_ = 0;
};

// A real store on such a disk. What fails leaves nothing behind.
class TroubledStore final : public storage::ForwardingStore {
  public:
    TroubledStore(std::unique_ptr<storage::Store> real, Disk& disk) : real_(std::move(real)), disk_(disk) {}

    storage::StorageResult<std::vector<domain::Event>> append(const std::vector<domain::Draft>& drafts) override {
        if (auto error = disk_.before(true)) return base::failure(*error);
        return ForwardingStore::append(drafts);
    }
    storage::StorageResult<void> save_settings(const domain::Settings& settings) override {
        if (auto error = disk_.before(true)) return base::failure(*error);
        return ForwardingStore::save_settings(settings);
    }
    storage::StorageResult<void> save_throttle(const std::string& key, const domain::Throttle& value) override {
        if (auto error = disk_.before(true)) return base::failure(*error);
        return ForwardingStore::save_throttle(key, value);
    }
    storage::StorageResult<void> recovery_seen() override {
        if (auto error = disk_.before(true)) return base::failure(*error);
        return {};
    }
    storage::StorageResult<void> heartbeat(const domain::TimeNote& now) override {
        if (auto error = disk_.before(true)) return base::failure(*error);
        return ForwardingStore::heartbeat(now);
    }
    storage::StorageResult<void> probe() override {
        if (auto error = disk_.before(true, true)) return base::failure(*error);
        return ForwardingStore::probe();
    }
    storage::StorageResult<storage::LogStatus> status() override {
        if (auto error = disk_.before(false)) return base::failure(*error);
        return ForwardingStore::status();
    }
    storage::StorageResult<bool> check_pin(std::string_view pin) override {
        if (auto error = disk_.before(false)) return base::failure(*error);
        return ForwardingStore::check_pin(pin);
    }
    storage::StorageResult<std::optional<storage::RecoveryReport>> recovery() override {
        if (auto error = disk_.before(false)) return base::failure(*error);
        if (report) return report;
        return ForwardingStore::recovery();
    }

    std::optional<storage::RecoveryReport> report;  // what recovery() says instead of the real store

  protected:
    storage::Store& to() const override { return *real_; }

  private:
    std::unique_ptr<storage::Store> real_;
    Disk& disk_;
};

}  // namespace support
