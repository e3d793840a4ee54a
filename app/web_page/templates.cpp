#include "app/web_page/templates.h"

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>
#include <ctemplate/template_emitter.h>

#include "platform/base/check.h"

namespace web_page {

namespace {

constexpr std::uint64_t kFileBytes = 256 * 1024;
constexpr std::string_view kMode = "{{%AUTOESCAPE context=\"HTML\"}}\n", kContent = "<!--content-->";
constexpr auto kStrip = ctemplate::STRIP_BLANK_LINES;

std::string escaped(std::string_view text) {
    std::string html;
    for (const char c : text) {
        if (c == '&') {
            html += "&amp;";
        } else if (c == '<') {
            html += "&lt;";
        } else if (c == '>') {
            html += "&gt;";
        } else if (c == '"') {
            html += "&quot;";
        } else {
            html += c;
        }
    }
    return html;
}

// Each [[Sentence]] in the language.
std::string in_words_of(const i18n::Texts& texts, std::string_view source) {
    std::string text;
    while (!source.empty()) {
        const auto begin = source.find("[["), end = source.find("]]", begin == std::string_view::npos ? 0 : begin);
        if (begin == std::string_view::npos || end == std::string_view::npos) break;
        text += source.substr(0, begin);
        text += escaped(texts.text(source.substr(begin + 2, end - begin - 2)));
        source.remove_prefix(end + 2);
    }
    return text + std::string{source};
}

}  // namespace

View& View::set(const std::string& name, std::string value) {
    values_[name] = std::move(value);
    return *this;
}
View& View::add(const std::string& section) {
    return *sections_[section].emplace_back(std::make_unique<View>());
}
View& View::show(const std::string& section) {
    add(section);
    return *this;
}

struct Templates::Cache {
    ctemplate::TemplateCache cache{};

    static void fill(ctemplate::TemplateDictionary& dictionary, const View& view) {
        for (const auto& [name, value] : view.values_) dictionary.SetValue(name, value);
        for (const auto& [name, all] : view.sections_) {
            for (const auto& one : all) fill(*dictionary.AddSectionDictionary(name), *one);
        }
    }
};

Templates::Templates() = default;
Templates::~Templates() = default;

base::Result<std::unique_ptr<Templates>, std::string> Templates::load(api::FileSystem& files,
                                                                      const std::filesystem::path& assets,
                                                                      const std::string& site,
                                                                      const ByLanguage& texts) {
    const auto shared = assets / "web", folder = shared / site;
    const auto fail = [](const std::filesystem::path& file) {
        return base::failure("The pages cannot be read: " + file.string());
    };
    const auto names = files.list(folder);
    if (!names) return fail(folder);
    std::map<std::string, std::string> sources;
    for (const std::string& name : *names) {
        const auto bytes = files.read(folder / name, kFileBytes);
        if (!bytes) return fail(folder / name);
        sources[name] = base::as_text(*bytes);
    }
    std::unique_ptr<Templates> made{new Templates};
    const auto style = files.read(shared / "style.css", kFileBytes), icon = files.read(shared / "icon.svg", kFileBytes);
    if (!style || !icon) return fail(shared);
    made->style_ = base::as_text(*style);
    made->icon_ = base::as_text(*icon);
    const std::string& layout = sources["layout.html"];
    const auto at = layout.find(kContent);
    if (at == std::string::npos) return fail(folder / "layout.html");
    for (std::size_t language = 0; language < texts.size(); ++language) {
        made->caches_[language] = std::make_unique<Cache>();
        ctemplate::TemplateCache& cache = made->caches_[language]->cache;
        for (const auto& [name, source] : sources) {
            if (!name.ends_with(".html") || name == "layout.html") continue;
            std::string whole = std::string{kMode} + layout;
            whole.replace(kMode.size() + at, kContent.size(), source);
            const std::string text = in_words_of(*texts[language], whole);
            if (!cache.StringToTemplateCache(name, text, kStrip)) return fail(folder / name);
        }
        cache.Freeze();
    }
    return made;
}

std::string Templates::page(domain::Language language, const std::string& name, const View& view) const {
    ctemplate::TemplateDictionary dictionary{name};
    Cache::fill(dictionary, view);
    std::string page;
    ctemplate::StringEmitter emitter{&page};
    const auto& cache = caches_[static_cast<std::size_t>(language)]->cache;
    VS_CHECK(cache.ExpandNoLoad(name + ".html", kStrip, &dictionary, nullptr, &emitter));
    return page;
}

}  // namespace web_page
