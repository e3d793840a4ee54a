#include "app/catalogue/packed_files.h"

#include <charconv>

namespace catalogue {

namespace {

constexpr std::string_view kFirstLine = "catalogue 1\n";

}  // namespace

std::string pack_files(const std::vector<CatalogueFile>& files) {
    std::string packed{kFirstLine};
    for (const CatalogueFile& file : files) {
        packed += std::to_string(file.content.size()) + ' ' + file.name + '\n' + file.content + '\n';
    }
    return packed;
}

std::optional<std::vector<CatalogueFile>> unpack_files(std::string_view packed) {
    if (!packed.starts_with(kFirstLine)) return std::nullopt;
    packed.remove_prefix(kFirstLine.size());
    std::vector<CatalogueFile> files;
    while (!packed.empty()) {
        std::size_t size = 0;
        const auto [end, error] = std::from_chars(packed.data(), packed.data() + packed.size(), size);
        if (error != std::errc{}) return std::nullopt;
        packed.remove_prefix(static_cast<std::size_t>(end - packed.data()));
        const std::size_t line = packed.find('\n');
        if (line == std::string_view::npos || line < 2 || packed.front() != ' ') return std::nullopt;
        const std::string name{packed.substr(1, line - 1)};
        packed.remove_prefix(line + 1);
        if (packed.size() <= size || packed[size] != '\n') return std::nullopt;
        files.push_back({name, std::string{packed.substr(0, size)}});
        packed.remove_prefix(size + 1);
    }
    return files;
}

}  // namespace catalogue
