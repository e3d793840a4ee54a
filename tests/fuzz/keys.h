#pragma once

#include <algorithm>

#include "app/eventlog/sealing.h"

// The keys of the bundles in the corpus: the same at every run, and nobody's.
namespace fuzz {

inline const eventlog::KeyPair& kiosk_key() {
    static const eventlog::KeyPair key =
        eventlog::make_kiosk_key([](std::span<std::uint8_t> bytes) { std::ranges::fill(bytes, std::uint8_t{11}); });
    return key;
}
inline const eventlog::KeyPair& school_key() {
    static const eventlog::KeyPair key =
        eventlog::make_school_key([](std::span<std::uint8_t> bytes) { std::ranges::fill(bytes, std::uint8_t{12}); });
    return key;
}

}  // namespace fuzz
