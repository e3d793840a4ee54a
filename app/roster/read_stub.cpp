#include "app/roster/table.h"
namespace roster {
ReadResult<Workbook> read_xls(base::ByteView) { return base::failure(ReadFailure{ProblemKind::file_old_excel, Format::xls}); }
}  // namespace roster
