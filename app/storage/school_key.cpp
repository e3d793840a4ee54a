// Another key of the school, to which answers are sealed from now on.
#include <algorithm>

#include "app/storage/kept_state.h"
#include "app/storage/sqlite_store.h"
#include "app/storage/store_files.h"

namespace storage {

namespace {

constexpr const char* kSchoolKeyFile = "school.pub";
constexpr std::uint64_t kLargestFile = 4096;

}  // namespace

StorageResult<void> SqliteStore::change_school_key(const std::string& public_hex) {
    if (auto may = may_write(); !may) return may;
    if (!eventlog::seal({1, {}, "", false}, public_hex)) return failed(StorageErrorKind::refused, "not a key");
    if (public_hex == school_key_) return keep_school_key_file();
    auto changed = attempt([&]() -> StorageResult<void> {
        auto prepared = prepare({domain::EventBody{domain::SchoolKeyChanged{public_hex}}});
        if (!prepared) return base::failure(prepared.error());
        SQLite::Transaction transaction{database_};
        // What has rotted meanwhile must not get a new digest with the rest.
        if (auto wrong = check_settings(database_)) return failed(StorageErrorKind::damaged, *wrong);
        set_meta("school_key", public_hex);
        set_meta("digest_settings", digest_of_settings(database_));
        insert(prepared->front());
        transaction.commit();
        school_key_ = public_hex;
        keeping_->state_changed();
        appended(*prepared);
        return {};
    });
    if (!changed) {
        insert_->tryReset();
        return changed;
    }
    return keep_school_key_file();
}

StorageResult<void> SqliteStore::keep_school_key_file() {
    const auto file = data_ / "keys" / kSchoolKeyFile;
    const std::string text = school_key_ + "\n";
    const auto there = ports_.files.read(file, kLargestFile);
    if (there && base::as_text(*there) == text) return {};
    auto written = ports_.files.make_folders(file.parent_path());
    if (written) written = ports_.files.write_atomically(file, base::as_bytes(text));
    if (!written) return base::failure(of_file(written.error()));
    return {};
}

}  // namespace storage
