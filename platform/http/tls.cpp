#include "platform/http/tls.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

namespace platform_http {

namespace {

constexpr const char* kCiphersOf12 = "ECDHE+AESGCM:ECDHE+CHACHA20";

ContextPointer make_context(const SSL_METHOD* method) {
    ContextPointer context{SSL_CTX_new(method)};
    if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1 ||
        SSL_CTX_set_cipher_list(context.get(), kCiphersOf12) != 1)
        return nullptr;
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                           SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    // An idle connection gives its buffers back: 2,000 of them have to fit.
    SSL_CTX_set_mode(context.get(),
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    return context;
}

// OpenSSL asks this instead of verifying: 1 goes on with the handshake.
int judge_certificate(X509_STORE_CTX* store, void* argument) {
    auto& judge = *static_cast<CertificateJudge*>(argument);
    const X509* certificate = X509_STORE_CTX_get0_cert(store);
    judge.met = certificate == nullptr ? std::nullopt : fingerprint_of(*certificate);
    if (judge.trust == api::HttpTrust::pinned)
        judge.refused = !judge.met || *judge.met != judge.pinned;
    else
        judge.refused = X509_verify_cert(store) != 1;
    if (judge.refused && X509_STORE_CTX_get_error(store) == X509_V_OK)
        X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
    return judge.refused ? 0 : 1;
}

}  // namespace

ContextPointer make_server_context(const CertificateAndKey& keys) {
    ContextPointer context = make_context(TLS_server_method());
    const BioPointer certificates = reader_of(keys.certificate), key_text = reader_of(keys.key);
    if (!context || !certificates || !key_text) return nullptr;
    const CertificatePointer own = read_certificate(certificates.get());
    const KeyPointer key = read_key(key_text.get());
    bool good = own && key && SSL_CTX_use_certificate(context.get(), own.get()) == 1 &&
                SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1 && SSL_CTX_check_private_key(context.get()) == 1;
    while (good) {
        const CertificatePointer further = read_certificate(certificates.get());
        if (!further) break;
        good = SSL_CTX_add1_chain_cert(context.get(), further.get()) == 1;
    }
    good = good && SSL_CTX_set_num_tickets(context.get(), 0) == 1;
    ERR_clear_error();
    return good ? std::move(context) : nullptr;
}

ContextPointer make_client_context(CertificateJudge& judge) {
    ContextPointer context = make_context(TLS_client_method());
    if (!context) return nullptr;
    if (judge.trust == api::HttpTrust::system && SSL_CTX_set_default_verify_paths(context.get()) != 1) return nullptr;
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(context.get(), judge_certificate, &judge);
    return context;
}

SslPointer make_client_ssl(SSL_CTX* context, const std::string& host, api::HttpTrust trust) {
    SslPointer ssl{SSL_new(context)};
    if (!ssl) return nullptr;
    SSL_set_connect_state(ssl.get());
    const bool address = is_ip_address(host);
    if (!address) {  // SSL_set_tlsext_host_name(), which is a macro with a cast of C
        void* name = const_cast<char*>(host.c_str());
        if (SSL_ctrl(ssl.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name) != 1) return nullptr;
    }
    if (trust == api::HttpTrust::system) {
        X509_VERIFY_PARAM* wanted = SSL_get0_param(ssl.get());
        X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        const int set = address ? X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str())
                                : X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size());
        if (set != 1) return nullptr;
    }
    return ssl;
}

SslPointer make_server_ssl(SSL_CTX* context) {
    SslPointer ssl{SSL_new(context)};
    if (ssl) SSL_set_accept_state(ssl.get());
    return ssl;
}

}  // namespace platform_http
