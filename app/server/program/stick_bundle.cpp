#include "app/server/program/stick_bundle.h"

#include <algorithm>

#include "app/server/program/asking.h"

namespace server {

namespace {

// Of its lines: kiosks put 6 MiB into one (app/takeaway). Whoever brings a stick may have more of one that somebody
// made.
constexpr std::uint64_t kContentBytes = std::uint64_t{64} << 20;

}  // namespace

StoreResult<StickAnswer> take_stick_bundle(Store& store, base::ByteView bundle, const SchoolId& school) {
    auto opener = store.opener_of(bundle);
    if (!opener) return base::failure(opener.error());
    // Who brings a stick hears what came of it, and the kiosk keeps what has no receipt: a gap need not be parked.
    Delivery delivery;
    delivery.school = school;
    delivery.content_bytes = kContentBytes;
    delivery.school_private = std::move(*opener);
    const auto source = [left = bundle](std::span<std::uint8_t> to) mutable {
        const std::size_t size = std::min(to.size(), left.size());
        std::copy_n(left.begin(), size, to.begin());
        left = left.subspan(size);
        return size;
    };
    const auto taken = store.ingest(source, delivery);
    StickAnswer answer;
    if (!taken) {
        answer.refused = name_of(taken.error().why);
        answer.is_parked = taken.error().is_parked;
        answer.kiosk = taken.error().kiosk;
        return answer;
    }
    const auto of = store.school(taken->school);
    if (!of) return base::failure(of.error());
    answer.kiosk = taken->kiosk;
    answer.held = taken->held.seq;
    answer.added = taken->added;
    answer.checkpoint = taken->checkpoint;
    answer.acceptor = of->acceptor_public;
    return answer;
}

nlohmann::json json_of(const StickAnswer& answer) {
    if (!answer.refused.empty()) return nlohmann::json{{"refused", answer.refused}};
    return nlohmann::json{{"kiosk", answer.kiosk.value},
                          {"held", answer.held},
                          {"added", answer.added},
                          {"checkpoint", answer.checkpoint},
                          {"acceptor", answer.acceptor}};
}

StickAnswer stick_answer_in(const nlohmann::json& json) {
    StickAnswer answer;
    answer.refused = text_in(json, "refused");
    answer.kiosk.value = text_in(json, "kiosk");
    answer.held = json.value("held", domain::Seq{0});
    answer.added = json.value("added", std::uint64_t{0});
    answer.checkpoint = text_in(json, "checkpoint");
    answer.acceptor = text_in(json, "acceptor");
    return answer;
}

}  // namespace server
