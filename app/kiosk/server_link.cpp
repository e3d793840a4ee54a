#include "app/kiosk/server_link.h"

#include <mutex>
#include <thread>
#include <utility>

#include "app/kiosk/effects.h"
#include "app/kiosk/moved_server.h"
#include "app/kiosk/server_problems.h"
#include "app/sync/http_transport.h"
#include "app/sync/join.h"
#include "app/sync/news_runner.h"
#include "app/sync/school_runner.h"
#include "app/sync/runner.h"
#include "app/sync/signed_transport.h"
#include "platform/api/drawn_number.h"

namespace kiosk {

namespace {

// Nobody answers where it was, or somebody else does.
bool may_have_moved(syncing::Problem problem) {
    return problem == syncing::Problem::unreachable || problem == syncing::Problem::timed_out ||
           problem == syncing::Problem::not_trusted;
}
// A name is the network's own business.
bool is_ip_address(std::string_view host) {
    return host.find(':') != std::string_view::npos || host.find_first_not_of("0123456789.") == std::string_view::npos;
}

// Runners with their ways to the server, which go after them.
struct Sending {
    Sending(api::HttpClients& clients, const api::HttpHost& host) : transport(clients, host) {}
    syncing::HttpTransport transport;
    std::optional<syncing::SignedTransport> asking;
    std::unique_ptr<syncing::Runner> runner;
    std::unique_ptr<syncing::HttpSchoolTransport> roster_transport, settings_transport;
    std::unique_ptr<syncing::SchoolRunner> school;   // none: the kiosk cannot sign
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
    std::optional<syncing::ServerRecord> ours;  // of the server that it sends to
    std::unique_ptr<MovedServer> moved;         // from the first start until it is closed
    domain::Seq last = 0;                       // of the log, as the runner was told
    std::unique_ptr<syncing::JoinCall> call;
    std::thread joining;
    bool awake = false;
    session::StorageTrouble trouble = session::StorageTrouble::none;
    syncing::Problem problem = syncing::Problem::none;  // of the runner, as it was last
    bool settings_refused = false;                      // what the school has set is not applied here
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
        if (!sending->school) return state;
        const syncing::RosterStatus lists = sending->school->status();
        state.lists = lists.number;
        state.lists_since = lists.taken_at;
        state.lists_problem = problem_of(lists.problem);
        state.refused_lists = lists.refused;
        const syncing::SettingsStatus settings = sending->school->settings_status();
        state.settings = settings.number;
        state.settings_since = settings.taken_at;
        state.settings_problem = problem_of(settings.problem);
        state.settings_what = settings.what;
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
        if (trouble != session::StorageTrouble::none) return name_of(trouble);
        if (problem != syncing::Problem::none) return syncing::name_of(problem);
        return settings_refused ? "settings_refused" : "";
    }
    // Something may have become wrong or right: the server is to hear of it.
    void note_locked(session::StorageTrouble disk, syncing::Problem network) {
        const auto looked_at = sending && sending->school ? sending->school->settings_status()
                                                          : syncing::SettingsStatus{};
        const bool refuses = looked_at.problem != syncing::SettingsProblem::none;
        const bool back = problem != syncing::Problem::none && network == syncing::Problem::none;
        const std::string_view before = problem_locked();
        trouble = disk;
        problem = network;
        settings_refused = refuses;
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
        if (sending && sending->runner && moved) {
            const syncing::Problem now = sending->runner->status().problem;
            note_locked(trouble, now);
            const bool is_missing = ours && may_have_moved(now) && is_ip_address(ours->host);
            moved->look_for(is_missing ? std::optional{syncing::host_of(*ours)} : std::nullopt);
        }
        if (!tell) return;
        session::Server now = state_locked();
        if (now == told) return;
        told = now;
        tell(session::ServerState{std::move(now)});
    }

