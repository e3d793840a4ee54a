// The header by which a kiosk says who asks: it has one form, and a signature that holds for one server holds for no
// other.
#include "app/kiosk_request/authorization.h"
#include "tests/fuzz/joining.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view header = base::as_text({data, size});
    const auto caller = kiosk_request::read_authorization(header);
    if (!caller) return 0;
    VS_CHECK("Vstrecha " + caller->kiosk.value + " " + caller->nonce + " " + caller->signature == header);
    const std::string ours = fuzz::fingerprint(), other(64, '0');
    const kiosk_request::Asked asked{"POST", "/api/1/kiosks/0123456789abcdef/news", "{}", ours};
    if (!kiosk_request::signature_holds(*caller, asked, fuzz::kiosk_key().public_half)) return 0;
    const kiosk_request::Asked elsewhere{asked.method, asked.target, asked.body, other};
    VS_CHECK(!kiosk_request::signature_holds(*caller, elsewhere, fuzz::kiosk_key().public_half));
    return 0;
}
