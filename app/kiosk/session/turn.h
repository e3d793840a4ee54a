#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/domain/catalogue.h"
#include "app/kiosk/session/knowledge.h"
#include "app/kiosk/session/scenes.h"
#include "app/kiosk/session/session.h"

namespace kiosk::session {

// The whole state of a session.
struct Core {
    const domain::Catalogue& catalogue;      // the program's own
    std::function<std::string()> draw_id;
    Knowledge known;
    std::deque<Scene> stack{scene::Home{}};  // never empty; home is the first. A push moves no scene.
    domain::Millis touched{0};               // when somebody last did something, or the screen changed
    domain::Millis home_since{0};
    domain::Language language = domain::Language::russian;
    Ticket last_ticket = 0;
    // Cards that were read while a commit was under way; each has its turn once the answer before it was to be seen.
    struct HeldCard {
        std::string digits;
        domain::Millis read{0};
    };
    std::deque<HeldCard> held_cards;
    domain::Millis answered{0};              // when the disk's last word, or a held card, changed the screen
    std::optional<Ticket> pin_ticket;        // a check under way outlives its screen, or leaving it would be a free try

    std::optional<Ticket> join_ticket{};     // joining goes on where its screen is left

    // The clock: see clock.cpp.
    struct Base {
        domain::Instant epoch;               // the best time at mono 0
        domain::TimeSource source = domain::TimeSource::kernel;
    };
    domain::Timekeeper time{};
    std::optional<Base> base{};              // what the person at the screen began with
    std::optional<Ticket> clock_ticket{};    // a word about the clock on its way to the disk

    [[nodiscard]] const Scene& top() const { return stack.back(); }
    [[nodiscard]] const domain::Catalogue& catalogue_in_force() const {
        return known.school_catalogue() ? *known.school_catalogue() : catalogue;
    }
    [[nodiscard]] bool in_curator_mode() const;  // PIN included
};

// One input being handled: the state, the moment, and what goes out.
class Turn {
  public:
    Turn(Core& the_core, const domain::Now& moment, std::vector<Effect>& out) : core(the_core), now(moment), effects_(out) {}

    // Where to. Each counts as something done: the idle time begins anew.
    void push(Scene scene);
    void pop();              // home stays
    void replace(Scene scene);  // home and this one
    void go_home();          // forgets everything of the person before

    [[nodiscard]] domain::World world() const { return core.known.world(now); }
    // Nothing of it is said to be recorded before the answer comes. In curator mode the screens below stay.
    void record(std::vector<domain::Draft> drafts, After after);
    template <class OneEffect>
    void emit(OneEffect effect) {  // in place: g++ 12 sees ghosts in a moved variant
        effects_.emplace_back(std::in_place_type<OneEffect>, std::move(effect));
    }
    void sound_recorded();
    void sound_refused();
    [[nodiscard]] Ticket new_ticket() { return ++core.last_ticket; }

    Core& core;
    const domain::Now now;

  private:
    void let_go();

    std::vector<Effect>& effects_;
};

}  // namespace kiosk::session
