#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/domain/event.h"
#include "app/eventlog/chain.h"
#include "app/joining/code.h"
#include "platform/base/result.h"

namespace joining {

// One exchange, POST /api/1/join, over TLS whose certificate nobody vouches for yet. Both messages carry a proof that
// only somebody who has the code can make, over everything that matters and over the fingerprint of the certificate
// that its sender sees: so whoever stands between the two with a certificate of his own is refused by both.

// Limits of both messages, as JSON.
inline constexpr std::size_t kMessageBytes = 4096;
inline constexpr std::size_t kNameBytes = 200;

struct Request {
    std::string selector;  // of the code
    std::string nonce;     // 64 hexadecimal digits, drawn for this request
    domain::KioskId kiosk;
    std::string public_key;  // hex, Ed25519, the kiosk's
    std::string name;        // what the kiosk calls itself; may be empty
    std::string
        school_public;  // hex, X25519: to which it seals answers until now; a school without a key takes it over
    // How far its log was pruned: the server's copy may begin behind it. 0: all of it is there.
    domain::Seq pruned_up_to = 0;
    eventlog::Hash pruned_head{};
    friend bool operator==(const Request&, const Request&) = default;
};

struct Answer {
    std::string school;  // the server's id of it
    std::string school_name;
    std::string school_public;    // hex, X25519: what answers are sealed to from now on
    std::string acceptor_public;  // hex, Ed25519: signs the checkpoints that this kiosk may trust from now on
    friend bool operator==(const Answer&, const Answer&) = default;
};

enum class MessageError {
    not_a_message,  // not JSON of this form, or beyond the limits
    wrong_proof,    // another code, another certificate, or changed on the way
    wrong_key       // it does not come from who has the private half of Request::public_key
};

// `fingerprint`: of the server's certificate, as api::HttpHost has it: what this side sees.
[[nodiscard]] std::optional<std::string> write_request(const Request& request, const Key& key,
                                                       const std::string& fingerprint,
                                                       const std::string& kiosk_private);
// The selector of a request whose proof is not checked yet: which key to take.
[[nodiscard]] std::optional<std::string> selector_in(std::string_view body);
// Of a request that was let in: which kiosk it is.
[[nodiscard]] std::optional<domain::KioskId> kiosk_in(std::string_view body);
[[nodiscard]] base::Result<Request, MessageError> read_request(std::string_view body, const Key& key,
                                                               const std::string& fingerprint);

// The answer is bound to its request.
[[nodiscard]] std::string write_answer(const Answer& answer, const Request& to, const Key& key,
                                       const std::string& fingerprint);
[[nodiscard]] base::Result<Answer, MessageError> read_answer(std::string_view body, const Request& to, const Key& key,
                                                             const std::string& fingerprint);

// What the server says instead, as {"error":...}: each with its status.
enum class Refusal {
    wrong_code,       // 403: no such code, or the proof does not hold; a try is gone
    code_used,        // 410: used, or run out of time or tries
    known_elsewhere,  // 409: this kiosk belongs to another school, or has another key here
    not_a_message,    // 400
    try_later,        // 503
    too_many          // 429: too many requests to join; no try of the code is gone
};
[[nodiscard]] std::string_view name_of(Refusal refusal);
[[nodiscard]] int status_of(Refusal refusal);
[[nodiscard]] std::optional<Refusal> read_refusal(int status, std::string_view body);

}  // namespace joining
