#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/domain/event.h"

namespace eventlog {

// Fills the span with unpredictable bytes (api::Entropy, which this layer does not know).
using Random = std::function<void(std::span<std::uint8_t>)>;

// Both halves of a key pair, in hexadecimal.
struct KeyPair {
    std::string public_half;
    std::string private_half;
};
[[nodiscard]] KeyPair make_school_key(const Random& random);  // X25519: answers are sealed to it
[[nodiscard]] KeyPair make_kiosk_key(const Random& random);   // Ed25519: signs bundles; the private half is 64 bytes

// The X25519 half of an Ed25519 key, so that who signs can be sealed to; hex. Nothing where it is no key.
[[nodiscard]] std::optional<std::string> box_public_of(std::string_view signing_public_hex);
[[nodiscard]] std::optional<std::string> box_private_of(std::string_view signing_private_hex);

// A sealed answer is a libsodium sealed box over JSON that is padded to one size, so that its length says nothing; in
// base64. kSealedBytes of base64 whatever the answer holds.
inline constexpr std::size_t kPaddedAnswerBytes = 1536;
inline constexpr std::size_t kSealedBytes = 2112;

// Nothing where the answer breaks the limits of domain::Answer (score, number of tags, length of the comment, UTF-8), a
// tag is longer than kMaxTagBytes or not of a-z, 0-9, '_', '-' and '.', or the key is not one.
inline constexpr std::size_t kMaxTagBytes = 64;
[[nodiscard]] std::optional<std::string> seal(const domain::Answer& answer, std::string_view school_public_hex);

// Nothing where it was sealed to another key, was changed, or holds no answer.
[[nodiscard]] std::optional<domain::Answer> unseal(std::string_view sealed, std::string_view school_private_hex);

// A private key under a passphrase, as the text of a JSON file: Argon2id makes the key of a secretbox.
enum class Stretching { full, tests };  // tests: the least that libsodium allows
[[nodiscard]] std::optional<std::string> lock_key(const KeyPair& key, std::string_view passphrase,
                                                  const Random& random, Stretching stretching);
// The private half in hexadecimal. Nothing where the passphrase is wrong or the file is not such a file. The file's own
// demands on memory and time are bounded.
[[nodiscard]] std::optional<std::string> unlock_key(std::string_view key_file, std::string_view passphrase);

// The curator's PIN as an Argon2id string; nothing where the machine lacks the memory for it.
[[nodiscard]] std::optional<std::string> hash_pin(std::string_view pin, Stretching stretching);
[[nodiscard]] bool pin_matches(std::string_view pin, const std::string& hash);

}  // namespace eventlog
