#pragma once

#include <string>

#include "app/kiosk/kit/kit.h"

namespace kiosk::screens {

// What keeps the kiosk from starting.
enum class StartProblem {
    none,  // it is still reading
    no_data,
    in_use,
    newer_version,
    no_space,
    read_only,
    input_output,
    damaged,
    unknown_zone,
    program_files,
    no_typeface,  // for the terminal alone: nothing can be written on the screen without it
    no_display    // as well
};
struct StartView {
    StartProblem problem = StartProblem::none;
    std::string where;    // the folder of the data
    std::string detail;   // the zone, the file, the system's own words
    bool trying = false;  // it is trying again just now
};

// What is wrong and what to do about it, for the screen and for the terminal.
struct StartWords {
    std::string what, to_do;
};
[[nodiscard]] StartWords start_words(const i18n::Texts& texts, const StartView& view);

enum class StartAnswer { none, again, language };
// The screen before all others: shown while reading takes long, and when something keeps the kiosk from starting. It
// has no view of a session, for there is none yet.
[[nodiscard]] StartAnswer draw(kit::Kit& kit, const StartView& view);

}  // namespace kiosk::screens
