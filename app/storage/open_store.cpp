// How a kiosk's data is made and opened.
#include <algorithm>
#include <array>

#include "app/storage/schema.h"
#include "app/storage/page_reader.h"
#include "app/storage/recovery_mark.h"
#include "app/storage/sqlite_store.h"
#include "app/storage/store_files.h"

namespace storage {

namespace {

constexpr const char* kRollbackJournal = "vstrecha.db-journal";
constexpr const char* kDatabase = kDatabaseFile;
constexpr const char* kLock = "kiosk.lock";
constexpr const char* kSchoolKey = "school.key.json";
constexpr std::uint64_t kLargestKeyFile = 64 * 1024;

StorageResult<void> acceptable(SchemaState state, OpenMode mode) {
    switch (state) {
        case SchemaState::current:
        case SchemaState::older:
        case SchemaState::newer_compatible:
            return {};
        case SchemaState::empty:
            return failed(StorageErrorKind::not_found, "an empty database");
        case SchemaState::newer:
            if (mode == OpenMode::read_only) return {};
            return failed(StorageErrorKind::newer_version, "a newer schema");
        case SchemaState::foreign:
            break;
    }
    return failed(StorageErrorKind::damaged, "a database of another program");
}

// A school's key that is there already may be the only one that opens answers taken away before: it is never written
// over but kept beside the new one.
api::FileResult<void> keep_old_key(const std::filesystem::path& keys, api::FileSystem& files) {
    if (!files.exists(keys / kSchoolKey)) return {};
    auto old = files.read(keys / kSchoolKey, kLargestKeyFile);
    if (!old) return base::failure(old.error());
    int number = 1;
    const auto name = [&] { return keys / ("school.key.old-" + std::to_string(number) + ".json"); };
    while (files.exists(name())) ++number;
    return files.write_atomically(name(), *old);
}

bool is_complete(const Identity& identity) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return !identity.passphrase.empty() && identity.pin.size() >= 4 && identity.pin.size() <= 8 &&
           std::all_of(identity.pin.begin(), identity.pin.end(), is_digit);
}

}  // namespace

StorageError of_file(const api::FileError& error) {
    const std::string detail = error.path.filename().string() + ": " + error.detail;
    switch (error.kind) {
        case api::FileErrorKind::not_found:
            return {StorageErrorKind::not_found, detail};
        case api::FileErrorKind::no_permission:
        case api::FileErrorKind::read_only:
            return {StorageErrorKind::read_only, detail};
        case api::FileErrorKind::no_space:
            return {StorageErrorKind::no_space, detail};
        case api::FileErrorKind::exists:
            return {StorageErrorKind::exists, detail};
        case api::FileErrorKind::too_large:
        case api::FileErrorKind::input_output:
            break;
    }
    return {StorageErrorKind::input_output, detail};
}

StorageResult<std::unique_ptr<api::ProcessLock>> take_lock(const std::filesystem::path& data, Store::Ports& ports) {
    auto lock = ports.locks.take(data / kLock);
    if (lock) return std::move(*lock);
    StorageError error = of_file(lock.error());
    if (error.kind == StorageErrorKind::exists) error.kind = StorageErrorKind::in_use;
    return base::failure(std::move(error));
}

StorageResult<void> check_header(const std::filesystem::path& data, api::FileSystem& files) {
    // A rollback journal is there only while a kiosk is made: SQLite first undoes what was begun and not finished.
    if (files.exists(data / kRollbackJournal)) return {};
    const auto file = files.open(data / kDatabase);
    if (!file) return base::failure(of_file(file.error()));
    std::array<std::uint8_t, 100> header{};
    const auto got = (*file)->read(0, header);
    if (!got) return base::failure(of_file(got.error()));
    if (*got == 0) return failed(StorageErrorKind::not_found, "an empty database");
    // See https://www.sqlite.org/fileformat2.html, 1.3: what every database of ours has.
    constexpr std::string_view kMagic{"SQLite format 3\0", 16};
    const bool is_ours = *got == header.size() && base::as_text(header).starts_with(kMagic) && header[16] == 0x10 &&
                         header[17] == 0 && header[18] == 2 && header[19] == 2 && header[20] == 0 && header[21] == 64 &&
                         header[22] == 32 && header[23] == 32;
    static_assert(kPageBytes == 0x1000);
    if (!is_ours) return failed(StorageErrorKind::damaged, "the file's header");
    return {};
}

