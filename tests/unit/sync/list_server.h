#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include "app/roster_snapshot/packing.h"
#include "app/sync/roster_round.h"
#include "tests/support/catch.h"
#include "tests/unit/roster_snapshot/example_school.h"

namespace sync_test {

inline domain::Roster lists() {
    return roster_snapshot_test::example().roster;
}
inline domain::Roster with_child(const std::string& name) {
    domain::Roster roster = lists();
    domain::Person child = roster.people.front();
    child.id.value = "new";
    child.name.given = name;
    child.code = "91";
    child.cards.clear();
    child.pictures = {3, 4, 5};
    roster.people.push_back(child);
    return roster;
}
inline bool same(const domain::Roster& one, const domain::Roster& other) {
    return domain::same_lists(one, other);
}
inline std::string hash_of(std::string_view text) {
    return base::to_hex(roster_snapshot::hash_of(text));
}

// The lists of the protocol, without HTTP; app/server's own are tested with it in tests/flows and tests/end_to_end.
class ListServer final : public syncing::SchoolTransport {
  public:
    using Answer = base::Result<syncing::Response, syncing::NetworkFailure>;
    static constexpr const char* kSchool = "school1";

    std::string publish(domain::Roster roster, std::uint64_t number) {
        roster.number = number;
        const auto text = roster_snapshot::write({kSchool, std::move(roster)}, key.private_half);
        REQUIRE(text);
        const std::lock_guard lock{mutex};
        texts.push_back(*text);
        return *text;
    }
    Answer ask(const std::string& hash) override {
        std::unique_lock lock{mutex};
        ++asked;
        asked_with = hash;
        changed.notify_all();
        if (cancelled) return base::failure(syncing::NetworkFailure::cancelled);
        if (away) return base::failure(syncing::NetworkFailure::unreachable);
        if (instead) return *instead;
        if (texts.empty()) return syncing::Response{404, {}, R"({"error":"no_roster"})"};
        const std::string& newest = texts.back();
        if (hash == hash_of(newest)) return syncing::Response{304, {}, {}};
        for (const std::string& text : texts) {
            if (hash_of(text) == hash) return whole(roster_snapshot::pack_difference(newest, text));
        }
        return whole(roster_snapshot::pack(newest));
    }
    Answer give(base::ByteView packed) override {
        const std::lock_guard lock{mutex};
        ++given;
        const auto text = roster_snapshot::unpack(packed, {});
        REQUIRE(text);
        const auto ours = roster_snapshot::read(*text, key.public_half);
        const auto newest = texts.empty() ? nullptr : &texts.back();
        if (!takes) return syncing::Response{422, {}, R"({"error":"not_a_roster"})"};
        if (ours && (newest == nullptr ||
                     roster_snapshot::read(*newest, key.public_half)->roster.number < ours->roster.number)) {
            texts.push_back(*text);
            return syncing::Response{200, {}, "{}"};
        }
        auto own = roster_snapshot::read(*text, kiosk.public_half);
        if (newest != nullptr && own && matches) {
            brought.push_back(own->roster);
            return syncing::Response{202, {}, R"({"waits":"matching"})"};
        }
        if (newest != nullptr || !own) return syncing::Response{409, {}, R"({"error":"has_roster"})"};
        own->roster.number = 1;
        texts.push_back(*roster_snapshot::write(*own, key.private_half));
        return syncing::Response{200, {}, "{}"};
    }
    void cancel() override {
        const std::lock_guard lock{mutex};
        cancelled = true;
        changed.notify_all();
    }
    void wait_for_asked(int count) {
        std::unique_lock lock{mutex};
        REQUIRE(changed.wait_for(lock, std::chrono::seconds{60}, [&] { return asked >= count; }));
    }
    static Answer whole(const base::Bytes& packed) {
        return syncing::Response{200, {}, std::string{base::as_text(packed)}};
    }
    [[nodiscard]] syncing::RosterRound::Membership membership() const {
        return {kSchool, key.public_half, kiosk.private_half};
    }

    const eventlog::KeyPair key = roster_snapshot_test::acceptor(5), kiosk = roster_snapshot_test::acceptor(6);
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::string> texts;  // the last one is the newest
    std::optional<Answer> instead;
    bool away = false, takes = true, cancelled = false;
    bool matches = true;  // false: as a server that keeps no lists to compare them
    std::vector<domain::Roster> brought;
    int asked = 0, given = 0;
    std::string asked_with;
};

// What a kiosk has, in memory; the power can go before each of the two writes of take().
class MemoryKeeper final : public syncing::RosterKeeper {
  public:
    std::optional<Known> known() override {
        if (disk_fails) return std::nullopt;
        return Known{source, !present.people.empty(), kept.empty() ? std::string{} : hash_of(kept)};
    }
    std::string text() override { return kept; }
    std::optional<domain::Roster> roster() override { return present; }
    bool take(const roster_snapshot::Snapshot& snapshot, const std::string& text) override {
        if (writes_left-- <= 0) return false;
        kept = text;
        if (writes_left-- <= 0) return false;
        if (!same(present, snapshot.roster)) ++applied;
        present = snapshot.roster;
        source = storage::RosterSource{snapshot.school, snapshot.roster.number, hash_of(text), {}};
        return true;
    }

    domain::Roster present;
    std::optional<storage::RosterSource> source;
    std::string kept;
    bool disk_fails = false;
    int writes_left = 1000;
    int applied = 0;
};

}  // namespace sync_test
