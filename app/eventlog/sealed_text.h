#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/base/bytes.h"

namespace eventlog {

// A text that goes by a way on which anybody may pick it up (a USB stick), for one who has an Ed25519 key: a libsodium
// sealed box to its X25519 half (box_public_of). Whom it came from is not proven by it: the text inside is signed.
inline constexpr std::size_t kSealedTextMore = 48;  // bytes that are added

// Nothing where the key is none.
[[nodiscard]] std::optional<base::Bytes> seal_text(std::string_view text, std::string_view signing_public_hex);
// Nothing where it was sealed to another key, or was changed.
[[nodiscard]] std::optional<std::string> unseal_text(base::ByteView sealed, std::string_view signing_private_hex);

}  // namespace eventlog
