#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "platform/http/openssl.h"

namespace platform_http {

// What one attempt on a socket that never waits came to.
struct Moved {
    enum class Kind {
        done,        // `bytes` were moved, one at least; a handshake is through
        want_read,   // try again when the socket can be read
        want_write,  // try again when it can be written to
        closed,      // the other side ended the connection
        failed       // what came is not TLS, or not acceptable
    };
    Kind kind = Kind::failed;
    std::size_t bytes = 0;
};

// Bytes to and from a socket, with TLS or without. The socket does not block, belongs to the caller and outlives this.
// SIGPIPE is never raised. One thread at a time.
class Channel {
  public:
    // `ssl` null: without TLS.
    Channel(int socket, SslPointer ssl);
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    [[nodiscard]] bool has_tls() const { return ssl_ != nullptr; }
    [[nodiscard]] Moved handshake();
    [[nodiscard]] Moved read(std::span<char> to);
    [[nodiscard]] Moved write(std::string_view from);  // not empty
    // Says that nothing more will be written: TLS's close notification where there is TLS, then the end of the stream.
    void finish_writing();
    // Takes what still comes off the socket and throws it away, under TLS without decrypting it.
    [[nodiscard]] Moved discard(std::span<char> scratch);

  private:
    [[nodiscard]] Moved result_of(int returned);

    struct Wire {
        int socket = -1;
        bool ended = false;  // by the other side, or by the way there
    };
    static const BIO_METHOD* method();
    static int bio_write(BIO* bio, const char* data, int length);
    static int bio_read(BIO* bio, char* data, int length);
    static long bio_control(BIO* bio, int command, long number, void* pointer);

    Wire wire_;
    SslPointer ssl_;
};

}  // namespace platform_http
