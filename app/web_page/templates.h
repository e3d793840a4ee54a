#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/i18n/texts.h"
#include "platform/api/file_system.h"
#include "platform/base/result.h"

namespace web_page {

// What a page shows. Names are those of its template, in capitals. Everything is escaped when the page is written.
class View {
  public:
    View& set(const std::string& name, std::string value);  // {{NAME}}, also within sections
    View& set(const std::string& name, long long value) { return set(name, std::to_string(value)); }
    View& add(const std::string& section);   // {{#NAME}} ... {{/NAME}} once more; what it gives is of that one
    View& show(const std::string& section);  // the same, where nothing is to be told of it; gives this
    View& show_if(bool is_shown, const std::string& section) { return is_shown ? show(section) : *this; }

  private:
    friend class Templates;
    std::map<std::string, std::string> values_;
    std::map<std::string, std::vector<std::unique_ptr<View>>> sections_;
};

// The pages of one program, under ASSETS/web/SITE, read once. NAME.html stands within that folder's layout.html, and
// [[Sentence]] in both is that sentence in the language. Style and icon, ASSETS/web/style.css and icon.svg, are for
// all. ctemplate escapes every value by where it stands; only templates.cpp knows it. Any thread.
class Templates {
  public:
    using ByLanguage = std::array<std::shared_ptr<const i18n::Texts>, 2>;  // by domain::Language
    // A sentence for whoever runs the machine.
    [[nodiscard]] static base::Result<std::unique_ptr<Templates>, std::string> load(api::FileSystem& files,
                                                                                    const std::filesystem::path& assets,
                                                                                    const std::string& site,
                                                                                    const ByLanguage& texts);
    ~Templates();
    Templates(const Templates&) = delete;
    Templates& operator=(const Templates&) = delete;

    [[nodiscard]] std::string page(domain::Language language, const std::string& name, const View& view) const;
    [[nodiscard]] const std::string& style() const { return style_; }  // style.css
    [[nodiscard]] const std::string& icon() const { return icon_; }    // icon.svg

  private:
    struct Cache;
    Templates();
    std::array<std::unique_ptr<Cache>, 2> caches_;
    std::string style_, icon_;
};

}  // namespace web_page
