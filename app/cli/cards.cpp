#include "app/reports/cards.h"

#include <algorithm>

#include "app/cli/commands.h"
#include "app/roster/values.h"

namespace cli {
int cards(const Context& context, const CardsOptions& options) {
    const auto& texts = *context.texts;
    auto store = storage::Store::open(options.data, context.ports(), storage::OpenMode::read_only);
    if (!store) return fail(context, store.error(), options.data);
    const auto roster = (*store)->roster();
    if (!roster) return fail(context, roster.error(), options.data);
    const auto settings = (*store)->settings();
    if (!settings) return fail(context, settings.error(), options.data);

    std::optional<domain::ClassName> only;
    if (!options.class_name.empty()) {
        only = roster::parse_class(options.class_name);
        const auto in_class = [&](const domain::Person& person) { return person.class_name == only; };
        if (!only || std::none_of(roster->people.begin(), roster->people.end(), in_class)) {
            context.complain(texts.text("Nobody of class {class} is in the programme. Write it as in 5А.",
                                        {{"class", options.class_name}}));
            return kProblems;
        }
    }
    const auto all = reports::cards_of(*roster, only, texts);
    if (all.empty()) {
        context.complain(texts.text("There is nobody to make a card for: import the people and the groups first."));
        return kProblems;
    }
    const auto pdf = reports::cards_pdf(all, {settings->school_name, settings->programme_name}, texts);
    if (!pdf) {
        context.complain(texts.text("The cards could not be drawn."));
        return kMachine;
    }
    if (const auto folder = options.out.parent_path(); !folder.empty()) {
        if (const auto made = context.files.make_folders(folder); !made) return fail(context, made.error());
    }
    if (const auto written = context.files.write_atomically(options.out, *pdf); !written) {
        return fail(context, written.error());
    }
    const auto pages = (static_cast<long long>(all.size()) + reports::kCardsPerPage - 1) / reports::kCardsPerPage;
    context.say(options.out.string() + ": " +
                texts.plural("{n} card", "{n} cards", static_cast<long long>(all.size())) + ", " +
                texts.plural("{n} page", "{n} pages", pages));
    if (!only) {
        long long without = 0;
        for (const auto& person : roster->people) without += person.consent ? 0 : 1;
        if (without > 0) {
            context.say(texts.plural("{n} person without a consent has no card.",
                                     "{n} people without a consent have no card.", without));
        }
    }
    return kOk;
}

}  // namespace cli
