#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/storage/store.h"
#include "app/sync/server_record.h"
#include "platform/api/file_system.h"

namespace bring_in {

// What the kiosk has, as what is brought in is compared with it.
struct Known {
    domain::KioskId kiosk;
    domain::Roster roster;
    std::optional<storage::RosterSource> source;  // of the roster
    domain::Settings settings;                    // in force
    std::optional<storage::SchoolSettings> school_settings;
    std::string own_catalogue;                    // packed; empty: none
    std::optional<syncing::ServerRecord> server;  // that it has joined
    bool server_is_damaged = false;               // it has joined one; which, cannot be read
    std::string acceptor_public;                  // hex, of that server; empty: not known
    std::string kiosk_private;                    // hex, Ed25519
};

// Short: the store, and files of a line each.
[[nodiscard]] storage::StorageResult<Known> know(storage::Store& store, api::FileSystem& files,
                                                 const std::filesystem::path& data);

}  // namespace bring_in
