#include "app/server/program/give_usb.h"

#include "app/server/program/asking.h"
#include "app/server/program/sentences.h"
#include "app/stick/careful.h"
#include "app/stick/layout.h"
#include "platform/base/bytes.h"

namespace server {

namespace {

// Whole on the drive, and compared with what was to be there, or not there under its name.
bool write(const Context& context, api::EnclosedFolder& drive, const std::filesystem::path& file,
           const std::string& hex) {
    const auto bytes = base::from_hex(hex);
    if (!bytes) {
        context.complain("The server's answer is not understood.");
        return false;
    }
    if (const auto made = drive.make_folders(file.parent_path()); !made) {
        context.complain(sentence_of(made.error()));
        return false;
    }
    const auto written = stick::write_carefully(drive, file, *bytes, [](std::uint64_t) { return true; });
    if (written.step == stick::Step::done) return true;
    context.complain(sentence_of(written.error));
    return false;
}

ExitCode give(const Context& context, const DataOptions& options, api::EnclosedFolder& drive, const Json& kiosk) {
    const domain::KioskId id{text_in(kiosk, "id")};
    const auto gift =
        ask(context, options, {{"do", "stick_gift"}, {"school", text_in(kiosk, "school")}, {"kiosk", id.value}});
    if (!gift) return ExitCode::machine;
    std::string given;
    if (const std::string lists = text_in(*gift, "lists"); !lists.empty()) {
        if (!write(context, drive, stick::given_lists(id), lists)) return ExitCode::machine;
        given += "  lists No. " + std::to_string(gift->value("number", std::uint64_t{0}));
    }
    if (const std::string settings = text_in(*gift, "settings"); !settings.empty()) {
        if (!write(context, drive, stick::given_settings(id), settings)) return ExitCode::machine;
        given += "  settings";
    }
    context.out("kiosk " + id.value + "  " + text_in(kiosk, "name") + (given.empty() ? "  nothing to give" : given) +
                "\n");
    return ExitCode::done;
}

}  // namespace

ExitCode give_usb(const Context& context, const DataOptions& options, const GiveOptions& wanted) {
    const auto answer = ask(context, options, {{"do", "kiosk_list"}, {"school", wanted.school}});
    if (!answer) return ExitCode::machine;
    const auto drive = context.folders.open(stick::drive_of(context.files, wanted.stick), api::MadeFor::everybody);
    if (!drive) {
        context.complain(sentence_of(drive.error()));
        return ExitCode::machine;
    }
    int count = 0;
    for (const Json& kiosk : list_in(*answer, "kiosks")) {
        if (text_in(kiosk, "state") != "active") continue;
        if (!wanted.kiosk.empty() && text_in(kiosk, "id") != wanted.kiosk) continue;
        ++count;
        if (const ExitCode code = give(context, options, **drive, kiosk); code != ExitCode::done) return code;
    }
    if (count > 0) return ExitCode::done;
    context.complain(wanted.kiosk.empty() ? "This server has no kiosks."
                                          : "There is no kiosk " + wanted.kiosk + " to which something may go.");
    return ExitCode::found;
}

}  // namespace server
