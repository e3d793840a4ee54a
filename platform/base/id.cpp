#include "platform/base/id.h"

#include <array>

namespace base {

namespace {

constexpr std::array<bool, 256> kIdCharacters = [] {
    std::array<bool, 256> table{};
    for (const char c : std::string_view{"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"})
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

}  // namespace

bool is_id(std::string_view text) {
    bool good = !text.empty() && text.size() <= kLongestId;
    for (const char c : text) good &= kIdCharacters[static_cast<unsigned char>(c)];
    return good;
}

}  // namespace base
