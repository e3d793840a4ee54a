#include "app/eventlog/bundle_stream.h"

#include <sodium.h>
#include <zstd.h>

#include <algorithm>
#include <array>

#include "app/eventlog/signing.h"

namespace eventlog {

namespace {

using base::failure;
using Done = base::Result<void, BundleError>;

// With its last byte: 'c' compressed, 's' sealed, 'm' sealed to many.
using Magic = std::array<std::uint8_t, 9>;
constexpr Magic kCompressed{'V', 'S', 'T', 'R', 'B', 'N', 'D', '1', 'c'};
constexpr Magic kSealed{'V', 'S', 'T', 'R', 'B', 'N', 'D', '1', 's'};
constexpr Magic kSealedToMany{'V', 'S', 'T', 'R', 'B', 'N', 'D', '1', 'm'};
constexpr int kCompressionLevel = 6;

constexpr std::size_t kStreamKey = crypto_secretstream_xchacha20poly1305_KEYBYTES;
constexpr std::size_t kStreamHeader = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kPieceMore = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr unsigned char kMessage = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
constexpr unsigned char kFinal = crypto_secretstream_xchacha20poly1305_TAG_FINAL;
using Box = std::array<unsigned char, kStreamKey + crypto_box_SEALBYTES>;
static_assert(sizeof(Box) == 80 && kStreamHeader == 24 && kPieceMore == 17);

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// A secretstream's state, wiped when it goes.
struct Cipher {
    crypto_secretstream_xchacha20poly1305_state state{};
    Cipher() = default;
    ~Cipher() { sodium_memzero(&state, sizeof state); }
    Cipher(const Cipher&) = delete;
    Cipher& operator=(const Cipher&) = delete;
};

}  // namespace

struct BundleWriter::State {
    const Sink& to;
    std::unique_ptr<ZSTD_CCtx, FreeContext> compressor{ZSTD_createCCtx()};
    bool sealed = false;
    Cipher cipher;
    base::Bytes piece = base::Bytes(kPieceBytes);  // compressed, waiting to be written
    std::size_t filled = 0;

    explicit State(const Sink& sink) : to(sink) {}

