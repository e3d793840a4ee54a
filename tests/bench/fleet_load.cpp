#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

#include "app/joining/messages.h"
#include "app/server/pages/site.h"
#include "tests/bench/fleet_figures.h"
#include "tests/bench/fleet_running.h"

namespace bench {
namespace {

constexpr double kAimIngest = 50;  // ms, p99
constexpr int kSlow = 500, kIdle = 500, kBadTries = 1'000, kTriesOfAddress = 10;
constexpr auto kEvery = 30s;
constexpr rlim_t kDescriptors = 16'384;

// The server, which this process starts, has as many.
void raise_descriptors() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min(limit.rlim_max, kDescriptors);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

// A connection over TLS from an address of loopback, by who trusts everybody. Each call waits.
class Stranger {
  public:
    Stranger(SSL_CTX* context, std::uint16_t port, std::string source)
        : context_(context), port_(port), source_(std::move(source)) {}
    ~Stranger() { close(); }
    Stranger(const Stranger&) = delete;
    Stranger& operator=(const Stranger&) = delete;

    bool connect() {
        close();
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in own{}, other{};
        own.sin_family = other.sin_family = AF_INET;
        ::inet_pton(AF_INET, source_.c_str(), &own.sin_addr);
        other.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        other.sin_port = htons(port_);
        const timeval patience{20, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (::bind(socket_, reinterpret_cast<sockaddr*>(&own), sizeof own) != 0 ||
            ::connect(socket_, reinterpret_cast<sockaddr*>(&other), sizeof other) != 0) {
            return false;
        }
        ssl_.reset(SSL_new(context_));
        SSL_set_fd(ssl_.get(), socket_);
        return SSL_connect(ssl_.get()) == 1;
    }
    bool send(std::string_view bytes) {
        return ssl_ && SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
    }
    // The status of one short answer; 0 where none comes.
    int answer() {
        std::array<char, 4096> bytes{};
        const int got = SSL_read(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
        const std::string_view text{bytes.data(), static_cast<std::size_t>(std::max(got, 0))};
        return text.starts_with("HTTP/1.1 ") ? std::atoi(bytes.data() + 9) : 0;
    }

  private:
    void close() {
        ssl_.reset();
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }
    struct Free {
        void operator()(SSL* ssl) const { SSL_free(ssl); }
    };
    SSL_CTX* const context_;
    const std::uint16_t port_;
    const std::string source_;
    int socket_ = -1;
    std::unique_ptr<SSL, Free> ssl_;
};

// Those who want to hold the server up. Whoever is cut off comes again.
class Load {
  public:
    explicit Load(std::uint16_t port) : port_(port), context_(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free) {
        SSL_CTX_set_verify(context_.get(), SSL_VERIFY_NONE, nullptr);
        for (int i = 0; i < kSlow + kIdle; ++i) {
            const bool is_slow = i < kSlow;
            all_.push_back(std::make_unique<Stranger>(context_.get(), port, is_slow ? "127.0.0.2" : "127.0.0.3"));
            begin(static_cast<std::size_t>(i));
        }
    }
    ~Load() {
        ends_ = true;
        for (auto& thread : threads_) thread.join();
    }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    // The tries are spread over `duration`.
    void start(std::chrono::seconds duration) {
        threads_.emplace_back([this] { send_bytes(); });
        threads_.emplace_back([this, duration] { try_to_join(duration); });
        threads_.emplace_back([this, duration] { try_to_sign_in(duration); });
    }
    [[nodiscard]] std::string words() const {
        return std::to_string(cut_off_) + " were cut off and came again; " + std::to_string(tries_) +
               " tries, of them told to wait " + std::to_string(told_to_wait_) + "; " + std::to_string(sign_ins_) +
               " bad logins, of them told to wait " + std::to_string(sign_ins_told_to_wait_);
    }

  private:
    // Slow ones are within TLS in the middle of a head or of a body; idle ones have asked once.
    void begin(std::size_t i) {
        Stranger& one = *all_[i];
        if (!one.connect()) return;
        if (i >= kSlow) {
            one.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
            static_cast<void>(one.answer());
        } else if (i % 2 == 0) {
            one.send("GET /health HTTP/1.1\r\nX: ");
        } else {
            one.send("POST /api/1/bundles HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n");
        }
    }
    void send_bytes() {
        for (auto next = SteadyClock::now(); !ends_; next += 1s) {
            for (std::size_t i = 0; i < kSlow && !ends_; ++i) {
                if (all_[i]->send("a")) continue;
                ++cut_off_;
                begin(i);
            }
            while (!ends_ && SteadyClock::now() < next + 1s) std::this_thread::sleep_for(10ms);
        }
    }
    void try_to_join(std::chrono::seconds duration) {
        std::mt19937_64 random{1};
        const auto key = eventlog::make_kiosk_key([&random](std::span<std::uint8_t> bytes) {
            for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
        });
        const auto began = SteadyClock::now();
        std::unique_ptr<Stranger> one;
        for (int i = 0; i < kBadTries && !ends_; ++i) {
            while (!ends_ && SteadyClock::now() < began + i * std::chrono::nanoseconds{duration} * 9 / 10 / kBadTries) {
                std::this_thread::sleep_for(1ms);
            }
            joining::Request request;
            for (int letter = 0; letter < 2; ++letter) request.selector += joining::kCodeAlphabet[random() % 32];
            request.nonce = std::string(64, '7');
            request.kiosk.value = hex_id(random);
            request.public_key = key.public_half;
            request.school_public = std::string(64, 'a');
            const std::string body = *joining::write_request(request, {}, std::string(64, 'f'), key.private_half);
            if (i % kTriesOfAddress == 0) {
                const std::string source = "127.0.1." + std::to_string(1 + i / kTriesOfAddress);
                one = std::make_unique<Stranger>(context_.get(), port_, source);
                if (!one->connect()) continue;
            }
            ++tries_;
            one->send("POST /api/1/join HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
                      "\r\n\r\n" + body);
            if (one->answer() == 429) ++told_to_wait_;
        }
    }

    // Another login each time, ten from an address: each of them is looked at, and costs 64 MiB and 100 ms.
    void try_to_sign_in(std::chrono::seconds duration) {
        const std::string secret(32, 'a');
        const auto began = SteadyClock::now();
        for (int i = 0; i < kBadTries && !ends_; ++i) {
            while (!ends_ && SteadyClock::now() < began + i * std::chrono::nanoseconds{duration} * 9 / 10 / kBadTries) {
                std::this_thread::sleep_for(1ms);
            }
            Stranger one{context_.get(), port_, "127.0.2." + std::to_string(1 + i / kTriesOfAddress)};
            if (!one.connect()) continue;
            const std::string body = "token=" + server::pages::form_token(secret) + "&login=login" + std::to_string(i) +
                                     "&password=wrong+password";
            ++sign_ins_;
            one.send("POST /sign-in HTTP/1.1\r\nHost: a\r\nCookie: __Host-vstrecha-form=" + secret +
                     "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                     std::to_string(body.size()) + "\r\n\r\n" + body);
            if (one.answer() == 429) ++sign_ins_told_to_wait_;
        }
    }

    const std::uint16_t port_;
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::vector<std::unique_ptr<Stranger>> all_;
    std::vector<std::thread> threads_;
    std::atomic<bool> ends_{false};
    std::atomic<int> cut_off_{0}, tries_{0}, told_to_wait_{0}, sign_ins_{0}, sign_ins_told_to_wait_{0};
};

struct Kiosks {
    std::vector<std::unique_ptr<FleetKiosk>> fleet;
    std::vector<std::unique_ptr<api::HttpClient>> clients;
    std::size_t next = 0;

    // Each sends once in half a minute, one after the other; late from the moment on that it was due.
    Samples send_for(std::chrono::seconds duration, std::atomic<int>& refused) {
        Samples samples;
        std::mutex mutex;
        const auto gap = std::chrono::nanoseconds{kEvery} / fleet.size();
        const auto began = SteadyClock::now();
        long number = 0;
        const auto work = [&] {
            for (std::unique_lock lock{mutex};;) {
                const auto due = began + number * gap;
                if (due >= began + duration) return;
                ++number;
                const std::size_t kiosk = next++ % fleet.size();
                lock.unlock();
                std::this_thread::sleep_until(due);
                const auto answer =
                    clients[kiosk]->send({api::HttpMethod::post, "/api/1/bundles", {}, fleet[kiosk]->bundle(2), {}});
                if (!answer || answer->status != 200) ++refused;
                const double took = 1e3 * seconds_since(due);
                lock.lock();
                samples.add(took);
            }
        };
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i) threads.emplace_back(work);
        for (auto& thread : threads) thread.join();
        return samples;
    }
};

}  // namespace

void measure_under_load(Table& table, Machine& machine, const Database& database, const RealServer& server, int kiosks,
                        std::chrono::seconds duration) {
    raise_descriptors();
    ::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to connections that the server has cut off
    Kiosks all;
    {
        const auto store = open(machine, database.place);
        const auto school = add_school(*store);
        for (int i = 0; i < kiosks; ++i) {
            all.fleet.push_back(std::make_unique<FleetKiosk>(static_cast<std::uint64_t>(100 + i)));
            must(store->add_kiosk(school, all.fleet.back()->as_new()), "a kiosk");
        }
    }
    const RunningServer running{server.program, server.work, database};
    for (int i = 0; i < kiosks; ++i) {  // handshakes come once a day
        all.clients.push_back(machine.clients->client_of(running.host(), {}));
        must(all.clients.back()->send({api::HttpMethod::get, "/health", {}, {}, {}}), "a connection");
    }
    std::atomic<int> refused{0};
    const Samples quiet = all.send_for(duration, refused);
    Load load{running.host().port};
    load.start(duration);
    const Samples loaded = all.send_for(duration, refused);
    const std::string who = std::to_string(kiosks) + " kiosks, " + database.name + ", ingest ";
    const std::string beside = "1,000 connections that hold it up, 1,000 bad tries to join, 1,000 bad logins";
    table.tell(who + "alone, p50", "ms", quiet.median(), std::to_string(quiet.count()) + " bundles");
    table.tell(who + "alone, p99", "ms", quiet.p99(), "");
    table.tell(who + "under load, p50", "ms", loaded.median(), beside);
    table.add(who + "under load, p99", "ms", loaded.p99(), load.words(), kAimIngest, "fixed");
    table.add(who + "refused", "bundles", refused, "", 0, "fixed");
    table.tell(who + "under load: memory (PSS)", "MB", running.megabytes(), "");
}

}  // namespace bench
