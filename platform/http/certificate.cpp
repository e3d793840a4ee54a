#include "platform/http/certificate.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>

#include "platform/base/bytes.h"
#include "platform/http/openssl.h"

namespace platform_http {

namespace {

constexpr std::size_t kLongestName = 64;  // of a common name (X.520)

int no_password(char*, int, int, void*) {
    return -1;
}

std::string text_of(BIO* memory) {
    char* text = nullptr;
    const long length = BIO_get_mem_data(memory, &text);
    return length > 0 ? std::string(text, static_cast<std::size_t>(length)) : std::string{};
}

bool is_dns_name(std::string_view name) {
    return !name.empty() && name.size() <= kLongestName && name.front() != '-' && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), [](char letter) {
               return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
                      (letter >= 'a' && letter <= 'z') || letter == '-' || letter == '.';
           });
}

bool add_extension(X509* certificate, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>> extension{
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str())};
    return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool set_serial(X509* certificate) {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return false;
    bytes[0] &= 0x7F;  // a positive number,
    bytes[0] |= 0x40;  // which is not zero
    const std::unique_ptr<BIGNUM, Release<BN_free>> number{
        BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
    return number != nullptr && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_time(ASN1_TIME* time, std::chrono::sys_seconds at) {
    return ASN1_TIME_set(time, static_cast<time_t>(at.time_since_epoch().count())) != nullptr;
}

bool set_subject(X509* certificate, const std::string& name) {
    X509_NAME* subject = X509_get_subject_name(certificate);
    return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0) == 1 &&
           X509_set_issuer_name(certificate, subject) == 1;
}

}  // namespace

BioPointer reader_of(std::string_view text) {
    return BioPointer{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

CertificatePointer read_certificate(BIO* from) {
    CertificatePointer certificate{PEM_read_bio_X509(from, nullptr, no_password, nullptr)};
    ERR_clear_error();
    return certificate;
}

KeyPointer read_key(BIO* from) {
    KeyPointer key{PEM_read_bio_PrivateKey(from, nullptr, no_password, nullptr)};
    ERR_clear_error();
    return key;
}

std::optional<std::string> fingerprint_of(const X509& certificate) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (X509_digest(&certificate, EVP_sha256(), digest.data(), &length) != 1) return std::nullopt;
    return base::to_hex(base::ByteView{digest.data(), length});
}

bool is_ip_address(const std::string& text) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    return ::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
           ::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

base::Result<CertificateAndKey, CertificateError> make_certificate(const std::vector<std::string>& names,
                                                                   std::chrono::sys_seconds now,
                                                                   std::chrono::years valid) {
    if (names.empty()) return base::failure(CertificateError::bad_name);
    std::string alternatives;
    for (const std::string& name : names) {
        const bool address = is_ip_address(name);
        if (!address && !is_dns_name(name)) return base::failure(CertificateError::bad_name);
        alternatives += (alternatives.empty() ? "" : ",") + std::string{address ? "IP:" : "DNS:"} + name;
    }
    const KeyPointer key{EVP_EC_gen("P-256")};
    const CertificatePointer certificate{X509_new()};
    const BioPointer certificate_text{BIO_new(BIO_s_mem())}, key_text{BIO_new(BIO_s_mem())};
    X509* made = certificate.get();
    const bool good =
        key && made && certificate_text && key_text && X509_set_version(made, X509_VERSION_3) == 1 &&
        set_serial(made) && set_time(X509_getm_notBefore(made), now - std::chrono::days{1}) &&
        set_time(X509_getm_notAfter(made), now + std::chrono::duration_cast<std::chrono::seconds>(valid)) &&
        set_subject(made, names.front()) && X509_set_pubkey(made, key.get()) == 1 &&
        add_extension(made, NID_basic_constraints, "critical,CA:FALSE") &&
        add_extension(made, NID_key_usage, "critical,digitalSignature") &&
        add_extension(made, NID_ext_key_usage, "serverAuth") &&
        add_extension(made, NID_subject_alt_name, alternatives) &&
        add_extension(made, NID_subject_key_identifier, "hash") && X509_sign(made, key.get(), EVP_sha256()) > 0 &&
        PEM_write_bio_X509(certificate_text.get(), made) == 1 &&
        PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1;
    ERR_clear_error();
    if (!good) return base::failure(CertificateError::failed);
    return CertificateAndKey{text_of(certificate_text.get()), text_of(key_text.get())};
}

base::Result<std::string, CertificateError> fingerprint(std::string_view pem) {
    const BioPointer from = reader_of(pem);
    if (!from) return base::failure(CertificateError::failed);
    const CertificatePointer certificate = read_certificate(from.get());
    if (!certificate) return base::failure(CertificateError::not_a_certificate);
    const auto hex = fingerprint_of(*certificate);
    if (!hex) return base::failure(CertificateError::failed);
    return *hex;
}

}  // namespace platform_http
