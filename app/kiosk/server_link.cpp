#include "app/kiosk/server_link.h"

#include <mutex>
#include <thread>
#include <utility>

#include "app/kiosk/effects.h"
#include "app/sync/http_transport.h"
#include "app/sync/join.h"
#include "app/sync/news_runner.h"
#include "app/sync/roster_runner.h"
#include "app/sync/runner.h"
#include "app/sync/signed_transport.h"
#include "platform/api/drawn_number.h"

namespace kiosk {

namespace {

session::ServerProblem problem_of(syncing::Problem problem) {
    using From = syncing::Problem;
    using To = session::ServerProblem;
    switch (problem) {
        case From::none: return To::none;
        case From::unreachable: return To::unreachable;
        case From::timed_out: return To::timed_out;
        case From::cut: return To::cut;
        case From::not_trusted: return To::not_trusted;
        case From::busy: return To::busy;
        case From::unexpected: return To::unexpected;
        case From::store_failed: return To::store_failed;
        case From::unknown_kiosk: return To::unknown_kiosk;
        case From::revoked: return To::revoked;
        case From::forked: return To::forked;
        case From::ahead: return To::ahead;
        case From::differs: return To::differs;
        case From::hole: return To::hole;
        case From::stuck: return To::stuck;
        case From::log_damaged: return To::log_damaged;
        case From::cannot_sign: return To::cannot_sign;
        case From::checkpoint_refused: return To::checkpoint_refused;
    }
    return To::none;
}

session::JoinProblem problem_of(syncing::JoinError error) {
    using From = syncing::JoinError;
    using To = session::JoinProblem;
    switch (error) {
        case From::no_address: return To::no_address;
        case From::not_a_code: return To::not_a_code;
        case From::unreachable: return To::unreachable;
        case From::not_our_server: return To::not_our_server;
        case From::wrong_code: return To::wrong_code;
        case From::code_used: return To::code_used;
        case From::known_elsewhere: return To::known_elsewhere;
        case From::certificate_changed: return To::certificate_changed;
        case From::try_later: return To::try_later;
        case From::too_many: return To::too_many;
        case From::no_memory: return To::no_memory;
        case From::disk: return To::disk;
        case From::cancelled: break;  // only where nobody waits any more
    }
    return To::unreachable;
}

session::ListsProblem problem_of(syncing::RosterProblem problem) {
    using From = syncing::RosterProblem;
    using To = session::ListsProblem;
    switch (problem) {
        case From::none: return To::none;
        case From::damaged: return To::damaged;
        case From::newer_version: return To::newer_version;
        case From::wrong_signature: return To::wrong_signature;
        case From::another_school: return To::another_school;
        case From::not_consistent: return To::not_consistent;
        case From::disk: return To::disk;
        case From::own_lists: return To::own_lists;
        case From::waits_for_matching: return To::waits_for_matching;
        case From::not_taken: return To::not_taken;
    }
    return To::none;
}

std::string_view name_of(session::StorageTrouble trouble) {
    switch (trouble) {
        case session::StorageTrouble::none: return "";
        case session::StorageTrouble::no_space: return "no_space";
        case session::StorageTrouble::read_only: return "read_only";
        case session::StorageTrouble::input_output: return "input_output";
    }
    return "";
}

// Runners with their ways to the server, which go after them.
struct Sending {
    Sending(api::HttpClients& clients, const api::HttpHost& host) : transport(clients, host) {}
    syncing::HttpTransport transport;
    std::optional<syncing::SignedTransport> asking;
    std::unique_ptr<syncing::Runner> runner;
    std::unique_ptr<syncing::HttpRosterTransport> roster_transport;
    std::unique_ptr<syncing::RosterRunner> rosters;  // none: the kiosk cannot sign
    std::unique_ptr<syncing::NewsRunner> news;       // none without a key
};

}  // namespace

struct ServerLink::Shared : std::enable_shared_from_this<Shared> {
    Shared(Machine the_machine, std::filesystem::path folder) : machine(the_machine), data(std::move(folder)) {}

