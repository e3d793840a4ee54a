#pragma once

#include "app/roster/table.h"
#include "app/roster/zip.h"

namespace roster {

[[nodiscard]] ReadResult<Workbook> read_xlsx(Zip& zip, const Limits& limits);
[[nodiscard]] ReadResult<Workbook> read_ods(Zip& zip, const Limits& limits);
[[nodiscard]] ReadFailure failure_of(Zip::Status status, Format format);

}  // namespace roster
