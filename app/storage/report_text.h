#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/storage/recovery_report.h"

namespace storage {

// A RecoveryReport as the JSON text that row "recovery" of meta holds, and back; nothing where it is not one.
[[nodiscard]] std::string text_of(const RecoveryReport& report);
[[nodiscard]] std::optional<RecoveryReport> report_of(std::string_view text);

}  // namespace storage
