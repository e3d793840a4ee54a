#pragma once

struct _cairo;

namespace reports {

// One of the twelve pictures, 0 to domain::kPictureCount - 1, on a square of 100 by 100 in the context's own units.
// The ground is white.
void draw_picture(::_cairo* context, int picture);

}  // namespace reports
