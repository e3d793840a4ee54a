// content.xml of an ODS file.
#include "tests/fuzz/roster.h"
#include "tests/fuzz/stored_zip.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::StoredZip zip;
    zip.add("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    zip.add("content.xml", base::as_text({data, size}));
    const std::string bytes = zip.bytes();
    fuzz::read_roster(roster::read_zipped, base::as_bytes(bytes));
    return 0;
}
