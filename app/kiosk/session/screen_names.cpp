#include "app/kiosk/session/view.h"

namespace kiosk::session {

namespace {

// In the order of Screen.
constexpr const char* kNames[] = {"home",     "class",        "pictures", "code",      "names",   "wait",
                                  "choose_meeting", "saving",     "recorded", "refused",   "not_recorded",
                                  "rate",     "rate_tags",    "comment",  "pin",       "day",     "meeting",
                                  "person",   "reason",       "export",   "status",    "settings", "end_program", "clock",
                                  "recovery", "server", "pull", "bring"};
static_assert(std::size(kNames) == std::variant_size_v<Screen>);

}  // namespace

const char* name_of(const Screen& screen) { return kNames[screen.index()]; }

bool is_curator_screen(const Screen& screen) { return screen.index() >= Screen(PinView{}).index(); }

}  // namespace kiosk::session
