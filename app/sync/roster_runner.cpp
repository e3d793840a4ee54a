#include "app/sync/roster_runner.h"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "app/sync/dice.h"
#include "app/sync/policy.h"
#include "platform/base/bytes.h"

namespace syncing {

namespace {

constexpr const char* kFile = "roster-snapshot";

using Came = RosterRound::Came;

}  // namespace

std::string read_roster_text(api::FileSystem& files, const std::filesystem::path& data) {
    const auto bytes = files.read(data / kFile, roster_snapshot::kTextBytes);
    return bytes ? std::string{base::as_text(*bytes)} : std::string{};
}

api::FileResult<void> write_roster_text(api::FileSystem& files, const std::filesystem::path& data,
                                        const std::string& text) {
    return files.write_atomically(data / kFile, base::as_bytes(text));
}

struct RosterRunner::State final : RosterKeeper {
    State(Machine the_machine, std::filesystem::path folder, RosterRound::Membership membership, std::uint64_t seed,
          Hooks the_hooks)
        : machine(the_machine),
          data(std::move(folder)),
          school(membership.school),
          dice(seed),
          hooks(std::make_shared<const Hooks>(std::move(the_hooks))),
          round(std::move(membership), machine.transport, *this) {}

    const Machine machine;
    const std::filesystem::path data;
    const std::string school;
    Dice dice;
    const std::shared_ptr<const Hooks> hooks;
    RosterRound round;
    std::string text_hash;  // of the file; empty: not looked at yet, or there is none
    int failures = 0;       // in a row

    // What jobs on the storage thread use; lives as long as the last of them.
    struct Shared {
        std::mutex mutex;
        std::condition_variable told;
        bool ending = false;  // guarded by mutex, as all of these
        bool poked = false;
        RosterStatus status;
    };
    const std::shared_ptr<Shared> shared = std::make_shared<Shared>();
    std::thread thread{};

    [[nodiscard]] domain::Millis now() const { return machine.clock.read().mono; }

    // The answer of a job of the storage thread; nothing where this ends meanwhile.
    template <class Answer>
    std::optional<Answer> ask_store(std::function<std::optional<Answer>(storage::Store&)> work) {
        struct Place {
            bool is_done = false;  // guarded by Shared::mutex
            std::optional<Answer> answer;
        };
        const auto place = std::make_shared<Place>();
        machine.storage.post([to = shared, place, work = std::move(work)](storage::Store& store) {
            {
                const std::lock_guard lock{to->mutex};
                if (to->ending) return;
            }
            auto answer = work(store);
            const std::lock_guard lock{to->mutex};
            place->answer = std::move(answer);
            place->is_done = true;
            to->told.notify_all();
        });
        std::unique_lock lock{shared->mutex};
        shared->told.wait(lock, [&] { return place->is_done || shared->ending; });
        return place->is_done ? std::move(place->answer) : std::nullopt;
    }

    std::optional<Known> known() override {
        auto found = ask_store<Known>([ours = school](storage::Store& store) -> std::optional<Known> {
            Known known;
            const auto source = store.roster_source();
            if (!source) return std::nullopt;
            known.source = *source;
            if (known.source && known.source->school == ours) return known;
            const auto roster = store.roster();
            if (!roster) return std::nullopt;
            known.has_lists = !roster->people.empty() || !roster->groups.empty();
            return known;
        });
        if (!found) return std::nullopt;
        if (text_hash.empty()) {
            const std::string kept = text();
            if (!kept.empty()) text_hash = base::to_hex(roster_snapshot::hash_of(kept));
        }
        found->text_hash = text_hash;
        publish_source(found->source);
        return found;
    }
    std::string text() override { return read_roster_text(machine.files, data); }
    std::optional<domain::Roster> roster() override {
        return ask_store<domain::Roster>([](storage::Store& store) -> std::optional<domain::Roster> {
            auto roster = store.roster();
            if (!roster) return std::nullopt;
            return std::move(*roster);
        });
    }
    bool take(const roster_snapshot::Snapshot& snapshot, const std::string& text) override {
        storage::RosterSource source;
        source.school = school;
        source.number = snapshot.roster.number;
        source.hash = base::to_hex(roster_snapshot::hash_of(text));
        text_hash.clear();
        if (!write_roster_text(machine.files, data, text)) return false;
        text_hash = source.hash;
        if (hooks->prepare) hooks->prepare(snapshot.roster);
        const auto taken =
            ask_store<storage::RosterSource>([source, lists = snapshot.roster, told = hooks](
                                                 storage::Store& store) -> std::optional<storage::RosterSource> {
                const auto before = store.roster();
                const auto number = store.take_roster(lists, source);
                if (!number) return std::nullopt;
                if ((!before || before->number != *number) && told->applied) told->applied(store);
                const auto noted = store.roster_source();
                return noted ? *noted : std::nullopt;
            });
        if (!taken) return false;
        publish_source(*taken);
        return true;
    }

