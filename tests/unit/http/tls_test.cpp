#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>

#include "platform/linux/linux.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/http/served.h"

using api::HttpError;
using api::HttpTrust;
using http_test::RawSocket;
using http_test::Served;
using platform_http::Refusal;

namespace {

platform_http::CertificateAndKey keys_for(const std::vector<std::string>& names) {
    const auto now = std::chrono::floor<std::chrono::seconds>(platform_linux::make_clock()->read().wall);
    const auto made = platform_http::make_certificate(names, now, std::chrono::years{10});
    REQUIRE(made);
    return *made;
}

std::string fingerprint_of(const platform_http::CertificateAndKey& keys) {
    const auto hex = platform_http::fingerprint(keys.certificate);
    REQUIRE(hex);
    return *hex;
}

std::unique_ptr<api::HttpClient> client_of(const Served& served, HttpTrust trust, const std::string& fingerprint = "",
                                           const std::string& name = "127.0.0.1") {
    return platform_http::make_http_clients()->client_of({name, served.port(), trust, fingerprint}, {});
}

const api::HttpRequest kHello{api::HttpMethod::get, "/hello", {}, "", ""};

// What a client that speaks exactly this version of TLS, and takes the weakest ciphers, is told: 0 where it is let in.
int refusal_of(const Served& served, int version) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_client_method()), &SSL_CTX_free};
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
    SSL_CTX_set_min_proto_version(context.get(), version);
    SSL_CTX_set_max_proto_version(context.get(), version);
    const std::unique_ptr<SSL, decltype(&SSL_free)> ssl{SSL_new(context.get()), &SSL_free};
    RawSocket socket = served.connect();
    SSL_set_fd(ssl.get(), socket.descriptor());
    ERR_clear_error();
    return SSL_connect(ssl.get()) == 1 ? 0 : ERR_GET_REASON(ERR_get_error());
}

}  // namespace

