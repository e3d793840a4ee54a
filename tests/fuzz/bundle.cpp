// The bundle. The first byte says how the rest is given: as a bundle's own bytes, or as content that is compressed
// here, so that the fuzzer need not learn zstd to reach the lines. What is believed must be what the kiosk signed.
#include "app/eventlog/bundle.h"

#include <zstd.h>

#include "app/eventlog/line.h"
#include "tests/fuzz/keys.h"
#include "tests/fuzz/target.h"

namespace {

base::Bytes as_bundle(base::ByteView content) {
    base::Bytes bytes{'V', 'S', 'T', 'R', 'B', 'N', 'D', '1', 'c'};
    const std::size_t most = ZSTD_compressBound(content.size());
    bytes.resize(9 + most);
    bytes.resize(9 + ZSTD_compress(bytes.data() + 9, most, content.data(), content.size(), 1));
    return bytes;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    base::ByteView rest{data + 1, size - 1};
    base::Bytes compressed;
    if (data[0] == 'c') {
        compressed = as_bundle(rest);
        rest = compressed;
    }
    const auto source = [&](std::span<std::uint8_t> to) {
        const std::size_t some = std::min(to.size(), rest.size());
        std::copy_n(rest.begin(), some, to.begin());
        rest = rest.subspan(some);
        return some;
    };
    const auto key = [](const domain::KioskId&) { return std::optional{fuzz::kiosk_key().public_half}; };
    eventlog::Hash head{};
    domain::Seq last = 0;
    std::uint64_t events = 0;
    const auto opened =
        eventlog::open_bundle(source, key, fuzz::school_key().private_half,
                              [&](const domain::Event& event, std::string_view line, const eventlog::Hash& hash) {
                                  VS_CHECK(event.seq > last && line.size() <= eventlog::kMaxLineBytes);
                                  last = event.seq;
                                  head = hash;
                                  ++events;
                                  return true;
                              });
    if (opened) {
        VS_CHECK(rest.empty());
        VS_CHECK(opened->header.events == events && opened->header.last == last && opened->head == head);
    }
    return 0;
}
