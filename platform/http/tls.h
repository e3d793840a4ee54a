#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/api/http.h"
#include "platform/http/certificate.h"
#include "platform/http/openssl.h"

// What TLS may be: 1.2 with forward secrecy and AEAD, or 1.3; no renegotiation, no compression, no resumption (a
// handshake with an EC key costs less than keys of tickets that live long). Within this folder only.
namespace platform_http {

// Null where certificate and key are not PEM, do not fit each other, or are too weak.
[[nodiscard]] ContextPointer make_server_context(const CertificateAndKey& keys);

// Looks at the certificate of whoever is met, within the handshake. It must outlive the context made with it.
struct CertificateJudge {
    api::HttpTrust trust = api::HttpTrust::pinned;
    std::string pinned;
    std::optional<std::string> met;  // the fingerprint of the last one
    bool refused = false;            // the last one
};
[[nodiscard]] ContextPointer make_client_context(CertificateJudge& judge);

// For one connection. `host`: a name or an IP address; where the system is trusted the certificate must be for it.
[[nodiscard]] SslPointer make_client_ssl(SSL_CTX* context, const std::string& host, api::HttpTrust trust);
[[nodiscard]] SslPointer make_server_ssl(SSL_CTX* context);

}  // namespace platform_http
