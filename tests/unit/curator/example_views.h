#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/kiosk/session/view.h"

namespace curator_test {

// Every curator screen in the states that strain it: long names, a crowded and an empty day, each problem of an export.
// The people are invented.
[[nodiscard]] std::vector<std::pair<std::string, kiosk::session::Screen>> example_views();

}  // namespace curator_test
