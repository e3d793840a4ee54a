#include "app/kiosk/letters.h"

#include <algorithm>
#include <iterator>

namespace kiosk {

void Letters::prepare(const std::u32string& needed) {
    const std::lock_guard preparing{preparing_};
    std::u32string all;
    std::set_union(present_.begin(), present_.end(), needed.begin(), needed.end(), std::back_inserter(all));
    if (all == present_) return;
    auto fonts = draw_(all);
    if (!fonts) return;
    present_ = std::move(all);
    const std::lock_guard lock{mutex_};
    drawn_ = std::move(fonts);
}

std::unique_ptr<display::Fonts> Letters::take() {
    const std::lock_guard lock{mutex_};
    return std::move(drawn_);
}

}  // namespace kiosk
