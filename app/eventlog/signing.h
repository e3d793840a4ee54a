#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

// Ed25519 over bytes, in hexadecimal. For app/eventlog and whoever else signs.
namespace eventlog {

void start_sodium();  // before the first call of libsodium; as often as one likes

inline constexpr std::size_t kSignatureDigits = 128;
inline constexpr std::size_t kPublicKeyDigits = 64;

// Nothing where the private half (64 bytes) is not one.
[[nodiscard]] std::optional<std::string> signature_of(std::string_view bytes, std::string_view private_hex);
[[nodiscard]] std::optional<std::string> public_half_of(std::string_view private_hex);
[[nodiscard]] bool signature_holds(std::string_view bytes, std::string_view signature_hex, std::string_view public_hex);

// What is signed of several fields: one after the other, each behind its length in bytes in decimal and a colon. No two
// lists of fields give the same bytes.
[[nodiscard]] std::string transcript(std::initializer_list<std::string_view> fields);

}  // namespace eventlog
