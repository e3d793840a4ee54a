// Who a kiosk is that presents itself.
#include "app/server/store/state.h"

namespace server {

StoreResult<Presented> Store::presented(const domain::KioskId& kiosk) {
    return state_->database->run([&](Connection& connection) -> StoreResult<Presented> {
        Presented found;
        std::string state;
        connection.sql() << "SELECT school, public_key, state FROM kiosks WHERE id = :kiosk",
            soci::into(found.school.value), soci::into(found.public_key), soci::into(state),
            soci::use(kiosk.value, "kiosk");
        if (found.school.empty()) return failed(StoreErrorKind::not_found, "kiosk");
        found.state = kiosk_state_of(state);
        return found;
    });
}

}  // namespace server
