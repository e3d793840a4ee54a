// A roster from a server or a stick: 't' its lines, which are signed here, so that only the reader's own look can
// refuse them; 'p' packed bytes, whole or a difference to the roster of no school.
#include "app/eventlog/signing.h"
#include "app/roster_snapshot/packing.h"
#include "tests/fuzz/keys.h"
#include "tests/fuzz/target.h"

namespace {

std::string signed_lines(std::string_view lines) {
    const std::string what = "vstrecha roster " + base::to_hex(roster_snapshot::hash_of(lines));
    return std::string{lines} + R"({"signed_by":")" + fuzz::kiosk_key().public_half + R"(","signature":")" +
           *eventlog::signature_of(what, fuzz::kiosk_key().private_half) + "\"}\n";
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace roster_snapshot;
    if (size == 0) return 0;
    const std::string_view rest = base::as_text({data + 1, size - 1});
    if (data[0] == 'p') {
        static const std::string older = *write(Snapshot{"school1", {}}, fuzz::kiosk_key().private_half);
        const auto text = unpack({data + 1, size - 1}, older);
        if (text) VS_CHECK(*unpack(pack(*text), {}) == *text && *unpack(pack_difference(*text, older), older) == *text);
        return 0;
    }
    const auto snapshot = read(signed_lines(rest), fuzz::kiosk_key().public_half);
    if (!snapshot) return 0;
    const auto again = write(*snapshot, fuzz::kiosk_key().private_half);
    VS_CHECK(again);
    const auto back = read(*again, fuzz::kiosk_key().public_half);
    VS_CHECK(back && *back == *snapshot);
    return 0;
}
