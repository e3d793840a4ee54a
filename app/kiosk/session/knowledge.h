#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/domain/attendance.h"
#include "app/domain/decide.h"
#include "app/kiosk/session/session.h"

namespace kiosk::session {

// What the session knows beside who stands before it: roster, what has happened, settings, waits, the machine.
class Knowledge {
  public:
    [[nodiscard]] bool is_loaded() const { return roster_ != nullptr; }
    [[nodiscard]] bool has_people() const { return index_ && (index_->has_teachers() || !index_->classes().empty()); }
    // Takes it over. What this session has recorded or counted itself is never older than what it is told.
    void load(const Loaded& loaded);
    // Keeps it for apply_held(): the roster changes between two people, never under a finger.
    void hold(Loaded loaded) { held_ = std::move(loaded); }
    void apply_held();

    // Only once loaded.
    [[nodiscard]] domain::World world(const domain::Now& now) const;
    [[nodiscard]] const domain::RosterIndex& index() const;
    [[nodiscard]] const domain::Attendance& attendance() const { return attendance_; }
    void apply(const std::vector<domain::Event>& events);

    [[nodiscard]] const domain::Settings& settings() const { return settings_; }
    void change(const domain::Settings& settings);

    // Seconds until `key` may be tried again; 0: now.
    [[nodiscard]] domain::Seconds wait_left(const std::string& key, const domain::Now& now) const;
    [[nodiscard]] domain::Instant waits_until(const std::string& key) const;
    // Each gives the throttle to be saved; a success only where there was something to forget.
    [[nodiscard]] SaveThrottle failed(const std::string& key, const domain::ThrottlePolicy& policy,
                                      const domain::Now& now);
    [[nodiscard]] std::optional<SaveThrottle> succeeded(const std::string& key);
    // Waits that the wall clock has fallen behind of begin anew.
    [[nodiscard]] std::vector<SaveThrottle> begin_waits_anew(const domain::Now& now);

    Machine machine;

  private:
    std::shared_ptr<const domain::Roster> roster_;
    std::optional<domain::RosterIndex> index_;
    domain::Attendance attendance_;
    domain::Settings settings_;
    std::map<std::string, domain::Throttle> throttles_;
    std::optional<Loaded> held_;
};

}  // namespace kiosk::session
