#include "app/eventlog/chain.h"

#include <sodium.h>

namespace eventlog {

static_assert(std::tuple_size_v<Hash> == crypto_hash_sha256_BYTES);

Hash next_hash(const Hash& previous, std::string_view line) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, previous.data(), previous.size());
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(line.data()), line.size());
    Hash hash;
    crypto_hash_sha256_final(&state, hash.data());
    return hash;
}

}  // namespace eventlog
