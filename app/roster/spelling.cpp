#include "app/roster/rows.h"
#include "app/roster/text.h"

namespace roster {

namespace {

std::string spelled(const std::map<std::string, std::string>& known, const std::string& text) {
    const auto found = known.find(fold_words(text));
    return found == known.end() ? tidy_dashes(text) : found->second;
}

}  // namespace

Spelling::Spelling(const domain::Catalogue* catalogue) {
    if (!catalogue) return;
    const auto learn = [](std::map<std::string, std::string>& to, const domain::CatalogueText& name) {
        to.emplace(fold_words(name.russian), name.russian);
        to.emplace(fold_words(name.english), name.russian);
    };
    for (const domain::Form& form : catalogue->forms) {
        learn(forms_, form.name);
        for (const domain::Variant& variant : form.variants) learn(variants_, variant.name);
    }
    for (const domain::MeetingKind& kind : catalogue->meeting_kinds) learn(kinds_, kind.name);
}

std::string Spelling::form(const std::string& text) const {
    return spelled(forms_, text);
}
std::string Spelling::variant(const std::string& text) const {
    return spelled(variants_, text);
}
std::string Spelling::kind(const std::string& text) const {
    return spelled(kinds_, text);
}
bool Spelling::knows_variant(const std::string& text) const {
    return variants_.empty() || text.empty() || variants_.contains(fold_words(text));
}

std::string name_key(const domain::FullName& name) {
    return fold(domain::full(name));
}

std::string group_key(std::string_view number) {
    std::string key;
    const std::string folded = fold_words(number);
    std::size_t at = 0;
    while (at < folded.size()) {
        const std::size_t end = std::min(folded.find(' ', at), folded.size());
        std::string_view word = std::string_view(folded).substr(at, end - at);
        at = end + 1;
        if (word == "№" || word == "пара" || word == "группа" || word == "номер" || word == "n") continue;
        while (key.empty() && word.size() > 1 && word[0] == '0') word.remove_prefix(1);
        key += (key.empty() ? "" : " ") + std::string(word);
    }
    return key;
}

}  // namespace roster
