#include "app/bring_in/offer.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "app/bring_in/plain_words.h"
#include "app/roster_snapshot/snapshot.h"
#include "app/school_settings/text.h"
#include "app/stick/layout.h"

namespace bring_in {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostOfAName = 100;  // code points
constexpr std::size_t kMostGivenBytes = roster_snapshot::kTextBytes + 4096;

std::string lower(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

// What it is shows its content; the ending only spares a look at the pictures of somebody's holidays. Programs leave
// files beside the ones that they have open.
bool may_be_of_school(std::string_view name) {
    constexpr std::array<std::string_view, 9> kEndings{".xlsx", ".xlsm", ".xls", ".ods", ".csv",
                                                       ".tsv",  ".html", ".htm", ".xml"};
    if (name.starts_with('.') || name.starts_with("~$") || !is_plain(name, kMostOfAName)) return false;
    const std::string small = lower(name);
    return std::any_of(kEndings.begin(), kEndings.end(),
                       [&](std::string_view end) { return small.size() > end.size() && small.ends_with(end); });
}

class Look {
  public:
    Look(api::EnclosedFolder& drive, Offer& offer) : drive_(drive), offer_(offer) {}

    void given(Kind kind, const fs::path& file, std::size_t most) {
        const auto size = size_of(file);
        if (size) offer_.items.push_back({kind, {}, {file}, *size, *size > most, true});
    }
    void catalogue(const fs::path& folder) {
        const auto names = names_in(folder, school_settings::kMostFiles + 1, [](std::string_view name) {
            return name.ends_with(".toml") && name.size() <= school_settings::kFileNameBytes &&
                   is_plain(name, kMostOfAName);
        });
        Item all{Kind::catalogue, {}, {}, 0, names.size() > school_settings::kMostFiles, true};
        for (const std::string& name : names) {
            const auto size = size_of(folder / name);
            if (!size) continue;
            all.files.push_back(folder / name);
            all.bytes += *size;
        }
        all.is_too_large = all.is_too_large || all.bytes > school_settings::kCatalogueBytes;
        if (!all.files.empty()) offer_.items.push_back(std::move(all));
    }
    void school_files(const fs::path& folder, bool is_likely) {
        const auto names = names_in(folder, kMostSchoolFiles + 1, may_be_of_school);
        for (const std::string& name : names) {
            if (school_files_ >= kMostSchoolFiles) {
                offer_.more = true;
                return;
            }
            const auto size = size_of(folder / name);
            if (!size) continue;
            ++school_files_;
            offer_.items.push_back({Kind::school_file,
                                    (folder / name).string(),
                                    {folder / name},
                                    *size,
                                    *size > kMostFileBytes,
                                    is_likely});
        }
    }
    [[nodiscard]] std::size_t school_file_count() const { return school_files_; }

  private:
    // The first `most` by name.
    std::vector<std::string> names_in(const fs::path& folder, std::size_t most,
                                      const std::function<bool(std::string_view)>& wanted) {
        std::vector<std::string> names;
        std::size_t seen = 0;
        (void)drive_.visit(folder, [&](const std::string& name, api::EntryKind kind) {
            if (++seen > kMostLookedAt) {
                offer_.more = true;
                return false;
            }
            if (kind != api::EntryKind::file || !wanted(name)) return true;
            names.insert(std::upper_bound(names.begin(), names.end(), name), name);
            if (names.size() > most) names.pop_back();
            return true;
        });
        return names;
    }
    std::optional<std::uint64_t> size_of(const fs::path& file) {
        const auto opened = drive_.open(file);
        if (!opened) return std::nullopt;
        return (*opened)->size();
    }

    api::EnclosedFolder& drive_;
    Offer& offer_;
    std::size_t school_files_ = 0;
};

}  // namespace

roster::Limits limits() {
    roster::Limits limits;
    limits.file = kMostFileBytes;
    limits.page = std::size_t{2} << 20;
    limits.unpacked = std::size_t{32} << 20;
    limits.rows = 20'000;
    limits.cells = 400'000;
    limits.text = std::size_t{24} << 20;
    return limits;
}

Offer look(api::EnclosedFolder& drive, const domain::KioskId& kiosk) {
    Offer offer;
    Look look{drive, offer};
    const fs::path top{std::string{stick::kTop}};
    look.given(Kind::server_lists, stick::given_lists(kiosk), kMostGivenBytes);
    look.given(Kind::server_settings, stick::given_settings(kiosk), kMostGivenBytes);
    look.school_files(top, true);
    look.school_files({}, look.school_file_count() == 0);
    look.catalogue(top / "catalogue");
    return offer;
}

}  // namespace bring_in
