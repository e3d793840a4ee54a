#include "app/kiosk/screens/draw.h"

#include <type_traits>
#include <variant>

#include "app/kiosk/curator/draw.h"
#include "app/kiosk/screens/screens.h"

namespace kiosk::screens {

namespace {

template <typename View>
concept PublicView = requires(kit::Kit& kit, const View& view) {
    { draw(kit, view) } -> std::same_as<session::Intent>;
};

}  // namespace

session::Intent draw(kit::Kit& kit, const session::View& view) {
    session::Intent intent = std::visit(
        [&](const auto& screen) -> session::Intent {
            using View = std::remove_cvref_t<decltype(screen)>;
            if constexpr (PublicView<View>) {
                return draw(kit, screen);
            } else {
                return curator::draw(kit, view.screen);
            }
        },
        view.screen);
    if (view.idle_seconds_left) draw_idle_warning(kit, *view.idle_seconds_left);
    return intent;
}

}  // namespace kiosk::screens
