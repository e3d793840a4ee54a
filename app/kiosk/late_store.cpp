#include "app/kiosk/late_store.h"

#include <utility>

#include "app/storage/forwarding_store.h"

namespace kiosk {
namespace {

using storage::OpenMode;
using storage::StorageError;
using storage::StorageErrorKind;
using storage::StorageResult;

bool is_the_disks(StorageErrorKind kind) {
    return kind == StorageErrorKind::no_space || kind == StorageErrorKind::read_only ||
           kind == StorageErrorKind::input_output;
}

class LateStore final : public storage::ForwardingStore {
  public:
    LateStore(OpenStore open, std::unique_ptr<storage::Store> readable, StorageError why)
        : open_(std::move(open)), store_(std::move(readable)), why_(std::move(why)) {}

    StorageResult<std::vector<domain::Event>> append(const std::vector<domain::Draft>& drafts) override {
        if (!can_write()) return base::failure(why_);
        return ForwardingStore::append(drafts);
    }
    StorageResult<std::uint64_t> replace_roster(domain::Roster roster) override {
        if (!can_write()) return base::failure(why_);
        return ForwardingStore::replace_roster(std::move(roster));
    }
    StorageResult<void> save_settings(const domain::Settings& settings) override {
        if (!can_write()) return base::failure(why_);
        return ForwardingStore::save_settings(settings);
    }
    StorageResult<void> save_throttle(const std::string& key, const domain::Throttle& value) override {
        if (!can_write()) return base::failure(why_);
        return ForwardingStore::save_throttle(key, value);
    }
    StorageResult<void> set_pin(std::string_view pin) override {
        if (!can_write()) return base::failure(why_);
        return ForwardingStore::set_pin(pin);
    }
    StorageResult<void> heartbeat(const domain::TimeNote& now) override {
        // Nobody waits for it: what makes the disk be opened anew is a record or a probe.
        if (!writable_) return base::failure(why_);
        return ForwardingStore::heartbeat(now);
    }
    StorageResult<void> recovery_seen() override {
        if (!can_write()) return base::failure(why_);
        return ForwardingStore::recovery_seen();
    }
    StorageResult<void> probe() override {
        if (!can_write()) return base::failure(why_);
        return ForwardingStore::probe();
    }

  protected:
    storage::Store& to() const override { return *store_; }

  private:
    OpenStore open_;
    std::unique_ptr<storage::Store> store_;  // never null
    StorageError why_;
    bool writable_ = false;

    bool can_write() {
        if (writable_) return true;
        auto opened = open_(OpenMode::read_write);
        if (!opened) {
            why_ = std::move(opened.error());
            return false;
        }
        store_ = std::move(*opened);
        return writable_ = true;
    }
};

}  // namespace

StorageResult<std::unique_ptr<storage::Store>> open_or_read(OpenStore open) {
    auto opened = open(OpenMode::read_write);
    if (opened || !is_the_disks(opened.error().kind)) return opened;
    auto readable = open(OpenMode::read_only);
    if (!readable) return opened;
    return std::make_unique<LateStore>(std::move(open), std::move(*readable), std::move(opened.error()));
}

}  // namespace kiosk
