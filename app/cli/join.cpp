#include "app/sync/join.h"

#include "app/cli/commands.h"

namespace cli {
namespace {

std::string words_of(const i18n::Texts& texts, syncing::JoinError error) {
    using syncing::JoinError;
    switch (error) {
        case JoinError::no_address:
            return texts.text("There is no such address. Check it: the server shows it beside the code.");
        case JoinError::not_a_code: return texts.text("A code has ten characters. Check it: the server shows it beside the address.");
        case JoinError::unreachable:
        case JoinError::cancelled:
            return texts.text("Nobody answers at this address. Check the address and the network.");
        case JoinError::not_our_server:
            return texts.text(
                "What answers there is not the server of this code. Check the address, or take a new code.");
        case JoinError::wrong_code:
            return texts.text("The code does not fit. Check it; after five wrong tries it needs a new one.");
        case JoinError::code_used:
            return texts.text("This code was used already, or its ten minutes are over. Take a new one on the server.");
        case JoinError::known_elsewhere:
            return texts.text("The server has this kiosk under another school. Tell whoever looks after the server.");
        case JoinError::certificate_changed:
            return texts.text(
                "The server changed while the kiosk was connecting. Try again; if it happens again, tell whoever looks "
                "after the network.");
        case JoinError::try_later: return texts.text("The server is busy. Try again in a minute.");
        case JoinError::too_many: return texts.text("Too many tries in a short time. Wait a minute and try again.");
        case JoinError::no_memory:
        case JoinError::disk: break;
    }
    return texts.text("The disk or the memory of this machine did not allow it. The kiosk is not connected.");
}

bool is_of_the_machine(syncing::JoinError error) {
    return error == syncing::JoinError::no_memory || error == syncing::JoinError::disk;
}

}  // namespace

int join(const Context& context, const JoinOptions& options) {
    auto store = storage::Store::open(options.data, context.ports(), storage::OpenMode::read_write);
    if (!store) return fail(context, store.error(), options.data);
    const auto refuse = [&](syncing::JoinError error) {
        context.complain(words_of(*context.texts, error));
        return is_of_the_machine(error) ? kMachine : kProblems;
    };
    const auto applicant = syncing::read_applicant(**store, context.files, options.data);
    if (!applicant) return refuse(applicant.error());
    syncing::JoinCall call{context.clients, [&](std::span<std::uint8_t> bytes) { context.entropy.fill(bytes); }};
    const auto agreed = call.join(options.address, options.code, *applicant);
    if (!agreed) return refuse(agreed.error());
    if (const auto kept = syncing::keep(*agreed, **store, context.files, options.data); !kept)
        return refuse(kept.error());
    context.say(context.texts->text(
        "The kiosk is connected to {school} at {address}. It sends its records when it is started.",
        {{"school", agreed->server.school_name}, {"address", syncing::address_of(agreed->server)}}));
    return kOk;
}

}  // namespace cli
