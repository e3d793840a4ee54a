// The catalogue of forms, kinds of meetings and tags: the program's own, or the school's. The rules are those of
// `vstrecha-server catalogue`.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "app/school_settings/text.h"
#include "app/server/pages/handlers.h"
#include "app/server/pages/pages.h"
#include "app/server/program/settings_administration.h"
#include "platform/base/bytes.h"

namespace server::pages {

namespace {

using catalogue::CatalogueError;
using catalogue::CatalogueFile;
using Json = nlohmann::json;

// In the place of the key that signed lists, where what is kept between looking and publishing is no lists.
constexpr const char* kCarriesCatalogue = "catalogue";

struct InForce {
    std::vector<CatalogueFile> files;
    bool is_schools = false;
};
StoreResult<InForce> in_force(const Visit& visit) {
    const auto settings = visit.site.store.school_settings(visit.school.id);
    if (!settings) return base::failure(settings.error());
    if (settings->catalogue.empty()) return InForce{visit.site.around.catalogue, false};
    return InForce{settings->catalogue, true};
}

std::string in_language(const Visit& visit, const domain::CatalogueText& text) {
    return visit.language == domain::Language::russian ? text.russian : text.english;
}

void fill_content(View& view, const Visit& visit, const domain::Catalogue& catalogue) {
    for (const auto& form : catalogue.forms) view.add("FORM").set("NAME", in_language(visit, form.name));
    for (const auto& kind : catalogue.meeting_kinds) view.add("KIND").set("NAME", in_language(visit, kind.name));
}

api::HttpResponse catalogue_page(const Visit& visit, int status, const std::string& problem) {
    const auto now = in_force(visit);
    if (!now) return failed(visit, now.error());
    View view;
    view.set("TITLE", visit.text("Catalogue"))
        .set("MOST", visit.bytes(school_settings::kCatalogueBytes))
        .set("MOST_FILES", visit.texts().plural("{n} file", "{n} files", static_cast<long long>(kMostFiles)));
    if (!problem.empty()) view.add("PROBLEM").set("SENTENCE", problem);
    view.show(now->is_schools ? "SCHOOLS" : "PROGRAMS");
    fill_content(view, visit, visit.catalogue());
    for (std::size_t i = 0; i < now->files.size(); ++i) {
        view.add("FILE")
            .set("NAME", now->files[i].name)
            .set("SIZE", visit.bytes(now->files[i].content.size()))
            .set("PATH", "/settings/catalogue/file/" + std::to_string(i + 1))
            .show_if(visit.may_change(), "CHANGEABLE");
    }
    return page(visit, "catalogue", "settings", std::move(view), status);
}

// Of each file its first error; where there is none, that of all together, such as an id that two of them have.
std::vector<CatalogueError> errors_in(const std::vector<CatalogueFile>& files) {
    std::vector<CatalogueError> errors;
    for (const CatalogueFile& file : files) {
        // Alone it lacks what the others have: that has no file's name.
        const auto read = catalogue::parse({file});
        if (!read && !read.error().file.empty()) errors.push_back(read.error());
    }
    const auto all = catalogue::parse(files);
    if (errors.empty() && !all) errors.push_back(all.error());
    return errors;
}

// Why no kiosk would take these files, whatever is in them; empty: it would look into them.
std::string why_not(const Visit& visit, const std::vector<CatalogueFile>& files) {
    school_settings::Content tried;
    tried.school = "any";
    tried.kiosk.value = "any";
    tried.number = 1;
    tried.files = files;
    const auto fault = school_settings::find_fault(tried);
    if (!fault) return {};
    if (fault->error == school_settings::TextError::too_large)
        return visit.text("The files are too large: together they may have {most}.",
                          {{"most", visit.bytes(school_settings::kCatalogueBytes)}});
    if (fault->error == school_settings::TextError::bad_catalogue) return {};
    return visit.text("A file's name ends in .toml, no two have the same one, and each is text in UTF-8.");
}

Json request_of(const std::vector<CatalogueFile>& files) {
    Json list = Json::array();
    for (const CatalogueFile& file : files) list.push_back(Json::array({file.name, file.content}));
    return Json{{"files", std::move(list)}};
}

api::HttpResponse keep(const Visit& visit, const Json& request, std::string_view told) {
    const auto done = answer_about_settings(visit.site.store, visit.school.id, "catalogue_set", request);
    if (!done && done.error().kind == StoreErrorKind::refused) return go_to("/settings/catalogue", "gone");
    if (!done) return failed(visit, done.error());
    visit.site.log.write(Log::Level::info, "settings_changed",
                         {{"do", "catalogue_set"}, {"user", visit.user.id.value}});
    return go_to("/settings/catalogue", told);
}

}  // namespace

api::HttpResponse show_catalogue(Visit& visit) {
    return catalogue_page(visit, 200, "");
}

api::HttpResponse upload_catalogue(Visit& visit) {
    std::vector<CatalogueFile> files;
    for (const SentFile& file : visit.form.files()) files.push_back({file.name, file.content});
    if (files.empty()) return catalogue_page(visit, 422, visit.text("Choose the files first."));
    std::sort(files.begin(), files.end(), [](const auto& one, const auto& other) { return one.name < other.name; });
    if (const std::string problem = why_not(visit, files); !problem.empty()) return catalogue_page(visit, 422, problem);
    const auto errors = errors_in(files);
    View view;
    view.set("TITLE", visit.text("What the files hold"));
    for (const CatalogueFile& file : files)
        view.add("FILE").set("NAME", file.name).set("SIZE", visit.bytes(file.content.size()));
    for (const CatalogueError& error : errors) {
        View& row = view.add("ERROR");
        row.set("WHAT", error.what).set("NAME", error.file.empty() ? visit.text("all files together") : error.file);
        if (error.line > 0) row.add("LINE").set("NUMBER", std::to_string(error.line));
    }
    if (!errors.empty()) {
        view.add("REFUSED").set("SENTENCE", visit.texts().plural("{n} error: these files cannot be taken over.",
                                                                 "{n} errors: these files cannot be taken over.",
                                                                 static_cast<long long>(errors.size())));
        return page(visit, "catalogue_preview", "settings", std::move(view), 422);
    }
    const std::string carried = request_of(files).dump();
    const auto kept =
        visit.site.store.keep_upload(visit.token, {0, base::to_hex(base::as_bytes(carried)), kCarriesCatalogue});
    if (!kept) return failed(visit, kept.error());
    view.show("READY");
    fill_content(view, visit, *catalogue::parse(files));
    return page(visit, "catalogue_preview", "settings", std::move(view));
}

api::HttpResponse publish_catalogue(Visit& visit) {
    Store& store = visit.site.store;
    const auto kept = store.upload(visit.token);
    if (!kept && kept.error().kind == StoreErrorKind::not_found) return go_to("/settings/catalogue", "gone");
    if (!kept) return failed(visit, kept.error());
    const auto carried = base::from_hex(kept->carried);
    if (kept->signed_by != kCarriesCatalogue || !carried) return go_to("/settings/catalogue", "gone");
    const Json request = Json::parse(base::as_text(*carried), nullptr, false);
    if (!request.is_object()) return go_to("/settings/catalogue", "gone");
    if (const auto dropped = store.drop_upload(visit.token); !dropped) return failed(visit, dropped.error());
    return keep(visit, request, "catalogue");
}

api::HttpResponse forget_catalogue(Visit& visit) {
    const auto dropped = visit.site.store.drop_upload(visit.token);
    if (!dropped) return failed(visit, dropped.error());
    return go_to("/settings/catalogue", "forgotten");
}

api::HttpResponse ask_reset_catalogue(Visit& visit) {
    View view;
    view.set("TITLE", visit.text("Back to the program's own catalogue?"));
    return page(visit, "catalogue_reset", "settings", std::move(view));
}

api::HttpResponse reset_catalogue(Visit& visit) {
    return keep(visit, request_of({}), "catalogue_reset");
}

api::HttpResponse download_catalogue(Visit& visit) {
    const auto now = in_force(visit);
    if (!now) return failed(visit, now.error());
    const std::string& text = visit.parts.front();
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number == 0 || number > now->files.size())
        return not_found(visit);
    const CatalogueFile& file = now->files[number - 1];
    // A name of the school's may be anything that is one line: in a header stands only what is plain.
    const bool is_plain = file.name.find_first_not_of(
                              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == std::string::npos;
    const std::string name = is_plain ? file.name : "catalogue-" + text + ".toml";
    return {200,
            {{"Content-Type", "application/toml; charset=utf-8"},
             {"Content-Disposition", "attachment; filename=\"" + name + "\""}},
            file.content};
}

}  // namespace server::pages
