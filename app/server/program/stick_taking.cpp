#include "app/server/program/stick_taking.h"

#include "app/stick/careful.h"
#include "app/stick/layout.h"

namespace server {

namespace {

constexpr int kMostPasses = 16;  // a hostile stick would have bundles read without end
constexpr std::string_view kGap = "gap";

StickAnswer refused(std::string word) {
    StickAnswer answer;
    answer.refused = std::move(word);
    return answer;
}

}  // namespace

bool offer_all(std::vector<StickFile>& files, const OfferFile& offer) {
    for (StickFile& file : files) file.answer = refused(std::string{kGap});
    bool again = true;
    for (int pass = 0; again && pass < kMostPasses; ++pass) {
        again = false;
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (files[i].answer.refused != kGap) continue;
            auto answer = offer(i);
            if (!answer) return false;
            files[i].answer = std::move(*answer);
            again = again || files[i].answer.refused.empty();
        }
    }
    return true;
}

void StickKiosk::count(const StickAnswer& answer) {
    if (!answer.refused.empty()) return;
    added += answer.added;
    if (answer.held < held) return;
    held = answer.held;
    receipt = answer.checkpoint;
    acceptor = answer.acceptor;
}

StickTaking take_stick(api::EnclosedFolder& drive, const OfferBundle& offer,
                       const std::function<void(const StickKiosk&)>& tell) {
    const auto found = stick::find_kiosks(drive);
    if (!found || found->kiosks.empty()) return StickTaking::nothing_there;
    for (const domain::KioskId& id : found->kiosks) {
        StickKiosk kiosk{id};
        if (const auto names = stick::find_bundles(drive, id)) {
            for (const std::string& name : *names) kiosk.files.push_back({name});
        }
        const auto offer_file = [&](std::size_t place) -> std::optional<StickAnswer> {
            const auto bytes =
                stick::read_small(drive, stick::folder_of(id) / kiosk.files[place].name, kLargestStickBundle);
            if (!bytes) {
                const bool is_large = bytes.error().kind == api::FileErrorKind::too_large;
                return refused(is_large ? "too_large" : "unreadable");
            }
            auto answer = offer(*bytes);
            // Whose it is stands in the bundle; the folder it lay in proves nothing.
            if (answer && answer->refused.empty() && answer->kiosk != id) answer->refused = "wrong_folder";
            return answer;
        };
        if (!offer_all(kiosk.files, offer_file)) return StickTaking::given_up;
        for (const StickFile& file : kiosk.files) kiosk.count(file.answer);
        kiosk.has_receipt =
            !kiosk.receipt.empty() && stick::write_receipt(drive, id, kiosk.acceptor, kiosk.receipt).has_value();
        tell(kiosk);
    }
    return found->more ? StickTaking::too_many : StickTaking::done;
}

}  // namespace server
