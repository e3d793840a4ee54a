#include "app/catalogue/catalogue.h"

// Header-only and without exceptions, however the distribution has built it.
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <array>
#include <initializer_list>
#include <set>
#include <string_view>

namespace catalogue {
namespace {

constexpr std::uint64_t kLargestFile = 1 << 20;
constexpr std::array<std::string_view, 4> kAudiences = {"pupil_mentee", "pupil_mentor", "teacher_mentee",
                                                        "teacher_mentor"};

int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

// Reads one file; remembers the first thing that is wrong and then only goes through the motions.
class Reader {
  public:
    Reader(const CatalogueFile& file, domain::Catalogue& into) : file_(file), into_(into) {}

    std::optional<CatalogueError> run() {
        const auto parsed = toml::parse(file_.content);
        if (!parsed) {
            return CatalogueError{file_.name, static_cast<int>(parsed.error().source().begin.line),
                                  std::string(parsed.error().description())};
        }
        const toml::table& root = parsed.table();
        const auto kind = text(root, "kind");
        if (root["version"].value_or(std::int64_t{0}) < 1) fail(root, "\"version\" must be a number from 1 on");
        static_cast<void>(text(root, "source"));
        if (!root["confirmed"].is_boolean()) fail(root, "\"confirmed\" must be true or false");
        if (kind == "form") {
            form(root);
        } else if (kind == "meeting-kinds") {
            meeting_kinds(root);
        } else if (kind == "rating-tags") {
            rating_tags(root);
        } else {
            fail(root, "\"kind\" must be form, meeting-kinds or rating-tags, not \"" + kind + "\"");
        }
        return error_;
    }

  private:
    void fail(const toml::node& where, std::string what) {
        if (!error_) error_ = CatalogueError{file_.name, line_of(where), std::move(what)};
    }

    void only(const toml::table& table, std::initializer_list<std::string_view> keys) {
        for (const auto& [key, value] : table) {
            bool known = false;
            for (const auto allowed : keys) known = known || key.str() == allowed;
            if (!known) fail(value, "unknown key \"" + std::string(key.str()) + "\"");
        }
    }

    std::string text(const toml::table& table, std::string_view key) {
        auto value = table[key].value_or(std::string());
        if (value.empty()) fail(table, "\"" + std::string(key) + "\" must be a text");
        return value;
    }

    std::string id(const toml::table& table, std::set<std::string>& taken) {
        auto value = text(table, "id");
        for (const char c : value) {
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
                fail(table, "an id has small Latin letters, digits and hyphens only: \"" + value + "\"");
                break;
            }
        }
        if (!taken.insert(value).second) fail(table, "the id \"" + value + "\" is there twice");
        return value;
    }

    domain::CatalogueText both(const toml::table& table, std::string_view key) {
        const auto* inner = table[key].as_table();
        if (inner == nullptr) {
            fail(table, "\"" + std::string(key) + "\" must be { ru = \"...\", en = \"...\" }");
            return {};
        }
        only(*inner, {"ru", "en"});
        return {text(*inner, "ru"), text(*inner, "en")};
    }

    // Calls `each` for every table of the array `key`; an empty or missing array is an error.
    template <class Each>
    void every(const toml::table& table, std::string_view key, Each each) {
        const auto* array = table[key].as_array();
        if (array == nullptr || array->empty()) {
            fail(table, "there is no [[" + std::string(key) + "]]");
            return;
        }
        for (const auto& node : *array) {
            if (const auto* entry = node.as_table()) {
                each(*entry);
            } else {
                fail(node, "[[" + std::string(key) + "]] must hold tables");
            }
        }
    }

