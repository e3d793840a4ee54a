#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/stick/archive.h"
#include "app/stick/carried.h"
#include "app/stick/layout.h"

namespace cli {
namespace {

using stick::Verdict;

int fail(const Context& context, const stick::ArchiveError& error, const CollectOptions& options) {
    const auto& texts = *context.texts;
    const std::string folder = options.archive.string();
    switch (error.kind) {
        case stick::ArchiveError::Kind::in_use:
            context.complain(texts.text("Another program is at work in the archive {folder}. Wait for it to end.",
                                        {{"folder", folder}}));
            break;
        case stick::ArchiveError::Kind::damaged:
            context.complain(
                texts.text("The archive {folder} is damaged: {detail}. Do not delete it; call the technician. The "
                           "stick was not changed.",
                           {{"folder", folder}, {"detail", error.detail}}));
            break;
        case stick::ArchiveError::Kind::disk:
            context.complain(texts.text("The archive {folder} cannot be read or written: {detail}",
                                        {{"folder", folder}, {"detail", error.detail}}));
            break;
    }
    return kMachine;
}

// Why a bundle was not taken; empty where it was.
std::string why_not(const i18n::Texts& texts, Verdict verdict) {
    switch (verdict) {
        case Verdict::taken:
        case Verdict::held_already: return {};
        case Verdict::sealed: return texts.text("sealed, and not to this archive");
        case Verdict::gap:
            return texts.text(
                "records before it are missing: take the records at the kiosk with «Also what is acknowledged»");
        case Verdict::fork:
            return texts.text(
                "it contradicts what the archive holds: the kiosk was put back to an older copy, or there are two");
        case Verdict::other_key: return texts.text("it is not signed by this kiosk");
        case Verdict::damaged: return texts.text("damaged, or not the records of a kiosk");
        case Verdict::too_large: return texts.text("larger than a kiosk makes it");
        case Verdict::drive: return texts.text("the stick does not give it");
    }
    return {};
}

void say(const Context& context, const stick::KioskCame& kiosk) {
    const auto& texts = *context.texts;
    const auto number = [&](auto n) { return texts.number(static_cast<long long>(n)); };
    context.say(texts.text("Kiosk {kiosk}, key {code}:",
                           {{"kiosk", kiosk.kiosk.value}, {"code", kiosk.code.empty() ? "—" : kiosk.code}}));
    context.say("  " + texts.plural("{n} new record", "{n} new records", static_cast<long long>(kiosk.added)) + ", " +
                texts.text("in the archive up to record {number}", {{"number", number(kiosk.held)}}));
    for (const stick::Came& came : kiosk.bundles) {
        if (const std::string why = why_not(texts, came.verdict); !why.empty())
            context.say("  " + came.bundle + ": " + why);
    }
    if (kiosk.has_receipt)
        context.say("  " + texts.text("The receipt is on the stick: bring it back to the kiosk."));
    else if (!kiosk.receipt_written)
        context.say("  " + texts.text("No receipt could be written: {why}. The records are in the archive; try again.",
                                      {{"why", reason(kiosk.receipt_written.error(), texts)}}));
}

nlohmann::ordered_json json_of(const stick::KioskCame& kiosk) {
    nlohmann::ordered_json json{{"kiosk", kiosk.kiosk.value},
                                {"code", kiosk.code},
                                {"new", kiosk.is_new},
                                {"added", kiosk.added},
                                {"held", kiosk.held},
                                {"receipt", kiosk.has_receipt},
                                {"bundles", nlohmann::ordered_json::array()}};
    for (const stick::Came& came : kiosk.bundles)
        json["bundles"].push_back(
            {{"name", came.bundle}, {"verdict", stick::name_of(came.verdict)}, {"added", came.added}});
    return json;
}

// Something of it is not in the archive, and somebody has to do something about it. What an older take-away sealed to
// others does not matter once a later one was taken.
bool is_open(const stick::KioskCame& kiosk) {
    const bool refused = std::any_of(kiosk.bundles.begin(), kiosk.bundles.end(), [&](const stick::Came& came) {
        const bool fine = came.verdict == Verdict::taken || came.verdict == Verdict::held_already ||
                          (came.verdict == Verdict::sealed && kiosk.held > 0);
        return !fine;
    });
    return refused || (kiosk.held > 0 && !kiosk.has_receipt);
}

}  // namespace

int collect(const Context& context, const CollectOptions& options) {
    const auto& texts = *context.texts;
    const auto place = stick::laid_out(context.files, context.folders, options.stick);
    if (!place) return fail(context, place.error());
    auto drive = context.folders.open(stick::drive_of(context.files, *place), api::MadeFor::everybody);
    if (!drive) return fail(context, drive.error());
    auto archive = stick::Archive::open(
        options.archive, {context.folders, context.files, context.clock, context.entropy, context.locks});
    if (!archive) return fail(context, archive.error(), options);
    const auto collected = (*archive)->collect(**drive);
    if (!collected) return fail(context, collected.error(), options);

    const std::string code = stick::code_of((*archive)->public_key());
    const bool open = std::any_of(collected->kiosks.begin(), collected->kiosks.end(), is_open);
    if (options.json) {
        nlohmann::ordered_json json{{"code", code}, {"kiosks", nlohmann::ordered_json::array()}};
        for (const auto& kiosk : collected->kiosks) json["kiosks"].push_back(json_of(kiosk));
        context.say(json.dump(2));
        return open || collected->kiosks.empty() ? kProblems : kOk;
    }
    if (collected->kiosks.empty()) {
        context.complain(
            texts.text("There are no records of a kiosk in {folder}.", {{"folder", options.stick.string()}}));
        context.say(texts.text("The code of this archive: {code}", {{"code", code}}));
        return kProblems;
    }
    for (const auto& kiosk : collected->kiosks) say(context, kiosk);
    if (*place != options.stick)
        context.say(texts.text(
            "Receipts are in the folder {folder}: put its folder Vstrecha onto a USB stick, and that into the kiosk.",
            {{"folder", place->string()}}));
    if (collected->more) context.say(texts.text("There are more kiosks on the stick than are looked at."));
    const bool sealed = std::any_of(collected->kiosks.begin(), collected->kiosks.end(), [](const auto& kiosk) {
        return std::any_of(kiosk.bundles.begin(), kiosk.bundles.end(),
                           [&](const auto& came) { return came.verdict == Verdict::sealed && kiosk.held == 0; });
    });
    if (sealed) {
        context.say(texts.text(
            "A kiosk does not know this archive yet. Put the stick into it, choose «Take the records», compare "
            "this code and confirm it, take the records once more and come back:"));
        context.say("  " + code);
        if (!collected->key_written)
            context.complain(texts.text("The code could not be put onto the stick: {why}",
                                        {{"why", reason(collected->key_written.error(), texts)}}));
    } else {
        context.say(texts.text("The code of this archive: {code}", {{"code", code}}));
    }
    return open ? kProblems : kOk;
}

}  // namespace cli
