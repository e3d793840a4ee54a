#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

// OpenSSL's objects with owners. Within this folder only.
namespace platform_http {

template <auto release>
struct Release {
    template <class T>
    void operator()(T* object) const {
        release(object);
    }
};

using BioPointer = std::unique_ptr<BIO, Release<BIO_free_all>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using CertificatePointer = std::unique_ptr<X509, Release<X509_free>>;
using ContextPointer = std::unique_ptr<SSL_CTX, Release<SSL_CTX_free>>;
using SslPointer = std::unique_ptr<SSL, Release<SSL_free>>;

// A memory BIO that reads `text`, which must outlive it.
[[nodiscard]] BioPointer reader_of(std::string_view text);
// The next certificate or the private key that stands there; null where there is none. Never asks for a password.
[[nodiscard]] CertificatePointer read_certificate(BIO* from);
[[nodiscard]] KeyPointer read_key(BIO* from);

[[nodiscard]] std::optional<std::string> fingerprint_of(const X509& certificate);

// What X509 and SSL want to be told in another way than a name.
[[nodiscard]] bool is_ip_address(const std::string& text);

}  // namespace platform_http
