#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "app/storage/storage_thread.h"
#include "app/sync/roster_round.h"
#include "platform/api/clock.h"
#include "platform/api/file_system.h"

namespace syncing {

// For the curator's screen: the server's lists that the kiosk works with, and why others are not applied.
struct RosterStatus {
    std::uint64_t number = 0;  // of those that are applied; 0: none of the server's
    domain::Instant taken_at{};
    RosterProblem problem = RosterProblem::none;
    std::uint64_t refused = 0;  // the number of those that are not, where they say one
    friend bool operator==(const RosterStatus&, const RosterStatus&) = default;
};

// The text of the lists that are applied: DATA/roster-snapshot. It is the base of the next difference; where it is gone
// or damaged the whole is asked for.
[[nodiscard]] std::string read_roster_text(api::FileSystem& files, const std::filesystem::path& data);
[[nodiscard]] api::FileResult<void> write_roster_text(api::FileSystem& files, const std::filesystem::path& data,
                                                      const std::string& text);

// Asks for the server's lists on a thread of its own: a round at the start, then every policy::kRosterEvery. Lists are
// unpacked, verified and written to DATA/roster-snapshot on this thread, and applied by a job of the storage thread.
class RosterRunner {
  public:
    struct Machine {
        storage::StorageThread& storage;  // outlives this, as all of these do
        RosterTransport& transport;       // cancelled when this ends
        const api::Clock& clock;
        api::FileSystem& files;
    };
    struct Hooks {
        std::function<void(const domain::Roster&)> prepare{};  // from this thread, before lists are applied
        std::function<void(storage::Store&)> applied{};        // storage thread: the kiosk's roster is another one
        std::function<void()> changed{};                       // from this thread: status() is another one
    };
    RosterRunner(Machine machine, std::filesystem::path data, RosterRound::Membership membership, std::uint64_t seed,
                 Hooks hooks);
    // Ends what waits; does not wait for the storage thread, and may be called from it.
    ~RosterRunner();
    RosterRunner(const RosterRunner&) = delete;
    RosterRunner& operator=(const RosterRunner&) = delete;

    // Any thread; none of them waits.
    void poke();  // there are other lists: asks now
    [[nodiscard]] RosterStatus status() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace syncing
