#pragma once

#include <string>

#include "app/eventlog/bundle.h"
#include "app/takeaway/records.h"
#include "app/takeaway/take_away.h"

namespace takeaway {

// What is taken over the network (app/network_pull). The thread of `records`.

// Records of one file: more of them go as several files, so that the memory is bounded.
inline constexpr domain::Seq kRecordsOfFile = 20'000;

// The keys of a kiosk, from its data folder: for whom bundles are sealed, and with what they are signed. Nothing where
// one is missing.
[[nodiscard]] std::optional<eventlog::BundleKeys> bundle_keys(api::FileSystem& files,
                                                              const std::filesystem::path& data);

// The records from one number to another (`last` may be past the end) as app/stick/carried.h has them: sealed bundles
// beside the kiosk's note. Memory: that of the file, and of a few lines.
[[nodiscard]] base::Result<TableFile, Failure> carried_records(Records& records, domain::Seq first, domain::Seq last,
                                                               const eventlog::BundleKeys& keys, domain::LocalTime now);

}  // namespace takeaway
