#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"

namespace platform_http {

enum class CertificateError {
    bad_name,           // no name, or one that is neither a DNS name (64 characters at most) nor an IP address
    not_a_certificate,  // not PEM of an X.509 certificate
    failed              // OpenSSL could not: no entropy, no memory
};

struct CertificateAndKey {
    std::string certificate;  // PEM; with the certificates between it and its authority, where there are any
    std::string key;          // PEM, not encrypted; secret
};

// A self-signed certificate of a server: EC P-256, for all of `names` (DNS names and IP addresses; the first one is its
// subject), valid from a day before `now`, because clocks differ, for `valid` years. The key comes from OpenSSL's own
// generator, which is the system's. Any thread.
[[nodiscard]] base::Result<CertificateAndKey, CertificateError> make_certificate(const std::vector<std::string>& names,
                                                                                 std::chrono::sys_seconds now,
                                                                                 std::chrono::years valid);

// SHA-256 of the DER of the first certificate in `pem`, 64 lower-case hexadecimal digits: what HttpHost::fingerprint
// pins and `openssl x509 -fingerprint -sha256` shows with colons. Any thread.
[[nodiscard]] base::Result<std::string, CertificateError> fingerprint(std::string_view pem);

}  // namespace platform_http
