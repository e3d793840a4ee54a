#pragma once

#include "app/joining/messages.h"
#include "tests/fuzz/keys.h"

// One exchange of joining, the same at every run: its key is of no code.
namespace fuzz {

inline joining::Key join_key() {
    joining::Key key{};
    key.fill(13);
    return key;
}
inline std::string fingerprint() {
    return std::string(64, 'f');
}
inline joining::Request join_request() {
    joining::Request request;
    request.selector = "AB";
    request.nonce = std::string(64, '7');
    request.kiosk = domain::KioskId{"0123456789abcdef"};
    request.public_key = kiosk_key().public_half;
    request.name = "Холл";
    request.school_public = school_key().public_half;
    request.pruned_up_to = 17;
    request.pruned_head.fill(5);
    return request;
}

}  // namespace fuzz
