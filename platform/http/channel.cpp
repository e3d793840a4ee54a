#include "platform/http/channel.h"

#include <openssl/err.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "platform/base/check.h"

namespace platform_http {

namespace {

constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;  // OpenSSL counts in int

Moved plain(ssize_t moved, Moved::Kind would_block) {
    if (moved > 0) return {Moved::Kind::done, static_cast<std::size_t>(moved)};
    if (moved < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return {would_block, 0};
    return {Moved::Kind::closed, 0};
}

ssize_t receive(int socket, void* to, std::size_t length) {
    ssize_t got = 0;
    do got = ::recv(socket, to, length, 0);
    while (got < 0 && errno == EINTR);
    return got;
}

ssize_t send(int socket, const void* from, std::size_t length) {
    ssize_t sent = 0;
    do sent = ::send(socket, from, length, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent;
}

}  // namespace

// A BIO of our own, because OpenSSL's socket BIO writes with write(), which raises SIGPIPE.
const BIO_METHOD* Channel::method() {
    static const BIO_METHOD* const made = [] {
        BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without signals");
        VS_CHECK(method != nullptr);
        BIO_meth_set_write(method, bio_write);
        BIO_meth_set_read(method, bio_read);
        BIO_meth_set_ctrl(method, bio_control);
        return method;
    }();
    return made;
}

int Channel::bio_write(BIO* bio, const char* data, int length) {
    auto& wire = *static_cast<Wire*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    const ssize_t sent = send(wire.socket, data, static_cast<std::size_t>(length));
    if (sent >= 0) return static_cast<int>(sent);
    if (errno == EAGAIN || errno == EWOULDBLOCK)
        BIO_set_retry_write(bio);
    else
        wire.ended = true;
    return -1;
}

int Channel::bio_read(BIO* bio, char* data, int length) {
    auto& wire = *static_cast<Wire*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    const ssize_t got = receive(wire.socket, data, static_cast<std::size_t>(length));
    if (got > 0) return static_cast<int>(got);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        BIO_set_retry_read(bio);
    else
        wire.ended = true;
    return got == 0 ? 0 : -1;
}

long Channel::bio_control(BIO* bio, int command, long, void*) {
    if (command == BIO_CTRL_FLUSH) return 1;
    if (command == BIO_CTRL_EOF) return static_cast<Wire*>(BIO_get_data(bio))->ended ? 1 : 0;
    return 0;
}

Channel::Channel(int socket, SslPointer ssl) : wire_{socket, false}, ssl_(std::move(ssl)) {
    if (!ssl_) return;
    BIO* bio = BIO_new(method());
    VS_CHECK(bio != nullptr);  // memory ended
    BIO_set_data(bio, &wire_);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_.get(), bio, bio);
}

Moved Channel::result_of(int returned) {
    if (returned > 0) return {Moved::Kind::done, static_cast<std::size_t>(returned)};
    const int error = SSL_get_error(ssl_.get(), returned);
    ERR_clear_error();
    switch (error) {
        case SSL_ERROR_WANT_READ: return {Moved::Kind::want_read, 0};
        case SSL_ERROR_WANT_WRITE: return {Moved::Kind::want_write, 0};
        case SSL_ERROR_ZERO_RETURN: return {Moved::Kind::closed, 0};
        default: return {wire_.ended ? Moved::Kind::closed : Moved::Kind::failed, 0};
    }
}

Moved Channel::handshake() {
    if (!ssl_) return {Moved::Kind::done, 0};
    ERR_clear_error();  // of whoever used this thread before: SSL_get_error looks at what it finds
    return result_of(SSL_do_handshake(ssl_.get()));
}

Moved Channel::read(std::span<char> to) {
    const std::size_t length = std::min(to.size(), kMostAtOnce);
    if (!ssl_) return plain(receive(wire_.socket, to.data(), length), Moved::Kind::want_read);
    ERR_clear_error();
    return result_of(SSL_read(ssl_.get(), to.data(), static_cast<int>(length)));
}

Moved Channel::write(std::string_view from) {
    const std::size_t length = std::min(from.size(), kMostAtOnce);
    if (!ssl_) return plain(send(wire_.socket, from.data(), length), Moved::Kind::want_write);
    ERR_clear_error();
    return result_of(SSL_write(ssl_.get(), from.data(), static_cast<int>(length)));
}

void Channel::finish_writing() {
    if (ssl_ && SSL_is_init_finished(ssl_.get()) == 1) {
        ERR_clear_error();
        SSL_shutdown(ssl_.get());
        ERR_clear_error();
    }
    ::shutdown(wire_.socket, SHUT_WR);
}

Moved Channel::discard(std::span<char> scratch) {
    return plain(receive(wire_.socket, scratch.data(), scratch.size()), Moved::Kind::want_read);
}

}  // namespace platform_http