    template <class Change>
    void publish(const Change& change) {
        {
            const std::lock_guard lock{shared->mutex};
            RosterStatus status = shared->status;
            change(status);
            if (status == shared->status) return;
            shared->status = status;
        }
        if (hooks->changed) hooks->changed();
    }
    void publish_source(const std::optional<storage::RosterSource>& source) {
        publish([&](RosterStatus& status) {
            const bool is_ours = source && source->school == school;
            status.number = is_ours ? source->number : 0;
            status.taken_at = is_ours ? source->taken_at : domain::Instant{};
        });
    }

    domain::Millis wait_after(const RosterRound::Outcome& outcome) {
        if (outcome.came != Came::later) failures = 0;
        switch (outcome.came) {
            case Came::nothing_new:
            case Came::applied: return dice.about(policy::kRosterEvery);
            case Came::given: return policy::kRosterGiven;
            case Came::refused: return dice.about(policy::kRosterRefused);
            case Came::shut_out: return dice.about(policy::kRareRetry);
            case Came::later: break;
        }
        domain::Millis most = policy::kBackoffFirst;
        for (int i = 0; i < failures && most < policy::kBackoffMost; ++i) most *= 2;
        ++failures;
        const domain::Millis wait = dice.between(policy::kBackoffLeast, std::min(most, policy::kBackoffMost));
        const domain::Millis asked = outcome.retry_after.value_or(std::chrono::seconds{0});
        return std::max(wait, std::min(asked, policy::kRetryAfterMost));
    }

    void run() {
        for (;;) {
            const auto outcome = round.run();
            if (outcome.came != Came::later || outcome.problem != RosterProblem::none) {
                publish([&](RosterStatus& status) {
                    status.problem = outcome.problem;
                    status.refused = outcome.problem == RosterProblem::none ? 0 : outcome.number;
                });
            }
            const domain::Millis until = now() + wait_after(outcome);
            std::unique_lock lock{shared->mutex};
            while (!shared->ending && !shared->poked && now() < until) {
                shared->told.wait_for(lock, until - now());
            }
            if (shared->ending) return;
            shared->poked = false;
        }
    }
};

RosterRunner::RosterRunner(Machine machine, std::filesystem::path data, RosterRound::Membership membership,
                           std::uint64_t seed, Hooks hooks)
    : state_(new State{machine, std::move(data), std::move(membership), seed, std::move(hooks)}) {
    state_->thread = std::thread{[state = state_.get()] { state->run(); }};
}

RosterRunner::~RosterRunner() {
    {
        const std::lock_guard lock{state_->shared->mutex};
        state_->shared->ending = true;
    }
    state_->shared->told.notify_all();
    state_->machine.transport.cancel();
    state_->thread.join();
}

void RosterRunner::poke() {
    {
        const std::lock_guard lock{state_->shared->mutex};
        state_->shared->poked = true;
    }
    state_->shared->told.notify_all();
}

RosterStatus RosterRunner::status() const {
    const std::lock_guard lock{state_->shared->mutex};
    return state_->shared->status;
}

}  // namespace syncing
