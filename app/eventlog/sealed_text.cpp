#include "app/eventlog/sealed_text.h"

#include <sodium.h>

#include "app/eventlog/sealing.h"
#include "app/eventlog/signing.h"

namespace eventlog {

static_assert(kSealedTextMore == crypto_box_SEALBYTES);

std::optional<base::Bytes> seal_text(std::string_view text, std::string_view signing_public_hex) {
    start_sodium();
    const auto to_hex = box_public_of(signing_public_hex);
    const auto to = to_hex ? base::from_hex(*to_hex) : std::nullopt;
    if (!to || to->size() != crypto_box_PUBLICKEYBYTES) return std::nullopt;
    base::Bytes sealed(text.size() + crypto_box_SEALBYTES);
    const auto plain = base::as_bytes(text);
    if (crypto_box_seal(sealed.data(), plain.data(), plain.size(), to->data()) != 0) return std::nullopt;
    return sealed;
}

std::optional<std::string> unseal_text(base::ByteView sealed, std::string_view signing_private_hex) {
    start_sodium();
    const auto private_hex = box_private_of(signing_private_hex);
    auto private_half = private_hex ? base::from_hex(*private_hex) : std::nullopt;
    if (!private_half || private_half->size() != crypto_box_SECRETKEYBYTES || sealed.size() < crypto_box_SEALBYTES)
        return std::nullopt;
    base::Bytes public_half(crypto_box_PUBLICKEYBYTES);
    crypto_scalarmult_base(public_half.data(), private_half->data());
    base::Bytes plain(sealed.size() - crypto_box_SEALBYTES);
    const bool opened =
        crypto_box_seal_open(plain.data(), sealed.data(), sealed.size(), public_half.data(), private_half->data()) == 0;
    sodium_memzero(private_half->data(), private_half->size());
    if (!opened) return std::nullopt;
    return std::string{base::as_text(plain)};
}

}  // namespace eventlog
