#include "app/storage/last_chain.h"

#include <charconv>
#include <string>

#include "platform/base/bytes.h"

namespace storage {

namespace {

constexpr domain::Seq kMostFirst = domain::Seq{1} << 52;

std::filesystem::path file_in(const std::filesystem::path& data) {
    return data / "keys" / "last-chain";
}

}  // namespace

domain::Seq read_last_chain(api::FileSystem& files, const std::filesystem::path& data) {
    const auto bytes = files.read(file_in(data), 64);
    if (!bytes) return 0;
    std::string_view text = base::as_text(*bytes);
    if (text.ends_with('\n')) text.remove_suffix(1);
    domain::Seq first = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), first);
    const bool is_one = error == std::errc{} && end == text.data() + text.size() && first % domain::kChainStride == 1 &&
                        first <= kMostFirst;
    return is_one ? first : 0;
}

api::FileResult<void> write_last_chain(api::FileSystem& files, const std::filesystem::path& data, domain::Seq first) {
    const std::string text = std::to_string(first) + "\n";
    return files.write_atomically(file_in(data), base::as_bytes(text));
}

}  // namespace storage
