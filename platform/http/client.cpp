#include "platform/http/client.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "platform/http/channel.h"
#include "platform/http/dialling.h"
#include "platform/http/message_parser.h"
#include "platform/http/message_text.h"
#include "platform/http/tls.h"

namespace platform_http {

namespace {

using api::HttpError;

Deadline now() {
    return std::chrono::steady_clock::now();
}

// A POST may have been taken in before its connection ended; these may be sent again.
bool may_be_repeated(api::HttpMethod method) {
    return method != api::HttpMethod::post && method != api::HttpMethod::patch;
}

std::string name_on_wire(const api::HttpHost& host) {
    const bool six = host.name.find(':') != std::string::npos;
    const std::string name = six ? "[" + host.name + "]" : host.name;
    const bool usual = host.port == (host.trust == api::HttpTrust::plain ? 80 : 443);
    return usual ? name : name + ":" + std::to_string(host.port);
}

// An open connection. The channel goes before the socket.
struct Line {
    Socket socket;
    std::unique_ptr<Channel> channel;
};

class Client : public api::HttpClient {
  public:
    Client(api::HttpHost host, const api::HttpClientLimits& limits) : host_(std::move(host)), limits_(limits) {
        judge_.trust = host_.trust;
        judge_.pinned = host_.fingerprint;
        if (host_.trust != api::HttpTrust::plain) context_ = make_client_context(judge_);
    }

    base::Result<api::HttpResponse, HttpError> send(const api::HttpRequest& request) override {
        if (cancelling_.is_cancelled()) return base::failure(HttpError::cancelled);
        const Deadline deadline = now() + limits_.total;
        auto head = request_head(request, name_on_wire(host_));
        if (!head) return base::failure(HttpError::malformed);
        const Outgoing outgoing{*head, request.body};
        if (line_ && is_quiet()) {
            bool begun = false;
            auto response = exchange(request.method, outgoing, deadline, begun);
            const bool ended = !response && response.error() == HttpError::closed && !begun;
            if (!ended || !may_be_repeated(request.method)) return response;
        }
        line_.reset();
        if (const auto error = open(std::min(deadline, now() + limits_.connect))) return base::failure(*error);
        bool begun = false;
        return exchange(request.method, outgoing, deadline, begun);
    }

    std::optional<std::string> met_fingerprint() const override { return judge_.met; }

    void cancel() override { cancelling_.cancel(); }

  private:
    struct Outgoing {
        std::string_view head, body;
        std::size_t sent = 0;
        [[nodiscard]] std::string_view left() const {
            return sent < head.size() ? head.substr(sent) : body.substr(sent - head.size());
        }
    };

    // On a connection that was kept nothing has come, not even its end.
    [[nodiscard]] bool is_quiet() {
        std::array<char, 1> byte{};
        return line_->channel->read(byte).kind == Moved::Kind::want_read;
    }

    [[nodiscard]] HttpError not_in_time() const {
        return cancelling_.is_cancelled() ? HttpError::cancelled : HttpError::timeout;
    }

    [[nodiscard]] std::optional<HttpError> open(Deadline deadline) {
        const auto addresses = resolver_.find(host_.name, host_.port, deadline);
        if (!addresses) return addresses.error();
        auto socket = connect_to(*addresses, deadline, cancelling_);
        if (!socket) return socket.error();
        SslPointer ssl;
        if (host_.trust != api::HttpTrust::plain) {
            if (context_) ssl = make_client_ssl(context_.get(), host_.name, host_.trust);
            if (!ssl) return HttpError::tls;
        }
        Line line{std::move(*socket), nullptr};
        line.channel = std::make_unique<Channel>(line.socket.descriptor(), std::move(ssl));
        judge_.refused = false;
        for (;;) {
            const Moved moved = line.channel->handshake();
            if (moved.kind == Moved::Kind::done) break;
            if (judge_.refused) return HttpError::wrong_certificate;
            if (moved.kind == Moved::Kind::closed) return HttpError::closed;
            if (moved.kind == Moved::Kind::failed) return HttpError::tls;
            const short events = moved.kind == Moved::Kind::want_read ? POLLIN : POLLOUT;
            if (!wait_for(line.socket.descriptor(), events, deadline, cancelling_)) return not_in_time();
        }
        line_ = std::move(line);
        return std::nullopt;
    }

    // Sends and receives at once: who refuses a body answers before all of it was sent.
    [[nodiscard]] base::Result<api::HttpResponse, HttpError> exchange(api::HttpMethod method, Outgoing outgoing,
                                                                      Deadline deadline, bool& begun) {
        Line line = std::move(*line_);
        line_.reset();  // kept again only after a whole answer
        ResponseParser parser{
            {limits_.header_bytes, limits_.header_bytes, kMostHeaders}, limits_.response_bytes, method};
        bool writes = true;
        while (now() < deadline && !cancelling_.is_cancelled()) {
            short events = POLLIN;
            bool sent = false;
            if (writes && !outgoing.left().empty()) {
                const Moved moved = line.channel->write(outgoing.left());
                outgoing.sent += moved.bytes;
                sent = moved.kind == Moved::Kind::done;
                if (moved.kind == Moved::Kind::want_write) events |= POLLOUT;
                // An answer may be here although the other side takes no more.
                if (moved.kind == Moved::Kind::closed || moved.kind == Moved::Kind::failed) writes = false;
            }
            const Moved moved = line.channel->read(scratch_);
            if (moved.kind == Moved::Kind::closed) return base::failure(HttpError::closed);
            if (moved.kind == Moved::Kind::failed) return base::failure(HttpError::tls);
            if (moved.kind == Moved::Kind::want_write) events |= POLLOUT;
            if (moved.kind == Moved::Kind::done) {
                begun = true;
                switch (parser.feed({scratch_.data(), moved.bytes})) {
                    case ResponseParser::Progress::more: continue;
                    case ResponseParser::Progress::too_large: return base::failure(HttpError::too_large);
                    case ResponseParser::Progress::malformed: return base::failure(HttpError::malformed);
                    case ResponseParser::Progress::whole: break;
                }
                if (parser.keep_alive() && outgoing.left().empty()) line_ = std::move(line);
                return parser.take();
            }
            if (!sent && !wait_for(line.socket.descriptor(), events, deadline, cancelling_)) break;
        }
        return base::failure(not_in_time());
    }

    static constexpr std::size_t kMostHeaders = 200;

    const api::HttpHost host_;
    const api::HttpClientLimits limits_;
    CertificateJudge judge_;
    ContextPointer context_;
    Cancelling cancelling_;
    Resolver resolver_{cancelling_};
    std::optional<Line> line_;
    std::array<char, 16 * 1024> scratch_{};
};

class Clients : public api::HttpClients {
  public:
    std::unique_ptr<api::HttpClient> client_of(const api::HttpHost& host,
                                               const api::HttpClientLimits& limits) override {
        return std::make_unique<Client>(host, limits);
    }
};

}  // namespace

std::unique_ptr<api::HttpClients> make_http_clients() {
    return std::make_unique<Clients>();
}

}  // namespace platform_http
