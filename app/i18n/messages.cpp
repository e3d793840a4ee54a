#include "app/i18n/messages.h"

#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <locale>
#include <optional>
#include <vector>

namespace i18n {
namespace {

namespace gettext = boost::locale::gnu_gettext;
using Facet = boost::locale::message_format<char>;

constexpr std::uint32_t kMagic = 0x950412de;

std::uint32_t word_at(const std::vector<char>& file, std::size_t offset) {
    std::uint32_t word = 0;
    if (offset + 4 <= file.size()) std::memcpy(&word, file.data() + offset, 4);
    return word;
}

// All strings of one table of a .mo file, each followed by a line break; nothing where the file does not hold together.
// msgfmt writes the byte order of the build machine's kind (little-endian): the other one is refused.
std::optional<std::string> table(const std::vector<char>& file, std::size_t at, bool skip_header) {
    const auto count = word_at(file, 8), start = word_at(file, at);
    std::string all;
    if (start > file.size() || count > (file.size() - start) / 8) return std::nullopt;
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::size_t length = word_at(file, start + 8 * i), offset = word_at(file, start + 8 * i + 4);
        if (offset > file.size() || length >= file.size() - offset) return std::nullopt;
        if (file[offset + length] != '\0') return std::nullopt;
        if (skip_header && i == 0) continue;
        all.append(file.data() + offset, length);
        all += '\n';
    }
    return all;
}

class MoMessages final : public Messages {
  public:
    // The locale owns the facet.
    MoMessages(Facet* facet, std::string ids, std::string translations)
        : owner_(std::locale::classic(), facet), facet_(facet), ids_(std::move(ids)), translations_(std::move(translations)) {}

    const char* find(const std::string& context, const std::string& id) const override {
        return facet_->get(0, context.empty() ? nullptr : context.c_str(), id.c_str());
    }
    const char* find_plural(const std::string& id, long long n) const override {
        // The rules of every language we have look at the last two digits; older Boost takes an int.
        const auto small = static_cast<int>((n < 0 ? -(n % 1'000'000) : n % 1'000'000));
        return facet_->get(0, nullptr, id.c_str(), small);
    }
    const std::string& all_ids() const override { return ids_; }
    const std::string& all_translations() const override { return translations_; }

  private:
    std::locale owner_;
    const Facet* facet_;
    std::string ids_, translations_;
};

}  // namespace

base::Result<std::unique_ptr<const Messages>, TextsError> Messages::load(
    const std::string& language, const std::filesystem::path& assets) {
    // Assets are a part of the program, like its shared libraries: read here, not through api::FileSystem.
    std::ifstream in(assets / "locale" / language / "LC_MESSAGES" / "vstrecha.mo", std::ios::binary);
    if (!in) return base::failure(TextsError::no_catalogue);
    const std::vector<char> file{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (word_at(file, 0) != kMagic) return base::failure(TextsError::bad_catalogue);
    auto ids = table(file, 12, false);
    auto translations = table(file, 16, true);
    if (!ids || !translations) return base::failure(TextsError::bad_catalogue);

    gettext::messages_info info;
    info.language = language;
    info.encoding = "UTF-8";
    info.paths = {"assets"};  // only a name: the callback gives the bytes
    info.domains.emplace_back("vstrecha");
    info.callback = [&file](const std::string&, const std::string&) { return file; };
    try {
        Facet* facet = gettext::create_messages_facet<char>(info);
        if (facet == nullptr) return base::failure(TextsError::bad_catalogue);
        return std::make_unique<const MoMessages>(facet, std::move(*ids), std::move(*translations));
    } catch (const std::exception&) {
        return base::failure(TextsError::bad_catalogue);
    }
}

}  // namespace i18n
