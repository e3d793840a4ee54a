#pragma once

#include <optional>
#include <string>

namespace server {

// A QR code of `text` as lines of block characters, for a terminal with light letters on a dark ground: the light
// fields are drawn. Nothing where the text is too long for one.
[[nodiscard]] std::optional<std::string> qr_text(const std::string& text);

}  // namespace server
