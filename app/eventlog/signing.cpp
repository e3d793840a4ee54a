#include "app/eventlog/signing.h"

#include <sodium.h>

#include <array>

#include "platform/base/bytes.h"
#include "platform/base/check.h"

namespace eventlog {

namespace {

using PrivateHalf = base::Bytes;

// The private half, its own public half made anew from the seed: one that does not fit signs what nobody can verify.
std::optional<PrivateHalf> private_half(std::string_view hex) {
    auto bytes = base::from_hex(hex);
    if (!bytes || bytes->size() != crypto_sign_SECRETKEYBYTES) return std::nullopt;
    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_half;
    PrivateHalf made(crypto_sign_SECRETKEYBYTES);
    crypto_sign_seed_keypair(public_half.data(), made.data(), bytes->data());
    if (sodium_memcmp(made.data(), bytes->data(), made.size()) != 0) return std::nullopt;
    return bytes;
}

}  // namespace

void start_sodium() {
    static const bool started = sodium_init() >= 0;
    VS_CHECK(started);
}

std::optional<std::string> signature_of(std::string_view bytes, std::string_view private_hex) {
    start_sodium();
    auto key = private_half(private_hex);
    if (!key) return std::nullopt;
    std::array<unsigned char, crypto_sign_BYTES> signature;
    crypto_sign_detached(signature.data(), nullptr, base::as_bytes(bytes).data(), bytes.size(), key->data());
    sodium_memzero(key->data(), key->size());
    return base::to_hex(signature);
}

std::optional<std::string> public_half_of(std::string_view private_hex) {
    start_sodium();
    auto key = private_half(private_hex);
    if (!key) return std::nullopt;
    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_half;
    crypto_sign_ed25519_sk_to_pk(public_half.data(), key->data());
    sodium_memzero(key->data(), key->size());
    return base::to_hex(public_half);
}

bool signature_holds(std::string_view bytes, std::string_view signature_hex, std::string_view public_hex) {
    start_sodium();
    const auto signature = base::from_hex(signature_hex);
    const auto key = base::from_hex(public_hex);
    return signature && signature->size() == crypto_sign_BYTES && key && key->size() == crypto_sign_PUBLICKEYBYTES &&
           crypto_sign_verify_detached(signature->data(), base::as_bytes(bytes).data(), bytes.size(), key->data()) == 0;
}

std::string transcript(std::initializer_list<std::string_view> fields) {
    std::string bytes;
    for (const std::string_view field : fields) {
        bytes += std::to_string(field.size());
        bytes += ':';
        bytes += field;
    }
    return bytes;
}

}  // namespace eventlog
