// What a kiosk gave over the network, uploaded: as it is, or (where the first byte is odd) with the sums of its files
// put right, so that only what is wrong otherwise can refuse it. What is given lies within the archive and has a
// stick's path.
#include "app/stick/carried.h"

#include <zlib.h>

#include "tests/fuzz/target.h"

namespace {

std::size_t number_at(const base::Bytes& from, std::size_t at, std::size_t bytes) {
    std::size_t number = 0;
    for (std::size_t i = 0; i < bytes; ++i) number |= std::size_t{from[at + i]} << 8 * i;
    return number;
}

void put_sums_right(base::Bytes& archive) {
    constexpr std::size_t kHead = 30;
    for (std::size_t at = 0; archive.size() - at >= kHead && number_at(archive, at, 4) == 0x04034b50;) {
        const std::size_t size = number_at(archive, at + 22, 4);
        const std::size_t content = at + kHead + number_at(archive, at + 26, 2) + number_at(archive, at + 28, 2);
        if (content > archive.size() || archive.size() - content < size) return;
        const auto sum = ::crc32_z(0, archive.data() + content, size);
        for (std::size_t i = 0; i < 4; ++i) archive[at + 14 + i] = static_cast<std::uint8_t>(sum >> 8 * i);
        at = content + size;
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    base::Bytes archive{data + 1, data + size};
    if (data[0] % 2 == 1) put_sums_right(archive);
    const auto files = stick::unpack(archive);
    if (!files) return 0;
    VS_CHECK(files->size() <= stick::kMostCarried);
    for (const stick::Carried& file : *files) {
        VS_CHECK(file.path.starts_with("Vstrecha/kiosk-") && file.path.find("..") == std::string::npos);
        VS_CHECK(file.content.empty() ||
                 (file.content.data() >= archive.data() &&
                  file.content.data() + file.content.size() <= archive.data() + archive.size()));
    }
    return 0;
}
