#pragma once

#include "app/joining/messages.h"
#include "tests/unit/server/test_server.h"

namespace server_test {

inline const std::string kFingerprint(64, 'f');

// A kiosk that was told a code, and the requests that it sends.
class JoiningKiosk {
  public:
    explicit JoiningKiosk(const KioskLog& log, const std::string& code) : log_(log), code_(code) {
        const auto key = joining::stretch(code);
        REQUIRE(key);
        key_ = *key;
        request.selector = joining::selector_of(code);
        request.nonce = std::string(64, '7');
        request.kiosk = log.id();
        request.public_key = log.key().public_half;
        request.name = "Холл";
        request.school_public = school_key(55);
    }

    [[nodiscard]] std::string body(const std::string& fingerprint = kFingerprint) const {
        const auto written = joining::write_request(request, key_, fingerprint, log_.key().private_half);
        REQUIRE(written);
        return *written;
    }
    // As one whose code is wrong but for the selector would send it.
    [[nodiscard]] std::string wrong_body() const {
        joining::Key other = key_;
        other[0] ^= 1;
        const auto written = joining::write_request(request, other, kFingerprint, log_.key().private_half);
        REQUIRE(written);
        return *written;
    }
    joining::Answer read(const std::string& answer) const {
        const auto read = joining::read_answer(answer, request, key_, kFingerprint);
        REQUIRE(read);
        return *read;
    }

    joining::Request request;

  private:
    const KioskLog& log_;
    std::string code_;
    joining::Key key_{};
};

// The answer, or fails the test.
inline std::string joined(server::Store& store, const std::string& body,
                          const std::string& fingerprint = kFingerprint) {
    const auto answer = store.join(body, fingerprint);
    if (!answer) FAIL("not joined: " << answer.error().detail);
    if (!*answer) FAIL("refused: " << joining::name_of(answer->error()));
    return **answer;
}
inline joining::Refusal not_joined(server::Store& store, const std::string& body,
                                   const std::string& fingerprint = kFingerprint) {
    const auto answer = store.join(body, fingerprint);
    if (!answer) FAIL("not asked: " << answer.error().detail);
    REQUIRE_FALSE(*answer);
    return answer->error();
}

}  // namespace server_test
