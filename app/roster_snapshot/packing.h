#pragma once

#include <string>
#include <string_view>

#include "app/roster_snapshot/snapshot.h"
#include "platform/base/bytes.h"

namespace roster_snapshot {

// The text of a snapshot as it travels:
//
//   magic "VSTRROS1", one byte: 'w' whole or 'd' difference
//   'd': the hash of the text that it is a difference to (32 bytes)
//   the hash of the text (32 bytes), a zstd frame that says its size; of a difference with the older text as its prefix
enum class PackingError {
    not_packed,   // something else, or of a newer version
    too_large,    // more than kTextBytes
    damaged,      // cut or changed
    another_base  // a difference to a text that is not the one at hand: ask for the whole
};

[[nodiscard]] base::Bytes pack(std::string_view text);
[[nodiscard]] base::Bytes pack_difference(std::string_view text, std::string_view older);
// `older`: the text that is at hand, empty for none. Takes the memory of the text, at most kTextBytes, whatever comes.
[[nodiscard]] base::Result<std::string, PackingError> unpack(base::ByteView packed, std::string_view older);

}  // namespace roster_snapshot
