// The part of SqliteStore that is about the roster and whence it came.
#include <sstream>

#include "app/storage/kept_state.h"
#include "app/storage/roster_tables.h"
#include "app/storage/slow_check.h"
#include "app/storage/snapshot.h"
#include "app/storage/sqlite_store.h"
#include "platform/base/bytes.h"
#include "platform/base/id.h"

namespace storage {

namespace {

constexpr const char* kNumber = "roster_number";
constexpr const char* kSource = "roster_source";

std::string text_of(const RosterSource& source) {
    return source.school + ' ' + std::to_string(source.number) + ' ' + source.hash + ' ' +
           std::to_string(source.taken_at.time_since_epoch().count());
}

// Nothing where it is none; what is not understood of newer software counts as the kiosk's own roster.
std::optional<RosterSource> source_of(const std::string& text) {
    std::istringstream words{text};
    RosterSource source;
    std::int64_t taken_at = 0;
    if (!(words >> source.school >> source.number >> source.hash >> taken_at)) return std::nullopt;
    source.taken_at = domain::Instant{domain::Millis{taken_at}};
    return source;
}

}  // namespace

std::uint64_t SqliteStore::roster_number() {
    return std::stoull("0" + meta(kNumber).value_or("0"));
}

StorageResult<std::uint64_t> SqliteStore::put_roster(domain::Roster roster, const std::string& source) {
    if (auto may = may_write(); !may) return base::failure(may.error());
    auto replaced = attempt([&]() -> StorageResult<std::uint64_t> {
        const std::uint64_t number = roster_number() + 1;
        auto prepared = prepare({domain::EventBody{
            domain::RosterApplied{number, roster.people.size(), roster.groups.size(), roster.meetings.size()}}});
        if (!prepared) return base::failure(prepared.error());
        SQLite::Transaction transaction{database_};
        write_roster(database_, roster);
        set_meta(kNumber, std::to_string(number));
        note_source(source);
        keeping_->state_changed();
        insert(prepared->front());
        transaction.commit();
        appended(*prepared);
        if (snapshot_) {  // of other meetings from now on: made anew when there is time
            roster.number = number;
            snapshot_ = begin_snapshot(roster);
        }
        return number;
    });
    if (!replaced) insert_->tryReset();
    return replaced;
}

// Within a transaction, after everything else of the roster.
void SqliteStore::note_source(const std::string& source) {
    if (!source.empty() || meta(kSource)) set_meta(kSource, source);
    set_meta("digest_roster", digest_of_roster(database_));
}

StorageResult<std::uint64_t> SqliteStore::replace_roster(domain::Roster roster) {
    return put_roster(std::move(roster), {});
}

StorageResult<std::uint64_t> SqliteStore::take_roster(domain::Roster roster, RosterSource source) {
    if (auto may = may_write(); !may) return base::failure(may.error());
    if (!base::is_id(source.school) || !base::is_hex(source.hash, 64)) {
        return failed(StorageErrorKind::refused, "the source of a roster");
    }
    source.taken_at = ports_.clock.read().wall;
    auto present = this->roster();
    if (!present || !same_lists(*present, roster)) return put_roster(std::move(roster), text_of(source));
    return attempt([&]() -> StorageResult<std::uint64_t> {
        SQLite::Transaction transaction{database_};
        note_source(text_of(source));
        transaction.commit();
        keeping_->state_changed();
        return present->number;
    });
}

StorageResult<std::optional<RosterSource>> SqliteStore::roster_source() {
    return attempt(
        [&]() -> StorageResult<std::optional<RosterSource>> { return source_of(meta(kSource).value_or("")); });
}

StorageResult<domain::Roster> SqliteStore::roster() {
    return attempt([&]() -> StorageResult<domain::Roster> {
        // One transaction, or a reader beside a running kiosk could see half of two rosters.
        SQLite::Transaction snapshot{database_};
        auto roster = read_roster(database_);
        if (!roster) return roster;
        if (auto wrong = check_roster(database_)) return failed(StorageErrorKind::damaged, *wrong);
        roster->number = roster_number();
        return roster;
    });
}

}  // namespace storage
