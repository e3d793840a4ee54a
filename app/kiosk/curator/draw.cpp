#include "app/kiosk/curator/draw.h"

#include <concepts>

#include "app/kiosk/curator/bring/bring.h"
#include "app/kiosk/curator/clock/clock.h"
#include "app/kiosk/curator/day/day.h"
#include "app/kiosk/curator/end_program/end_program.h"
#include "app/kiosk/curator/export/export.h"
#include "app/kiosk/curator/meeting/meeting.h"
#include "app/kiosk/curator/person/person.h"
#include "app/kiosk/curator/pin/pin.h"
#include "app/kiosk/curator/pull/pull.h"
#include "app/kiosk/curator/reason/reason.h"
#include "app/kiosk/curator/recovery/recovery.h"
#include "app/kiosk/curator/server/server.h"
#include "app/kiosk/curator/settings/settings.h"
#include "app/kiosk/curator/status/status.h"

namespace kiosk::curator {

template <class View, class... Views>
concept OneOf = (std::same_as<View, Views> || ...);

session::Intent draw(kit::Kit& kit, const session::Screen& screen) {
    return std::visit(
        [&kit]<class View>(const View& view) -> session::Intent {
            if constexpr (OneOf<View, session::PinView, session::DayView, session::MeetingView, session::PersonView,
                                session::ReasonView, session::ExportView, session::StatusView, session::SettingsView,
                                session::EndProgramView, session::ClockView, session::RecoveryView, session::ServerView,
                                session::PullView, session::BringView>)
                return draw(kit, view);
            else
                return session::intent::Nothing{};
        },
        screen);
}

}  // namespace kiosk::curator
