#include "tests/simulation/world.h"

#include <algorithm>
#include <array>

namespace simulation {

using std::chrono::minutes;
using std::chrono::seconds;
using syncing::NetworkFailure;
using syncing::Response;

domain::Instant World::wall() const {
    return domain::Instant{std::chrono::sys_days{std::chrono::year{2026} / 9 / 1}} + std::chrono::hours{5} + now_;
}

void World::after(Millis wait, std::function<void()> what) {
    events_.push({now_ + wait, order_++, std::move(what)});
}

void World::run_until(Millis end) {
    while (!events_.empty() && events_.top().at <= end) {
        now_ = std::max(now_, events_.top().at);
        const auto what = events_.top().what;
        events_.pop();
        what();
    }
    now_ = std::max(now_, end);
}

Response Network::at_server(const syncing::Request& request) {
    auto response = server_.handle(request, world_.wall());
    last_body = request.body.size();
    last_answer = response.body.size();
    return response;
}

// What proxies, portals and tired servers say; among them what sounds like our own server.
Response Network::refusal() {
    constexpr std::array<int, 16> kStatus{200, 204, 302, 400, 401, 403, 404, 408,
                                          409, 413, 422, 429, 500, 502, 503, 504};
    static const std::array<std::string, 8> kBodies{
        "",
        "<html>",
        "{}",
        R"({"error":"fork","held":3})",
        R"({"error":"gap","held":1})",
        R"({"error":"revoked"})",
        R"({"held":2,"head":"0101010101010101010101010101010101010101010101010101010101010101"})",
        R"({"held":18446744073709551616,"checkpoint":[[[[[[[[)"};
    Response response{kStatus[world_.random() % kStatus.size()], {}, kBodies[world_.random() % kBodies.size()]};
    if (world_.chance(20)) response.retry_after = seconds{static_cast<std::int64_t>(world_.random() % 100'000)};
    return response;
}

void Network::send(syncing::Request request, Reply reply) {
    ++exchanges;
    if (planned && planned->exchange == exchanges)
        return meet(planned->fault, planned->byte, std::move(request), reply);
    if (down) return meet(world_.chance(50) ? Fault::unreachable : Fault::request_lost, {}, std::move(request), reply);
    const bool faulty = trouble > 0 && world_.chance(trouble);
    const auto fault = static_cast<Fault>(world_.random() % static_cast<unsigned>(Fault::last));
    meet(faulty ? fault : Fault::none, {}, std::move(request), reply);
}

void Network::meet(Fault fault, std::optional<std::size_t> byte, syncing::Request request, const Reply& reply) {
    const Millis there = world_.between(Millis{5}, Millis{60}), back = world_.between(Millis{5}, Millis{60});
    const auto fail = [=, this](NetworkFailure failure, Millis wait) {
        world_.after(wait, [=] { reply(base::failure(failure)); });
    };
    const auto at = [&](std::size_t size) { return size == 0 ? 0 : byte.value_or(world_.random()) % size; };
    switch (fault) {
        case Fault::unreachable: return fail(NetworkFailure::unreachable, there);
        case Fault::request_lost: return fail(NetworkFailure::timed_out, seconds{30});
        case Fault::late:
            fail(NetworkFailure::timed_out, seconds{30});
            world_.after(world_.between(seconds{30}, minutes{20}), [=, this] { (void)at_server(request); });
            return;
        case Fault::request_cut: request.body.resize(at(request.body.size() + 1)); break;
        case Fault::request_changed:
            if (!request.body.empty())
                request.body[at(request.body.size())] ^= static_cast<std::uint8_t>(1U << world_.random() % 8);
            break;
        case Fault::refused_before: return world_.after(there, [=, this, response = refusal()] { reply(response); });
        case Fault::duplicated:
            world_.after(world_.between(Millis{1}, minutes{10}), [=, this] { reply(at_server(request)); });
            break;
        default: break;
    }
    world_.after(there, [=, this] {
        Response response = at_server(request);
        const auto place = [&](std::size_t size) { return size == 0 ? 0 : byte.value_or(world_.random()) % size; };
        switch (fault) {
            case Fault::answer_lost: return fail(NetworkFailure::timed_out, seconds{30});
            case Fault::answer_reset: return fail(NetworkFailure::cut, back);
            case Fault::stalled: return world_.after(world_.between(minutes{1}, minutes{6}), [=] { reply(response); });
            case Fault::answer_cut: response.body.resize(place(response.body.size() + 1)); break;
            case Fault::answer_changed:
                if (!response.body.empty())
                    response.body[place(response.body.size())] ^= static_cast<char>(1U << world_.random() % 7);
                break;
            case Fault::refused_after: response = refusal(); break;
            default: break;
        }
        world_.after(back, [=] { reply(response); });
    });
}

Kiosk::Kiosk(World& world, Server& server, Log& log)
    : network(world, server), world_(world), server_(server), log_(log) {
    server.know(log.kiosk(), log.public_key());
    log.trust(server.acceptor());
}

void Kiosk::start() {
    engine_ =
        std::make_unique<syncing::Engine>(syncing::Engine::Options{log_.kiosk(), log_.private_key(), world_.random()});
    started_ = world_.now() - world_.between(Millis{0}, minutes{2});
    ++life_;
    wake_at_.reset();
    tell(log_.begin());
}

void Kiosk::kill() {
    engine_.reset();
    ++life_;
    log_.restart();
}

void Kiosk::append() {
    const auto last = log_.append(world_.random, world_.wall());
    if (engine_) tell(syncing::Appended{last});
}

void Kiosk::append_many(std::size_t count) {
    domain::Seq last = 0;
    while (count-- > 0) last = log_.append(world_.random, world_.wall());
    if (engine_ && last > 0) tell(syncing::Appended{last});
}

void Kiosk::network_back() {
    if (engine_) tell(syncing::NetworkBack{});
}

void Kiosk::tell(syncing::Input input) {
    if (!engine_) return;
    engine_->tell(std::move(input), mono());
    pump();
}

// In this life only.
void Kiosk::later(Millis wait, std::function<void()> what) {
    world_.after(wait, [this, life = life_, what = std::move(what)] {
        if (life == life_) what();
    });
}

void Kiosk::pump() {
    if (kill_chance > 0 && world_.random() % 1000 < kill_chance) {
        kill();
        return world_.after(world_.between(seconds{2}, minutes{10}), [this] {
            if (!engine_) start();
        });
    }
    most_held = std::max(most_held, engine_->held_bytes());
    const auto status = engine_->status();
    if (status.synced_up_to > server_.ever_held(log_.kiosk()))
        world_.problem("counts as synced what the server never held: " + std::to_string(status.synced_up_to));
    auto output = engine_->step(mono());
    std::visit([this](auto& one) { carry_out(one); }, output);
}

void Kiosk::carry_out(const syncing::Wait& wait) {
    if (!wait.until) return;
    const Millis at = std::max(*wait.until + started_, world_.now() + Millis{1});
    if (wake_at_ && *wake_at_ <= at) return;
    wake_at_ = at;
    later(at - world_.now(), [this, at] {
        if (wake_at_ != at) return;
        wake_at_.reset();
        pump();
    });
}

void Kiosk::carry_out(const syncing::ReadLines& asked) {
    later(Millis{1}, [this, asked] {
        auto lines = log_.read(asked);
        std::size_t bytes = 0;
        if (lines.lines) {
            for (const auto& line : lines.lines->lines) bytes += line.line.size() + syncing::policy::kLineCost;
        }
        most_held = std::max(most_held, bytes);
        tell(std::move(lines));
    });
    pump();
}

void Kiosk::carry_out(syncing::SendRequest& asked) {
    network.send(std::move(asked.request), [this, life = life_, ticket = asked.ticket](auto answer) {
        if (life == life_) tell(syncing::Answered{ticket, std::move(answer)});
    });
    pump();
}

void Kiosk::carry_out(const syncing::AcceptCheckpoint& asked) {
    later(Millis{2}, [this, asked] { tell(log_.accept(asked)); });
    pump();
}

std::string difference(Kiosk& kiosk, const Server& server) {
    const auto& there = server.of(kiosk.log().kiosk());
    auto here = kiosk.log().all();
    for (const auto& line : kiosk.log().lost()) {  // the server may have it or not
        const auto same = [&](const auto& one) { return one.seq == line.seq; };
        if (std::any_of(there.begin(), there.end(), same)) here.push_back(line);
    }
    const domain::Seq last = here.empty() ? 0 : kiosk.log().begin().last;
    std::sort(here.begin(), here.end(), [](const auto& one, const auto& other) { return one.seq < other.seq; });
    const auto name = kiosk.log().kiosk().value + ": ";
    if (there.size() != here.size())
        return name + std::to_string(here.size()) + " lines here, " + std::to_string(there.size()) + " at the server";
    for (std::size_t i = 0; i < here.size(); ++i) {
        if (here[i].seq != there[i].seq || here[i].line != there[i].line || here[i].hash != there[i].hash)
            return name + "differs at " + std::to_string(here[i].seq);
    }
    if (!kiosk.runs()) return name + "does not run";
    const auto status = kiosk.status();
    if (status.synced_up_to != last || status.waiting != 0 || status.waiting_since)
        return name + "synced up to " + std::to_string(status.synced_up_to) + ", the log ends at " +
               std::to_string(last);
    if (status.problem != syncing::Problem::none || status.state != syncing::State::idle)
        return name + "still has problem " + std::to_string(static_cast<int>(status.problem));
    if (kiosk.log().begin().accepted > server.held(kiosk.log().kiosk())) return name + "accepted what is not held";
    return {};
}

}  // namespace simulation
