#include "app/cli/secrets.h"

#include <array>

namespace cli {

std::string draw_digits(api::Entropy& entropy, std::size_t count) {
    std::string digits;
    while (digits.size() < count) {
        std::array<std::uint8_t, 32> bytes{};
        entropy.fill(bytes);
        for (const auto byte : bytes) {
            // 250 is the last multiple of ten in a byte: above it the low digits would be likelier.
            if (byte < 250 && digits.size() < count) digits += static_cast<char>('0' + byte % 10);
        }
    }
    return digits;
}

std::string draw_passphrase(api::Entropy& entropy) {
    const auto digits = draw_digits(entropy, 20);
    std::string out;
    for (std::size_t i = 0; i < digits.size(); i += 4) out += (i == 0 ? "" : "-") + digits.substr(i, 4);
    return out;
}

}  // namespace cli
