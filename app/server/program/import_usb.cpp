#include "app/server/program/import_usb.h"

#include "app/server/program/asking.h"
#include "app/server/program/sentences.h"
#include "app/server/program/stick_taking.h"
#include "app/stick/carried.h"
#include "app/stick/layout.h"
#include "platform/base/bytes.h"

namespace server {

ExitCode import_usb(const Context& context, const DataOptions& options, const std::filesystem::path& stick) {
    const auto place = stick::laid_out(context.files, context.folders, stick);
    if (!place) {
        context.complain(sentence_of(place.error()));
        return ExitCode::machine;
    }
    const auto drive = context.folders.open(stick::drive_of(context.files, *place), api::MadeFor::everybody);
    if (!drive) {
        context.complain(sentence_of(drive.error()));
        return ExitCode::machine;
    }
    ExitCode code = ExitCode::done;
    const auto offer = [&](base::ByteView bundle) -> std::optional<StickAnswer> {
        const auto answer = ask(context, options, {{"do", "stick_bundle"}, {"bundle", base::to_hex(bundle)}});
        if (!answer) return std::nullopt;
        return stick_answer_in(*answer);
    };
    const auto tell = [&](const StickKiosk& kiosk) {
        context.out("kiosk " + kiosk.id.value + "  new " + std::to_string(kiosk.added) + "  held " +
                    std::to_string(kiosk.held) + (kiosk.has_receipt ? "  receipt on the stick\n" : "  no receipt\n"));
        for (const StickFile& file : kiosk.files) {
            if (file.answer.refused.empty()) continue;
            context.out("    " + file.name + "  " + file.answer.refused + "\n");
            code = ExitCode::found;
        }
        if (!kiosk.has_receipt) code = ExitCode::found;
    };
    const StickTaking taken = take_stick(**drive, offer, tell);
    if (*place != stick && taken != StickTaking::nothing_there)
        context.out("Receipts are in " + place->string() + ": put its folder Vstrecha onto a stick for the kiosk.\n");
    switch (taken) {
        case StickTaking::done: return code;
        case StickTaking::nothing_there:
            context.complain("There are no records of a kiosk in " + stick.string() + ".");
            return ExitCode::found;
        case StickTaking::too_many:
            context.complain("There are more kiosks on the stick than are looked at.");
            return code;
        case StickTaking::given_up: return ExitCode::machine;
    }
    return ExitCode::machine;
}

}  // namespace server
