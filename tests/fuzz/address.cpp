// An address as a proxy names it: what it is counted as is an address, and counted as itself.
#include "platform/http/address.h"

#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto counted = platform_http::counted_as(base::as_text({data, size}));
    if (!counted) return 0;
    VS_CHECK(!counted->empty() && counted->size() < 46);
    VS_CHECK(platform_http::counted_as(*counted) == counted);
    return 0;
}