    void form(const toml::table& root) {
        only(root, {"kind", "version", "source", "confirmed", "id", "name", "variants"});
        domain::Form form;
        form.id = text(root, "id");
        for (const auto& other : into_.forms) {
            if (other.id == form.id) fail(root, "the form \"" + form.id + "\" is there twice");
        }
        form.name = both(root, "name");
        std::set<std::string> ids;
        every(root, "variants", [&](const toml::table& entry) {
            only(entry, {"id", "name", "mentor_role", "mentee_role"});
            domain::Variant variant;
            variant.id = id(entry, ids);
            variant.name = both(entry, "name");
            variant.mentor_role = both(entry, "mentor_role");
            variant.mentee_role = both(entry, "mentee_role");
            form.variants.push_back(std::move(variant));
        });
        into_.forms.push_back(std::move(form));
    }

    void meeting_kinds(const toml::table& root) {
        only(root, {"kind", "version", "source", "confirmed", "meeting_kinds"});
        if (!into_.meeting_kinds.empty()) fail(root, "a second file of meeting kinds");
        std::set<std::string> ids;
        every(root, "meeting_kinds", [&](const toml::table& entry) {
            only(entry, {"id", "name"});
            domain::MeetingKind kind;
            kind.id = id(entry, ids);
            kind.name = both(entry, "name");
            into_.meeting_kinds.push_back(std::move(kind));
        });
    }

    void rating_tags(const toml::table& root) {
        only(root, {"kind", "version", "source", "confirmed", "tags"});
        const auto* tags = root["tags"].as_table();
        if (tags == nullptr) {
            fail(root, "there are no [[tags.pupil_mentee]] and so on");
            return;
        }
        only(*tags, {kAudiences[0], kAudiences[1], kAudiences[2], kAudiences[3]});
        for (std::size_t i = 0; i < kAudiences.size(); ++i) {
            if (!into_.tags[i].empty()) fail(root, "a second file of rating tags");
            std::set<std::string> ids;
            every(*tags, kAudiences[i], [&](const toml::table& entry) {
                only(entry, {"id", "text"});
                domain::RatingTag tag;
                tag.id = id(entry, ids);
                tag.text = both(entry, "text");
                into_.tags[i].push_back(std::move(tag));
            });
            if (into_.tags[i].size() != kTagsPerAudience) {
                fail(*tags, "[[tags." + std::string(kAudiences[i]) + "]] must be there exactly 4 times");
            }
        }
    }

    const CatalogueFile& file_;
    domain::Catalogue& into_;
    std::optional<CatalogueError> error_;
};

}  // namespace

base::Result<domain::Catalogue, CatalogueError> parse(const std::vector<CatalogueFile>& files) {
    domain::Catalogue catalogue;
    for (const auto& file : files) {
        if (auto error = Reader(file, catalogue).run()) return base::failure(std::move(*error));
    }
    if (catalogue.forms.empty()) return base::failure(CatalogueError{"", 0, "no file has a form"});
    if (catalogue.meeting_kinds.empty()) return base::failure(CatalogueError{"", 0, "no file has the meeting kinds"});
    if (catalogue.tags[0].empty()) return base::failure(CatalogueError{"", 0, "no file has the rating tags"});
    return catalogue;
}

base::Result<std::vector<CatalogueFile>, CatalogueError> read_files(api::FileSystem& files,
                                                                    const std::filesystem::path& folder) {
    const auto names = files.list(folder);
    if (!names) return base::failure(CatalogueError{"", 0, folder.string() + ": " + names.error().detail});
    std::vector<CatalogueFile> read;
    for (const auto& name : *names) {
        if (!name.ends_with(".toml")) continue;
        const auto content = files.read(folder / name, kLargestFile);
        if (!content) return base::failure(CatalogueError{name, 0, content.error().detail});
        read.push_back({name, std::string(base::as_text(*content))});
    }
    return read;
}

base::Result<domain::Catalogue, CatalogueError> load(api::FileSystem& files, const std::filesystem::path& assets) {
    const auto read = read_files(files, assets / "catalogue");
    if (!read) return base::failure(read.error());
    return parse(*read);
}

std::string describe(const CatalogueError& error) {
    std::string out = "catalogue";
    if (!error.file.empty()) out += "/" + error.file;
    if (error.line > 0) out += ":" + std::to_string(error.line);
    return out + ": " + error.what;
}

}  // namespace catalogue
