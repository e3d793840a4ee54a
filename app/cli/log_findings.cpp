#include "app/cli/log_findings.h"

#include <algorithm>

namespace cli {
namespace {

using eventlog::Finding;
using eventlog::Flaw;

constexpr std::size_t kMostRangesShown = 12;

constexpr FlawKind kKinds[] = {{Flaw::changed, kLogChanged, "changed"},
                           {Flaw::forged, kLogForged, "forged"},
                           {Flaw::deleted, kLogDeleted, "deleted"},
                           {Flaw::inserted, kLogInserted, "inserted"},
                           {Flaw::swapped, kLogSwapped, "swapped"},
                           {Flaw::pruned_early, kLogPrunedEarly, "pruned_early"},
                           {Flaw::rewritten, kLogRewritten, "rewritten"},
                           {Flaw::tail_cut, kLogTailCut, "tail_cut"},
                           {Flaw::rolled_back, kLogRolledBack, "rolled_back"},
                           {Flaw::false_checkpoint, kLogFalseCheckpoint, "false_checkpoint"},
                           {Flaw::forked, kLogForked, "forked"}};

}  // namespace

const FlawKind& kind_of(Flaw flaw) {
    return *std::find_if(std::begin(kKinds), std::end(kKinds),
                         [flaw](const FlawKind& each) { return each.flaw == flaw; });
}

std::string sentence(const i18n::Texts& texts, const Finding& finding, domain::Seq last_proven,
                     const std::filesystem::path& data) {
    const std::string first = std::to_string(finding.first), last = std::to_string(finding.last),
                      end = std::to_string(last_proven), folder = data.string();
    const i18n::Arguments values{{"first", first}, {"last", last}, {"end", end}, {"folder", folder}};
    const bool one = finding.first == finding.last;
    switch (finding.flaw) {
        case Flaw::changed:
            return texts.text(
                "Record {first} was changed after it was recorded; everything before it holds, nothing behind it is "
                "proven. Keep the folder {folder} as it is and compare record {first} with the copy that was taken "
                "away "
                "last.",
                values);
        case Flaw::forged:
            return texts.text(
                "Record {first} is not this kiosk's own: it was put in its place and the chain was made anew over it. "
                "Keep the folder {folder} as it is; count only what was taken away before.",
                values);
        case Flaw::deleted:
            return one ? texts.text(
                             "Record {first} was deleted, and the log does not say that it was lost. Keep the "
                             "folder {folder} as it is and take the record from the copy that was taken away last.",
                             values)
                       : texts.text(
                             "Records {first} to {last} were deleted, and the log does not say that they were lost. "
                             "Keep the folder {folder} as it is and take them from the copy that was taken away "
                             "last.",
                             values);
        case Flaw::inserted:
            return texts.text(
                "In place of record {first} stands one that was inserted later; everything before it holds. Keep the "
                "folder {folder} as it is and do not count the records from {first} on before they are compared with a "
                "copy that was taken away.",
                values);
        case Flaw::swapped:
            return finding.last == 0
                       ? texts.text(
                             "From record {first} on the records stand in another order than they were recorded in. "
                             "Keep the folder {folder} as it is; the copy that was taken away last has the right "
                             "order.",
                             values)
                       : texts.text(
                             "Records {first} and {last} stand in each other's place. Keep the folder {folder} as "
                             "it is; the copy that was taken away last has the right order.",
                             values);
        case Flaw::pruned_early:
            return texts.text(
                "Records {first} to {last} were removed as if they had been taken away, and no checkpoint says that "
                "anybody holds them. Ask the server and whoever collects the sticks for them.",
                values);
        case Flaw::rewritten:
            return texts.text(
                "Records {first} to {last} were rewritten and the chain was made anew: for record {last} another hash "
                "was confirmed. Count what the server or the collector holds, and keep the folder {folder} as "
                "evidence.",
                values);
        case Flaw::tail_cut:
            return texts.text(
                "The end of the log was cut off after record {end}: a checkpoint in this database itself confirms "
                "records up to {last}. Whoever signed it holds them; keep the folder {folder} as it is.",
                values);
        case Flaw::rolled_back:
            return texts.text(
                "The whole database was put back to an older copy that ends at record {end}: records up to {last} were "
                "confirmed, and this database does not know it. Stop the kiosk and call the technician: what it "
                "records "
                "now gets numbers that were given before.",
                values);
        case Flaw::false_checkpoint:
            return texts.text(
                "The checkpoint of record {first} in this database is not signed by any server or collector that the "
                "kiosk trusts: it was changed, or its key was taken out of keys/acceptors. Compare it with the "
                "signer's "
                "own.",
                values);
        case Flaw::forked:
            return one ? texts.text(
                             "Two copies of this kiosk go on apart, from record {first} on: a card or a folder was "
                             "copied. Find the other one and stop it, and keep both folders: each holds records "
                             "that the other has not.",
                             values)
                       : texts.text(
                             "Two copies of this kiosk go on apart: they part somewhere between records {first} and "
                             "{last}. Find the other one and stop it, and keep both folders: each holds records "
                             "that the other has not.",
                             values);
    }
    return {};
}

std::string ranges_of(const i18n::Texts& texts, const std::vector<domain::LostRange>& lost) {
    std::string text;
    for (std::size_t i = 0; i < lost.size() && i < kMostRangesShown; ++i) {
        if (i > 0) text += ", ";
        text += std::to_string(lost[i].first);
        if (lost[i].last != lost[i].first) text += "–" + std::to_string(lost[i].last);
    }
    return lost.size() > kMostRangesShown ? text + ", " + texts.text("and others") : text;
}

}  // namespace cli
