#include "app/cli/commands.h"
#include "app/domain/pin.h"

namespace cli {

int pin(const Context& context, const PinOptions& options) {
    const auto& texts = *context.texts;
    auto store = storage::Store::open(options.data, context.ports(), storage::OpenMode::read_write);
    if (!store) return fail(context, store.error(), options.data);
    const auto school = (*store)->school_settings();
    if (!school) return fail(context, school.error(), options.data);
    if (*school && !(*school)->pin_hash.empty()) {
        if (belongs_to(context, options.data, **school)) {
            context.complain(texts.text(
                "The PIN is set by the school on its server and was not changed. It is changed there: vstrecha-server --data "
                "DIR pin set."));
            return kProblems;
        }
        if (const auto released = (*store)->release_school_settings(); !released)
            return fail(context, released.error(), options.data);
    }
    const auto first = context.terminal.secret(texts.text("New PIN (4 to 8 digits): "));
    if (!first || !domain::is_pin(*first)) {
        context.complain(texts.text("A PIN has 4 to 8 digits and nothing else."));
        return kProblems;
    }
    if (context.terminal.is_interactive()) {
        const auto second = context.terminal.secret(texts.text("Once more: "));
        if (!second || *second != *first) {
            context.complain(texts.text("The two are not the same. The PIN was not changed."));
            return kProblems;
        }
    }
    if (const auto set = (*store)->set_pin(*first); !set) return fail(context, set.error(), options.data);
    context.say(texts.text("The PIN is changed."));
    if (domain::is_easy_pin(*first)) context.say(texts.text("It is easy to guess; another would be better."));
    return kOk;
}

}  // namespace cli