    Done give(base::ByteView bytes) {
        if (!to(bytes)) return failure(BundleError::refused);
        return {};
    }
    Done give_piece(unsigned char tag) {
        const base::ByteView clear{piece.data(), filled};
        filled = 0;
        if (!sealed) return clear.empty() ? Done{} : give(clear);
        base::Bytes secret(clear.size() + kPieceMore);
        crypto_secretstream_xchacha20poly1305_push(&cipher.state, secret.data(), nullptr, clear.data(), clear.size(),
                                                   kSealed.data(), kSealed.size(), tag);
        return give(secret);
    }
    Done compress(std::string_view text, ZSTD_EndDirective how) {
        ZSTD_inBuffer in{text.data(), text.size(), 0};
        for (;;) {
            ZSTD_outBuffer out{piece.data(), piece.size(), filled};
            const std::size_t left = ZSTD_compressStream2(compressor.get(), &out, &in, how);
            if (ZSTD_isError(left) != 0) return failure(BundleError::refused);  // memory
            filled = out.pos;
            const bool done = in.pos == in.size && (how == ZSTD_e_continue || left == 0);
            if (done) return {};
            // Full, and there is more: only the last piece is shorter.
            if (auto given = give_piece(kMessage); !given) return given;
        }
    }
};

BundleWriter::BundleWriter(const Sink& to) : state_(std::make_unique<State>(to)) {}
BundleWriter::~BundleWriter() = default;

Done BundleWriter::begin(std::span<const std::string> public_keys) {
    start_sodium();
    State& state = *state_;
    ZSTD_CCtx_setParameter(state.compressor.get(), ZSTD_c_compressionLevel, kCompressionLevel);
    ZSTD_CCtx_setParameter(state.compressor.get(), ZSTD_c_windowLog, kWindowLog);
    ZSTD_CCtx_setParameter(state.compressor.get(), ZSTD_c_checksumFlag, 1);
    state.sealed = !public_keys.empty();
    if (!state.sealed) return state.give(kCompressed);
    if (public_keys.size() > kMostBoxes) return failure(BundleError::wrong_key);
    std::array<unsigned char, kStreamKey> key;
    std::array<unsigned char, kStreamHeader> header;
    crypto_secretstream_xchacha20poly1305_keygen(key.data());
    std::vector<Box> boxes(public_keys.size());
    bool good = true;
    for (std::size_t i = 0; i < boxes.size() && good; ++i) {
        const auto to = base::from_hex(public_keys[i]);
        good = to && to->size() == crypto_box_PUBLICKEYBYTES &&
               crypto_box_seal(boxes[i].data(), key.data(), key.size(), to->data()) == 0;
    }
    crypto_secretstream_xchacha20poly1305_init_push(&state.cipher.state, header.data(), key.data());
    sodium_memzero(key.data(), key.size());
    if (!good) return failure(BundleError::wrong_key);
    const std::array<std::uint8_t, 1> count{static_cast<std::uint8_t>(boxes.size())};
    const bool many = boxes.size() > 1;
    if (auto given = state.give(many ? kSealedToMany : kSealed); !given) return given;
    if (many) {
        if (auto given = state.give(count); !given) return given;
    }
    for (const Box& box : boxes) {
        if (auto given = state.give(box); !given) return given;
    }
    return state.give(header);
}

Done BundleWriter::line(std::string_view line) {
    if (auto done = state_->compress(line, ZSTD_e_continue); !done) return done;
    return state_->compress("\n", ZSTD_e_continue);
}

Done BundleWriter::end() {
    if (auto done = state_->compress({}, ZSTD_e_end); !done) return done;
    return state_->give_piece(kFinal);
}

struct BundleReader::State {
    const Source& from;
    std::unique_ptr<ZSTD_DCtx, FreeContext> decompressor{ZSTD_createDCtx()};
    bool sealed = false;
    bool pieces_end = false;  // the final piece was read
    bool frame_ends = false;
    Cipher cipher;
    base::Bytes compressed = base::Bytes(kPieceBytes);
    std::size_t in_begin = 0, in_end = 0;  // of compressed: what zstd has not taken yet
    base::Bytes secret;
    base::Bytes content = base::Bytes(kPieceBytes);
    std::size_t out_begin = 0, out_end = 0;  // of content: what no line has taken yet
    std::uint64_t content_bytes = 0;
    std::string line;

    explicit State(const Source& source) : from(source) {}

