#include "app/kiosk/steady_store.h"

#include <utility>

#include "app/storage/forwarding_store.h"
#include "platform/base/check.h"

namespace kiosk {
namespace {

using storage::ForwardingStore;
using storage::OpenMode;
using storage::StorageError;
using storage::StorageErrorKind;
using storage::StorageResult;
using StorePointer = std::unique_ptr<storage::Store>;

bool is_the_disks(StorageErrorKind kind) {
    return kind == StorageErrorKind::no_space || kind == StorageErrorKind::read_only ||
           kind == StorageErrorKind::input_output;
}

class SteadyStore final : public ForwardingStore {
  public:
    // `why`: what keeps it from writing; nothing where it writes.
    SteadyStore(StoreOpener opener, StorePointer store, std::optional<StorageError> why)
        : opener_(std::move(opener)), store_(std::move(store)), why_(std::move(why)) {}

    StorageResult<std::vector<domain::Event>> append(const std::vector<domain::Draft>& drafts) override {
        return written([&] { return ForwardingStore::append(drafts); });
    }
    StorageResult<std::uint64_t> replace_roster(domain::Roster roster) override {
        return written([&] { return ForwardingStore::replace_roster(std::move(roster)); });
    }
    StorageResult<std::uint64_t> take_roster(domain::Roster roster, storage::RosterSource source) override {
        return written([&] { return ForwardingStore::take_roster(std::move(roster), std::move(source)); });
    }
    StorageResult<void> save_settings(const domain::Settings& settings) override {
        return written([&] { return ForwardingStore::save_settings(settings); });
    }
    StorageResult<void> take_own_catalogue(const std::string& packed) override {
        return written([&] { return ForwardingStore::take_own_catalogue(packed); });
    }
    StorageResult<void> take_school_settings(const storage::SchoolSettings& settings) override {
        return written([&] { return ForwardingStore::take_school_settings(settings); });
    }
    StorageResult<void> release_school_settings() override {
        return written([&] { return ForwardingStore::release_school_settings(); });
    }
    StorageResult<void> save_throttle(const std::string& key, const domain::Throttle& value) override {
        return written([&] { return ForwardingStore::save_throttle(key, value); });
    }
    StorageResult<void> set_pin(std::string_view pin) override {
        return written([&] { return ForwardingStore::set_pin(pin); });
    }
    StorageResult<void> change_school_key(const std::string& public_hex) override {
        return written([&] { return ForwardingStore::change_school_key(public_hex); });
    }
    StorageResult<void> recovery_seen() override {
        return written([&] { return ForwardingStore::recovery_seen(); });
    }
    StorageResult<void> probe() override {
        return written([&] { return ForwardingStore::probe(); });
    }
    StorageResult<void> heartbeat(const domain::TimeNote& now) override {
        // Nobody waits for it: only a record or a probe makes the disk be tried anew.
        if (why_) return base::failure(*why_);
        return ForwardingStore::heartbeat(now);
    }
    std::optional<domain::Millis> rest() override {
        if (why_) return std::nullopt;
        const auto again = ForwardingStore::rest();
        mend();
        return again;
    }

  protected:
    storage::Store& to() const override { return *store_; }

  private:
    StoreOpener opener_;
    StorePointer store_;  // never null
    std::optional<StorageError> why_;
    bool mended_ = false;

    template <class Work>
    std::invoke_result_t<Work> written(Work&& work) {
        if (why_ && !open_for_writing()) return base::failure(*why_);
        auto result = std::forward<Work>(work)();
        // What was refused for damage is done again on what could be salvaged, once.
        if (!result && result.error().kind == StorageErrorKind::damaged && mend()) return std::forward<Work>(work)();
        return result;
    }

    // The reader is closed first: SQLite shares what it knows of a file among the connections of a process, and a file
    // that one of them found read-only stays so for the next.
    bool open_for_writing() {
        if (opener_.takes_writes && !opener_.takes_writes()) return false;
        store_.reset();
        auto opened = opener_.open(OpenMode::read_write);
        if (opened) {
            store_ = std::move(*opened);
            why_.reset();
            return true;
        }
        why_ = std::move(opened.error());
        auto readable = opener_.open(OpenMode::read_only);
        // It was read a moment ago. The next start says on the screen what is wrong now.
        VS_CHECK(readable.has_value());
        store_ = std::move(*readable);
        return false;
    }

    // After damage: the old store is closed, and what could be salvaged of it takes its place. False where there was
    // nothing to mend, or no way.
    bool mend() {
        const auto damage = ForwardingStore::damage();
        if (!damage || mended_ || !opener_.recover) return false;
        mended_ = true;
        // One connection to a database, and the lock of its folder: it must be closed before it is set aside.
        store_.reset();
        auto recovered = opener_.recover(damage->detail);
        if (recovered) {
            store_ = std::move(*recovered);
            return true;
        }
        // Damaged as it is, if it can be opened still; else the start of the next run says on the screen what is wrong.
        auto as_it_is = opener_.open(OpenMode::read_only);
        VS_CHECK(as_it_is.has_value());
        store_ = std::move(*as_it_is);
        why_ = std::move(recovered.error());
        return false;
    }
};

}  // namespace

StorageResult<StorePointer> open_steadily(StoreOpener opener) {
    auto opened = opener.open(OpenMode::read_write);
    if (!opened && opened.error().kind == StorageErrorKind::damaged && opener.recover) {
        auto recovered = opener.recover(opened.error().detail);
        // What keeps it from being mended matters more than that it is damaged, but for "cannot be".
        if (recovered || recovered.error().kind != StorageErrorKind::refused) opened = std::move(recovered);
    }
    if (opened) return std::make_unique<SteadyStore>(std::move(opener), std::move(*opened), std::nullopt);
    if (!is_the_disks(opened.error().kind)) return opened;
    auto readable = opener.open(OpenMode::read_only);
    if (!readable) return opened;
    return std::make_unique<SteadyStore>(std::move(opener), std::move(*readable), std::move(opened.error()));
}

}  // namespace kiosk
