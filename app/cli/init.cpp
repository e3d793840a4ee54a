#include "app/cli/commands.h"
#include "app/cli/secrets.h"
#include "app/domain/pin.h"

namespace cli {

int init(const Context& context, const InitOptions& options) {
    const auto& texts = *context.texts;
    if (options.school.empty()) {
        context.complain(texts.text("The name of the school is empty. Give it as --school \"School No. 12\"."));
        return kUsage;
    }
    storage::Identity identity;
    identity.settings.school_name = options.school;
    identity.settings.time_zone = options.time_zone;
    if (!zone_of(context, identity.settings)) return kUsage;
    if (!options.pin.empty() && !domain::is_pin(options.pin)) {
        context.complain(texts.text("A PIN has 4 to 8 digits and nothing else."));
        return kUsage;
    }
    do {
        identity.pin = options.pin.empty() ? draw_digits(context.entropy, 6) : options.pin;
    } while (options.pin.empty() && domain::is_easy_pin(identity.pin));
    if (options.passphrase_file.empty()) {
        identity.passphrase = draw_passphrase(context.entropy);
    } else {
        auto given = passphrase_from(context, options.passphrase_file, "");
        if (!given) return kProblems;
        identity.passphrase = std::move(*given);
    }
    const auto made = storage::Store::create(options.data, context.ports(), identity);
    if (!made) return fail(context, made.error(), options.data);

    context.say(texts.text("The kiosk of \"{school}\" is made in {folder}.",
                           {{"school", options.school}, {"folder", options.data.string()}}));
    if (options.pin.empty()) context.say(texts.text("The curator's PIN: {pin}", {{"pin", identity.pin}}));
    if (options.passphrase_file.empty()) {
        context.say(texts.text("The passphrase for the answers: {passphrase}", {{"passphrase", identity.passphrase}}));
    }
    context.say(texts.text("Write down what is shown here and keep it under lock: it is shown only once. Without the "
                           "passphrase nobody can read the answers, not even we."));
    if (!options.pin.empty() && domain::is_easy_pin(options.pin)) {
        context.say(texts.text("This PIN is easy to guess. Change it: vstrecha pin --data {folder}",
                               {{"folder", options.data.string()}}));
    }
    context.say(texts.text("Next: vstrecha import --data {folder} FILES", {{"folder", options.data.string()}}));
    return kOk;
}

}  // namespace cli
