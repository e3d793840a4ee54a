#include "app/sync/school_runner.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "app/sync/dice.h"
#include "app/sync/school_keeping.h"

namespace syncing {

struct SchoolRunner::State {
    State(Machine the_machine, std::filesystem::path data, const Membership& membership, std::uint64_t seed,
          Hooks the_hooks)
        : machine(the_machine),
          hooks(std::make_shared<const Hooks>(std::move(the_hooks))),
          jobs(machine.storage),
          dice(seed),
          lists_shown(hooks->changed),
          settings_shown(hooks->changed),
          lists(jobs, machine.files, std::move(data), membership.school, hooks, lists_shown),
          settings(jobs, membership.school, hooks, settings_shown),
          roster_round({membership.school, membership.acceptor_public, membership.kiosk_private},
                       machine.roster_transport, lists),
          settings_round({membership.school, membership.kiosk, membership.acceptor_public}, machine.settings_transport,
                         settings),
          roster_schedule(dice),
          settings_schedule(dice) {}

    const Machine machine;
    const std::shared_ptr<const Hooks> hooks;
    StoreJobs jobs;
    Dice dice;
    Shown<RosterStatus> lists_shown;
    Shown<SettingsStatus> settings_shown;
    // The thread's own.
    KeptLists lists;
    KeptSettings settings;
    RosterRound roster_round;
    SettingsRound settings_round;
    Schedule roster_schedule, settings_schedule;

    std::mutex mutex{};
    std::condition_variable told{};
    bool ending = false;  // guarded by mutex, as all of these
    bool poked = false, poked_settings = false;
    std::thread thread{};

    [[nodiscard]] domain::Millis now() const { return machine.clock.read().mono; }

    void ask_for_lists() {
        const auto outcome = roster_round.run();
        if (outcome.came != Came::later || outcome.problem != RosterProblem::none) {
            lists_shown.change([&](RosterStatus& status) {
                status.problem = outcome.problem;
                status.refused = outcome.problem == RosterProblem::none ? 0 : outcome.number;
            });
        }
        roster_schedule.ended(outcome.came, outcome.retry_after, now());
    }
    void ask_for_settings() {
        const auto outcome = settings_round.run();
        if (outcome.came != Came::later || outcome.problem != SettingsProblem::none) {
            settings_shown.change([&](SettingsStatus& status) {
                status.problem = outcome.problem;
                status.refused = outcome.problem == SettingsProblem::none ? 0 : outcome.number;
                status.what = outcome.what;
            });
        }
        settings_schedule.ended(outcome.came, outcome.retry_after, now());
    }
    // Waits until a round is due. false: it is over.
    bool wait() {
        std::unique_lock lock{mutex};
        for (;;) {
            if (ending) return false;
            if (std::exchange(poked, false)) roster_schedule.poke();
            if (std::exchange(poked_settings, false)) settings_schedule.poke();
            const domain::Millis present = now();
            if (roster_schedule.is_due(present) || settings_schedule.is_due(present)) return true;
            told.wait_for(lock, std::min(roster_schedule.next(), settings_schedule.next()) - present);
        }
    }
    void run() {
        while (wait()) {
            // What a school has set is small, and is not to wait behind its lists.
            if (settings_schedule.is_due(now())) ask_for_settings();
            if (roster_schedule.is_due(now())) ask_for_lists();
        }
    }
    void say(bool& what) {
        const std::lock_guard lock{mutex};
        what = true;
        told.notify_all();
    }
};

SchoolRunner::SchoolRunner(Machine machine, std::filesystem::path data, Membership membership, std::uint64_t seed,
                           Hooks hooks)
    : state_(new State{machine, std::move(data), membership, seed, std::move(hooks)}) {
    state_->thread = std::thread{[state = state_.get()] { state->run(); }};
}

SchoolRunner::~SchoolRunner() {
    state_->say(state_->ending);
    state_->jobs.end();
    state_->machine.roster_transport.cancel();
    state_->machine.settings_transport.cancel();
    state_->thread.join();
}

void SchoolRunner::poke() {
    state_->say(state_->poked);
}

void SchoolRunner::poke_settings() {
    state_->say(state_->poked_settings);
}

RosterStatus SchoolRunner::status() const {
    return state_->lists_shown.get();
}

SettingsStatus SchoolRunner::settings_status() const {
    return state_->settings_shown.get();
}

}  // namespace syncing
