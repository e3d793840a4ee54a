#include "app/server/program/stick_bundle.h"

#include <algorithm>

namespace server {

StoreResult<nlohmann::json> take_stick_bundle(Store& store, const std::optional<base::Bytes>& bundle) {
    if (!bundle) return base::failure(StoreError{StoreErrorKind::refused, "this is no bundle"});
    auto opener = store.opener_of(*bundle);
    if (!opener) return base::failure(opener.error());
    // Who brings a stick hears what came of it, and the kiosk keeps what has no receipt: a gap need not be parked.
    Delivery delivery;
    delivery.school_private = std::move(*opener);
    std::size_t at = 0;
    const auto source = [&](std::span<std::uint8_t> to) {
        const std::size_t size = std::min(to.size(), bundle->size() - at);
        std::copy_n(bundle->begin() + static_cast<std::ptrdiff_t>(at), size, to.begin());
        at += size;
        return size;
    };
    const auto taken = store.ingest(source, delivery);
    if (!taken) return nlohmann::json{{"refused", name_of(taken.error().why)}};
    const auto school = store.school(taken->school);
    if (!school) return base::failure(school.error());
    return nlohmann::json{{"kiosk", taken->kiosk.value},
                          {"held", taken->held.seq},
                          {"added", taken->added},
                          {"checkpoint", taken->checkpoint},
                          {"acceptor", school->acceptor_public}};
}

}  // namespace server
