#include "app/eventlog/sealing.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/eventlog/signing.h"
#include "platform/base/bytes.h"
#include "platform/base/check.h"
#include "platform/base/utf8.h"

namespace eventlog {

namespace {

using nlohmann::ordered_json;

// The longest JSON of an answer: every character of the comment a control character (\u0001, 6 bytes), the longest
// tags, and what is around them. Padding adds at least one byte.
constexpr std::size_t kAroundBytes = 80;
static_assert(domain::kMaxCommentLength * 6 + domain::kMaxTags * (kMaxTagBytes + 3) + kAroundBytes <
              kPaddedAnswerBytes);
static_assert((kPaddedAnswerBytes + crypto_box_SEALBYTES + 2) / 3 * 4 == kSealedBytes);

// What unlock_key() accepts from a file: a forged one must not take the machine's memory or minutes.
constexpr std::uint64_t kMostOperations = 16;
constexpr std::uint64_t kMostMemory = std::uint64_t{1} << 30;

template <std::size_t N>
using Secret = std::array<unsigned char, N>;

template <std::size_t N>
std::optional<Secret<N>> secret_from_hex(std::string_view text) {
    const auto bytes = base::from_hex(text);
    if (!bytes || bytes->size() != N) return std::nullopt;
    Secret<N> key;
    std::copy(bytes->begin(), bytes->end(), key.begin());
    return key;
}

bool is_tag(std::string_view tag) {
    return !tag.empty() && tag.size() <= kMaxTagBytes && std::all_of(tag.begin(), tag.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    });
}

bool is_answer(const domain::Answer& answer) {
    const auto length = base::count_code_points(answer.comment);
    return answer.score >= 1 && answer.score <= 5 && answer.tags.size() <= domain::kMaxTags &&
           std::all_of(answer.tags.begin(), answer.tags.end(), is_tag) && length &&
           *length <= domain::kMaxCommentLength;
}

std::string to_base64(std::span<const unsigned char> bytes) {
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();  // the terminating zero
    return text;
}

std::optional<std::vector<unsigned char>> from_base64(std::string_view text, std::size_t most) {
    std::vector<unsigned char> bytes(most);
    std::size_t size = 0;
    const int result = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, nullptr,
                                         sodium_base64_VARIANT_ORIGINAL);
    if (result != 0) return std::nullopt;
    bytes.resize(size);
    return bytes;
}

std::optional<domain::Answer> parse_answer(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object() || json.size() != 5) return std::nullopt;
    const auto version = json.find("v"), score = json.find("score"), tags = json.find("tags"),
               comment = json.find("comment"), talk = json.find("wants_to_talk");
    const auto end = json.end();
    if (version == end || score == end || tags == end || comment == end || talk == end) return std::nullopt;
    if (*version != 1 || !score->is_number_unsigned() || !tags->is_array() || !comment->is_string() ||
        !talk->is_boolean() || *score > 5U) {
        return std::nullopt;
    }
    domain::Answer answer;
    answer.score = score->get<int>();
    answer.comment = comment->get<std::string>();
    answer.wants_to_talk = talk->get<bool>();
    for (const auto& tag : *tags) {
        if (!tag.is_string()) return std::nullopt;
        answer.tags.push_back(tag.get<std::string>());
    }
    if (!is_answer(answer)) return std::nullopt;
    return answer;
}

// The key of the secretbox; nothing where the machine lacks the memory.
std::optional<Secret<crypto_secretbox_KEYBYTES>> stretched(std::string_view passphrase, const unsigned char* salt,
                                                           std::uint64_t operations, std::uint64_t memory) {
    Secret<crypto_secretbox_KEYBYTES> key;
    if (crypto_pwhash(key.data(), key.size(), passphrase.data(), passphrase.size(), salt, operations,
                      static_cast<std::size_t>(memory), crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return std::nullopt;
    }
    return key;
}

}  // namespace

