#include "app/server/program/stick_gift.h"

#include "app/eventlog/sealed_text.h"
#include "platform/base/bytes.h"

namespace server {

namespace {

// The PIN is in the settings as a hash that a computer tries out in minutes, and a stick gets lost: both are sealed.
StoreResult<std::string> sealed(std::string_view text, const std::string& to) {
    if (text.empty()) return std::string{};
    const auto box = eventlog::seal_text(text, to);
    if (!box) return base::failure(StoreError{StoreErrorKind::damaged, "the kiosk's key"});
    return base::to_hex(*box);
}

}  // namespace

StoreResult<nlohmann::json> stick_gift(Store& store, const SchoolId& school, const domain::KioskId& id) {
    const auto kiosk = store.kiosk(school, id);
    if (!kiosk) return base::failure(kiosk.error());
    if (kiosk->state != KioskState::active)
        return base::failure(StoreError{StoreErrorKind::refused, "nothing goes to this kiosk any more"});
    const auto rosters = store.rosters(school);
    if (!rosters) return base::failure(rosters.error());
    std::string packed;
    if (!rosters->empty()) {
        auto lists = store.packed_roster(school, rosters->front().hash);
        if (!lists) return base::failure(lists.error());
        packed = std::move(*lists);
    }
    const auto text = store.settings_text(school, id);
    if (!text) return base::failure(text.error());
    const auto lists = sealed(packed, kiosk->public_key);
    if (!lists) return base::failure(lists.error());
    const auto settings = sealed(*text, kiosk->public_key);
    if (!settings) return base::failure(settings.error());
    return nlohmann::json{
        {"number", rosters->empty() ? 0 : rosters->front().number}, {"lists", *lists}, {"settings", *settings}};
}

}  // namespace server
