#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/domain/catalogue.h"
#include "app/i18n/texts.h"
#include "app/network_pull/page.h"
#include "app/storage/storage_thread.h"
#include "platform/api/file_system.h"

namespace kiosk {

// The files of the network pull: made on the thread that answers the visitor, from a log that the storage thread gives
// in portions.
struct PulledFrom {
    storage::StorageThread& storage;
    api::FileSystem& files;
    std::filesystem::path data;
    std::shared_ptr<const i18n::Texts> texts;  // of the tables
    std::shared_ptr<const domain::TimeZone> zone;
};
struct PullOrder {
    network_pull::Wanted wanted{};
    domain::Seq first = 0;  // of records
    bool names = true;      // in the tables
    domain::LocalTime now{};
    std::function<bool()> goes_on;  // false: nobody waits any more
};

// Any thread but the store's, for which they wait. Nothing: the disk did not give it.
[[nodiscard]] std::string school_name(const PulledFrom& from);
[[nodiscard]] std::optional<std::vector<network_pull::Part>> waiting_records(const PulledFrom& from);
[[nodiscard]] std::optional<network_pull::File> make_pulled_file(const PulledFrom& from, const PullOrder& order);

}  // namespace kiosk
