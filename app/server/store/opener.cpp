#include <algorithm>

#include "app/eventlog/sealing.h"
#include "app/server/store/state.h"

namespace server {

namespace {

bool opens(base::ByteView bundle, const std::string& box_private) {
    std::size_t at = 0;
    const auto source = [&](std::span<std::uint8_t> to) {
        const std::size_t size = std::min(to.size(), bundle.size() - at);
        std::copy_n(bundle.begin() + static_cast<std::ptrdiff_t>(at), size, to.begin());
        at += size;
        return size;
    };
    // Read no further than its first event: the rest is ingest()'s.
    const auto opened = eventlog::open_bundle(
        source, [](const domain::KioskId&) { return std::optional{std::string{}}; }, box_private,
        [](const domain::Event&, std::string_view, const eventlog::Hash&) { return false; });
    return opened || opened.error() == eventlog::BundleError::refused;
}

}  // namespace

StoreResult<std::string> Store::opener_of(base::ByteView bundle) {
    const auto all = schools();
    if (!all) return base::failure(all.error());
    for (const School& each : *all) {
        const auto key = state_->database->run([&](Connection& connection) -> StoreResult<std::string> {
            std::string acceptor_private;
            connection.sql() << "SELECT acceptor_private FROM schools WHERE id = :id", soci::into(acceptor_private),
                soci::use(each.id.value, "id");
            return acceptor_private;
        });
        if (!key) return base::failure(key.error());
        const auto box = eventlog::box_private_of(*key);
        if (box && opens(bundle, *box)) return *box;
    }
    return std::string{};
}

}  // namespace server