StorageResult<std::unique_ptr<Store>> Store::create(const std::filesystem::path& data, Ports ports,
                                                    const Identity& identity) {
    if (!is_complete(identity)) return failed(StorageErrorKind::refused, "a passphrase and a PIN of 4 to 8 digits");
    if (auto made = ports.files.make_folders(data / "keys"); !made) return base::failure(of_file(made.error()));
    auto lock = take_lock(data, ports);
    if (!lock) return base::failure(lock.error());
    if (ports.files.exists(data / "keys" / kKioskIdFile)) return failed(StorageErrorKind::exists, kKioskIdFile);

    return guarded([&]() -> StorageResult<std::unique_ptr<Store>> {
        SQLite::Database database = open_database(data / kDatabase, Access::create);
        // Also what is damaged or of another program is there, and not for us to write over.
        try {
            if (schema_state(database) != SchemaState::empty) return failed(StorageErrorKind::exists, kDatabase);
        } catch (const SQLite::Exception& exception) {
            if (error_of(exception).kind == StorageErrorKind::damaged)
                return failed(StorageErrorKind::exists, kDatabase);
            throw;
        }

        const eventlog::Random random = [&](std::span<std::uint8_t> bytes) { ports.entropy.fill(bytes); };
        const eventlog::KeyPair school = eventlog::make_school_key(random);
        const eventlog::KeyPair kiosk_key = eventlog::make_kiosk_key(random);
        const auto locked = eventlog::lock_key(school, identity.passphrase, random, identity.hardness);
        const auto pin_hash = eventlog::hash_pin(identity.pin, identity.hardness);
        if (!locked || !pin_hash) return failed(StorageErrorKind::input_output, "no memory for Argon2id");

        // The keys come first: a database that is there has its keys.
        const std::filesystem::path keys = data / "keys";
        auto kept = keep_old_key(keys, ports.files);
        const auto write = [&](const char* name, const std::string& text) {
            if (kept) kept = ports.files.write_atomically(keys / name, base::as_bytes(text));
        };
        write("kiosk.key", kiosk_key.private_half + "\n");
        write("school.pub", school.public_half + "\n");
        write(kSchoolKey, *locked);
        if (!kept) return base::failure(of_file(kept.error()));

        std::array<std::uint8_t, 8> id{};
        ports.entropy.fill(id);
        database.exec("PRAGMA journal_mode = WAL");
        auto store =
            std::make_unique<SqliteStore>(std::move(database), ports, OpenMode::read_write, data, std::move(*lock));
        if (auto begun = store->begin(domain::KioskId{base::to_hex(id)}, school.public_half, kiosk_key.public_half,
                                      *pin_hash, identity);
            !begun) {
            return base::failure(begun.error());
        }
        return store;
    });
}

StorageResult<std::unique_ptr<Store>> open_locked(const std::filesystem::path& data, Store::Ports ports,
                                                  std::unique_ptr<api::ProcessLock> lock) {
    // Before SQLite looks: of an empty file it would delete the write-ahead log, which may be all that is left.
    if (auto header = check_header(data, ports.files); !header) return base::failure(header.error());
    return guarded([&]() -> StorageResult<std::unique_ptr<Store>> {
        SQLite::Database database = open_database(data / kDatabase, Access::read_write);
        const SchemaState state = schema_state(database);
        if (auto good = acceptable(state, OpenMode::read_write); !good) return base::failure(good.error());
        if (state == SchemaState::older) migrate(database);
        auto store =
            std::make_unique<SqliteStore>(std::move(database), ports, OpenMode::read_write, data, std::move(lock));
        if (auto loaded = store->load(); !loaded) return base::failure(loaded.error());
        store->checkpoint_when_closed();
        return store;
    });
}

StorageResult<std::unique_ptr<Store>> Store::open(const std::filesystem::path& data, Ports ports, OpenMode mode) {
    // A kiosk was here: what is not there any more was lost, and is not to be made anew.
    const bool has_identity = ports.files.exists(data / "keys" / kKioskIdFile);
    const bool has_database = ports.files.exists(data / kDatabase);
    if (!has_database && !has_identity) return failed(StorageErrorKind::not_found, kDatabase);
    if (mode == OpenMode::read_write) {
        auto lock = take_lock(data, ports);
        if (!lock) return base::failure(lock.error());
        if (const auto mark = RecoveryMark::read(ports.files, data); mark && mark->step != RecoveryMark::Step::done)
            return failed(StorageErrorKind::damaged, "a recovery was interrupted");
        if (!has_database) return failed(StorageErrorKind::damaged, "the database is gone");
        auto store = open_locked(data, ports, std::move(*lock));
        if (!store && store.error().kind == StorageErrorKind::not_found && has_identity)
            return failed(StorageErrorKind::damaged, store.error().detail);
        return store;
    }
    if (!has_database) return failed(StorageErrorKind::damaged, "the database is gone");
    if (auto header = check_header(data, ports.files); !header) {
        const bool is_gone = header.error().kind == StorageErrorKind::not_found && has_identity;
        return failed(is_gone ? StorageErrorKind::damaged : header.error().kind, header.error().detail);
    }
    return guarded([&]() -> StorageResult<std::unique_ptr<Store>> {
        SQLite::Database database = open_database(data / kDatabase, Access::read_only);
        const SchemaState state = schema_state(database);
        if (auto good = acceptable(state, mode); !good) return base::failure(good.error());
        auto store = std::make_unique<SqliteStore>(std::move(database), ports, mode, data, nullptr,
                                                   state == SchemaState::newer);
        if (auto loaded = store->load(); !loaded) return base::failure(loaded.error());
        return store;
    });
}

}  // namespace storage
