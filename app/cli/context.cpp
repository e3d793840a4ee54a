#include "app/cli/context.h"

#include "app/catalogue/catalogue.h"
#include "app/sync/school_catalogue.h"

namespace cli {

int fail(const Context& context, const storage::StorageError& error, const std::filesystem::path& data) {
    const auto& texts = *context.texts;
    const std::string where = data.string();
    switch (error.kind) {
        case storage::StorageErrorKind::not_found:
            context.complain(texts.text("There is no kiosk in the folder {folder}. Make one: vstrecha init --data {folder} "
                                        "--school NAME --timezone ZONE, or vstrecha demo --data {folder}.",
                                        {{"folder", where}}));
            return kProblems;
        case storage::StorageErrorKind::in_use:
            context.complain(texts.text("The kiosk is running and holds the folder {folder}, so nothing was changed. End the "
                                        "kiosk (curator, \"End the program\") and give the command again.",
                                        {{"folder", where}}));
            return kProblems;
        case storage::StorageErrorKind::exists:
            context.complain(texts.text("There is a kiosk in the folder {folder} already. Nothing was changed.",
                                        {{"folder", where}}));
            return kProblems;
        case storage::StorageErrorKind::newer_version:
            context.complain(texts.text("The data in {folder} was made by a newer version of Vstrecha. Install that version.",
                                        {{"folder", where}}));
            return kMachine;
        case storage::StorageErrorKind::no_space:
            context.complain(texts.text("No space is left on the drive of {folder}. Free some and try again.",
                                        {{"folder", where}}));
            return kMachine;
        case storage::StorageErrorKind::read_only:
            context.complain(texts.text("The folder {folder} cannot be written. Look at its rights, or whether the drive is "
                                        "write-protected.", {{"folder", where}}));
            return kMachine;
        case storage::StorageErrorKind::input_output:
            context.complain(texts.text("The folder {folder} cannot be read or written: {detail}",
                                        {{"folder", where}, {"detail", error.detail}}));
            return kMachine;
        case storage::StorageErrorKind::damaged:
            context.complain(texts.text("The data in {folder} is damaged: {detail}. Do not delete it; call the technician.",
                                        {{"folder", where}, {"detail", error.detail}}));
            return kMachine;
        case storage::StorageErrorKind::refused:
            context.complain(texts.text("This cannot be stored: {detail}", {{"detail", error.detail}}));
            return kMachine;
    }
    return kMachine;
}

std::string reason(const api::FileError& error, const i18n::Texts& texts) {
    switch (error.kind) {
        case api::FileErrorKind::not_found: return texts.text("there is no such file or folder");
        case api::FileErrorKind::no_permission: return texts.text("no permission");
        case api::FileErrorKind::no_space: return texts.text("no space is left on the drive");
        case api::FileErrorKind::read_only: return texts.text("the drive is write-protected");
        case api::FileErrorKind::exists: return texts.text("it is there already");
        case api::FileErrorKind::too_large: return texts.text("the file is too large");
        case api::FileErrorKind::input_output: return error.detail;
    }
    return error.detail;
}

int fail(const Context& context, const api::FileError& error) {
    context.complain(error.path.string() + ": " + reason(error, *context.texts));
    return error.kind == api::FileErrorKind::not_found || error.kind == api::FileErrorKind::too_large ? kProblems
                                                                                                      : kMachine;
}

std::shared_ptr<const domain::TimeZone> zone_of(const Context& context, const domain::Settings& settings) {
    auto zone = i18n::load_time_zone(settings.time_zone);
    if (zone) return *zone;
    context.complain(context.texts->text("There is no time zone {zone}. Write it as in Asia/Novokuznetsk.",
                                         {{"zone", settings.time_zone}}));
    return nullptr;
}

domain::Now now_in(const Context& context, const domain::TimeZone& zone) {
    const auto reading = context.clock.read();
    return {reading.wall, zone.to_local(reading.wall), reading.trusted, reading.mono};
}

std::optional<domain::Catalogue> load_catalogue(const Context& context) {
    auto loaded = catalogue::load(context.files, context.assets);
    if (loaded) return std::move(*loaded);
    context.complain(catalogue::describe(loaded.error()));
    return std::nullopt;
}

std::optional<domain::Catalogue> load_catalogue(const Context& context, storage::Store& store) {
    auto of_school = syncing::catalogue_in(store);
    if (of_school.is_damaged) {
        context.complain(context.texts->text(
            "The school's catalogue on this kiosk is damaged; the program's own is taken in its place."));
    }
    return of_school.catalogue ? std::move(of_school.catalogue) : load_catalogue(context);
}

std::optional<std::string> passphrase_from(const Context& context, const std::filesystem::path& file,
                                           std::string_view prompt) {
    std::optional<std::string> line;
    if (file.empty()) {
        line = context.terminal.secret(prompt);
    } else {
        const auto content = context.files.read(file, 4096);
        if (!content) {
            static_cast<void>(fail(context, content.error()));
            return std::nullopt;
        }
        const auto text = base::as_text(*content);
        line = std::string(text.substr(0, text.find_first_of("\r\n")));
    }
    if (!line || line->empty()) {
        context.complain(context.texts->text("No passphrase was given."));
        return std::nullopt;
    }
    return line;
}

}  // namespace cli
