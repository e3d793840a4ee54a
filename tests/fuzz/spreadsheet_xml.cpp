#include "tests/fuzz/roster.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::read_roster(roster::read_spreadsheet_xml, {data, size});
    return 0;
}
