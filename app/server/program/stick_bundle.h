#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "app/server/store/store.h"

namespace server {

// What came of one bundle that a stick brought.
struct StickAnswer {
    std::string refused{};     // a word of ingest.h; empty: it was taken
    bool is_parked = false;    // refused, and kept for a person to see
    domain::KioskId kiosk{};   // whose it is, as far as that is known
    domain::Seq held = 0;      // taken: up to which number the server has that kiosk's records now
    std::uint64_t added = 0;   // taken: lines that were not held before
    std::string checkpoint{};  // taken: the receipt, a line
    std::string acceptor{};    // taken: whose key signed it, hex
};

// `school`: to which it was brought, what is of another one is refused; empty: whose kiosk it says.
[[nodiscard]] StoreResult<StickAnswer> take_stick_bundle(Store& store, base::ByteView bundle,
                                                         const SchoolId& school = {});
// As Administration answers it, and back.
[[nodiscard]] nlohmann::json json_of(const StickAnswer& answer);
[[nodiscard]] StickAnswer stick_answer_in(const nlohmann::json& json);

}  // namespace server
