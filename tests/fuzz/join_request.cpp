// What a kiosk sends to join: only what was made with the code is believed, and it is what was written.
#include "tests/fuzz/joining.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body = base::as_text({data, size});
    const joining::Key key = fuzz::join_key();
    const auto selector = joining::selector_in(body);
    const auto request = joining::read_request(body, key, fuzz::fingerprint());
    if (!request) return 0;
    VS_CHECK(selector == request->selector);
    VS_CHECK(size <= joining::kMessageBytes);
    // Whoever has the code wrote it; who has it can write it again.
    const auto again = joining::write_request(*request, key, fuzz::fingerprint(), fuzz::kiosk_key().private_half);
    VS_CHECK(again);
    if (request->public_key == fuzz::kiosk_key().public_half) {
        const auto read = joining::read_request(*again, key, fuzz::fingerprint());
        VS_CHECK(read && *read == *request);
    }
    VS_CHECK(!joining::read_request(body, key, std::string(64, '0')));
    return 0;
}
