#pragma once

#include <string_view>

namespace base {

// Writes the sentence to stderr and aborts; the supervisor restarts the program. Never returns.
[[noreturn]] void check_failed(std::string_view condition, std::string_view file, int line);

}  // namespace base

// A bug trips it, in release builds too. Never for what a person, a file or the machine may do wrong.
#define VS_CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::base::check_failed(#condition, __FILE__, __LINE__))
