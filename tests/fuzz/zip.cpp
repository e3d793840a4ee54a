// An archive as it comes: its directory, its packed parts, and whatever is in them.
#include "tests/fuzz/roster.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::read_roster(roster::read_zipped, {data, size});
    return 0;
}