    // As many bytes as there are, up to the span's size.
    std::size_t read(std::span<std::uint8_t> to) {
        std::size_t size = 0;
        while (size < to.size()) {
            const std::size_t more = std::min(from(to.subspan(size)), to.size() - size);
            if (more == 0) break;
            size += more;
        }
        return size;
    }
    Done next_piece() {
        in_begin = in_end = 0;
        if (pieces_end) return failure(BundleError::damaged);
        if (!sealed) {
            in_end = read(compressed);
            if (in_end == 0) return failure(BundleError::damaged);
            return {};
        }
        secret.resize(kPieceBytes + kPieceMore);
        const std::size_t size = read(secret);
        unsigned long long clear = 0;
        unsigned char tag = 0;
        if (size < kPieceMore ||
            crypto_secretstream_xchacha20poly1305_pull(&cipher.state, compressed.data(), &clear, &tag, secret.data(),
                                                       size, kSealed.data(), kSealed.size()) != 0) {
            return failure(BundleError::damaged);
        }
        in_end = static_cast<std::size_t>(clear);
        pieces_end = tag == kFinal;
        // Only the last piece is shorter than the others.
        if (!pieces_end && (tag != kMessage || size < secret.size())) return failure(BundleError::damaged);
        return {};
    }
    // More of the content; nothing new where the frame has ended.
    Done more_content() {
        out_begin = out_end = 0;
        while (out_end == 0 && !frame_ends) {
            if (in_begin == in_end) {
                if (auto piece = next_piece(); !piece) return piece;
            }
            ZSTD_inBuffer in{compressed.data(), in_end, in_begin};
            ZSTD_outBuffer out{content.data(), content.size(), 0};
            const std::size_t left = ZSTD_decompressStream(decompressor.get(), &out, &in);
            if (ZSTD_isError(left) != 0) return failure(BundleError::damaged);
            in_begin = in.pos;
            out_end = out.pos;
            frame_ends = left == 0;
        }
        content_bytes += out_end;
        if (content_bytes > kMaxBundleContent) return failure(BundleError::too_large);
        return {};
    }
};

BundleReader::BundleReader(const Source& from) : state_(std::make_unique<State>(from)) {}
BundleReader::~BundleReader() = default;

Done BundleReader::begin(std::string_view school_private) {
    start_sodium();
    State& state = *state_;
    ZSTD_DCtx_setParameter(state.decompressor.get(), ZSTD_d_windowLogMax, kWindowLog);
    Magic magic{};
    const bool whole = state.read(magic) == magic.size();
    const bool many = whole && magic == kSealedToMany;
    state.sealed = many || (whole && magic == kSealed);
    if (!whole || (!state.sealed && magic != kCompressed)) return failure(BundleError::not_a_bundle);
    if (!state.sealed) return {};
    if (school_private.empty()) return failure(BundleError::sealed);
    const auto secret_half = base::from_hex(school_private);
    if (!secret_half || secret_half->size() != crypto_box_SECRETKEYBYTES) return failure(BundleError::wrong_key);
    std::array<unsigned char, crypto_box_PUBLICKEYBYTES> public_half;
    std::array<std::uint8_t, 1> count{1};
    std::array<unsigned char, kStreamHeader> header;
    std::array<unsigned char, kStreamKey> key;
    if (many && (state.read(count) != 1 || count[0] < 2 || count[0] > kMostBoxes)) return failure(BundleError::damaged);
    crypto_scalarmult_base(public_half.data(), secret_half->data());
    bool opened = false;
    for (std::uint8_t i = 0; i < count[0]; ++i) {
        Box box;
        if (state.read(box) != box.size()) return failure(BundleError::damaged);
        opened = opened || crypto_box_seal_open(key.data(), box.data(), box.size(), public_half.data(),
                                                secret_half->data()) == 0;
    }
    if (state.read(header) != header.size()) return failure(BundleError::damaged);
    const bool begun =
        opened && crypto_secretstream_xchacha20poly1305_init_pull(&state.cipher.state, header.data(), key.data()) == 0;
    sodium_memzero(key.data(), key.size());
    if (!begun) return failure(BundleError::wrong_key);
    return {};
}

base::Result<std::string_view, BundleError> BundleReader::line(std::size_t longest) {
    State& state = *state_;
    state.line.clear();
    for (;;) {
        const auto begin = state.content.begin() + static_cast<std::ptrdiff_t>(state.out_begin);
        const auto end = state.content.begin() + static_cast<std::ptrdiff_t>(state.out_end);
        const auto feed = std::find(begin, end, static_cast<std::uint8_t>('\n'));
        const auto size = static_cast<std::size_t>(feed - begin);
        if (state.line.size() + size > longest) return failure(BundleError::too_large);
        state.line.append(reinterpret_cast<const char*>(state.content.data()) + state.out_begin, size);
        state.out_begin += size;
        if (feed != end) {
            ++state.out_begin;
            return std::string_view{state.line};
        }
        if (state.frame_ends) return failure(BundleError::damaged);  // in the middle of a line
        if (auto more = state.more_content(); !more) return failure(more.error());
    }
}

Done BundleReader::end() {
    State& state = *state_;
    // The frame's last bytes, its checksum, may not have been asked for yet.
    if (state.out_begin == state.out_end && !state.frame_ends) {
        if (auto more = state.more_content(); !more) return more;
    }
    std::array<std::uint8_t, 1> behind{};
    const bool over = state.out_begin == state.out_end && state.frame_ends && state.in_begin == state.in_end;
    if (!over || (state.sealed && !state.pieces_end) || state.read(behind) != 0) return failure(BundleError::damaged);
    return {};
}

}  // namespace eventlog
