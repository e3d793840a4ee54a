#include "app/kiosk/pull_desk.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "app/qr_code/qr_code.h"
#include "platform/api/drawn_number.h"
#include "platform/base/bytes.h"
#include "platform/http/server.h"

namespace kiosk {

namespace {

using namespace std::chrono_literals;
using session::PullEnd;
using session::PullProblem;

// A phone, a laptop, and whoever else looks in: a hallway's screen needs no more.
platform_http::ServerLimits limits() {
    platform_http::ServerLimits limits;
    limits.workers = 2;
    limits.connections = 600;
    // A browser opens six at most; whoever opens hundreds keeps nobody else out.
    limits.connections_of_address = 64;
    limits.waiting_requests = 64;
    limits.body_bytes = network_pull::kBodyBytes;
    limits.body_bytes_in_all = network_pull::kSentBytes + (1 << 20);
    return limits;
}

std::string drawn_code(api::Entropy& entropy) {
    std::string code;
    while (code.size() < network_pull::kCodeDigits) {
        const auto number = api::drawn_number(entropy) % 10;  // of 2^64: no digit is likelier by anything that counts
        code += static_cast<char>('0' + number);
    }
    return code;
}

std::string drawn_token(api::Entropy& entropy) {
    base::Bytes bytes(32);
    entropy.fill(bytes);
    return base::to_hex(bytes);
}

PullEnd end_of(network_pull::Closed closed) {
    switch (closed) {
        case network_pull::Closed::no: return PullEnd::no;
        case network_pull::Closed::by_time: return PullEnd::by_time;
        case network_pull::Closed::by_tries: return PullEnd::by_tries;
        case network_pull::Closed::by_visitor: return PullEnd::by_visitor;
    }
    return PullEnd::no;
}

// An offer while it is open; the server goes first, because its workers use the page.
struct Open {
    session::OpenPull wanted{};
    domain::Millis opened{0};  // by the monotonic clock
    std::atomic<bool> ends{false};
    session::Pull shown;
    std::unique_ptr<network_pull::Page> page;
    std::atomic<network_pull::Page*> answering{nullptr};
    std::unique_ptr<platform_http::Server> server;
};

}  // namespace

struct PullDesk::State {
    State(Machine the_machine, std::function<void(session::Input)> tell_it)
        : machine(std::move(the_machine)), tell(std::move(tell_it)) {}

    const Machine machine;
    const std::function<void(session::Input)> tell;

    std::mutex mutex;
    std::condition_variable changed;
    // Guarded by mutex.
    bool ending = false;
    std::optional<session::OpenPull> wanted;  // what is to be open; nothing: nothing
    bool is_other = false;                    // since the thread last looked
    std::thread thread;

    // The thread's own. The certificate stays the same while the program runs, so that a browser asks once.
    std::unique_ptr<web_page::Templates> templates;
    std::unique_ptr<Open> open;
    std::string certified;  // the address that it is for
    platform_http::CertificateAndKey keys;