KeyPair make_school_key(const Random& random) {
    start_sodium();
    Secret<crypto_box_SEEDBYTES> seed;
    Secret<crypto_box_PUBLICKEYBYTES> public_half;
    Secret<crypto_box_SECRETKEYBYTES> private_half;
    random(seed);
    crypto_box_seed_keypair(public_half.data(), private_half.data(), seed.data());
    return {base::to_hex(public_half), base::to_hex(private_half)};
}

KeyPair make_kiosk_key(const Random& random) {
    start_sodium();
    Secret<crypto_sign_SEEDBYTES> seed;
    Secret<crypto_sign_PUBLICKEYBYTES> public_half;
    Secret<crypto_sign_SECRETKEYBYTES> private_half;
    random(seed);
    crypto_sign_seed_keypair(public_half.data(), private_half.data(), seed.data());
    return {base::to_hex(public_half), base::to_hex(private_half)};
}

std::optional<std::string> box_public_of(std::string_view signing_public_hex) {
    start_sodium();
    const auto key = secret_from_hex<crypto_sign_PUBLICKEYBYTES>(signing_public_hex);
    Secret<crypto_box_PUBLICKEYBYTES> made;
    if (!key || crypto_sign_ed25519_pk_to_curve25519(made.data(), key->data()) != 0) return std::nullopt;
    return base::to_hex(made);
}

std::optional<std::string> box_private_of(std::string_view signing_private_hex) {
    start_sodium();
    const auto key = secret_from_hex<crypto_sign_SECRETKEYBYTES>(signing_private_hex);
    Secret<crypto_box_SECRETKEYBYTES> made;
    if (!key || crypto_sign_ed25519_sk_to_curve25519(made.data(), key->data()) != 0) return std::nullopt;
    return base::to_hex(made);
}

std::optional<std::string> seal(const domain::Answer& answer, std::string_view school_public_hex) {
    start_sodium();
    const auto key = secret_from_hex<crypto_box_PUBLICKEYBYTES>(school_public_hex);
    if (!key || !is_answer(answer)) return std::nullopt;
    ordered_json json;
    json["v"] = 1;
    json["score"] = answer.score;
    json["tags"] = answer.tags;
    json["comment"] = answer.comment;
    json["wants_to_talk"] = answer.wants_to_talk;
    std::string plain = json.dump();
    std::size_t size = plain.size();
    plain.resize(kPaddedAnswerBytes);
    auto* bytes = reinterpret_cast<unsigned char*>(plain.data());
    VS_CHECK(sodium_pad(&size, bytes, size, kPaddedAnswerBytes, plain.size()) == 0 && size == kPaddedAnswerBytes);

    std::array<unsigned char, kPaddedAnswerBytes + crypto_box_SEALBYTES> box;
    const bool sealed = crypto_box_seal(box.data(), bytes, size, key->data()) == 0;
    sodium_memzero(plain.data(), plain.size());
    if (!sealed) return std::nullopt;
    return to_base64(box);
}

std::optional<domain::Answer> unseal(std::string_view sealed, std::string_view school_private_hex) {
    start_sodium();
    const auto private_half = secret_from_hex<crypto_box_SECRETKEYBYTES>(school_private_hex);
    if (!private_half || sealed.size() != kSealedBytes) return std::nullopt;
    const auto box = from_base64(sealed, kPaddedAnswerBytes + crypto_box_SEALBYTES);
    if (!box || box->size() != kPaddedAnswerBytes + crypto_box_SEALBYTES) return std::nullopt;

    Secret<crypto_box_PUBLICKEYBYTES> public_half;
    crypto_scalarmult_base(public_half.data(), private_half->data());
    std::array<unsigned char, kPaddedAnswerBytes> plain;
    if (crypto_box_seal_open(plain.data(), box->data(), box->size(), public_half.data(), private_half->data()) != 0) {
        return std::nullopt;
    }
    std::size_t size = 0;
    if (sodium_unpad(&size, plain.data(), plain.size(), kPaddedAnswerBytes) != 0) return std::nullopt;
    auto answer = parse_answer({reinterpret_cast<const char*>(plain.data()), size});
    sodium_memzero(plain.data(), plain.size());
    return answer;
}

