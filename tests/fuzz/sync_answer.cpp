// What a kiosk takes from a server's answer: the first byte of the input is which status, and whether to a bundle.
#include "app/sync/answer.h"

#include <array>

#include "tests/fuzz/target.h"

namespace {

constexpr std::array<int, 12> kStatuses{200, 401, 403, 404, 409, 413, 422, 429, 500, 503, 302, 0};
constexpr std::uint64_t kLargestInteger = (std::uint64_t{1} << 53) - 1;

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    using namespace syncing;
    const domain::KioskId kiosk{"0123456789abcdef"};
    const bool bundle = data[0] % 2 == 0;
    const int status = kStatuses[data[0] / 2 % kStatuses.size()];
    const std::string body{base::as_text({data + 1, size - 1})};
    const Answer answer = read_answer(bundle ? Request::Kind::bundle : Request::Kind::held, kiosk, {status, {}, body});
    if (const auto* taken = std::get_if<Taken>(&answer)) {
        VS_CHECK(bundle && status == 200 && taken->held > 0 && taken->held <= kLargestInteger);
        VS_CHECK(taken->checkpoint.find(kiosk.value) != std::string::npos);
    }
    if (const auto* held = std::get_if<HeldUpTo>(&answer)) {
        VS_CHECK(!bundle && status == 200 && held->held <= kLargestInteger);
    }
    if (const auto* gap = std::get_if<Gap>(&answer)) VS_CHECK(status == 409 && gap->up_to.held <= kLargestInteger);
    if (std::holds_alternative<IsRevoked>(answer)) VS_CHECK(status == 403);
    if (std::holds_alternative<Fork>(answer)) VS_CHECK(bundle && status == 409);
    if (std::holds_alternative<Later>(answer)) VS_CHECK(status == 429 || status >= 500);
    return 0;
}