    const Machine machine;
    const std::filesystem::path data;

    std::mutex mutex;
    // Guarded by mutex.
    bool closed = false;
    std::function<void(session::Input)> tell;
    session::Server known;  // link and names
    session::Server told;   // last
    std::unique_ptr<Sending> sending;
    domain::Seq last = 0;  // of the log, as the runner was told
    std::unique_ptr<syncing::JoinCall> call;
    std::thread joining;
    bool awake = false;
    session::StorageTrouble trouble = session::StorageTrouble::none;
    syncing::Problem problem = syncing::Problem::none;  // of the runner, as it was last
    std::string last_error;                             // the last word for any of these, also where it has ended

    [[nodiscard]] session::Server state_locked() const {
        session::Server state = known;
        if (!sending || !sending->runner) return state;
        const syncing::Status status = sending->runner->status();
        state.sent_up_to = status.synced_up_to;
        state.waiting = status.waiting;
        state.last_contact = status.last_contact;
        state.problem = problem_of(status.problem);
        state.stopped = status.state == syncing::State::stopped;
        state.at = status.at;
        if (!sending->rosters) return state;
        const syncing::RosterStatus lists = sending->rosters->status();
        state.lists = lists.number;
        state.lists_since = lists.taken_at;
        state.lists_problem = problem_of(lists.problem);
        state.refused_lists = lists.refused;
        return state;
    }
    [[nodiscard]] session::Server state() {
        const std::lock_guard lock{mutex};
        return state_locked();
    }
    void say(session::Input input) {
        const std::lock_guard lock{mutex};
        if (!closed && tell) tell(std::move(input));
    }
    // What is wrong with this kiosk now; the disk comes first.
    [[nodiscard]] std::string_view problem_locked() const {
        return trouble != session::StorageTrouble::none ? name_of(trouble) : syncing::name_of(problem);
    }
    // Something may have become wrong or right: the server is to hear of it.
    void note_locked(session::StorageTrouble disk, syncing::Problem network) {
        const bool back = problem != syncing::Problem::none && network == syncing::Problem::none;
        const std::string_view before = problem_locked();
        trouble = disk;
        problem = network;
        const std::string_view now = problem_locked();
        if (!now.empty()) last_error = now;
        if (!sending || !sending->news) return;
        if (back) sending->news->network_back();
        if (now != before) sending->news->health_changed();
    }
    void disk_is(session::StorageTrouble now) {
        const std::lock_guard lock{mutex};
        note_locked(now, problem);
    }
    void appended(domain::Seq last_of_log) {
        const std::lock_guard lock{mutex};
        if (last_of_log <= last || !sending) return;
        last = last_of_log;
        sending->runner->appended(last_of_log);
    }
    void attend(bool now) {
        const std::lock_guard lock{mutex};
        awake = now;
        if (sending && sending->news) sending->news->attend(now);
    }
    // Thread of the news.
    [[nodiscard]] news::Health health() {
        news::Health said;
        said.version = VSTRECHA_VERSION;
        const auto reading = machine.clock.read();
        said.uptime = std::chrono::floor<std::chrono::seconds>(reading.mono);
        said.clock_trusted = reading.trusted;
        said.temperature = machine.thermometer.read();
        if (const auto space = machine.files.space(data)) {
            said.disk_free = space->free_bytes;
            said.disk_total = space->total_bytes;
        }
        const std::lock_guard lock{mutex};
        said.problem = problem_locked();
        said.last_error = last_error;
        if (!sending || !sending->runner) return said;
        const syncing::Status status = sending->runner->status();
        said.unsent = status.waiting;
        if (status.waiting_since && *status.waiting_since < reading.mono)
            said.unsent_age = std::chrono::floor<std::chrono::seconds>(reading.mono - *status.waiting_since);
        return said;
    }
    // Only what somebody could see is told, so that a kiosk at rest is not woken for less.
    void changed() {
        const std::lock_guard lock{mutex};
        if (closed) return;
        if (sending && sending->runner) note_locked(trouble, sending->runner->status().problem);
        if (!tell) return;
        session::Server now = state_locked();
        if (now == told) return;
        told = now;
        tell(session::ServerState{std::move(now)});
    }

