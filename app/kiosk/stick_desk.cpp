#include "app/kiosk/stick_desk.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "app/kiosk/storage_answers.h"

namespace kiosk {

// Owned by the thread too, which may outlive the desk.
struct StickDesk::State {
    State(storage::StorageThread& with, StickMachine machine,
          std::function<domain::Catalogue(storage::Store&)> with_catalogue, Bringing with_bringing,
          domain::Millis with_patience)
        : storage(&with),
          catalogue(std::move(with_catalogue)),
          bringing(std::move(with_bringing)),
          patience(with_patience),
          drives(machine.drives),
          visits(std::move(machine)),
          answers([this](std::function<void(storage::Store&)> job) { return post_to_storage(std::move(job)); }),
          records(answers) {}

    // -- to the others, until the desk is closed
    std::mutex gate;
    storage::StorageThread* storage;            // guarded by gate; null: closed
    std::function<void(session::Input)> tell_;  // guarded by gate
    std::function<void()> counts_changed_;      // guarded by gate

    bool post_to_storage(std::function<void(storage::Store&)> job) {
        const std::lock_guard lock{gate};
        if (storage == nullptr) return false;
        storage->post(std::move(job));
        return true;
    }
    void tell(session::Input input) {
        const std::lock_guard lock{gate};
        if (storage != nullptr && tell_) tell_(std::move(input));
    }
    void counts_changed() {
        const std::lock_guard lock{gate};
        if (storage != nullptr && counts_changed_) counts_changed_();
    }
    void close() {
        const std::lock_guard lock{gate};
        storage = nullptr;
    }

    const std::function<domain::Catalogue(storage::Store&)> catalogue;
    const Bringing bringing;
    const domain::Millis patience;
    const std::shared_ptr<api::Drives> drives;
    const StickVisits visits;
    const StorageAnswers answers;
    StorageThreadRecords records;  // the desk's thread only

    // -- the desk's own
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> jobs;  // guarded by mutex, as all that follows
    bool ending = false, ended = false, look_waits = false;
    std::shared_ptr<std::atomic<bool>> stop;          // of the take-away that was asked for last
    std::shared_ptr<std::atomic<bool>> stop_reading;  // the same of reading what is brought in
    std::atomic<bool> stop_all = false;
    std::vector<session::Stick> known;
    bool is_told = false;
    std::thread thread;

    void post(std::function<void()> job) {
        {
            const std::lock_guard lock{mutex};
            if (!ending) jobs.push_back(std::move(job));
        }
        changed.notify_all();
    }

    void run() {
        std::unique_lock lock{mutex};
        while (true) {
            changed.wait(lock, [this] { return ending || !jobs.empty(); });
            if (ending) break;
            const auto job = std::move(jobs.front());
            jobs.pop_front();
            lock.unlock();
            job();
            lock.lock();
        }
        ended = true;
        changed.notify_all();
    }

    // Any thread. Which sticks are in, with what is known already of those that were. True where that is new.
    bool list() {
        const std::lock_guard lock{mutex};
        auto sticks = visits.list();
        for (session::Stick& stick : sticks) {
            const auto before = find(stick.place, stick.label);
            if (before == known.end() || stick.trouble != session::StickTrouble::none) continue;
            const bool is_measured = before->trouble == session::StickTrouble::none ||
                                     before->trouble == session::StickTrouble::full ||
                                     before->trouble == session::StickTrouble::damaged;
            if (is_measured) stick = *before;
        }
        if (sticks == known && is_told) return false;
        is_told = true;
        known = std::move(sticks);
        tell(session::SticksSeen{known});
        return true;
    }
    // With the mutex.
    std::vector<session::Stick>::iterator find(const std::string& place, const std::string& label) {
        return std::find_if(known.begin(), known.end(), [&](const session::Stick& each) {
            return !place.empty() && each.place == place && each.label == label;
        });
    }

    void want_look() {
        {
            const std::lock_guard lock{mutex};
            if (std::exchange(look_waits, true)) return;
        }
        post([this] { look(); });
    }
    void look() {
        {
            const std::lock_guard lock{mutex};
            look_waits = false;
        }
        (void)list();
        std::vector<session::Stick> sticks = visits.list();
        for (session::Stick& stick : sticks) {
            visits.measure(stick);
            const std::lock_guard lock{mutex};
            // It may be gone by now.
            const auto there = find(stick.place, stick.label);
            if (there == known.end() || *there == stick) continue;
            *there = stick;
            tell(session::SticksSeen{known});
        }
        const session::Brought brought = visits.look(records, sticks);
        tell(session::DrivesSeen{brought});
        if (brought.accepted_up_to > 0) counts_changed();
        if (const auto has = bringing.know ? know() : nullptr) {
            if (auto offer = bringing.look(*has, stop_all)) tell(session::OfferSeen{std::move(*offer)});
        }
    }

