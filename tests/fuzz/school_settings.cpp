// What a school has set, from a server or a stick: 't' its lines, which are signed here, so that only the reader's own
// look can refuse them; anything else the whole text as it is.
#include "app/eventlog/signing.h"
#include "app/school_settings/text.h"
#include "tests/fuzz/keys.h"
#include "tests/fuzz/target.h"

namespace {

std::string signed_lines(std::string_view lines) {
    const std::string what = "vstrecha settings " + school_settings::hash_of(lines);
    return std::string{lines} + R"({"signed_by":")" + fuzz::kiosk_key().public_half + R"(","signature":")" +
           *eventlog::signature_of(what, fuzz::kiosk_key().private_half) + "\"}\n";
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace school_settings;
    if (size == 0) return 0;
    const std::string_view rest = base::as_text({data + 1, size - 1});
    const auto content = read(data[0] == 't' ? signed_lines(rest) : std::string{rest}, fuzz::kiosk_key().public_half);
    if (!content) return 0;
    VS_CHECK(!find_fault(*content));
    VS_CHECK(content->files.empty() || catalogue_of(*content));
    const auto again = write(*content, fuzz::kiosk_key().private_half);
    // Line by line it may be longer than it came: JSON has several forms of one character.
    if (!again) return 0;
    const auto back = read(*again, fuzz::kiosk_key().public_half);
    VS_CHECK(back && *back == *content);
    VS_CHECK(*read_kept(*again) == *content);
    return 0;
}
