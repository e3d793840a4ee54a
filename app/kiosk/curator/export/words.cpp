#include "app/kiosk/curator/export/words.h"

#include <algorithm>

namespace kiosk::curator {

using session::ExportProblem;
using session::StickTrouble;

std::string size_words(const i18n::Texts& texts, std::uint64_t bytes) {
    constexpr std::uint64_t kKilo = 1000, kMega = 1000 * kKilo, kGiga = 1000 * kMega;
    const auto whole = [&texts](std::uint64_t n) { return texts.number(static_cast<long long>(n)); };
    if (bytes >= 100 * kGiga) return texts.text("{size} GB", {{"size", whole(bytes / kGiga)}});
    if (bytes >= kGiga) {
        const std::string point = texts.language() == domain::Language::russian ? "," : ".";
        return texts.text("{size} GB",
                          {{"size", whole(bytes / kGiga) + point + std::to_string(bytes % kGiga / (kGiga / 10))}});
    }
    if (bytes >= kMega) return texts.text("{size} MB", {{"size", whole(bytes / kMega)}});
    return texts.text("{size} KB", {{"size", whole(bytes / kKilo)}});
}

std::string room_words(const i18n::Texts& texts, const session::Stick& stick) {
    if (!stick.free_bytes || !stick.total_bytes) return texts.text("is being looked at");
    return texts.text("{free} of {total} free", {{"free", size_words(texts, *stick.free_bytes)},
                                                 {"total", size_words(texts, *stick.total_bytes)}});
}

std::string trouble_words(const i18n::Texts& texts, const session::Stick& stick) {
    switch (stick.trouble) {
        case StickTrouble::read_only:
            return texts.text("Drive {name} can only be read. Unlock it, or take another one.",
                              {{"name", stick.label}});
        case StickTrouble::full:
            return texts.text("Drive {name} is full. Free some room, or take another one.", {{"name", stick.label}});
        case StickTrouble::unformatted:
            return texts.text("Drive {name} is not formatted. Format it on a computer, or take another one.",
                              {{"name", stick.label}});
        case StickTrouble::damaged:
            return texts.text("Drive {name} is damaged. Have a computer check it, or take another one.",
                              {{"name", stick.label}});
        case StickTrouble::not_supported:
            return texts.text(
                "Drive {name} has a file system that the kiosk does not take. FAT32, exFAT, NTFS and ext4 will do.",
                {{"name", stick.label}});
        case StickTrouble::none: break;
    }
    return {};
}

std::string problem_words(const i18n::Texts& texts, const session::ExportView& view) {
    switch (view.problem) {
        case ExportProblem::no_space:
            return texts.text("There is no room left there. Free some, or take another drive.");
        case ExportProblem::not_enough:
            return texts.text(
                "There is not enough room: {needed} are needed, {free} are free. Free some, or take another drive.",
                {{"needed", size_words(texts, view.needed_bytes)}, {"free", size_words(texts, view.free_bytes)}});
        case ExportProblem::read_only:
            return texts.text("Nothing can be written there. Take another drive, or unlock this one.");
        case ExportProblem::gone:
            return texts.text("The drive was pulled out. What was on it before is as it was. Put it in again.");
        case ExportProblem::input_output:
            return texts.text("The drive gives errors: it is damaged or worn out. Take another one.");
        case ExportProblem::no_answer:
            return texts.text("The drive does not answer. Pull it out and put it in again, or take another one.");
        case ExportProblem::kiosk_data:
            return texts.text("The kiosk cannot read its own records. Look at the status, and call the technician.");
        case ExportProblem::stopped: break;  // is never shown
    }
    return {};
}

}  // namespace kiosk::curator
