#include "app/kiosk/steady_store.h"

#include "app/storage/forwarding_store.h"
#include "tests/unit/storage/store_fixture.h"

using namespace storage_test;
using storage::OpenMode;
using storage::StorageError;
using storage::StorageErrorKind;

namespace {

using Opened = storage::StorageResult<std::unique_ptr<storage::Store>>;

// A real kiosk's data behind a disk that a test opens and closes.
struct School {
    Kiosk machine;
    std::optional<StorageErrorKind> closed, unreadable;
    int opened = 0, recovered = 0;

    School() { (void)machine.create(); }
    [[nodiscard]] kiosk::StoreOpener opener() {
        kiosk::StoreOpener opener;
        opener.open = [this](OpenMode mode) -> Opened {
            if (mode == OpenMode::read_write && closed) return base::failure(StorageError{*closed, "closed"});
            if (mode == OpenMode::read_only && unreadable)
                return base::failure(StorageError{*unreadable, "unreadable"});
            if (mode == OpenMode::read_write) ++opened;
            return storage::Store::open(machine.data, machine.ports(), mode);
        };
        return opener;
    }
};

// Says that it is damaged, and refuses to write, until it is replaced.
class DamagedStore final : public storage::ForwardingStore {
  public:
    explicit DamagedStore(std::unique_ptr<storage::Store> real) : real_(std::move(real)) {}
    storage::StorageResult<std::vector<domain::Event>> append(const std::vector<domain::Draft>&) override {
        damage_ = StorageError{StorageErrorKind::damaged, "page 7"};
        return base::failure(*damage_);
    }
    std::optional<domain::Millis> rest() override {
        damage_ = StorageError{StorageErrorKind::damaged, "page 7"};
        return std::nullopt;
    }
    const std::optional<StorageError>& damage() const override { return damage_; }

  protected:
    storage::Store& to() const override { return *real_; }

  private:
    std::unique_ptr<storage::Store> real_;
    std::optional<StorageError> damage_;
};

}  // namespace

TEST_CASE("A disk that takes nothing at the start is read, refuses by its own name, and records once it is mended") {
    const auto kind = GENERATE(StorageErrorKind::no_space, StorageErrorKind::read_only, StorageErrorKind::input_output);
    School school;
    school.closed = kind;
    auto store = kiosk::open_steadily(school.opener());
    REQUIRE(store);
    const auto settings = (*store)->settings();
    REQUIRE(settings);
    CHECK(settings->school_name == "Школа № 12");
    REQUIRE((*store)->roster());
    REQUIRE((*store)->fold());
    const auto refused = (*store)->append({check_in("mira")});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == kind);
    const auto probe = (*store)->probe();
    REQUIRE_FALSE(probe);
    CHECK(probe.error().kind == kind);
    CHECK((*store)->rest() == std::nullopt);
    CHECK(school.opened == 0);

    school.closed.reset();
    const bool by_probe = GENERATE(true, false);
    if (by_probe) REQUIRE((*store)->probe());
    const auto events = (*store)->append({check_in("mira")});
    REQUIRE(events);
    CHECK(school.opened == 1);
    const auto report = (*store)->verify();
    REQUIRE(report);
    CHECK(report->ok);
}

TEST_CASE("What is not the disk's fault, or cannot be read either, is left to the start") {
    School school;
    school.closed = GENERATE(StorageErrorKind::in_use, StorageErrorKind::newer_version, StorageErrorKind::not_found);
    const auto store = kiosk::open_steadily(school.opener());
    REQUIRE_FALSE(store);
    CHECK(store.error().kind == *school.closed);
    School dead;
    dead.closed = dead.unreadable = StorageErrorKind::input_output;
    const auto nothing = kiosk::open_steadily(dead.opener());
    REQUIRE_FALSE(nothing);
    CHECK(nothing.error().kind == StorageErrorKind::input_output);
}

TEST_CASE("Damage at the start is recovered from, and a folder that is nobody's is called damaged") {
    School school;
    school.closed = StorageErrorKind::damaged;
    auto opener = school.opener();
    opener.recover = [&](std::string why) -> Opened {
        CHECK(why == "closed");
        ++school.recovered;
        return storage::Store::open(school.machine.data, school.machine.ports(), OpenMode::read_write);
    };
    {
        auto store = kiosk::open_steadily(opener);
        REQUIRE(store);
        CHECK((*store)->append({check_in("mira")}));
        CHECK(school.recovered == 1);
    }
    opener.recover = [](std::string) -> Opened {
        return base::failure(StorageError{StorageErrorKind::refused, "not a kiosk's"});
    };
    const auto foreign = kiosk::open_steadily(opener);
    REQUIRE_FALSE(foreign);
    CHECK(foreign.error().kind == StorageErrorKind::damaged);
}

TEST_CASE("Damage that is met by a record or by the slow check is mended once, and the record goes in") {
    const bool by_record = GENERATE(true, false);
    School school;
    kiosk::StoreOpener opener;
    opener.open = [&](OpenMode mode) -> Opened {
        auto real = storage::Store::open(school.machine.data, school.machine.ports(), mode);
        REQUIRE(real);
        return std::make_unique<DamagedStore>(std::move(*real));
    };
    opener.recover = [&](std::string why) -> Opened {
        CHECK(why == "page 7");
        ++school.recovered;
        // The lock of the folder is free: the damaged store has been closed.
        return storage::Store::open(school.machine.data, school.machine.ports(), OpenMode::read_write);
    };
    auto store = kiosk::open_steadily(opener);
    REQUIRE(store);
    if (!by_record) {
        (void)(*store)->rest();
        CHECK(school.recovered == 1);
    }
    CHECK((*store)->append({check_in("mira")}));
    CHECK(school.recovered == 1);
}