    [[nodiscard]] std::shared_ptr<const Bringing::Known> know() const {
        using Known = std::shared_ptr<const Bringing::Known>;
        const auto has = answers.ask(
            [this](storage::Store& store) -> storage::StorageResult<Known> { return bringing.know(store); });
        return has ? *has : nullptr;
    }

    void read(const session::ReadOffer& wanted, const std::atomic<bool>& stopped) {
        const auto has = bringing.know ? know() : nullptr;
        if (!has) return tell(session::OfferRefused{wanted.ticket, {session::BringRefusal::disk, {}}});
        tell(bringing.read(
            *has, wanted,
            [&](int percent) {
                tell(session::OfferRuns{wanted.ticket, percent});
            },
            stopped));
    }

    void take(const session::Export& wanted, const std::atomic<bool>& stopped) {
        const auto in_force = answers.ask(
            [this](storage::Store& store) -> storage::StorageResult<domain::Catalogue> { return catalogue(store); });
        if (!in_force) return tell(session::ExportFailed{wanted.ticket, session::ExportProblem::kiosk_data});
        tell(visits.take(
            records, *in_force, wanted,
            [&](int percent) {
                tell(session::ExportRuns{wanted.ticket, percent});
            },
            stopped));
        counts_changed();
        look();  // its room is another now, or it is gone
    }
};

StickDesk::StickDesk(storage::StorageThread& storage, StickMachine machine,
                     std::function<domain::Catalogue(storage::Store&)> catalogue, Bringing bringing,
                     domain::Millis patience)
    : state_(
          std::make_shared<State>(storage, std::move(machine), std::move(catalogue), std::move(bringing), patience)) {
    state_->thread = std::thread{[state = state_] { state->run(); }};
}

StickDesk::~StickDesk() {
    watch_.reset();
    std::thread thread;
    bool ended = false;
    {
        std::unique_lock lock{state_->mutex};
        state_->ending = true;
        state_->jobs.clear();
        state_->stop_all = true;
        for (const auto& stop : {state_->stop, state_->stop_reading})
            if (stop) *stop = true;
        state_->changed.notify_all();
        ended = state_->changed.wait_for(lock, state_->patience, [this] { return state_->ended; });
        thread = std::move(state_->thread);
    }
    state_->close();
    if (ended)
        thread.join();
    else
        thread.detach();
}

Effects::Drives StickDesk::side() {
    const auto state = state_;
    Effects::Drives side;
    side.take = [state](const session::Export& wanted) {
        const auto stop = std::make_shared<std::atomic<bool>>(false);
        {
            const std::lock_guard lock{state->mutex};
            state->stop = stop;
        }
        state->post([owner = state.get(), wanted, stop] { owner->take(wanted, *stop); });
    };
    side.stop = [state] {
        const std::lock_guard lock{state->mutex};
        if (state->stop) *state->stop = true;
    };
    side.read = [state](const session::ReadOffer& wanted) {
        const auto stop = std::make_shared<std::atomic<bool>>(false);
        {
            const std::lock_guard lock{state->mutex};
            state->stop_reading = stop;
        }
        state->post([owner = state.get(), wanted, stop] { owner->read(wanted, *stop); });
    };
    side.stop_reading = [state] {
        const std::lock_guard lock{state->mutex};
        if (state->stop_reading) *state->stop_reading = true;
    };
    side.look = [state] { state->want_look(); };
    side.trust = [state](const std::string& collector) {
        state->post([owner = state.get(), collector] {
            owner->visits.trust(owner->records, collector);
            owner->look();  // one that was wanted before may be over
        });
    };
    return side;
}

void StickDesk::start(std::function<void(session::Input)> tell, std::function<void()> counts_changed) {
    {
        const std::lock_guard lock{state_->gate};
        state_->tell_ = std::move(tell);
        state_->counts_changed_ = std::move(counts_changed);
    }
    watch_ = state_->drives->watch([state = state_.get()] {
        if (state->list()) state->want_look();
    });
    state_->want_look();
}

}  // namespace kiosk
