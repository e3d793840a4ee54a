#include "app/sync/school_catalogue.h"

#include "app/catalogue/packed_files.h"
#include "app/school_settings/text.h"

namespace syncing {

namespace {

SchoolCatalogue brought(std::string_view packed) {
    if (packed.empty()) return {};
    const auto files = catalogue::unpack_files(packed);
    auto catalogue = files ? catalogue::parse(*files) : base::failure(catalogue::CatalogueError{});
    if (!catalogue) return {std::nullopt, true};
    return {std::move(*catalogue), false};
}

}  // namespace

SchoolCatalogue catalogue_in(const std::optional<storage::SchoolSettings>& settings, std::string_view own) {
    if (!settings) return brought(own);
    const auto content = school_settings::read_kept(settings->text);
    if (!content) return {std::nullopt, true};
    if (content->files.empty()) return brought(own);
    auto catalogue = school_settings::catalogue_of(*content);
    const bool is_damaged = !catalogue;
    return {std::move(catalogue), is_damaged};
}

SchoolCatalogue catalogue_in(storage::Store& store) {
    const auto set = store.school_settings();
    const auto own = store.own_catalogue();
    return catalogue_in(set ? *set : std::nullopt, own ? *own : std::string{});
}

}  // namespace syncing
