#include "app/server/program/texts.h"

namespace server {

std::shared_ptr<const i18n::Texts> texts_of(const Context& context) {
    const bool is_english = context.language.starts_with("en");
    const auto language = is_english ? domain::Language::english : domain::Language::russian;
    if (auto texts = i18n::Texts::load(language, context.assets)) return *texts;
    context.complain("The Russian messages are missing in " + context.assets.string() + "; going on in English.");
    return *i18n::Texts::load(domain::Language::english, context.assets);
}

}  // namespace server
