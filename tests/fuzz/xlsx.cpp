// The parts of an XLSX file: sheet, shared strings and styles, with a zero byte between them.
#include <array>

#include "tests/fuzz/roster.h"
#include "tests/fuzz/stored_zip.h"

namespace {

constexpr std::string_view kRels =
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' "
    "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' "
    "Target='/xl/workbook.xml'/></Relationships>";
constexpr std::string_view kWorkbookRels =
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    "<Relationship Id='s1' Type='http://x/relationships/worksheet' Target='worksheets/sheet1.xml'/>"
    "<Relationship Id='t' Type='http://x/relationships/styles' Target='styles.xml'/>"
    "<Relationship Id='h' Type='http://x/relationships/sharedStrings' Target='/xl/sharedStrings.xml'/></Relationships>";
constexpr std::string_view kWorkbook =
    "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:r='http://r'><sheets>"
    "<sheet name='Люди' sheetId='1' r:id='s1'/></sheets></workbook>";

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest = base::as_text({data, size});
    std::array<std::string_view, 3> parts;
    for (std::string_view& part : parts) {
        const auto end = rest.find('\0');
        part = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    fuzz::StoredZip zip;
    zip.add("_rels/.rels", kRels).add("xl/workbook.xml", kWorkbook).add("xl/_rels/workbook.xml.rels", kWorkbookRels);
    zip.add("xl/worksheets/sheet1.xml", parts[0]).add("xl/sharedStrings.xml", parts[1]).add("xl/styles.xml", parts[2]);
    const std::string bytes = zip.bytes();
    fuzz::read_roster(roster::read_zipped, base::as_bytes(bytes));
    return 0;
}
