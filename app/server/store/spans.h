#pragma once

#include <vector>

#include "app/server/store/database.h"

// Inside app/server/store only.
namespace server {

// What is known of numbers of a kiosk beside their lines.
struct Span {
    enum class Kind {
        lost,       // the kiosk named them as lost; a line of them may turn up after all
        elsewhere,  // held by somebody else when the kiosk joined: 1 to last, and the chain's hash there
        bridge,     // last alone: no line of it is held, and this is the chain's hash there, which the next line needs
        overhang,   // held here, but the kiosk's own log lost them and went on from the number before
        open  // behind the number from which the kiosk's log went on, up to where it did: it may have lost lines of
              // them that a USB stick still brings, which are an overhang then
    };
    Kind kind = Kind::lost;
    domain::Seq first = 0, last = 0;
    eventlog::Hash hash{};
};

// A hostile kiosk cannot make us keep or sort more; what is named beyond them stays a gap.
inline constexpr std::size_t kMostSpans = 8192;

// Those of one kiosk: read when they are first asked about, which is seldom.
class Spans {
  public:
    Spans(Connection& connection, SchoolId school, domain::KioskId kiosk);

    [[nodiscard]] const std::vector<Span>& all();  // in the order of kind, first, last
    // Each number of first to last is lost or elsewhere; `missing` counts too.
    [[nodiscard]] bool are_absent(domain::Seq first, domain::Seq last,
                                  const std::vector<domain::LostRange>& missing = {});
    [[nodiscard]] bool is_open(domain::Seq seq);
    [[nodiscard]] std::optional<eventlog::Hash> bridge_at(domain::Seq seq);
    // In the caller's transaction. What is there already stays.
    void add(const Span& span);
    void add_lost(const std::vector<domain::LostRange>& missing);

  private:
    Connection& connection_;
    SchoolId school_;
    domain::KioskId kiosk_;
    std::optional<std::vector<Span>> all_;
    std::optional<std::vector<domain::LostRange>> absent_;  // lost or elsewhere; ascending, and apart from each other
};

}  // namespace server
