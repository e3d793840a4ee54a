#include "app/server/program/import_usb.h"

#include <algorithm>

#include "app/server/program/asking.h"
#include "app/server/program/sentences.h"
#include "app/stick/careful.h"
#include "app/stick/carried.h"
#include "app/stick/layout.h"
#include "platform/base/bytes.h"

namespace server {

namespace {

// Of one request, in hexadecimal, with room for the rest: kiosks make none that is larger.
constexpr std::size_t kLargestBundle = 7 * 1024 * 1024;
constexpr int kMostPasses = 16;  // a hostile stick would have bundles read without end

struct Waiting {
    std::string name;
    std::string refused = "gap";  // the last word; empty: taken
};
struct OneKiosk {
    domain::KioskId id;
    std::vector<Waiting> bundles{};
    std::uint64_t added = 0, held = 0;
    std::string checkpoint{}, acceptor{};  // the newest
};

// false: the server could not be asked; a sentence said why.
bool offer(const Context& context, const DataOptions& options, api::EnclosedFolder& drive, OneKiosk& kiosk,
           Waiting& bundle) {
    const auto bytes = stick::read_small(drive, stick::folder_of(kiosk.id) / bundle.name, kLargestBundle);
    if (!bytes) {
        bundle.refused = bytes.error().kind == api::FileErrorKind::too_large ? "too_large" : "unreadable";
        return true;
    }
    const auto answer = ask(context, options, {{"do", "stick_bundle"}, {"bundle", base::to_hex(*bytes)}});
    if (!answer) return false;
    bundle.refused = text_in(*answer, "refused");
    if (!bundle.refused.empty()) return true;
    // Whose it is stands in the bundle; the folder it lay in proves nothing.
    if (text_in(*answer, "kiosk") != kiosk.id.value) {
        bundle.refused = "wrong_folder";
        return true;
    }
    kiosk.added += answer->value("added", std::uint64_t{0});
    if (const auto held = answer->value("held", std::uint64_t{0}); held >= kiosk.held) {
        kiosk.held = held;
        kiosk.checkpoint = text_in(*answer, "checkpoint");
        kiosk.acceptor = text_in(*answer, "acceptor");
    }
    return true;
}

// Again as long as something fits that waited for another bundle.
bool offer_all(const Context& context, const DataOptions& options, api::EnclosedFolder& drive, OneKiosk& kiosk) {
    bool again = true;
    for (int pass = 0; again && pass < kMostPasses; ++pass) {
        again = false;
        for (Waiting& bundle : kiosk.bundles) {
            if (bundle.refused != "gap") continue;
            if (!offer(context, options, drive, kiosk, bundle)) return false;
            again = again || bundle.refused.empty();
        }
    }
    return true;
}

}  // namespace

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
    const auto found = stick::find_kiosks(**drive);
    if (!found || found->kiosks.empty()) {
        context.complain("There are no records of a kiosk in " + stick.string() + ".");
        return ExitCode::found;
    }
    ExitCode code = ExitCode::done;
    for (const domain::KioskId& id : found->kiosks) {
        OneKiosk kiosk{id};
        if (const auto names = stick::find_bundles(**drive, id)) {
            for (const std::string& name : *names) kiosk.bundles.push_back({name});
        }
        if (!offer_all(context, options, **drive, kiosk)) return ExitCode::machine;
        const bool has_receipt = !kiosk.checkpoint.empty() &&
                                 stick::write_receipt(**drive, id, kiosk.acceptor, kiosk.checkpoint).has_value();
        context.out("kiosk " + id.value + "  new " + std::to_string(kiosk.added) + "  held " +
                    std::to_string(kiosk.held) + (has_receipt ? "  receipt on the stick\n" : "  no receipt\n"));
        for (const Waiting& bundle : kiosk.bundles) {
            if (bundle.refused.empty()) continue;
            context.out("    " + bundle.name + "  " + bundle.refused + "\n");
            code = ExitCode::found;
        }
        if (!has_receipt) code = ExitCode::found;
    }
    if (*place != stick)
        context.out("Receipts are in " + place->string() + ": put its folder Vstrecha onto a stick for the kiosk.\n");
    if (found->more) context.complain("There are more kiosks on the stick than are looked at.");
    return code;
}

}  // namespace server