    void run() {
        std::unique_lock lock{mutex};
        while (true) {
            changed.wait(lock, [this] { return ending || is_other; });
            const auto next = ending ? std::nullopt : wanted;
            is_other = false;
            const bool ends = ending;
            lock.unlock();
            close_open();
            if (ends) return;
            if (next) begin(*next);
            lock.lock();
        }
    }
    void close_open() {
        if (!open) return;
        open->ends = true;
        if (open->server) open->server->stop(500ms);
        open.reset();
    }
    void begin(const session::OpenPull& next) {
        auto made = std::make_unique<Open>();
        made->wanted = next;
        made->shown.problem = start(*made);
        made->shown.open = made->shown.problem == PullProblem::none;
        const session::Pull shown = made->shown;
        if (shown.open) open = std::move(made);
        tell(session::PullState{next.ticket, shown});
    }
    [[nodiscard]] PullProblem start(Open& it) {
        if (!templates) templates = machine.templates();
        if (!templates) return PullProblem::machine;
        const auto addresses = machine.network.addresses();
        if (addresses.empty()) return PullProblem::no_network;
        const std::string& address = addresses.front();
        if (certified != address) {
            const auto now = std::chrono::floor<std::chrono::seconds>(machine.clock.read().wall);
            auto drawn = platform_http::make_certificate({address}, now, std::chrono::years{10});
            if (!drawn) return PullProblem::machine;
            keys = std::move(*drawn);
            certified = address;
        }
        // The page needs the port, and the server the page: until it is there, nobody is answered.
        const auto answer = [&page = it.answering](const api::HttpRequest& request) -> api::HttpResponse {
            network_pull::Page* const there = page.load();
            return there != nullptr ? there->handle(request) : api::HttpResponse{503, {}, {}};
        };
        const auto body_limit = [&page = it.answering](const api::HttpRequest& head) {
            network_pull::Page* const there = page.load();
            return there != nullptr ? there->body_limit(head) : network_pull::kBodyBytes;
        };
        const auto listen = [&](std::uint16_t port) {
            return platform_http::Server::start({address, port, keys}, limits(), answer, body_limit);
        };
        auto server = listen(kUsualPullPort);
        if (!server && server.error() == platform_http::ServerError::in_use) server = listen(0);
        if (!server) {
            return server.error() == platform_http::ServerError::in_use ? PullProblem::no_port : PullProblem::machine;
        }
        const std::string host = address + ":" + std::to_string((*server)->port());
        it.opened = mono();
        network_pull::Offer offer{drawn_code(machine.entropy), it.opened};
        it.shown.address = "https://" + host;
        it.shown.code = offer.code();
        it.shown.qr = qr_code::encode(it.shown.address + "/?code=" + offer.code()).value_or(qr_code::Fields{});
        it.shown.closes = offer.closes();
        it.shown.tries_left = offer.tries_left();
        it.page = std::make_unique<network_pull::Page>(ports_of(it), std::move(offer), host);
        it.answering = it.page.get();
        it.server = std::move(*server);
        return PullProblem::none;
    }
    [[nodiscard]] network_pull::Page::Ports ports_of(Open& it) {
        return {*templates,
                machine.texts,
                machine.school(),
                [this] { return mono(); },
                [this] { return drawn_token(machine.entropy); },
                machine.waiting,
                [this, &it](network_pull::Wanted asked, domain::Seq first) {
                    const domain::LocalTime now = it.wanted.now + (mono() - it.opened);
                    return machine.make({asked, first, it.wanted.names, now, [&it] { return !it.ends; }});
                },
                [this, &it] { say(it); },
                machine.hand_on};
    }
    [[nodiscard]] domain::Millis mono() const { return std::chrono::floor<domain::Millis>(machine.clock.read().mono); }
    // A worker of the server: what has changed by a request.
    void say(const Open& it) {
        const network_pull::State state = it.page->state();
        session::Pull shown = it.shown;
        shown.has_visitor = state.has_visitor;
        shown.tries_left = state.tries_left;
        shown.end = end_of(state.closed);
        shown.open = shown.end == PullEnd::no;
        tell(session::PullState{it.wanted.ticket, std::move(shown)});
    }
};

PullDesk::PullDesk(Machine machine, std::function<void(session::Input)> tell)
    : state_(std::make_unique<State>(std::move(machine), std::move(tell))) {}

PullDesk::~PullDesk() {
    {
        const std::lock_guard lock{state_->mutex};
        state_->ending = true;
    }
    state_->changed.notify_one();
    if (state_->thread.joinable()) state_->thread.join();
}

void PullDesk::open(const session::OpenPull& wanted) {
    const std::lock_guard lock{state_->mutex};
    state_->wanted = wanted;
    state_->is_other = true;
    state_->changed.notify_one();
    if (!state_->thread.joinable()) state_->thread = std::thread{[state = state_.get()] { state->run(); }};
}

void PullDesk::close() {
    const std::lock_guard lock{state_->mutex};
    if (!state_->wanted) return;
    state_->wanted.reset();
    state_->is_other = true;
    state_->changed.notify_one();
}

}  // namespace kiosk