    // Storage thread. The runner before, if there was one, is ended first: there is one that speaks for this kiosk.
    void adopt(storage::Store& store, const base::Result<syncing::ServerRecord, syncing::RecordFailure>& read) {
        std::unique_ptr<Sending> before;
        {
            const std::lock_guard lock{mutex};
            if (closed) return;
            before = std::move(sending);
            known = {};
            ours = read ? std::optional{*read} : std::nullopt;
            if (read) {
                known.membership = session::Membership::joined;
                known.school = read->school_name;
                known.address = syncing::address_of(*read);
            } else if (read.error().error != syncing::RecordError::absent) {
                known.membership = session::Membership::damaged;
            }
        }
        if (before) {
            before.reset();
            say(session::OthersRecorded{{}, true});
        }
        leave_other_school(store, read);
        if (read) send_to(store, *read);
        changed();
    }
    // What a school has set is fixed here while the kiosk is of that school; where its server cannot be read it may be.
    void leave_other_school(storage::Store& store,
                            const base::Result<syncing::ServerRecord, syncing::RecordFailure>& read) {
        if (!read && read.error().error != syncing::RecordError::absent) return;
        const auto set = store.school_settings();
        if (!set || !*set || (read && (*set)->source.school == read->school)) return;
        if (store.release_school_settings()) tell_loaded(store);
    }
    void tell_loaded(storage::Store& store) {
        auto loaded = load(store);
        if (loaded) say(std::move(*loaded));
    }
    // Storage thread. Our server, by its certificate, answers at another address than before.
    void follow(storage::Store& store, const api::HttpHost& to) {
        std::optional<syncing::ServerRecord> there;
        {
            const std::lock_guard lock{mutex};
            there = ours;
        }
        // Meanwhile it may have joined another one, or have followed already.
        if (!there || there->fingerprint != to.fingerprint || (there->host == to.name && there->port == to.port))
            return;
        there->host = to.name;
        there->port = to.port;
        // Not kept: it goes on all the same, and is found again at the next start.
        (void)syncing::write_server(machine.files, data, *there);
        adopt(store, *there);
    }
    void look_for_moved() {
        auto made = std::make_unique<MovedServer>(MovedServer::Machine{machine.discovery, machine.clients},
                                                  [self = weak_from_this()](const api::HttpHost& to) {
                                                      const auto alive = self.lock();
                                                      if (!alive) return;
                                                      alive->machine.storage.post([self, to](storage::Store& store) {
                                                          if (const auto still = self.lock()) still->follow(store, to);
                                                      });
                                                  });
        const std::lock_guard lock{mutex};
        moved = std::move(made);
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
        if (applicant) begin_school(*made, record, *applicant);
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
                                       },
                                       [self] {
                                           if (const auto alive = self.lock()) alive->ask_for_settings();
                                       }});
    }
    void ask_for_lists() {
        const std::lock_guard lock{mutex};
        if (sending && sending->school) sending->school->poke();
    }
    void ask_for_settings() {
        const std::lock_guard lock{mutex};
        if (sending && sending->school) sending->school->poke_settings();
    }
    [[nodiscard]] syncing::Signer signer_of(const domain::KioskId& kiosk, const std::string& key) const {
        return {kiosk, key, [entropy = &machine.entropy](std::span<std::uint8_t> bytes) { entropy->fill(bytes); }};
    }
    void begin_school(Sending& made, const syncing::ServerRecord& record, const syncing::Applicant& applicant) {
        const auto acceptor = syncing::read_acceptor(machine.files, data, record.school);
        syncing::SchoolRunner::Membership membership{record.school, applicant.kiosk, acceptor.value_or(""),
                                                     applicant.private_key};
        const auto way_to = [&](const char* what) {
            return std::make_unique<syncing::HttpSchoolTransport>(
                machine.clients, syncing::host_of(record), signer_of(applicant.kiosk, applicant.private_key), what);
        };
        made.roster_transport = way_to("roster");
        made.settings_transport = way_to("settings");
        syncing::SchoolRunner::Hooks hooks;
        hooks.prepare = machine.prepare_lists;
        hooks.prepare_settings = machine.prepare_settings;
        hooks.applied = [self = weak_from_this()](storage::Store& store) {
            const auto alive = self.lock();
            if (alive) alive->tell_loaded(store);
            // The log tells of it, and nobody else will soon.
            const auto status = store.status();
            if (alive && status) alive->appended(status->last_seq);
        };
        hooks.changed = [self = weak_from_this()] {
            if (const auto alive = self.lock()) alive->changed();
        };
        made.school = std::make_unique<syncing::SchoolRunner>(
            syncing::SchoolRunner::Machine{machine.storage, *made.roster_transport, *made.settings_transport,
                                           machine.clock, machine.files},
            data, std::move(membership), api::drawn_number(machine.entropy), std::move(hooks));
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
        std::unique_ptr<MovedServer> not_looking;
        std::thread waited_for;
        {
            const std::lock_guard lock{mutex};
            closed = true;
            ended = std::move(sending);
            not_looking = std::move(moved);
            waited_for = std::move(joining);
            if (call) call->cancel();
        }
        ended.reset();
        not_looking.reset();
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
    shared_->look_for_moved();
    shared_->machine.storage.post([shared = shared_](storage::Store& store) {
        shared->adopt(store, syncing::read_server(shared->machine.files, shared->data));
    });
}

void ServerLink::ask_for_lists() {
    shared_->ask_for_lists();
}

void ServerLink::ask_for_settings() {
    shared_->ask_for_settings();
}

}  // namespace kiosk
