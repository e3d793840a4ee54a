// Gives every file of the folders named to the target, as libFuzzer would: for compilers without it, and for CI.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "tests/fuzz/target.h"

int main(int argc, char** argv) {
    std::vector<std::filesystem::path> files;
    for (int i = 1; i < argc; ++i) {
        for (const auto& entry : std::filesystem::directory_iterator{argv[i]}) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        std::printf("%s\n", file.filename().c_str());  // the last one named is the one that fails
        std::fflush(stdout);
        std::ifstream in{file, std::ios::binary};
        const std::vector<char> bytes{std::istreambuf_iterator<char>{in}, {}};
        // A copy of exactly this size, so that a sanitizer sees a read behind it; cut short too.
        for (const std::size_t size :
             {bytes.size(), bytes.size() / 2, bytes.size() - std::min<std::size_t>(bytes.size(), 1)}) {
            const std::vector<std::uint8_t> copy(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
            static_cast<void>(LLVMFuzzerTestOneInput(copy.data(), copy.size()));
        }
    }
    std::printf("%zu inputs\n", files.size());
    return files.empty() ? 1 : 0;
}
