#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/kiosk/screens/start/start.h"
#include "app/kiosk/session/view.h"

namespace samples {

// A screen in one state that a person may find it in; the crowded, the empty and the longest among them.
struct Sample {
    std::string name;  // "<screen>-<state>", for a message and for the file of a picture
    kiosk::session::View view;
    std::optional<kiosk::screens::StartView> start;  // instead: the screen before there is a session
};

// The screens that everybody sees, and those behind the curator's PIN.
[[nodiscard]] std::vector<Sample> public_samples();
[[nodiscard]] std::vector<Sample> curator_samples();
[[nodiscard]] std::vector<Sample> bring_samples();  // of these, in a file of their own

}  // namespace samples
