#include "platform/http/connection.h"

#include <boost/asio/post.hpp>

#include <utility>

#include "platform/http/message_text.h"

namespace platform_http {

namespace {

using ErrorCode = boost::system::error_code;

// After so many reads or writes in a row the others have their turn.
constexpr int kTurns = 8;
// A body up to here is sent in one piece with its head.
constexpr std::size_t kShortBody = 16 * 1024;

TimePoint now() {
    return std::chrono::steady_clock::now();
}

std::chrono::sys_seconds date() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace

Connection::Connection(boost::asio::ip::tcp::socket socket, SslPointer ssl, Loop& loop, Shared& shared,
                       std::string from, std::string address)
    : socket_(std::move(socket)),
      channel_(socket_.native_handle(), std::move(ssl)),
      loop_(loop),
      shared_(shared),
      from_(std::move(from)),
      address_(std::move(address)),
      phase_(channel_.has_tls() ? Phase::handshake : Phase::idle),
      parser_({shared.limits.header_bytes, shared.limits.line_bytes, shared.limits.header_lines}),
      timer_(loop.context) {}

void Connection::start() {
    loop_.connections.insert(shared_from_this());
    if (shared_.draining) return close();
    set_deadline(now() + (phase_ == Phase::handshake ? shared_.limits.handshake_time : shared_.limits.header_time));
    read_on();
}

void Connection::drain() {
    if (reads())
        close();
    else
        keep_alive_ = false;
}

void Connection::close() {
    if (phase_ == Phase::closed) return;
    phase_ = Phase::closed;
    hold(0);
    timer_.cancel();
    ErrorCode ignored;
    socket_.close(ignored);
    shared_.census.leave(address_);
    loop_.connections.erase(shared_from_this());
    {
        const std::lock_guard lock{shared_.mutex};
        --shared_.open;
    }
    shared_.emptied.notify_all();
}

// Reading

void Connection::read_on() {
    for (int turn = 0; turn < kTurns; ++turn) {
        if (!reads()) return;
        const bool shakes_hands = phase_ == Phase::handshake;
        const Moved moved = shakes_hands ? channel_.handshake() : channel_.read(loop_.scratch);
        switch (moved.kind) {
            case Moved::Kind::want_read: return wait_to(Wish::read, &Connection::read_on);
            case Moved::Kind::want_write: return wait_to(Wish::write, &Connection::read_on);
            case Moved::Kind::closed:
            case Moved::Kind::failed:
                if (shakes_hands) shared_.refused(Refusal::handshake_failed);
                return close();
            case Moved::Kind::done: break;
        }
        if (shakes_hands) {
            phase_ = Phase::idle;
            set_deadline(now() + shared_.limits.header_time);
        } else {
            took({loop_.scratch.data(), moved.bytes});
        }
    }
    go_on_later(&Connection::read_on);
}

void Connection::took(std::string_view bytes) {
    shared_.received.fetch_add(bytes.size(), std::memory_order_relaxed);
    if (phase_ == Phase::idle) {
        // The first head of a connection has had its deadline since the connection began.
        if (!is_first_) set_deadline(now() + shared_.limits.header_time);
        phase_ = Phase::head;
    }
    act(parser_.feed(bytes));
}

void Connection::act(RequestParser::Progress progress) {
    switch (progress) {
        case RequestParser::Progress::more:
            if (phase_ == Phase::body) body_grew();
            return;
        case RequestParser::Progress::head: return allow_body();
        case RequestParser::Progress::whole: return hand_over();
        case RequestParser::Progress::refused: return refuse(parser_.refusal());
    }
}

void Connection::allow_body() {
    const api::HttpRequest& head = parser_.head();
    const std::uint64_t limit = shared_.body_limit ? shared_.body_limit(head) : shared_.limits.body_bytes;
    const bool waits = parser_.waits_for_continue();
    phase_ = Phase::body;
    body_began_ = now();
    const auto progress = parser_.body_allowed(limit);
    if (waits && progress == RequestParser::Progress::more) {
        // So few bytes always fit, unless somebody sends requests and never reads.
        constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        const Moved moved = channel_.write(go_on);
        if (moved.kind != Moved::Kind::done || moved.bytes != go_on.size()) return close();
    }
    act(progress);
}

void Connection::body_grew() {
    hold(parser_.body_bytes());
    if (shared_.held > shared_.limits.body_bytes_in_all) return refuse(Refusal::memory);
    set_deadline(moving_deadline(body_began_, shared_.limits.body_time, parser_.body_bytes(), shared_.limits));
}

void Connection::hold(std::size_t body_bytes) {
    shared_.held.fetch_add(body_bytes - held_, std::memory_order_relaxed);  // unsigned: it may also go down
    held_ = body_bytes;
}

// Answering

void Connection::hand_over() {
    hold(parser_.body_bytes());
    if (shared_.held > shared_.limits.body_bytes_in_all) return refuse(Refusal::memory);
    shared_.requests.fetch_add(1, std::memory_order_relaxed);
    keep_alive_ = parser_.keep_alive();
    request_ = parser_.take();
    request_.from = from_;
    is_head_request_ = request_.method == api::HttpMethod::head;
    if (is_head_request_) request_.method = api::HttpMethod::get;
    phase_ = Phase::worker;
    set_deadline(TimePoint::max());
    if (!shared_.workers.submit([self = shared_from_this()] { self->work(); })) refuse(Refusal::busy);
}

// On a worker's thread. The request and the answer are its own until it posts.
void Connection::work() {
    bool failed = false;
    try {
        response_ = shared_.handler(request_);
    } catch (...) {
        failed = true;
    }
    boost::asio::post(loop_.context, [self = shared_from_this(), failed] {
        if (self->phase_ != Phase::worker) return;
        self->request_ = {};
        self->hold(0);
        if (failed) return self->refuse(Refusal::handler_failed);
        self->answer();
    });
}

void Connection::refuse(Refusal why) {
    shared_.refused(why);
    const int status = status_of(why);
    if (status == 0) return close();
    // Behind a request that was whole the next one begins; behind any other nobody knows.
    if (phase_ != Phase::worker) keep_alive_ = false;
    request_ = {};
    hold(0);
    response_ = {};
    response_.status = status;
    response_.headers.push_back({"Content-Type", "text/plain; charset=utf-8"});
    if (status == 503) response_.headers.push_back({"Retry-After", std::to_string(shared_.limits.retry_after.count())});
    response_.body.append(reason_of(status)).append("\n");
    answer();
}

void Connection::answer() {
    if (shared_.draining) keep_alive_ = false;
    auto head = response_head(response_, {keep_alive_, date()});
    if (!head) return refuse(Refusal::handler_failed);
    head_ = std::move(*head);
    if (is_head_request_ || !may_have_body(response_.status)) response_.body.clear();
    if (response_.body.size() <= kShortBody) {
        head_ += response_.body;
        response_.body.clear();
    }
    written_ = 0;
    phase_ = Phase::answer;
    answer_began_ = now();
    set_deadline(moving_deadline(answer_began_, shared_.limits.answer_time, 0, shared_.limits));
    write_on();
}

void Connection::write_on() {
    const std::size_t whole = head_.size() + response_.body.size();
    for (int turn = 0; turn < kTurns; ++turn) {
        if (phase_ != Phase::answer) return;
        if (written_ == whole) return answered();
        const std::string_view left = written_ < head_.size()
                                          ? std::string_view{head_}.substr(written_)
                                          : std::string_view{response_.body}.substr(written_ - head_.size());
        const Moved moved = channel_.write(left);
        switch (moved.kind) {
            case Moved::Kind::want_read: return wait_to(Wish::read, &Connection::write_on);
            case Moved::Kind::want_write: return wait_to(Wish::write, &Connection::write_on);
            case Moved::Kind::closed:
            case Moved::Kind::failed: return close();
            case Moved::Kind::done: break;
        }
        written_ += moved.bytes;
        shared_.sent.fetch_add(moved.bytes, std::memory_order_relaxed);
        set_deadline(moving_deadline(answer_began_, shared_.limits.answer_time, written_, shared_.limits));
    }
    go_on_later(&Connection::write_on);
}

void Connection::answered() {
    head_ = {};
    response_ = {};
    is_head_request_ = false;
    is_first_ = false;
    if (!keep_alive_ || shared_.draining) return linger();
    phase_ = Phase::idle;
    set_deadline(now() + shared_.limits.idle_time);
    const auto progress = parser_.next();
    if (parser_.begun()) {  // sent together with the one before
        phase_ = Phase::head;
        set_deadline(now() + shared_.limits.header_time);
    }
    act(progress);
    // Not by a call: a thousand requests in one piece would be a thousand calls deep.
    if (reads()) go_on_later(&Connection::read_on);
}

void Connection::linger() {
    phase_ = Phase::linger;
    channel_.finish_writing();
    set_deadline(now() + shared_.limits.linger_time);
    linger_on();
}

void Connection::linger_on() {
    for (int turn = 0; turn < kTurns; ++turn) {
        if (phase_ != Phase::linger) return;
        const Moved moved = channel_.discard(loop_.scratch);
        if (moved.kind == Moved::Kind::want_read) return wait_to(Wish::read, &Connection::linger_on);
        if (moved.kind != Moved::Kind::done) return close();
    }
    go_on_later(&Connection::linger_on);
}

// Waiting

void Connection::wait_to(Wish wish, void (Connection::*then)()) {
    using boost::asio::ip::tcp;
    socket_.async_wait(wish == Wish::read ? tcp::socket::wait_read : tcp::socket::wait_write,
                       [self = shared_from_this(), then](const ErrorCode& error) {
                           if (self->phase_ == Phase::closed) return;
                           if (error) return self->close();
                           (*self.*then)();
                       });
}

void Connection::go_on_later(void (Connection::*then)()) {
    boost::asio::post(loop_.context, [self = shared_from_this(), then] {
        if (self->phase_ != Phase::closed) (*self.*then)();
    });
}

// The timer is not moved with every byte: when it rings too early it is set again.
void Connection::set_deadline(TimePoint deadline) {
    deadline_ = deadline;
    if (deadline_ < timer_set_to_) wait_for_deadline();
}

void Connection::wait_for_deadline() {
    timer_set_to_ = deadline_;
    timer_.expires_at(deadline_);  // takes back the wait before, if there is one
    timer_.async_wait([self = shared_from_this()](const ErrorCode& error) {
        if (error || self->phase_ == Phase::closed) return;
        self->timer_set_to_ = TimePoint::max();
        if (now() >= self->deadline_) return self->deadline_passed();
        if (self->deadline_ != TimePoint::max()) self->wait_for_deadline();
    });
}

void Connection::deadline_passed() {
    switch (phase_) {
        case Phase::handshake: return refuse(Refusal::handshake_slow);
        case Phase::head: return refuse(Refusal::header_slow);
        case Phase::body: return refuse(Refusal::body_slow);
        case Phase::answer: return refuse(Refusal::answer_slow);
        default: return close();
    }
}

}  // namespace platform_http