TEST_CASE("Who pins the server's certificate talks to it over TLS, over one connection") {
    const auto keys = keys_for({"vstrecha"});
    const Served served{{}, keys};
    const auto client = client_of(served, HttpTrust::pinned, fingerprint_of(keys));
    CHECK_FALSE(client->met_fingerprint());
    std::string body;
    for (int i = 0; i < 300'000; ++i) body += static_cast<char>(i * 7);
    for (int i = 0; i < 3; ++i) {
        const auto response = client->send({api::HttpMethod::post, "/echo?a", {{"X", "y"}}, body, ""});
        REQUIRE(response);
        CHECK(response->status == 200);
        CHECK(response->body == body);
        CHECK(api::find_header(response->headers, "x-query") == "a");
    }
    const auto large = client->send({api::HttpMethod::get, "/large", {}, "", ""});
    REQUIRE(large);
    CHECK(large->body.size() == Served::kLarge);
    const auto head = client->send({api::HttpMethod::head, "/large", {}, "", ""});
    REQUIRE(head);
    CHECK(head->body.empty());
    CHECK(client->met_fingerprint() == fingerprint_of(keys));
    CHECK(served.server->metrics().connections == 1);
}

TEST_CASE("Another certificate than the pinned one is refused before a byte of the request is sent, and told") {
    const auto keys = keys_for({"vstrecha"}), others = keys_for({"vstrecha"});
    CHECK(fingerprint_of(keys) != fingerprint_of(others));
    const Served served{{}, keys};
    const auto client = client_of(served, HttpTrust::pinned, fingerprint_of(others));
    CHECK(client->send(kHello).error() == HttpError::wrong_certificate);
    CHECK(client->met_fingerprint() == fingerprint_of(keys));
    CHECK(served.counts(Refusal::handshake_failed));
    CHECK(served.server->metrics().bytes_received == 0);
    // Who knows nothing yet learns whom it would trust.
    const auto first = client_of(served, HttpTrust::pinned);
    CHECK(first->send(kHello).error() == HttpError::wrong_certificate);
    REQUIRE(first->met_fingerprint());
    CHECK(client_of(served, HttpTrust::pinned, *first->met_fingerprint())->send(kHello));
}

TEST_CASE("Who trusts the system is served where the certificate is known there and for this name") {
    const support::TemporaryFolder folder;
    const auto keys = keys_for({"localhost", "127.0.0.1", "::1"});
    const auto file = folder / "authorities.pem";
    REQUIRE(platform_linux::make_file_system()->write_atomically(file, base::as_bytes(keys.certificate)));
    const Served served{{}, keys};
    CHECK(client_of(served, HttpTrust::system)->send(kHello).error() == HttpError::wrong_certificate);
    REQUIRE(::setenv("SSL_CERT_FILE", file.c_str(), 1) == 0);
    const auto of_address = client_of(served, HttpTrust::system)->send(kHello);
    const auto of_name = client_of(served, HttpTrust::system, "", "localhost")->send(kHello);
    const auto of_another = client_of(served, HttpTrust::system, "", "127.0.0.2")->send(kHello);
    REQUIRE(::unsetenv("SSL_CERT_FILE") == 0);
    CHECK(of_address);
    CHECK(of_name);
    CHECK(of_another.error() == HttpError::connect);  // the server listens on 127.0.0.1 only
    const auto wrong_name = keys_for({"school.example"});
    REQUIRE(platform_linux::make_file_system()->write_atomically(file, base::as_bytes(wrong_name.certificate)));
    const Served other{{}, wrong_name};
    REQUIRE(::setenv("SSL_CERT_FILE", file.c_str(), 1) == 0);
    CHECK(client_of(other, HttpTrust::system)->send(kHello).error() == HttpError::wrong_certificate);
    CHECK(client_of(other, HttpTrust::system, "", "localhost")->send(kHello).error() == HttpError::wrong_certificate);
    REQUIRE(::unsetenv("SSL_CERT_FILE") == 0);
}

TEST_CASE("TLS 1.1 is refused, 1.2 and 1.3 are spoken") {
    const Served served{{}, keys_for({"vstrecha"})};
    CHECK(refusal_of(served, TLS1_VERSION) == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION);
    CHECK(refusal_of(served, TLS1_1_VERSION) == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION);
    CHECK(served.counts(Refusal::handshake_failed, 2));
    CHECK(refusal_of(served, TLS1_2_VERSION) == 0);
    CHECK(refusal_of(served, TLS1_3_VERSION) == 0);
}

TEST_CASE("Plain HTTP to a TLS server, and TLS to a plain one, end without harm") {
    const auto keys = keys_for({"vstrecha"});
    const Served with{{}, keys}, without;
    RawSocket socket = with.connect();
    socket.send(http_test::kHello);
    CHECK(socket.receive_all().find("HTTP/") == std::string::npos);
    CHECK_FALSE(client_of(with, HttpTrust::plain)->send(kHello));
    CHECK(client_of(without, HttpTrust::pinned, fingerprint_of(keys))->send(kHello).error() == HttpError::tls);
    CHECK(without.answers());
    CHECK(client_of(with, HttpTrust::pinned, fingerprint_of(keys))->send(kHello));
}

TEST_CASE("A certificate is for the names it was asked for, and for as long") {
    using namespace std::chrono;
    const sys_seconds now = sys_days{year{2026} / 9 / 1};
    const auto made = platform_http::make_certificate({"school.example", "192.168.0.5", "fe80::1"}, now, years{20});
    REQUIRE(made);
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> text{
        BIO_new_mem_buf(made->certificate.data(), static_cast<int>(made->certificate.size())), &BIO_free_all};
    const std::unique_ptr<X509, decltype(&X509_free)> certificate{
        PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), &X509_free};
    REQUIRE(certificate);
    CHECK(X509_check_host(certificate.get(), "school.example", 0, 0, nullptr) == 1);
    CHECK(X509_check_host(certificate.get(), "other.example", 0, 0, nullptr) == 0);
    CHECK(X509_check_ip_asc(certificate.get(), "192.168.0.5", 0) == 1);
    CHECK(X509_check_ip_asc(certificate.get(), "fe80::1", 0) == 1);
    CHECK(X509_check_ip_asc(certificate.get(), "192.168.0.6", 0) == 0);
    std::time_t at = now.time_since_epoch().count() - 86'400;
    CHECK(X509_cmp_time(X509_get0_notBefore(certificate.get()), &at) == -1);  // equal counts as before
    at -= 1;
    CHECK(X509_cmp_time(X509_get0_notBefore(certificate.get()), &at) == 1);
    at = (now + years{20}).time_since_epoch().count() - 1;
    CHECK(X509_cmp_time(X509_get0_notAfter(certificate.get()), &at) == 1);
    CHECK(EVP_PKEY_get_bits(X509_get0_pubkey(certificate.get())) == 256);
    CHECK(X509_check_ca(certificate.get()) == 0);
    CHECK(made->key.find("BEGIN PRIVATE KEY") != std::string::npos);
    CHECK(fingerprint_of(*made).size() == 64);

    using platform_http::CertificateError;
    for (const auto& names : std::vector<std::vector<std::string>>{
             {}, {""}, {"a b"}, {"a,DNS:b"}, {"школа"}, {std::string(65, 'a')}, {"good", "-bad"}})
        CHECK(platform_http::make_certificate(names, now, years{1}).error() == CertificateError::bad_name);
    CHECK(platform_http::fingerprint("").error() == CertificateError::not_a_certificate);
    CHECK(platform_http::fingerprint(made->key).error() == CertificateError::not_a_certificate);
}

TEST_CASE("A server does not start with the key of another certificate") {
    const auto keys = keys_for({"vstrecha"}), others = keys_for({"vstrecha"});
    platform_http::Listen listen;
    listen.tls = platform_http::CertificateAndKey{keys.certificate, others.key};
    const auto started =
        platform_http::Server::start(listen, {}, [](const api::HttpRequest&) { return api::HttpResponse{}; });
    CHECK(started.error() == platform_http::ServerError::bad_certificate);
}
