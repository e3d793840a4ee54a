#include "app/roster/table.h"
namespace roster {
ReadResult<Workbook> read_zipped(base::ByteView) { return base::failure(ReadFailure{ProblemKind::file_unsupported, Format::xlsx}); }
ReadResult<Workbook> read_html(base::ByteView) { return base::failure(ReadFailure{ProblemKind::file_unsupported, Format::html}); }
ReadResult<Workbook> read_spreadsheet_xml(base::ByteView) { return base::failure(ReadFailure{ProblemKind::file_unsupported, Format::spreadsheet_xml}); }
ReadResult<Workbook> read_xls(base::ByteView) { return base::failure(ReadFailure{ProblemKind::file_old_excel, Format::xls}); }
}  // namespace roster
