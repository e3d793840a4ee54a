#include "app/sync/school_catalogue.h"

#include "app/school_settings/text.h"

namespace syncing {

SchoolCatalogue catalogue_in(const std::optional<storage::SchoolSettings>& settings) {
    if (!settings) return {};
    const auto content = school_settings::read_kept(settings->text);
    if (!content) return {std::nullopt, true};
    auto catalogue = school_settings::catalogue_of(*content);
    const bool is_damaged = !catalogue && !content->files.empty();
    return {std::move(catalogue), is_damaged};
}

}  // namespace syncing