    // Storage thread. The runner before, if there was one, is ended first: there is one that speaks for this kiosk.
    void adopt(storage::Store& store, const base::Result<syncing::ServerRecord, syncing::RecordFailure>& record) {
        std::unique_ptr<Sending> before;
        {
            const std::lock_guard lock{mutex};
            if (closed) return;
            before = std::move(sending);
            known = {};
            if (record) {
                known.membership = session::Membership::joined;
                known.school = record->school_name;
                known.address = syncing::address_of(*record);
            } else if (record.error().error != syncing::RecordError::absent) {
                known.membership = session::Membership::damaged;
            }
        }
        if (before) {
            before.reset();
            say(session::OthersRecorded{{}, true});
        }
        if (record) send_to(store, *record);
        changed();
    }
    void send_to(storage::Store& store, const syncing::ServerRecord& record) {
        const auto applicant = syncing::read_applicant(store, machine.files, data);
        // Without a key the runner says that it cannot sign.
        syncing::Engine::Options options;
        if (applicant) {
            options.kiosk = applicant->kiosk;
            options.kiosk_private = applicant->private_key;
        } else if (const auto status = store.status()) {
            options.kiosk = status->kiosk;
        }
        options.seed = api::drawn_number(machine.entropy);
        auto made = std::make_unique<Sending>(machine.clients, syncing::host_of(record));
        if (applicant) ask_for_news(*made, record, options);
        made->runner =
            std::make_unique<syncing::Runner>(syncing::Runner::Machine{machine.storage, made->transport, machine.clock},
                                              std::move(options), [self = weak_from_this()] {
                                                  if (const auto alive = self.lock()) alive->changed();
                                              });
        if (applicant) begin_lists(*made, record, *applicant);
        const std::lock_guard lock{mutex};
        if (closed) return;
        sending = std::move(made);
        if (sending->news) sending->news->attend(awake);
    }
    void ask_for_news(Sending& to, const syncing::ServerRecord& record, const syncing::Engine::Options& options) {
        to.asking.emplace(machine.clients, syncing::host_of(record), signer_of(options.kiosk, options.kiosk_private));
        const auto self = weak_from_this();
        to.news = std::make_unique<syncing::NewsRunner>(
            syncing::NewsRunner::Machine{*to.asking, machine.clock},
            syncing::NewsEngine::Options{options.kiosk, options.seed},
            syncing::NewsRunner::Hooks{[self](std::vector<domain::Event> events) {
                                           if (const auto alive = self.lock())
                                               alive->say(session::OthersRecorded{std::move(events)});
                                       },
                                       [self] {
                                           const auto alive = self.lock();
                                           return alive ? alive->health() : news::Health{};
                                       },
                                       [self] {
                                           if (const auto alive = self.lock()) alive->ask_for_lists();
                                       }});
    }
    void ask_for_lists() {
        const std::lock_guard lock{mutex};
        if (sending && sending->rosters) sending->rosters->poke();
    }
    [[nodiscard]] syncing::Signer signer_of(const domain::KioskId& kiosk, const std::string& key) const {
        return {kiosk, key, [entropy = &machine.entropy](std::span<std::uint8_t> bytes) { entropy->fill(bytes); }};
    }
    void begin_lists(Sending& made, const syncing::ServerRecord& record, const syncing::Applicant& applicant) {
        const auto acceptor = syncing::read_acceptor(machine.files, data, record.school);
        syncing::RosterRound::Membership membership{record.school, acceptor.value_or(""), applicant.private_key};
        made.roster_transport = std::make_unique<syncing::HttpRosterTransport>(
            machine.clients, syncing::host_of(record), signer_of(applicant.kiosk, applicant.private_key));
        syncing::RosterRunner::Hooks hooks;
        hooks.prepare = machine.prepare_lists;
        hooks.applied = [self = weak_from_this()](storage::Store& store) {
            const auto alive = self.lock();
            auto loaded = alive ? load(store) : storage::StorageResult<session::Loaded>{};
            if (alive && loaded) alive->say(std::move(*loaded));
            // The log tells of it, and nobody else will soon.
            const auto status = store.status();
            if (alive && status) alive->appended(status->last_seq);
        };
        hooks.changed = [self = weak_from_this()] {
            if (const auto alive = self.lock()) alive->changed();
        };
        made.rosters = std::make_unique<syncing::RosterRunner>(
            syncing::RosterRunner::Machine{machine.storage, *made.roster_transport, machine.clock, machine.files}, data,
            std::move(membership), api::drawn_number(machine.entropy), std::move(hooks));
    }

