#include "app/kiosk/characters.h"

#include <set>

#include "app/domain/person.h"
#include "platform/base/utf8.h"

namespace kiosk {

std::u32string characters_of(const i18n::Texts& russian, const i18n::Texts& english, const domain::Catalogue& catalogue,
                             const domain::Settings& settings, const domain::Roster& roster) {
    std::set<char32_t> seen;
    auto take = [&seen](std::u32string_view points) { seen.insert(points.begin(), points.end()); };
    auto add = [&take](std::string_view text) { take(base::code_points(text)); };
    auto add_both = [&add](const domain::CatalogueText& text) {
        add(text.russian);
        add(text.english);
    };
    take(russian.characters());
    take(english.characters());
    for (const auto& audience : catalogue.tags)
        for (const auto& tag : audience) add_both(tag.text);
    for (const auto& kind : catalogue.meeting_kinds) add_both(kind.name);
    add(settings.school_name);
    add(settings.programme_name);
    for (const auto& person : roster.people) {
        add(domain::full(person.name));
        if (person.class_name) add(domain::display(*person.class_name));
    }
    for (const auto& group : roster.groups) {
        add(group.number);
        add(group.form);
        add(group.variant);
    }
    for (const auto& meeting : roster.meetings) {
        add(meeting.kind);
        add(meeting.place);
        add(meeting.topic);
    }
    return {seen.begin(), seen.end()};
}

}  // namespace kiosk
