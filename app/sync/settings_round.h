#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/school_settings/text.h"
#include "app/storage/store.h"
#include "app/sync/round.h"
#include "app/sync/school_transport.h"

namespace syncing {

// Why what the school has set on its server is not applied here; what is applied stays.
enum class SettingsProblem {
    none,
    damaged,          // cut or changed on the way, or something else
    newer_version,    // of software that is newer than this
    wrong_signature,  // signed by nobody who is trusted here
    another_kiosk,    // made for another kiosk or school
    not_possible,     // a setting that this kiosk does not know, or that does not take its value
    bad_catalogue,    // files that are no catalogue
    disk              // it could not be kept
};

// What of settings is here. Waits for the storage thread; nothing, or false: it fails.
class SettingsKeeper {
  public:
    struct Known {
        std::optional<storage::SchoolSettings::Source> source;  // of what is in force
        bool is_whole = false;                                  // the text that it came from is still what it was
    };
    virtual ~SettingsKeeper() = default;
    [[nodiscard]] virtual std::optional<Known> known() = 0;
    // Has the kiosk work with it: all of it or nothing.
    [[nodiscard]] virtual bool take(const school_settings::Content& content, const std::string& text) = 0;
    // The kiosk is of this school no more: what was in force is its own now.
    [[nodiscard]] virtual bool release() = 0;
};

// One exchange about what the school has set. The rules are in README.md.
class SettingsRound {
  public:
    struct Membership {
        std::string school;           // the server's id of it
        domain::KioskId kiosk;        // this one
        std::string acceptor_public;  // hex, Ed25519: signs what the school has set
    };
    struct Outcome {
        Came came = Came::nothing_new;
        SettingsProblem problem = SettingsProblem::none;
        std::uint64_t number = 0;  // of what was refused, where it says one
        std::string what{};        // the setting, or the catalogue's file, line and fault; never a value
        std::optional<std::chrono::seconds> retry_after{};
    };

    SettingsRound(Membership membership, SchoolTransport& transport, SettingsKeeper& keeper)
        : membership_(std::move(membership)), transport_(transport), keeper_(keeper) {}
    // Waits for network and disk.
    [[nodiscard]] Outcome run();

  private:
    [[nodiscard]] Outcome judge(const std::string& text);

    Membership membership_;
    SchoolTransport& transport_;
    SettingsKeeper& keeper_;
};

}  // namespace syncing
