#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/domain/event.h"
#include "app/eventlog/chain.h"
#include "app/eventlog/sealing.h"
#include "platform/base/bytes.h"
#include "platform/base/result.h"

namespace eventlog {

// A piece of a log on its way to a server or a collector: the one format of the network and of the USB stick.
//
//   magic "VSTRBND1", one byte: 'c' compressed, 's' sealed or 'm' sealed to many
//   'c': a zstd frame;  's': the key of a secretstream in a sealed box to the school's key (80 bytes), the stream's
//   header (24 bytes), then pieces of at most kPieceBytes (17 bytes more when sealed), the last one tagged final;  'm': as
//   's', with one byte that says how many and as many sealed boxes, to the school's key first, in place of the one box. The
//   content: the header's line, the event lines as they were recorded, the signature's line, each ended by a line feed
//
// The header is {"bundle":1,"kiosk":...,"first":...,"last":...,"before":...,"events":...}: the numbers of the first and
// the last line, the chain's hash before the first, and how many lines follow. The signature is the kiosk's, over the
// header's line and the chain's hash after the last event. Numbers have no gaps but before a LogContinued, whose own
// line names the hash that it goes on from. Hashes are not sent; the receiver makes them anew.

// What a bundle may hold. open_bundle() never takes more memory than a few pieces and one line, whatever it is given;
// what its caller keeps is up to the caller.
inline constexpr std::size_t kPieceBytes = 64 * 1024;
inline constexpr std::uint64_t kMaxBundleEvents = 2'000'000;
inline constexpr std::uint64_t kMaxBundleContent = std::uint64_t{4} << 30;  // decompressed
inline constexpr std::size_t kMaxHeaderBytes = 512;
inline constexpr int kWindowLog = 21;  // zstd's window, 2 MiB: what decompressing takes

struct BundleHeader {
    domain::KioskId kiosk;
    domain::Seq first = 0;
    domain::Seq last = 0;
    Hash before{};  // the chain's hash before `first`; of a LogContinued at `first`, what it names as head
    std::uint64_t events = 0;
    friend bool operator==(const BundleHeader&, const BundleHeader&) = default;
};

enum class BundleError {
    not_a_bundle,     // something else, or of a version that this build does not know
    sealed,           // it is sealed, and no key was given
    wrong_key,        // it is sealed to another key, or was changed
    damaged,          // cut, changed or not compressed as a bundle is
    too_large,        // more than the limits above
    not_in_order,     // a number that does not follow the one before
    not_an_event,     // a line that is none, or another kiosk's
    wrong_signature,  // signed with another key than the kiosk's, or changed
    refused           // by the caller: a writer or a reader of lines said no
};

using Source = std::function<std::size_t(std::span<std::uint8_t>)>;  // fills from the front; 0: the end
using Sink = std::function<bool(base::ByteView)>;                    // false: it cannot take it
// One line after the other; nothing at the end. The view lives until the next call.
using LineSource = std::function<std::optional<std::string_view>()>;

inline constexpr std::size_t kMostBoxes = 9;
struct BundleKeys {
    std::string kiosk_private;  // hex, Ed25519
    std::string school_public;  // hex, X25519: sealed to it; empty: not sealed
    std::vector<std::string> also_public{};  // hex, X25519: whoever has one of these opens it too; kMostBoxes - 1 at most
};

// Streams a bundle into `to`. `header.last` and `header.events` are what `lines` will give; damaged where they do not.
[[nodiscard]] base::Result<void, BundleError> make_bundle(const BundleHeader& header, const LineSource& lines,
                                                          const BundleKeys& keys, const Sink& to);

// Told of each event in order, when its line was read; nothing of it may be believed before open_bundle() has returned
// a header: the signature stands at the end. Whoever stores as it reads does so in a transaction.
using EachEvent = std::function<bool(const domain::Event&, std::string_view line, const Hash& hash)>;

struct OpenedBundle {
    BundleHeader header;
    Hash head{};            // the chain's hash at header.last
    std::string signature;  // hex
};
// `kiosk_public` gives the public key of a kiosk that is known (hex), or nothing, which is wrong_signature. `school_private`:
// the school's, or that of another to whom it is sealed.
using KioskKeys = std::function<std::optional<std::string>(const domain::KioskId&)>;
[[nodiscard]] base::Result<OpenedBundle, BundleError> open_bundle(const Source& from, const KioskKeys& kiosk_public,
                                                                  std::string_view school_private,
                                                                  const EachEvent& each);

}  // namespace eventlog
