#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/domain/catalogue.h"
#include "platform/api/file_system.h"
#include "platform/base/result.h"

namespace catalogue {

// Four for each audience: what the rating screen lays out.
inline constexpr std::size_t kTagsPerAudience = 4;

// For the technician who edits a file; English.
struct CatalogueError {
    std::string file;  // name within assets/catalogue
    int line = 0;      // 0: the file as a whole
    std::string what;
};

struct CatalogueFile {
    std::string name;
    std::string content;  // TOML, UTF-8
};

// Every *.toml of ASSETS/catalogue, in the order of names. Strict: an unknown key, a missing text or a repeated id is an
// error, and then there is no catalogue at all.
[[nodiscard]] base::Result<domain::Catalogue, CatalogueError> load(api::FileSystem& files,
                                                                   const std::filesystem::path& assets);
// The *.toml files of `folder` itself, in the order of names; not parsed.
[[nodiscard]] base::Result<std::vector<CatalogueFile>, CatalogueError> read_files(api::FileSystem& files,
                                                                                  const std::filesystem::path& folder);
// load() on files already read. Pure.
[[nodiscard]] base::Result<domain::Catalogue, CatalogueError> parse(const std::vector<CatalogueFile>& files);

// "catalogue/10-form.toml:7: what"
[[nodiscard]] std::string describe(const CatalogueError& error);

}  // namespace catalogue
