#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <optional>

#include "app/i18n/texts.h"
#include "platform/base/check.h"

namespace i18n {
namespace {

// Names of people are almost always Russian letters, so these need no ICU: a search goes over 2,000 of them a key press.
// Nothing where anything else is met.
std::optional<std::string> fold_russian(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool space = false;
    const auto put = [&](std::string_view letter) {
        if (space && !out.empty()) out += ' ';
        space = false;
        out += letter;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            if (byte == ' ' || (byte >= '\t' && byte <= '\r')) {
                space = true;
            } else {
                const char lower = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : text[i];
                put({&lower, 1});
            }
            continue;
        }
        if (i + 1 >= text.size()) return std::nullopt;
        const auto next = static_cast<unsigned char>(text[++i]);
        unsigned code = ((byte & 0x1Fu) << 6) | (next & 0x3Fu);
        if ((byte != 0xC2 && byte != 0xD0 && byte != 0xD1) || (next & 0xC0) != 0x80) return std::nullopt;
        if (code == 0xA0) {
            space = true;
            continue;
        }
        if (code == 0x401 || code == 0x451) code = 0x435;
        if (code >= 0x410 && code <= 0x42F) code += 0x20;
        if (code < 0x430 || code > 0x44F) return std::nullopt;
        const char letter[2] = {static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3F))};
        put({letter, 2});
    }
    return out;
}

}  // namespace

std::string fold_for_search(std::string_view text) {
    if (auto russian = fold_russian(text)) return *russian;
    UErrorCode error = U_ZERO_ERROR;
    const auto* nfc = icu::Normalizer2::getNFCInstance(error);
    VS_CHECK(U_SUCCESS(error));
    auto all = nfc->normalize(
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size()))), error);
    VS_CHECK(U_SUCCESS(error));
    all.foldCase();
    icu::UnicodeString out;
    bool space = false;
    for (int i = 0; i < all.length(); i = all.moveIndex32(i, 1)) {
        const UChar32 code = all.char32At(i);
        if (u_isUWhiteSpace(code)) {
            space = true;
            continue;
        }
        if (space && !out.isEmpty()) out.append(static_cast<UChar32>(' '));
        space = false;
        out.append(code == 0x451 ? UChar32{0x435} : code);
    }
    std::string utf8;
    out.toUTF8String(utf8);
    return utf8;
}

}  // namespace i18n
