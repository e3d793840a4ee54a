#include "app/bring_in/known.h"

#include "platform/base/bytes.h"

namespace bring_in {

namespace {

constexpr std::size_t kKeyBytes = 1024;

std::string first_line(api::FileSystem& files, const std::filesystem::path& file) {
    const auto bytes = files.read(file, kKeyBytes);
    if (!bytes) return {};
    const std::string_view text = base::as_text(*bytes);
    return std::string{text.substr(0, text.find_first_of("\r\n"))};
}

}  // namespace

storage::StorageResult<Known> know(storage::Store& store, api::FileSystem& files, const std::filesystem::path& data) {
    const auto status = store.status();
    if (!status) return base::failure(status.error());
    auto roster = store.roster();
    if (!roster) return base::failure(roster.error());
    auto source = store.roster_source();
    if (!source) return base::failure(source.error());
    auto settings = store.settings();
    if (!settings) return base::failure(settings.error());
    auto school_settings = store.school_settings();
    if (!school_settings) return base::failure(school_settings.error());
    auto catalogue = store.own_catalogue();
    if (!catalogue) return base::failure(catalogue.error());
    Known known{status->kiosk,
                std::move(*roster),
                std::move(*source),
                std::move(*settings),
                std::move(*school_settings),
                std::move(*catalogue),
                {},
                false,
                {},
                first_line(files, data / "keys" / "kiosk.key")};
    auto server = syncing::read_server(files, data);
    if (server) {
        known.acceptor_public = syncing::read_acceptor(files, data, server->school).value_or("");
        known.server = std::move(*server);
    } else {
        known.server_is_damaged = server.error().error != syncing::RecordError::absent;
    }
    return known;
}

}  // namespace bring_in
