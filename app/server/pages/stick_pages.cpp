// Records that a USB stick brings from kiosks that no network reaches: by a browser, or from a stick that is in the
// machine of the server. The rules are those of `vstrecha-server import-usb` (program/stick_taking.h).
#include <algorithm>

#include "app/server/pages/handlers.h"
#include "app/server/pages/pages.h"
#include "app/server/pages/words.h"
#include "app/server/program/stick_taking.h"
#include "app/stick/carried.h"
#include "app/stick/layout.h"
#include "platform/base/utf8.h"

namespace server::pages {

namespace {

// What is not this school's kiosk's, or nobody knows whose.
const Kiosk* find(const std::vector<Kiosk>& kiosks, const domain::KioskId& id) {
    const auto found = std::find_if(kiosks.begin(), kiosks.end(), [&](const Kiosk& one) { return one.id == id; });
    return found == kiosks.end() ? nullptr : &*found;
}

std::string folder_name(const domain::KioskId& kiosk) {
    return stick::folder_of(kiosk).string();
}

std::string why_not(const Visit& visit, const std::string& word) {
    if (word == "unreadable") return visit.text("The file cannot be read: the stick may be worn out.");
    if (word == "wrong_folder") return visit.text("The records were taken, but they lay in another kiosk's folder.");
    for (int i = 0; i <= static_cast<int>(Refusal::storage); ++i) {
        const auto why = static_cast<Refusal>(i);
        if (word == name_of(why)) return sentence_of(visit, why);
    }
    return word;
}

// What whoever brought the stick can do about it; empty: nothing.
std::string what_to_do(const Visit& visit, const std::string& word) {
    if (word == "gap")
        return visit.text(
            "Upload the other files of this kiosk's folder too, all together. If there are none, take the "
            "records from the kiosk once more.");
    if (word == "sealed")
        return visit.text(
            "Copy the file from the stick anew: it may have been cut off. If that changes nothing, the kiosk wrote it "
            "before it joined this server: take the records from it once more.");
    if (word == "unknown_kiosk" || word == "another_school")
        return visit.text("Let the kiosk join this server first, or look whether this is the right stick.");
    if (word == "revoked") return visit.text("If it is in use after all, let it join once more.");
    if (word == "not_a_bundle" || word == "damaged" || word == "wrong_signature" || word == "not_in_order")
        return visit.text(
            "Copy the file from the stick anew, without opening it. Its name begins with records_ and ends "
            "in .vstrecha.");
    if (word == "too_large") return visit.text("Take the records from the kiosk once more: it makes smaller files.");
    if (word == "unreadable") return visit.text("Take the records from the kiosk once more, onto another stick.");
    if (word == "try_later" || word == "storage") return visit.text("Try it again in some seconds.");
    return {};
}

// What is set aside is this school's, whosever it is: who brought it sees it.
void fill_file(View& item, const Visit& visit, const StickFile& file) {
    const StickAnswer& answer = file.answer;
    item.set("FILE", file.name);
    if (!answer.refused.empty()) {
        const bool is_taken = answer.refused == "wrong_folder";
        item.set("MOOD", answer.is_parked || is_taken ? "warning" : "bad")
            .set("WORD", is_taken           ? visit.text("taken")
                         : answer.is_parked ? visit.text("set aside")
                                            : visit.text("not taken"))
            .set("WHAT", why_not(visit, answer.refused));
        const std::string remedy = what_to_do(visit, answer.refused);
        if (!remedy.empty()) item.add("REMEDY").set("SENTENCE", remedy);
        item.show_if(answer.is_parked, "IS_PARKED");
    } else if (answer.added > 0) {
        const auto added = static_cast<long long>(answer.added);
        item.set("MOOD", "good")
            .set("WORD", visit.text("taken"))
            .set("WHAT", visit.texts().plural("{n} new record", "{n} new records", added));
    } else {
        item.set("MOOD", "gone")
            .set("WORD", visit.text("was here"))
            .set("WHAT", visit.text("The server had all of it."));
    }
}

void fill_kiosk(View& item, const Visit& visit, const StickKiosk& of, const Kiosk* kiosk, bool is_on_drive) {
    item.set("NAME", kiosk ? name_of(visit, *kiosk) : visit.text("Of no kiosk of this school"));
    for (const StickFile& file : of.files) fill_file(item.add("BUNDLE"), visit, file);
    if (kiosk == nullptr) return;
    if (of.receipt.empty()) {
        item.show("NO_RECEIPT");
        return;
    }
    const auto number = [&visit](std::uint64_t n) { return visit.texts().number(static_cast<long long>(n)); };
    View& taken = item.add("TAKEN");
    taken.set("ADDED", number(of.added)).set("HELD", number(of.held));
    if (is_on_drive && of.has_receipt) {
        taken.show("RECEIPT_IS_THERE");
        return;
    }
    View& receipt = taken.add("RECEIPT");
    receipt.set("PATH", "/stick/" + kiosk->id.value + "/receipt")
        .set("FILE", stick::receipt_name(of.acceptor))
        .set("FOLDER", folder_name(kiosk->id));
    receipt.show_if(is_on_drive, "NOT_WRITTEN");
}

// `released`: of a stick that is in this machine; nothing: the files were uploaded.
api::HttpResponse result_page(const Visit& visit, const std::vector<StickKiosk>& groups,
                              const std::vector<Kiosk>& kiosks, bool is_on_drive, View view) {
    view.set("TITLE", visit.text("What the stick brought"));
    std::size_t receipts = 0, refused = 0;
    for (const StickKiosk& group : groups) {
        fill_kiosk(view.add("KIOSK"), visit, group, find(kiosks, group.id), is_on_drive);
        if (!group.receipt.empty()) ++receipts;
        for (const StickFile& file : group.files) refused += file.answer.refused.empty() ? 0 : 1;
    }
    if (!is_on_drive && receipts > 0) view.add("WHERE").show_if(receipts == 1, "ONE").show_if(receipts > 1, "SEVERAL");
    if (refused > 0) {
        view.add("REFUSED").set(
            "SENTENCE", visit.texts().plural("{n} file was not taken. It stays on the kiosk and on the stick.",
                                             "{n} files were not taken. They stay on the kiosk and on the stick.",
                                             static_cast<long long>(refused)));
    } else {
        view.show("ALL_TAKEN");
    }
    return page(visit, "stick_result", "stick", std::move(view));
}

api::HttpResponse stick_page(const Visit& visit, int status, const std::string& problem) {
    Site& site = visit.site;
    const auto schools = site.store.schools();
    if (!schools) return failed(visit, schools.error());
    const auto kiosks = site.store.kiosks(visit.school.id);
    if (!kiosks) return failed(visit, kiosks.error());
    View view;
    view.set("TITLE", visit.text("USB stick"))
        .set("MOST", visit.bytes(kStickBytes))
        .set("MOST_FILES", visit.texts().plural("{n} file", "{n} files", static_cast<long long>(kMostFiles)))
        .set("EXAMPLE", "Vstrecha/kiosk-…/records_….vstrecha");
    if (!problem.empty()) view.add("PROBLEM").set("SENTENCE", problem);
    // A stick in the machine of several schools is nobody's in particular.
    if (site.around.drives != nullptr && schools->size() == 1) {
        View& here = view.add("DRIVES");
        bool is_empty = true;
        for (const api::Drive& drive : site.around.drives->mounted()) {
            if (!base::is_utf8(drive.mount_point.string())) continue;
            is_empty = false;
            View& item = here.add("DRIVE");
            item.set("LABEL", drive.label).set("MOUNT", drive.mount_point.string());
            item.show_if(!drive.writable, "READ_ONLY");
        }
        here.show_if(is_empty, "NO_DRIVE").show_if(!is_empty, "HAS_DRIVE");
    }
    bool has_receipts = false;
    for (const Kiosk& kiosk : *kiosks) {
        if (kiosk.held.seq == 0) continue;
        has_receipts = true;
        view.add("RECEIPT")
            .set("NAME", name_of(visit, kiosk))
            .set("HELD", visit.texts().number(static_cast<long long>(kiosk.held.seq)))
            .set("FOLDER", folder_name(kiosk.id))
            .set("PATH", "/stick/" + kiosk.id.value + "/receipt");
    }
    view.show_if(has_receipts, "HAS_RECEIPTS").show_if(!has_receipts, "NO_RECEIPTS");
    return page(visit, "stick", "stick", std::move(view), status);
}

// A bundle for this school; nothing, and the error, where the database is not to be had.
std::optional<StickAnswer> offered(const Visit& visit, base::ByteView bundle, std::optional<StoreError>& error) {
    auto answer = take_stick_bundle(visit.site.store, bundle, visit.school.id);
    if (answer) return std::move(*answer);
    error = answer.error();
    return std::nullopt;
}

// Each file that was sent, and of one that a kiosk gave over the network the bundles in it. What is in no bundle's form
// is offered all the same, and refused with a reason.
std::vector<base::ByteView> bundles_in(const std::vector<SentFile>& sent, std::vector<StickFile>& files) {
    std::vector<base::ByteView> contents;
    const auto add = [&](std::string name, base::ByteView content) {
        files.push_back({std::move(name)});
        contents.push_back(content);
    };
    for (const SentFile& file : sent) {
        const auto whole = base::as_bytes(file.content);
        const auto carried = stick::unpack(whole);
        bool has_bundles = false;
        for (const stick::Carried& one : carried.value_or(std::vector<stick::Carried>{})) {
            const std::filesystem::path path{one.path};
            if (path.filename() == stick::kKioskNote) continue;
            has_bundles = true;
            add(file.name + ": " + path.filename().string(), one.content);
        }
        if (!has_bundles) add(file.name, whole);
    }
    return contents;
}

void tell(const Visit& visit, const StickKiosk& kiosk) {
    std::uint64_t refused = 0;
    for (const StickFile& file : kiosk.files) refused += file.answer.refused.empty() ? 0 : 1;
    visit.site.log.write(Log::Level::info, "stick_taken",
                         {{"user", visit.user.id.value},
                          {"kiosk", kiosk.id.value},
                          {"held", kiosk.held},
                          {"added", kiosk.added},
                          {"refused", refused}});
}

}  // namespace

api::HttpResponse show_stick(Visit& visit) {
    return stick_page(visit, 200, "");
}

api::HttpResponse upload_bundles(Visit& visit) {
    const auto& sent = visit.form.files();
    if (sent.empty()) return stick_page(visit, 422, visit.text("Choose the files first."));
    const std::unique_lock turn{visit.site.importing, std::try_to_lock};
    if (!turn) return go_to("/stick", "busy");
    const auto kiosks = visit.site.store.kiosks(visit.school.id);
    if (!kiosks) return failed(visit, kiosks.error());
    std::vector<StickFile> files;
    const auto contents = bundles_in(sent, files);
    std::optional<StoreError> error;
    const auto offer = [&](std::size_t place) { return offered(visit, contents[place], error); };
    if (!offer_all(files, offer)) return failed(visit, *error);
    // Whose each is stands in it; of nobody known stands last.
    std::vector<StickKiosk> groups;
    for (const StickFile& file : files) {
        const domain::KioskId id = find(*kiosks, file.answer.kiosk) ? file.answer.kiosk : domain::KioskId{};
        auto group = std::find_if(groups.begin(), groups.end(), [&](const StickKiosk& one) { return one.id == id; });
        if (group == groups.end()) group = groups.insert(groups.end(), StickKiosk{id});
        group->files.push_back(file);
        group->count(file.answer);
    }
    std::stable_partition(groups.begin(), groups.end(), [](const StickKiosk& one) { return !one.id.empty(); });
    for (const StickKiosk& group : groups) tell(visit, group);
    return result_page(visit, groups, *kiosks, false, {});
}

api::HttpResponse take_drive(Visit& visit) {
    const Surroundings& around = visit.site.around;
    const auto schools = visit.site.store.schools();
    if (!schools) return failed(visit, schools.error());
    if (around.drives == nullptr || around.folders == nullptr || schools->size() != 1) return not_found(visit);
    const std::unique_lock turn{visit.site.importing, std::try_to_lock};
    if (!turn) return go_to("/stick", "busy");
    const auto kiosks = visit.site.store.kiosks(visit.school.id);
    if (!kiosks) return failed(visit, kiosks.error());
    // Only what is a drive now is opened, whatever was sent.
    const auto mounted = around.drives->mounted();
    const auto drive = std::find_if(mounted.begin(), mounted.end(), [&](const api::Drive& one) {
        return one.mount_point.string() == visit.form.value("drive");
    });
    if (drive == mounted.end()) return go_to("/stick", "no_drive");
    std::vector<StickKiosk> groups;
    std::optional<StoreError> error;
    auto result = StickTaking::done;
    {
        const auto folder = around.folders->open(drive->mount_point, api::MadeFor::everybody);
        if (!folder) return go_to("/stick", "no_drive");
        result = take_stick(
            **folder, [&](base::ByteView bundle) { return offered(visit, bundle, error); },
            [&](const StickKiosk& kiosk) {
                tell(visit, kiosk);
                groups.push_back(kiosk);
            });
    }
    if (result == StickTaking::nothing_there) return go_to("/stick", "nothing_there");
    if (result == StickTaking::given_up) return failed(visit, *error);
    const auto released = around.drives->release(drive->mount_point);
    View view;
    view.show(!released                               ? "NOT_RELEASED"
              : *released == api::Released::unmounted ? "MAY_BE_TAKEN_OUT"
                                                      : "STILL_MOUNTED");
    view.show_if(result == StickTaking::too_many, "TOO_MANY");
    return result_page(visit, groups, *kiosks, true, std::move(view));
}

api::HttpResponse download_receipt(Visit& visit) {
    const domain::KioskId kiosk{base::is_id(visit.parts.front()) ? visit.parts.front() : ""};
    auto lines = visit.site.store.checkpoints(visit.school.id, kiosk);
    if (!lines) return failed(visit, lines.error());
    if (lines->empty()) return not_found(visit);
    return {
        200,
        {{"Content-Type", "text/plain; charset=utf-8"},
         {"Content-Disposition", "attachment; filename=\"" + stick::receipt_name(visit.school.acceptor_public) + "\""}},
        lines->back() + "\n"};
}

}  // namespace server::pages
