#pragma once

#include "app/storage/store.h"

namespace storage {

// Hands everything on to another store. Whoever stands between the kiosk and its store (a store that opens late, a
// test's faulty one) derives from it and changes what it is about.
class ForwardingStore : public Store {
  public:
    StorageResult<std::vector<domain::Event>> append(const std::vector<domain::Draft>& drafts) override {
        return to().append(drafts);
    }
    StorageResult<void> read_log(domain::Seq first, const std::function<bool(const LogLine&)>& each) override {
        return to().read_log(first, each);
    }
    StorageResult<std::optional<eventlog::Hash>> chain_hash(domain::Seq seq) override { return to().chain_hash(seq); }
    StorageResult<domain::Attendance> fold() override { return to().fold(); }
    StorageResult<domain::Attendance> fold_recent(const domain::Roster& roster) override {
        return to().fold_recent(roster);
    }
    StorageResult<void> save_snapshot() override { return to().save_snapshot(); }
    StorageResult<ChainReport> verify() override { return to().verify(); }
    StorageResult<eventlog::AuditReport> audit(const AuditRequest& request) override { return to().audit(request); }
    StorageResult<LogStatus> status() override { return to().status(); }
    StorageResult<domain::Roster> roster() override { return to().roster(); }
    StorageResult<std::uint64_t> replace_roster(domain::Roster roster) override {
        return to().replace_roster(std::move(roster));
    }
    StorageResult<std::uint64_t> take_roster(domain::Roster roster, RosterSource source) override {
        return to().take_roster(std::move(roster), std::move(source));
    }
    StorageResult<std::optional<RosterSource>> roster_source() override { return to().roster_source(); }
    StorageResult<domain::Settings> settings() override { return to().settings(); }
    StorageResult<void> save_settings(const domain::Settings& settings) override { return to().save_settings(settings); }
    StorageResult<void> take_school_settings(const SchoolSettings& settings) override {
        return to().take_school_settings(settings);
    }
    StorageResult<std::string> own_catalogue() override { return to().own_catalogue(); }
    StorageResult<void> take_own_catalogue(const std::string& packed) override {
        return to().take_own_catalogue(packed);
    }
    StorageResult<std::optional<SchoolSettings>> school_settings() override { return to().school_settings(); }
    StorageResult<void> release_school_settings() override { return to().release_school_settings(); }
    StorageResult<std::map<std::string, domain::Throttle>> throttles() override { return to().throttles(); }
    StorageResult<void> save_throttle(const std::string& key, const domain::Throttle& value) override {
        return to().save_throttle(key, value);
    }
    StorageResult<bool> check_pin(std::string_view pin) override { return to().check_pin(pin); }
    StorageResult<void> set_pin(std::string_view pin) override { return to().set_pin(pin); }
    StorageResult<std::optional<std::string>> open_school_key(std::string_view passphrase) override {
        return to().open_school_key(passphrase);
    }
    StorageResult<void> change_school_key(const std::string& public_hex) override {
        return to().change_school_key(public_hex);
    }
    StorageResult<void> heartbeat(const domain::TimeNote& now) override { return to().heartbeat(now); }
    StorageResult<domain::TimeNotes> heartbeats() override { return to().heartbeats(); }
    const std::optional<StorageError>& damage() const override { return to().damage(); }
    StorageResult<std::optional<RecoveryReport>> recovery() override { return to().recovery(); }
    StorageResult<void> recovery_seen() override { return to().recovery_seen(); }
    StorageResult<Acceptance> accept(std::string_view checkpoint) override { return to().accept(checkpoint); }
    StorageResult<PruneReport> prune(domain::Instant now) override { return to().prune(now); }
    StorageResult<void> probe() override { return to().probe(); }
    std::optional<domain::Millis> rest() override { return to().rest(); }

  protected:
    [[nodiscard]] virtual Store& to() const = 0;
};

}  // namespace storage
