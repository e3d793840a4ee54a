#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/kiosk/pulled_files.h"
#include "app/kiosk/session/session.h"
#include "app/network_pull/page.h"
#include "platform/api/clock.h"
#include "platform/api/entropy.h"
#include "platform/api/network.h"

namespace kiosk {

// The kiosk's side of app/network_pull: listens while an offer is open, and at no other time: then its port is free. On
// a thread of its own, which begins with the first offer; requests come on threads of the server's.
class PullDesk {
  public:
    struct Machine {
        api::Clock& clock;  // outlives this, as all of these do
        api::Entropy& entropy;
        api::Network& network;
        // Of the site "network_pull"; asked for once, by the first offer, so that the start of the program need not
        // read them. Null: the program's files are incomplete.
        std::function<std::unique_ptr<web_page::Templates>()> templates;
        web_page::Templates::ByLanguage texts;
        std::function<std::string()> school;  // its name as it is now; any thread
        // As network_pull::Page has them. `order` has what the curator chose; its goes_on is false once this is closed.
        std::function<std::optional<std::vector<network_pull::Part>>()> waiting;
        std::function<std::optional<network_pull::File>(const PullOrder& order)> make;
        std::function<network_pull::Handed(std::vector<web_page::SentFile>)> hand_on{};
    };
    // `tell`: PullState, from any thread.
    PullDesk(Machine machine, std::function<void(session::Input)> tell);
    // Closes what is open; waits for a portion of a file that is being made.
    ~PullDesk();
    PullDesk(const PullDesk&) = delete;
    PullDesk& operator=(const PullDesk&) = delete;

    // Neither waits. An offer that is open is closed by the next one.
    void open(const session::OpenPull& wanted);
    void close();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// Where it listens, if nobody else does; else at a port that is free.
inline constexpr std::uint16_t kUsualPullPort = 8444;

}  // namespace kiosk
