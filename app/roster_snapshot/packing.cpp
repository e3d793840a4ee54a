#include "app/roster_snapshot/packing.h"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <memory>

#include "platform/base/check.h"

namespace roster_snapshot {

namespace {

constexpr std::string_view kMagic = "VSTRROS1";
constexpr std::size_t kHash = sizeof(eventlog::Hash);
constexpr int kLevel = 9;  // once for each change of the school's lists, for many kiosks
constexpr int kLeastWindow = 17, kMostWindow = 26;

struct FreeCompressor {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

void put(base::Bytes& to, std::string_view text) {
    const base::ByteView bytes = base::as_bytes(text);
    to.insert(to.end(), bytes.begin(), bytes.end());
}
void put(base::Bytes& to, const eventlog::Hash& hash) {
    to.insert(to.end(), hash.begin(), hash.end());
}

void compress(base::Bytes& to, std::string_view text, std::string_view prefix) {
    const std::unique_ptr<ZSTD_CCtx, FreeCompressor> context{ZSTD_createCCtx()};
    VS_CHECK(context != nullptr);
    // The window has to reach back over the text and its prefix.
    const int window =
        std::clamp(static_cast<int>(std::bit_width(text.size() + prefix.size())), kLeastWindow, kMostWindow);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, window);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 0);  // the hash is there
    if (!prefix.empty()) ZSTD_CCtx_refPrefix(context.get(), prefix.data(), prefix.size());
    const std::size_t head = to.size();
    to.resize(head + ZSTD_compressBound(text.size()));
    const std::size_t size =
        ZSTD_compress2(context.get(), to.data() + head, to.size() - head, text.data(), text.size());
    VS_CHECK(ZSTD_isError(size) == 0U);
    to.resize(head + size);
}

base::Bytes packed(char kind, std::string_view text, std::string_view older) {
    base::Bytes bytes;
    put(bytes, kMagic);
    bytes.push_back(static_cast<std::uint8_t>(kind));
    if (kind == 'd') put(bytes, hash_of(older));
    put(bytes, hash_of(text));
    compress(bytes, text, older);
    return bytes;
}

// Takes a hash off the front; the caller has seen that it is there.
eventlog::Hash take_hash(base::ByteView& bytes) {
    eventlog::Hash hash;
    std::copy_n(bytes.begin(), kHash, hash.begin());
    bytes = bytes.subspan(kHash);
    return hash;
}

}  // namespace

base::Bytes pack(std::string_view text) {
    return packed('w', text, {});
}

base::Bytes pack_difference(std::string_view text, std::string_view older) {
    return packed('d', text, older);
}

base::Result<std::string, PackingError> unpack(base::ByteView bytes, std::string_view older) {
    const std::size_t head = kMagic.size() + 1;
    if (bytes.size() < head || base::as_text(bytes.first(kMagic.size())) != kMagic) {
        return base::failure(PackingError::not_packed);
    }
    const bool is_difference = bytes[kMagic.size()] == 'd';
    if (!is_difference && bytes[kMagic.size()] != 'w') return base::failure(PackingError::not_packed);
    bytes = bytes.subspan(head);
    if (bytes.size() < (is_difference ? 2 : 1) * kHash) return base::failure(PackingError::damaged);
    if (is_difference && (older.empty() || take_hash(bytes) != hash_of(older))) {
        return base::failure(PackingError::another_base);
    }
    const eventlog::Hash hash = take_hash(bytes);
    const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) return base::failure(PackingError::damaged);
    if (size > kTextBytes) return base::failure(PackingError::too_large);

    const std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context{ZSTD_createDCtx()};
    VS_CHECK(context != nullptr);
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kMostWindow);
    if (is_difference) ZSTD_DCtx_refPrefix(context.get(), older.data(), older.size());
    std::string text(static_cast<std::size_t>(size), '\0');
    const std::size_t made = ZSTD_decompressDCtx(context.get(), text.data(), text.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(made) != 0U || made != text.size() || hash_of(text) != hash) {
        return base::failure(PackingError::damaged);
    }
    return text;
}

}  // namespace roster_snapshot
