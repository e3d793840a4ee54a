// `vstrecha log recover` and `vstrecha log copy`: what the technician does about damage, and against it.
#include "app/cli/commands.h"

namespace cli {
namespace {

std::string ranges_of(const std::vector<domain::LostRange>& ranges) {
    std::string text;
    for (const auto& range : ranges) {
        text += (text.empty() ? "" : ", ") + std::to_string(range.first);
        if (range.last != range.first) text += "-" + std::to_string(range.last);
    }
    return text;
}

long long count(std::uint64_t n) { return static_cast<long long>(n); }

}  // namespace

std::vector<std::string> words_of(const Context& context, const storage::RecoveryReport& report) {
    const auto& texts = *context.texts;
    std::vector<std::string> words;
    words.push_back(report.emptied
                        ? texts.text("Nothing of the old records could be read; the log begins anew.")
                        : texts.plural("{n} record is there.", "{n} records are there.", count(report.salvaged)));
    if (!report.emptied && (report.lost > 0 || !report.end_uncertain)) {
        words.push_back(report.lost == 0
                            ? texts.text("No record is missing.")
                            : texts.plural("{n} record is missing.", "{n} records are missing.", count(report.lost)));
    }
    if (!report.missing.empty())
        words.push_back(texts.text("Missing numbers") + ": " + ranges_of(report.missing));
    if (report.safe_elsewhere > 0) {
        words.push_back(report.safe_elsewhere >= report.lost
                            ? texts.text("The server has all of them: nothing is lost.")
                            : texts.plural("The server has {n} of them.", "The server has {n} of them.",
                                           count(report.safe_elsewhere)));
    }
    if (!report.missing.empty() && report.missing.front().first <= report.exported_up_to) {
        words.push_back(texts.text("Those up to number {number} were taken away before: look for them on the stick.",
                                   {{"number", texts.number(count(report.exported_up_to))}}));
    }
    if (report.end_uncertain)
        words.push_back(texts.text("What was recorded in the last half minute before that may be missing too."));
    switch (report.roster) {
        case storage::Kept::kept: break;
        case storage::Kept::from_copy:
            words.push_back(texts.text("The lists of people come from the second copy and are whole."));
            break;
        case storage::Kept::unproven:
            words.push_back(texts.text("Nothing proves that the lists of people are right: look through them."));
            break;
        case storage::Kept::gone:
            words.push_back(texts.text("The lists of people are lost: bring them in again."));
            break;
    }
    if (report.settings == storage::Kept::unproven) words.push_back(texts.text("Look through the settings too."));
    if (report.settings == storage::Kept::gone)
        words.push_back(texts.text("The settings are those of a new kiosk: set them again."));
    if (report.pin == storage::Kept::gone)
        words.push_back(texts.text("The curator's PIN is lost: set a new one with vstrecha pin."));
    words.push_back(texts.text("The damaged files are kept in the folder {folder}. Do not delete it: the technician may "
                               "still get something out of it.",
                               {{"folder", report.set_aside}}));
    return words;
}

int log_recover(const Context& context, const std::filesystem::path& data) {
    const auto& texts = *context.texts;
    std::string why;
    {
        auto store = storage::Store::open(data, context.ports(), storage::OpenMode::read_write);
        if (!store && store.error().kind != storage::StorageErrorKind::damaged)
            return fail(context, store.error(), data);
        if (store) {
            // Everything that a kiosk reads at start, and every line.
            const auto roster = (*store)->roster();
            const auto settings = (*store)->settings();
            const auto chain = (*store)->verify();
            if (!roster) why = roster.error().detail;
            if (!settings) why = settings.error().detail;
            if (!chain) why = chain.error().detail;
            if (chain && !chain->ok) why = chain->why + " at number " + std::to_string(chain->first_bad);
            if (why.empty()) {
                context.say(texts.text("Nothing is damaged, and nothing was changed."));
                return kOk;
            }
        } else {
            why = store.error().detail;
        }
    }
    const auto recovered = storage::Store::recover(data, context.ports(), why);
    if (!recovered) return fail(context, recovered.error(), data);
    context.say(texts.text("Damage was found: {why}", {{"why", why}}));
    for (const std::string& words : words_of(context, recovered->report)) context.say("  " + words);
    return kOk;
}

int log_copy(const Context& context, const std::filesystem::path& data, const std::filesystem::path& to) {
    const auto& texts = *context.texts;
    const auto file = data / "copy-folder";
    if (!to.empty()) {
        if (!context.files.exists(data)) return fail(context, {storage::StorageErrorKind::not_found, ""}, data);
        if (to == "-") {
            if (context.files.exists(file)) {
                if (auto removed = context.files.remove(file); !removed) return fail(context, removed.error());
            }
        } else {
            if (!to.is_absolute() || !context.files.exists(to)) {
                context.complain(texts.text("{folder} is not a folder that is there. Give its whole path, from / on.",
                                            {{"folder", to.string()}}));
                return kProblems;
            }
            const std::string line = to.string() + "\n";
            if (auto written = context.files.write_atomically(file, base::as_bytes(line)); !written)
                return fail(context, written.error());
        }
    }
    context.say(texts.text("The second copy of the log is kept in {folder}.",
                           {{"folder", storage::copy_folder(data, context.files).string()}}));
    if (!to.empty()) context.say(texts.text("It begins when the kiosk is started again."));
    return kOk;
}

}  // namespace cli
