#include "app/server/program/opening.h"

#include "app/server/program/server_files.h"

namespace server {

namespace {

constexpr std::uint64_t kAddressBytes = 1024;

}  // namespace

StoreResult<std::unique_ptr<Store>> open_store(const Context& context, const DataOptions& options) {
    Place place = SqliteFile{ServerFiles{options.data}.database()};
    if (!options.database.empty()) place = PostgresqlServer{options.database};
    return Store::open(place, {context.clock, context.entropy, context.files, context.locks});
}

joining::Address public_address_of(const Context& context, const DataOptions& options) {
    if (!options.public_address.empty()) {
        return joining::read_address(options.public_address).value_or(joining::Address{});
    }
    const auto file = context.files.read(ServerFiles{options.data}.address(), kAddressBytes);
    if (!file) return {};
    std::string_view text = base::as_text(*file);
    text = text.substr(0, text.find('\n'));
    return joining::read_address(text).value_or(joining::Address{});
}

}  // namespace server
