#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/domain/roster.h"
#include "app/eventlog/chain.h"
#include "platform/base/result.h"

namespace roster_snapshot {

// The text of a snapshot: lines of JSON, each ended by a line feed.
//
//   {"roster":1,"school":...,"number":...,"people":...,"groups":...,"meetings":...}     how many lines of each follow;
//                                  and where there are any "aliases":..., so that a text without them is as it was
//   {"person":...,"kind":"pupil","name":[surname, given, patronymic],"class":[grade, letter],"born":"2014-05-02",
//    "consent":["2026-09-01", who signed],"pictures":[1, 2, 3],"code":...,"cards":[...]}
//   {"group":...,"number":...,"form":...,"variant":...,"mentor":...,"order":...,"mentees":[[person, request, joined]]}
//   {"meeting":...,"group":...,"starts":milliseconds,"ends":...,"place":...,"kind":...,"topic":...,"planned":true}
//   {"alias":"person","id":...,"is":...}     or "group", "meeting": see domain/aliases.h; in this order, then by id
//   {"signed_by":...,"signature":...}     Ed25519 over the SHA-256 of all that stands before, in hexadecimal
//
// What a person does not have is left out: "class", "born", "consent"; a date that is not known is "". The milliseconds
// are of the school's local time.
inline constexpr std::size_t kTextBytes = std::size_t{16} << 20;
inline constexpr std::size_t kLineBytes = 64 * 1024;
inline constexpr std::size_t kMostOfAKind = 200'000;  // people, groups, meetings or aliases

struct Snapshot {
    std::string school;     // the server's id of it
    domain::Roster roster;  // Roster::number: the snapshot's
    friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

enum class SnapshotError {
    not_a_snapshot,   // something else
    newer_version,    // of software that is newer than this
    too_large,        // beyond the limits above
    damaged,          // a line that is none of the forms above, or too few, or too many of them
    not_consistent,   // see consistency.h
    wrong_signature,  // changed, or signed by somebody else
    cannot_sign       // the key is none
};
struct SnapshotFailure {
    SnapshotError error;
    std::uint64_t line = 0;  // counted from 1; 0: of the whole
    std::string what{};      // the member or the rule, in English, for the log; never a person's data
};
template <class T>
using SnapshotResult = base::Result<T, SnapshotFailure>;

// `private_hex`: Ed25519, of whom the kiosk trusts (joining::Answer::acceptor_public). What read() would refuse is not
// written.
[[nodiscard]] SnapshotResult<std::string> write(const Snapshot& snapshot, std::string_view private_hex);
[[nodiscard]] SnapshotResult<Snapshot> read(std::string_view text, std::string_view public_hex);

// Names a text. As an ETag it stands in hexadecimal.
[[nodiscard]] eventlog::Hash hash_of(std::string_view text);

}  // namespace roster_snapshot
