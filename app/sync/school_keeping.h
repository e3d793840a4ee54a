#pragma once

#include <memory>

#include "app/sync/school_runner.h"
#include "app/sync/store_jobs.h"

namespace syncing {

// The keepers of SchoolRunner: what its rounds ask for, done by the store on its thread. Of the runner's thread.

class KeptLists final : public RosterKeeper {
  public:
    KeptLists(StoreJobs& jobs, api::FileSystem& files, std::filesystem::path data, std::string school,
              std::shared_ptr<const SchoolRunner::Hooks> hooks, Shown<RosterStatus>& status)
        : jobs_(jobs),
          files_(files),
          data_(std::move(data)),
          school_(std::move(school)),
          hooks_(std::move(hooks)),
          status_(status) {}

    std::optional<Known> known() override;
    std::string text() override;
    std::optional<domain::Roster> roster() override;
    bool take(const roster_snapshot::Snapshot& snapshot, const std::string& text) override;

  private:
    void show(const std::optional<storage::RosterSource>& source);

    StoreJobs& jobs_;
    api::FileSystem& files_;
    const std::filesystem::path data_;
    const std::string school_;
    const std::shared_ptr<const SchoolRunner::Hooks> hooks_;
    Shown<RosterStatus>& status_;
    std::string text_hash_;  // of the file; empty: not looked at yet, or there is none
};

class KeptSettings final : public SettingsKeeper {
  public:
    KeptSettings(StoreJobs& jobs, std::string school, std::shared_ptr<const SchoolRunner::Hooks> hooks,
                 Shown<SettingsStatus>& status)
        : jobs_(jobs), school_(std::move(school)), hooks_(std::move(hooks)), status_(status) {}

    std::optional<Known> known() override;
    bool take(const school_settings::Content& content, const std::string& text) override;
    bool release() override;

  private:
    void show(const std::optional<storage::SchoolSettings::Source>& source);

    StoreJobs& jobs_;
    const std::string school_;
    const std::shared_ptr<const SchoolRunner::Hooks> hooks_;
    Shown<SettingsStatus>& status_;
    std::string whole_;  // the hash of the text that was seen to be whole; empty: none was
};

}  // namespace syncing
