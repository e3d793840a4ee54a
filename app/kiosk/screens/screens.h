#pragma once

#include "app/kiosk/kit/kit.h"
#include "app/kiosk/session/intent.h"
#include "app/kiosk/session/view.h"

namespace kiosk::screens {

// The public screens: each draws one pass and returns what was pressed in it, or Nothing. No statics, no I/O: what a
// screen shows is all in its view. Ids are "<screen>.<what>"; a way back is always "back".
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::HomeView& view);
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::ClassView& view);
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::PicturesView& view);
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::CodeView& view);
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::NamesView& view);
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::WaitView& view);
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::ChooseMeetingView& view);
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::SavingView& view);
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::RecordedView& view);
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::RefusedView& view);
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::NotRecordedView& view);
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::RateView& view);
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::RateTagsView& view);
[[nodiscard]] session::Intent draw(kit::Kit& kit, const session::CommentView& view);

// Lies in the outer margin at the bottom, where no screen draws, so that whoever is thinking is not interrupted. It is
// no button: any touch of the screen keeps the person there.
void draw_idle_warning(kit::Kit& kit, int seconds_left);

}  // namespace kiosk::screens