std::optional<std::string> lock_key(const KeyPair& key, std::string_view passphrase, const Random& random,
                                    Stretching stretching) {
    start_sodium();
    const auto private_half = secret_from_hex<crypto_box_SECRETKEYBYTES>(key.private_half);
    if (!private_half) return std::nullopt;
    const bool full = stretching == Stretching::full;
    const std::uint64_t operations = full ? crypto_pwhash_OPSLIMIT_MODERATE : crypto_pwhash_OPSLIMIT_MIN;
    const std::uint64_t memory = full ? crypto_pwhash_MEMLIMIT_MODERATE : crypto_pwhash_MEMLIMIT_MIN;

    Secret<crypto_pwhash_SALTBYTES> salt;
    Secret<crypto_secretbox_NONCEBYTES> nonce;
    random(salt);
    random(nonce);
    const auto secret = stretched(passphrase, salt.data(), operations, memory);
    if (!secret) return std::nullopt;
    std::array<unsigned char, crypto_box_SECRETKEYBYTES + crypto_secretbox_MACBYTES> box;
    crypto_secretbox_easy(box.data(), private_half->data(), private_half->size(), nonce.data(), secret->data());

    ordered_json json;
    json["what"] = "vstrecha school key";
    json["v"] = 1;
    json["public"] = key.public_half;
    json["stretching"] = "argon2id13";
    json["operations"] = operations;
    json["memory"] = memory;
    json["salt"] = base::to_hex(salt);
    json["nonce"] = base::to_hex(nonce);
    json["secretbox"] = base::to_hex(box);
    return json.dump(1) + "\n";
}

std::optional<std::string> unlock_key(std::string_view key_file, std::string_view passphrase) {
    start_sodium();
    const auto json = nlohmann::json::parse(key_file, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    const auto text = [&](const char* key) {
        const auto found = json.find(key);
        return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
    };
    const auto number = [&](const char* key) {
        const auto found = json.find(key);
        return found != json.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
    };
    const auto salt = secret_from_hex<crypto_pwhash_SALTBYTES>(text("salt"));
    const auto nonce = secret_from_hex<crypto_secretbox_NONCEBYTES>(text("nonce"));
    const auto box = secret_from_hex<crypto_box_SECRETKEYBYTES + crypto_secretbox_MACBYTES>(text("secretbox"));
    const std::uint64_t operations = number("operations"), memory = number("memory");
    if (number("v") != 1 || text("stretching") != "argon2id13" || !salt || !nonce || !box || operations == 0 ||
        operations > kMostOperations || memory < crypto_pwhash_MEMLIMIT_MIN || memory > kMostMemory) {
        return std::nullopt;
    }
    const auto secret = stretched(passphrase, salt->data(), operations, memory);
    if (!secret) return std::nullopt;
    Secret<crypto_box_SECRETKEYBYTES> private_half;
    if (crypto_secretbox_open_easy(private_half.data(), box->data(), box->size(), nonce->data(), secret->data()) != 0) {
        return std::nullopt;
    }
    return base::to_hex(private_half);
}

std::optional<std::string> hash_pin(std::string_view pin, Stretching stretching) {
    start_sodium();
    const bool full = stretching == Stretching::full;
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str(hash.data(), pin.data(), pin.size(),
                          full ? crypto_pwhash_OPSLIMIT_INTERACTIVE : crypto_pwhash_OPSLIMIT_MIN,
                          full ? crypto_pwhash_MEMLIMIT_INTERACTIVE : crypto_pwhash_MEMLIMIT_MIN) != 0) {
        return std::nullopt;
    }
    return std::string{hash.data()};
}

bool pin_matches(std::string_view pin, const std::string& hash) {
    start_sodium();
    return crypto_pwhash_str_verify(hash.c_str(), pin.data(), pin.size()) == 0;
}

}  // namespace eventlog
