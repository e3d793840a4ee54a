#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/domain/attendance.h"
#include "app/domain/decide.h"
#include "app/domain/merged_attendance.h"
#include "app/kiosk/session/session.h"

namespace kiosk::session {

// What the session knows beside who stands before it: roster, what has happened, settings, waits, the machine.
class Knowledge {
  public:
    [[nodiscard]] bool is_loaded() const { return roster_ != nullptr; }
    [[nodiscard]] bool has_people() const { return index_ && (index_->has_teachers() || !index_->classes().empty()); }
    // Takes it over. What this session has recorded or counted itself is never older than what it is told.
    void load(const Loaded& loaded);
    // Keeps it for apply_held(): the roster changes between two people, never under a finger. What is recorded meanwhile
    // goes into its attendance too.
    void hold(Loaded loaded) { held_ = std::move(loaded); }
    void apply_held();

    // Only once loaded.
    [[nodiscard]] domain::World world(const domain::Now& now) const;
    [[nodiscard]] const domain::RosterIndex& index() const;
    [[nodiscard]] const domain::Attendance& attendance() const { return attendance_.own(); }  // of this kiosk's log
    void apply(const std::vector<domain::Event>& events);
    // What other kiosks recorded. Kept here, in memory only, and bounded.
    void apply_of_others(const OthersRecorded& recorded);

    [[nodiscard]] const domain::Settings& settings() const { return settings_; }
    // What the school has set: nobody changes it here.
    [[nodiscard]] bool is_fixed(domain::SettingKey key) const { return fixed_.contains(key); }
    // Of the curator. What is held back takes the change along, but for what the school has set in it.
    void change(const domain::Settings& settings);
    // The school's own; null: it has none.
    [[nodiscard]] const std::shared_ptr<const domain::Catalogue>& school_catalogue() const { return catalogue_; }
    [[nodiscard]] bool catalogue_damaged() const { return catalogue_damaged_; }

    // Seconds until `key` may be tried again; 0: now.
    [[nodiscard]] domain::Seconds wait_left(const std::string& key, const domain::Now& now) const;
    // By the monotonic clock: a wait is neither shortened nor prolonged by what becomes of the wall clock meanwhile.
    [[nodiscard]] domain::Millis waits_until(const std::string& key, const domain::Now& now) const;
    // Each gives the throttle to be saved; a success only where there was something to forget.
    [[nodiscard]] SaveThrottle failed(const std::string& key, const domain::ThrottlePolicy& policy,
                                      const domain::Now& now);
    [[nodiscard]] std::optional<SaveThrottle> succeeded(const std::string& key);
    // Saves anew what the best time has moved away from, so that a restart finds the same wait as is left now. A wait that
    // begins in the future, because the kiosk came up with an earlier time than it had, begins now.
    [[nodiscard]] std::vector<SaveThrottle> carry_waits(const domain::Now& now);

    Machine machine;
    std::vector<Stick> sticks;
    Brought brought;  // by the sticks that are in
    std::vector<FoundServer> found_servers;
    std::shared_ptr<const domain::TimeZone> zone;  // none: only in tests

  private:
    void tell_others_anew();

    std::shared_ptr<const domain::Roster> roster_;
    std::optional<domain::RosterIndex> index_;
    domain::MergedAttendance attendance_{domain::KioskId{}, std::make_shared<domain::Attendance>()};
    std::vector<domain::Event> others_;  // as attendance_ has them, to leave the oldest out of it
    domain::Settings settings_;
    std::set<domain::SettingKey> fixed_;
    std::shared_ptr<const domain::Catalogue> catalogue_;
    bool catalogue_damaged_ = false;
    struct Wait {
        domain::Throttle throttle;            // as it is saved
        std::optional<domain::Millis> until;  // by the monotonic clock; nothing: just loaded
    };
    std::map<std::string, Wait> waits_;
    std::optional<Loaded> held_;
};

}  // namespace kiosk::session
