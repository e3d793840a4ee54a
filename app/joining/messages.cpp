#include "app/joining/messages.h"

#include <sodium.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/eventlog/signing.h"
#include "platform/base/bytes.h"
#include "platform/base/utf8.h"

namespace joining {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kNonceDigits = 64;
constexpr std::size_t kProofDigits = 2 * crypto_auth_hmacsha256_BYTES;
constexpr std::uint64_t kLargestInteger = (std::uint64_t{1} << 53) - 1;

std::string transcript_of(const Request& request, const std::string& fingerprint) {
    return eventlog::transcript({"vstrecha join 1 kiosk", fingerprint, request.selector, request.nonce,
                                 request.kiosk.value, request.public_key, request.name, request.school_public,
                                 std::to_string(request.pruned_up_to), base::to_hex(request.pruned_head)});
}

std::string transcript_of(const Answer& answer, const Request& to, const std::string& fingerprint) {
    return eventlog::transcript({"vstrecha join 1 server", transcript_of(to, fingerprint), answer.school,
                                 answer.school_name, answer.school_public, answer.acceptor_public});
}

std::string proof_of(const std::string& bytes, const Key& key) {
    eventlog::start_sodium();
    std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> proof;
    static_assert(crypto_auth_hmacsha256_KEYBYTES == std::tuple_size_v<Key>);
    crypto_auth_hmacsha256(proof.data(), base::as_bytes(bytes).data(), bytes.size(), key.data());
    return base::to_hex(proof);
}

bool proof_holds(const std::string& bytes, const Key& key, const std::string& proof) {
    const std::string right = proof_of(bytes, key);
    return proof.size() == right.size() && sodium_memcmp(proof.data(), right.data(), right.size()) == 0;
}

bool is_selector(std::string_view text) {
    return text.size() == kSelectorCharacters && text.find_first_not_of(kCodeAlphabet) == std::string_view::npos;
}

// An object without objects or lists within it; nothing where `body` is none, is too long, or says something twice: two
// readers might take one each.
std::optional<Json> read_object(std::string_view body) {
    if (body.size() > kMessageBytes) return std::nullopt;
    bool flat = true;
    std::size_t members = 0;
    const auto look = [&](int depth, Json::parse_event_t event, Json&) {
        if (event == Json::parse_event_t::key) ++members;
        if (depth > 0 && (event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start)) {
            flat = false;
        }
        return true;
    };
    // Depth is bounded before the parser looks: it does not recurse, but there is nothing of ours that deep.
    Json json = Json::parse(body, look, false);
    if (!flat || !json.is_object() || json.size() != members) return std::nullopt;
    return json;
}

std::optional<std::string> text_in(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

std::optional<Request> request_in(const Json& json) {
    const auto version = json.find("join");
    if (version == json.end() || *version != 1) return std::nullopt;
    const auto selector = text_in(json, "selector"), nonce = text_in(json, "nonce"), kiosk = text_in(json, "kiosk"),
               public_key = text_in(json, "public_key"), name = text_in(json, "name"),
               school_public = text_in(json, "school_public"), head = text_in(json, "pruned_head");
    const auto pruned = json.find("pruned_up_to");
    if (!selector || !nonce || !kiosk || !public_key || !name || !school_public || !head) return std::nullopt;
    if (pruned == json.end() || !pruned->is_number_unsigned()) return std::nullopt;
    if (!is_selector(*selector) || !base::is_hex(*nonce, kNonceDigits) || !base::is_id(*kiosk) ||
        !base::is_plain_text(*name, kNameBytes)) {
        return std::nullopt;
    }
    Request request{*selector, *nonce,         domain::KioskId{*kiosk},      *public_key,
                    *name,     *school_public, pruned->get<std::uint64_t>(), {}};
    const auto bytes = base::from_hex(*head);
    if (!base::is_hex(*public_key, eventlog::kPublicKeyDigits) ||
        !base::is_hex(*school_public, eventlog::kPublicKeyDigits) ||
        !base::is_hex(*head, 2 * request.pruned_head.size()) || !bytes || request.pruned_up_to > kLargestInteger) {
        return std::nullopt;
    }
    std::copy(bytes->begin(), bytes->end(), request.pruned_head.begin());
    return request;
}

}  // namespace

std::optional<std::string> write_request(const Request& request, const Key& key, const std::string& fingerprint,
                                         const std::string& kiosk_private) {
    const std::string bytes = transcript_of(request, fingerprint);
    const auto signature = eventlog::signature_of(bytes, kiosk_private);
    if (!signature) return std::nullopt;
    const Json json{{"join", 1},
                    {"selector", request.selector},
                    {"nonce", request.nonce},
                    {"kiosk", request.kiosk.value},
                    {"public_key", request.public_key},
                    {"name", request.name},
                    {"school_public", request.school_public},
                    {"pruned_up_to", request.pruned_up_to},
                    {"pruned_head", base::to_hex(request.pruned_head)},
                    {"signature", *signature},
                    {"proof", proof_of(bytes, key)}};
    std::string body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    // What the other side would not read is not sent.
    if (body.size() > kMessageBytes || !request_in(json)) return std::nullopt;
    return body;
}

std::optional<std::string> selector_in(std::string_view body) {
    const auto json = read_object(body);
    const auto request = json ? request_in(*json) : std::nullopt;
    return request ? std::optional{request->selector} : std::nullopt;
}

std::optional<domain::KioskId> kiosk_in(std::string_view body) {
    const auto json = read_object(body);
    const auto request = json ? request_in(*json) : std::nullopt;
    return request ? std::optional{request->kiosk} : std::nullopt;
}

base::Result<Request, MessageError> read_request(std::string_view body, const Key& key,
                                                 const std::string& fingerprint) {
    const auto json = read_object(body);
    auto request = json ? request_in(*json) : std::nullopt;
    const auto proof = json ? text_in(*json, "proof") : std::nullopt;
    const auto signature = json ? text_in(*json, "signature") : std::nullopt;
    if (!request || !proof || !signature || !base::is_hex(*proof, kProofDigits) ||
        !base::is_hex(*signature, eventlog::kSignatureDigits)) {
        return base::failure(MessageError::not_a_message);
    }
    const std::string bytes = transcript_of(*request, fingerprint);
    if (!proof_holds(bytes, key, *proof)) return base::failure(MessageError::wrong_proof);
    if (!eventlog::signature_holds(bytes, *signature, request->public_key)) {
        return base::failure(MessageError::wrong_key);
    }
    return std::move(*request);
}

std::string write_answer(const Answer& answer, const Request& to, const Key& key, const std::string& fingerprint) {
    const Json json{{"joined", 1},
                    {"school", answer.school},
                    {"school_name", answer.school_name},
                    {"school_public", answer.school_public},
                    {"acceptor_public", answer.acceptor_public},
                    {"proof", proof_of(transcript_of(answer, to, fingerprint), key)}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

base::Result<Answer, MessageError> read_answer(std::string_view body, const Request& to, const Key& key,
                                               const std::string& fingerprint) {
    const auto json = read_object(body);
    if (!json) return base::failure(MessageError::not_a_message);
    const auto version = json->find("joined");
    const auto school = text_in(*json, "school"), name = text_in(*json, "school_name"),
               school_public = text_in(*json, "school_public"), acceptor = text_in(*json, "acceptor_public"),
               proof = text_in(*json, "proof");
    if (version == json->end() || *version != 1 || !school || !name || !school_public || !acceptor || !proof ||
        !base::is_id(*school) || !base::is_plain_text(*name, kNameBytes) ||
        !base::is_hex(*acceptor, eventlog::kPublicKeyDigits) ||
        !base::is_hex(*school_public, eventlog::kPublicKeyDigits) || !base::is_hex(*proof, kProofDigits)) {
        return base::failure(MessageError::not_a_message);
    }
    Answer answer{*school, *name, *school_public, *acceptor};
    if (!proof_holds(transcript_of(answer, to, fingerprint), key, *proof)) {
        return base::failure(MessageError::wrong_proof);
    }
    return answer;
}

namespace {

struct RefusalRow {
    Refusal refusal;
    std::string_view name;
    int status;
};
constexpr std::array<RefusalRow, 6> kRefusals{{{Refusal::wrong_code, "wrong_code", 403},
                                               {Refusal::code_used, "code_used", 410},
                                               {Refusal::known_elsewhere, "known_elsewhere", 409},
                                               {Refusal::not_a_message, "not_a_message", 400},
                                               {Refusal::try_later, "try_later", 503},
                                               {Refusal::too_many, "too_many", 429}}};

const RefusalRow& row_of(Refusal refusal) {
    return kRefusals[static_cast<std::size_t>(refusal)];
}

}  // namespace

std::string_view name_of(Refusal refusal) {
    return row_of(refusal).name;
}
int status_of(Refusal refusal) {
    return row_of(refusal).status;
}

std::optional<Refusal> read_refusal(int status, std::string_view body) {
    const auto json = read_object(body);
    const auto error = json ? text_in(*json, "error") : std::nullopt;
    if (!error) return std::nullopt;
    const auto found = std::find_if(kRefusals.begin(), kRefusals.end(),
                                    [&](const RefusalRow& row) { return row.status == status && row.name == *error; });
    if (found == kRefusals.end()) return std::nullopt;
    return found->refusal;
}

}  // namespace joining