    // Storage thread.
    void join(storage::Store& store, const session::JoinServer& asked) {
        auto applicant = syncing::read_applicant(store, machine.files, data);
        if (!applicant) return say(session::ServerNotJoined{asked.ticket, problem_of(applicant.error())});
        const std::lock_guard lock{mutex};
        if (closed) return;
        if (joining.joinable()) joining.join();  // the session asks for one at a time: it has answered already
        call = std::make_unique<syncing::JoinCall>(
            machine.clients, [this](std::span<std::uint8_t> bytes) { machine.entropy.fill(bytes); });
        joining = std::thread{[self = shared_from_this(), one = call.get(), asked, who = std::move(*applicant)] {
            auto agreed = one->join(asked.address, asked.code, who);
            if (!agreed) return self->say(session::ServerNotJoined{asked.ticket, problem_of(agreed.error())});
            self->machine.storage.post([self, asked, kept = std::move(*agreed)](storage::Store& to) {
                if (const auto done = syncing::keep(kept, to, self->machine.files, self->data); !done)
                    return self->say(session::ServerNotJoined{asked.ticket, problem_of(done.error())});
                self->adopt(to, kept.server);
                self->say(session::ServerJoined{asked.ticket});
            });
        }};
    }

    void close() {
        std::unique_ptr<Sending> ended;
        std::thread waited_for;
        {
            const std::lock_guard lock{mutex};
            closed = true;
            ended = std::move(sending);
            waited_for = std::move(joining);
            if (call) call->cancel();
        }
        ended.reset();
        if (waited_for.joinable()) waited_for.join();
        // Whom it tells holds this link's side, and with it this: it goes here, and not under the lock.
        std::function<void(session::Input)> nobody;
        const std::lock_guard lock{mutex};
        call.reset();
        nobody.swap(tell);
    }
};

ServerLink::ServerLink(Machine machine, std::filesystem::path data)
    : shared_(std::make_shared<Shared>(machine, std::move(data))) {}

ServerLink::~ServerLink() {
    shared_->close();
}

ServerSide ServerLink::side() {
    return {[shared = shared_](domain::Seq last) { shared->appended(last); },
            [shared = shared_] { return shared->state(); },
            [shared = shared_](const session::JoinServer& asked) {
                shared->machine.storage.post([shared, asked](storage::Store& store) { shared->join(store, asked); });
            },
            [shared = shared_](bool awake) { shared->attend(awake); },
            [shared = shared_](session::StorageTrouble now) { shared->disk_is(now); }};
}

void ServerLink::start(std::function<void(session::Input)> tell) {
    {
        const std::lock_guard lock{shared_->mutex};
        shared_->tell = std::move(tell);
    }
    shared_->machine.storage.post([shared = shared_](storage::Store& store) {
        shared->adopt(store, syncing::read_server(shared->machine.files, shared->data));
    });
}

void ServerLink::ask_for_lists() {
    shared_->ask_for_lists();
}

}  // namespace kiosk
