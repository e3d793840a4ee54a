#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "app/storage/storage_thread.h"
#include "app/sync/roster_round.h"
#include "app/sync/settings_round.h"
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
// The same of what the school has set.
struct SettingsStatus {
    std::uint64_t number = 0;  // of what is in force; 0: nothing of this server's
    domain::Instant taken_at{};
    SettingsProblem problem = SettingsProblem::none;
    std::uint64_t refused = 0;
    std::string what{};  // is wrong with it: SettingsRound::Outcome::what
    friend bool operator==(const SettingsStatus&, const SettingsStatus&) = default;
};

// The text of the lists that are applied: DATA/roster-snapshot. It is the base of the next difference; where it is gone
// or damaged the whole is asked for.
[[nodiscard]] std::string read_roster_text(api::FileSystem& files, const std::filesystem::path& data);
[[nodiscard]] api::FileResult<void> write_roster_text(api::FileSystem& files, const std::filesystem::path& data,
                                                      const std::string& text);

// Asks for what the school decides on its server, its lists and its settings, on a thread of its own: a round of each
// at the start, then every policy::kDownEvery, each with waits of its own. Lists are unpacked, verified and written to
// DATA/roster-snapshot on this thread; applied is all of it by jobs of the storage thread.
class SchoolRunner {
  public:
    struct Machine {
        storage::StorageThread& storage;    // outlives this, as all of these do
        SchoolTransport& roster_transport;  // both are cancelled when this ends
        SchoolTransport& settings_transport;
        const api::Clock& clock;
        api::FileSystem& files;
    };
    struct Membership {
        std::string school;           // the server's id of it
        domain::KioskId kiosk;        // this one
        std::string acceptor_public;  // hex, Ed25519: signs what comes from the server
        std::string kiosk_private;    // hex, Ed25519: signs lists of this kiosk's own
    };
    struct Hooks {
        // From this thread, before it is applied: what screens will need.
        std::function<void(const domain::Roster&)> prepare{};
        std::function<void(const school_settings::Content&)> prepare_settings{};
        // Storage thread: the kiosk's roster, or what the school has set, is another.
        std::function<void(storage::Store&)> applied{};
        std::function<void()> changed{};  // from this thread: a status is another one
    };
    SchoolRunner(Machine machine, std::filesystem::path data, Membership membership, std::uint64_t seed, Hooks hooks);
    // Ends what waits; does not wait for the storage thread, and may be called from it.
    ~SchoolRunner();
    SchoolRunner(const SchoolRunner&) = delete;
    SchoolRunner& operator=(const SchoolRunner&) = delete;

    // Any thread; none of them waits.
    void poke();           // there are other lists: asks now
    void poke_settings();  // the school has set something else: asks now
    [[nodiscard]] RosterStatus status() const;
    [[nodiscard]] SettingsStatus settings_status() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace syncing
