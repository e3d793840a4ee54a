#pragma once

struct _cairo;

namespace reports {

// One of the twelve pictures, 0 to domain::kPictureCount - 1, on a square of 100 by 100 in the context's own units, the
// same shapes and colours as on the screen (app/kiosk/kit/pictures.cpp): what a child learns from the card must be
// what he finds on the kiosk. The ground is white.
void draw_picture(::_cairo* context, int picture);

}  // namespace reports
