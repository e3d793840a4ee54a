// The part of Store that keeps lists that kiosks bring along, until a person has said who is whom.
#include <algorithm>

#include "app/roster_snapshot/packing.h"
#include "app/roster_snapshot/snapshot.h"
#include "app/server/store/roster_rows.h"
#include "app/server/store/state.h"
#include "platform/api/drawn_number.h"
#include "platform/base/bytes.h"

namespace server {

namespace {

constexpr std::size_t kSeenDigits = 16;
constexpr std::size_t kPage = 500;
constexpr const char* kColumns = "kiosk, hash, came_at, people, groups, meetings";

// A row of the table, as SOCI gives it.
struct Row {
    std::string kiosk, hash;
    long long came_at = 0, people = 0, groups = 0, meetings = 0;
    [[nodiscard]] BroughtLists lists() const {
        return {domain::KioskId{kiosk},
                hash,
                instant_of(came_at),
                static_cast<std::uint64_t>(people),
                static_cast<std::uint64_t>(groups),
                static_cast<std::uint64_t>(meetings)};
    }
};

// Nothing: none waits.
std::optional<Row> row_of(Connection& connection, const SchoolId& school, const domain::KioskId& kiosk) {
    Row row;
    connection.sql() << "SELECT " + std::string{kColumns} +
                            " FROM brought_rosters WHERE school = :school AND kiosk = :kiosk",
        soci::into(row.kiosk), soci::into(row.hash), soci::into(row.came_at), soci::into(row.people),
        soci::into(row.groups), soci::into(row.meetings), soci::use(school.value, "school"),
        soci::use(kiosk.value, "kiosk");
    if (!connection.sql().got_data()) return std::nullopt;
    return row;
}

void forget(Connection& connection, const SchoolId& school, const domain::KioskId& kiosk) {
    for (const char* table : {"brought_rosters", "brought_decisions"}) {
        connection.sql() << "DELETE FROM " + std::string{table} + " WHERE school = :school AND kiosk = :kiosk",
            soci::use(school.value, "school"), soci::use(kiosk.value, "kiosk");
    }
}

void keep(Connection& connection, const SchoolId& school, const Row& row, std::string_view text) {
    const std::string packed = connection.dialect().bound(roster_snapshot::pack(text));
    connection.sql() << "INSERT INTO brought_rosters (school, " + std::string{kColumns} +
                            ", packed) VALUES (:school, :kiosk, :hash, :came_at, :people, :groups, :meetings, " +
                            connection.dialect().bytes_of(":packed") +
                            ") ON CONFLICT (kiosk) DO UPDATE SET school = excluded.school, hash = excluded.hash, "
                            "came_at = excluded.came_at, people = excluded.people, groups = excluded.groups, "
                            "meetings = excluded.meetings, packed = excluded.packed",
        soci::use(school.value, "school"), soci::use(row.kiosk, "kiosk"), soci::use(row.hash, "hash"),
        soci::use(row.came_at, "came_at"), soci::use(row.people, "people"), soci::use(row.groups, "groups"),
        soci::use(row.meetings, "meetings"), soci::use(packed, "packed");
}

StoreResult<domain::Roster> brought_roster(Connection& connection, const SchoolId& school, const Kiosk& kiosk) {
    std::string hex;
    connection.sql() << "SELECT " + connection.dialect().hex_of("packed") +
                            " FROM brought_rosters WHERE school = :school AND kiosk = :kiosk",
        soci::into(hex), soci::use(school.value, "school"), soci::use(kiosk.id.value, "kiosk");
    const auto bytes = base::from_hex(hex);
    const auto text = bytes ? roster_snapshot::unpack(*bytes, {}) : roster_snapshot::unpack({}, {});
    if (!text) return failed(StoreErrorKind::damaged, "brought lists");
    auto snapshot = roster_snapshot::read(*text, kiosk.public_key);
    if (!snapshot) return failed(StoreErrorKind::damaged, "brought lists: " + snapshot.error().what);
    return std::move(snapshot->roster);
}

roster_matching::Decisions decisions_of(Connection& connection, const SchoolId& school, const domain::KioskId& kiosk) {
    roster_matching::Decisions decisions;
    std::string after;
    while (true) {
        std::vector<std::string> brought(kPage), stands_for(kPage);
        connection.sql() << "SELECT brought, stands_for FROM brought_decisions WHERE school = :school AND kiosk = "
                            ":kiosk AND brought > :after ORDER BY brought LIMIT " +
                                std::to_string(kPage),
            soci::into(brought), soci::into(stands_for), soci::use(school.value, "school"),
            soci::use(kiosk.value, "kiosk"), soci::use(after, "after");
        for (std::size_t i = 0; i < brought.size(); ++i) decisions.emplace(brought[i], stands_for[i]);
        if (brought.size() < kPage) return decisions;
        after = brought.back();
    }
}

std::string word_for(std::uint64_t number, const std::string& hash, const roster_matching::Decisions& decisions) {
    std::string text = std::to_string(number) + '\n' + hash + '\n';
    for (const auto& [brought, stands_for] : decisions) text += brought + ' ' + stands_for + '\n';
    return base::to_hex(roster_snapshot::hash_of(text)).substr(0, kSeenDigits);
}

StoreResult<BroughtMatching> matching_of(Connection& connection, const School& school, const Kiosk& kiosk) {
    const auto row = row_of(connection, school.id, kiosk.id);
    if (!row) return failed(StoreErrorKind::not_found, "kiosk whose lists wait");
    BroughtMatching found;
    found.lists = row->lists();
    auto brought = brought_roster(connection, school.id, kiosk);
    if (!brought) return base::failure(brought.error());
    auto lists = roster_of(connection, school.id, newest_roster_hash(connection, school.id), school.acceptor_public);
    if (!lists) return base::failure(lists.error());
    found.brought = std::move(*brought);
    found.school = std::move(*lists);
    const auto decisions = decisions_of(connection, school.id, kiosk.id);
    found.matching = roster_matching::match(found.school, found.brought, decisions);
    found.seen = word_for(found.school.number, found.lists.hash, decisions);
    return found;
}

template <class Each>
bool has_id(const std::vector<Each>& list, const std::string& id) {
    return std::any_of(list.begin(), list.end(), [&id](const Each& one) { return one.id.value == id; });
}

}  // namespace

StoreResult<BroughtLists> Store::bring_roster(const SchoolId& school, const domain::KioskId& kiosk,
                                              std::string_view text) {
    const auto giver = this->kiosk(school, kiosk);
    if (!giver) return base::failure(giver.error());
    const domain::Instant now = state_->ports.clock.read().wall;
    // Nothing: all of them are known, and what waited goes.
    using Kept = std::optional<BroughtLists>;
    const auto kept = state_->database->change([&](Connection& connection) -> StoreResult<Kept> {
        const auto keeper = lock_rosters(connection, school);
        if (!keeper) return base::failure(keeper.error());
        const auto own = roster_snapshot::read(text, giver->public_key);
        if (!own || own->school != school.value) return failed(StoreErrorKind::refused, "not the kiosk's own lists");
        const auto lists =
            roster_of(connection, school, newest_roster_hash(connection, school), keeper->acceptor_public);
        if (!lists) return base::failure(lists.error());
        if (domain::covers(*lists, own->roster)) {
            forget(connection, school, kiosk);
            return Kept{};
        }
        const std::string hash = base::to_hex(roster_snapshot::hash_of(text));
        const auto before = row_of(connection, school, kiosk);
        if (before && before->hash == hash) return Kept{before->lists()};
        const Row row{kiosk.value,
                      hash,
                      number_of(now),
                      static_cast<long long>(own->roster.people.size()),
                      static_cast<long long>(own->roster.groups.size()),
                      static_cast<long long>(own->roster.meetings.size())};
        keep(connection, school, row, text);
        return Kept{row.lists()};
    });
    if (!kept) return base::failure(kept.error());
    if (!*kept) return failed(StoreErrorKind::exists, "nothing that the school's lists do not know");
    return **kept;
}

StoreResult<std::vector<BroughtLists>> Store::brought_lists(const SchoolId& school) {
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    return state_->database->run([&](Connection& connection) -> StoreResult<std::vector<BroughtLists>> {
        std::vector<BroughtLists> all;
        std::string after;
        while (true) {
            std::vector<std::string> kiosks(kPage);
            connection.sql() << "SELECT kiosk FROM brought_rosters WHERE school = :school AND kiosk > :after ORDER BY "
                                "kiosk LIMIT " +
                                    std::to_string(kPage),
                soci::into(kiosks), soci::use(school.value, "school"), soci::use(after, "after");
            for (const std::string& kiosk : kiosks) {
                if (const auto row = row_of(connection, school, domain::KioskId{kiosk})) all.push_back(row->lists());
            }
            if (kiosks.size() < kPage) break;
            after = kiosks.back();
        }
        std::stable_sort(all.begin(), all.end(), [](const BroughtLists& one, const BroughtLists& other) {
            return one.came_at < other.came_at;
        });
        return all;
    });
}

StoreResult<BroughtMatching> Store::brought_matching(const SchoolId& school, const domain::KioskId& kiosk) {
    const auto known = this->school(school);
    if (!known) return base::failure(known.error());
    const auto bringer = this->kiosk(school, kiosk);
    if (!bringer) return base::failure(bringer.error());
    return state_->database->change([&](Connection& connection) { return matching_of(connection, *known, *bringer); });
}

StoreResult<void> Store::decide_brought(const SchoolId& school, const domain::KioskId& kiosk,
                                        const std::string& brought, const std::string& stands_for) {
    const auto known = this->school(school);
    if (!known) return base::failure(known.error());
    const auto bringer = this->kiosk(school, kiosk);
    if (!bringer) return base::failure(bringer.error());
    return state_->database->change([&](Connection& connection) -> StoreResult<void> {
        if (const auto keeper = lock_rosters(connection, school); !keeper) return base::failure(keeper.error());
        const auto now = matching_of(connection, *known, *bringer);
        if (!now) return base::failure(now.error());
        const bool is_person = has_id(now->brought.people, brought), is_group = has_id(now->brought.groups, brought);
        if (!is_person && !is_group) return failed(StoreErrorKind::not_found, "person or group among the brought");
        const bool is_there = stands_for.empty() || (is_person && has_id(now->school.people, stands_for)) ||
                              (is_group && has_id(now->school.groups, stands_for));
        if (!is_there) {
            return failed(StoreErrorKind::not_found,
                          is_person ? "person in the school's lists" : "group in the school's lists");
        }
        connection.sql() << "INSERT INTO brought_decisions (school, kiosk, brought, stands_for) VALUES (:school, "
                            ":kiosk, :brought, :stands_for) ON CONFLICT (kiosk, brought) DO UPDATE SET stands_for = "
                            "excluded.stands_for",
            soci::use(school.value, "school"), soci::use(kiosk.value, "kiosk"), soci::use(brought, "brought"),
            soci::use(stands_for, "stands_for");
        return {};
    });
}

StoreResult<BroughtConfirmed> Store::confirm_brought(const SchoolId& school, const domain::KioskId& kiosk,
                                                     const std::string& seen) {
    const auto known = this->school(school);
    if (!known) return base::failure(known.error());
    const auto bringer = this->kiosk(school, kiosk);
    if (!bringer) return base::failure(bringer.error());
    const domain::Instant now = state_->ports.clock.read().wall;
    const roster::Random random = [this] { return api::drawn_number(state_->ports.entropy); };
    return state_->database->change([&](Connection& connection) -> StoreResult<BroughtConfirmed> {
        const auto keeper = lock_rosters(connection, school);
        if (!keeper) return base::failure(keeper.error());
        const auto found = matching_of(connection, *known, *bringer);
        if (!found) return base::failure(found.error());
        if (found->seen != seen) {
            return failed(StoreErrorKind::exists,
                          "the lists or a decision have changed since they were shown: look again");
        }
        auto merged = roster_matching::merge(found->school, found->brought, found->matching, random);
        if (!merged) {
            return failed(StoreErrorKind::refused, merged.error() == roster_matching::MergeProblem::undecided
                                                       ? std::to_string(found->matching.doubtful()) +
                                                             " people or groups are doubtful: decide first"
                                                       : "a class would be too large for its pictures");
        }
        const auto before = roster_entries_of(connection, school);
        if (!before) return base::failure(before.error());
        const auto entry =
            publish_roster_rows(connection, school, *keeper, merged->roster, *before, RosterOrigin::matching, now);
        if (!entry) return base::failure(entry.error());
        forget(connection, school, kiosk);
        return BroughtConfirmed{entry->number, entry->hash, std::move(*merged)};
    });
}

StoreResult<void> Store::discard_brought(const SchoolId& school, const domain::KioskId& kiosk) {
    if (const auto known = this->kiosk(school, kiosk); !known) return base::failure(known.error());
    return state_->database->change([&](Connection& connection) -> StoreResult<void> {
        if (!row_of(connection, school, kiosk)) return failed(StoreErrorKind::not_found, "kiosk whose lists wait");
        forget(connection, school, kiosk);
        return {};
    });
}

}  // namespace server
