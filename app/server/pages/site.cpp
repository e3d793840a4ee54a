#include "app/server/pages/site.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/eventlog/chain.h"
#include "app/server/pages/handlers.h"
#include "platform/base/bytes.h"

namespace server::pages {

namespace {

std::string sentence_of(const Visit& visit, std::string_view word, bool& is_problem) {
    const i18n::Texts& texts = visit.texts();
    is_problem = word == "signed_out" || word == "too_many" || word == "one_time" || word == "taken" ||
                 word == "gone" || word == "busy" || word == "no_name" || word == "no_zone" || word == "yourself" ||
                 word == "no_drive" || word == "nothing_there" || word == "changed" || word == "undecided" ||
                 word == "class_full" || word == "no_pin" || word == "other_pin" || word == "no_setting";
    if (word == "renamed") return texts.text("The kiosk has its new name.");
    if (word == "revoked") return texts.text("Nothing of this kiosk is taken any more.");
    if (word == "published") return texts.text("The lists are published. Kiosks get them within seconds.");
    if (word == "reverted") return texts.text("The older lists are published again. Kiosks get them within seconds.");
    if (word == "forgotten") return texts.text("The files were not taken over. Nothing was changed.");
    if (word == "seen") return texts.text("Marked as seen.");
    if (word == "discarded") return texts.text("The records were discarded.");
    if (word == "password") return texts.text("Your password is changed. You were signed out everywhere else.");
    if (word == "disabled") return texts.text("This user cannot sign in any more.");
    if (word == "enabled") return texts.text("This user may sign in again.");
    if (word == "zone") return texts.text("The time zone is set.");
    if (word == "out") return texts.text("You are signed out.");
    if (word == "signed_out")
        return texts.text("You were signed out meanwhile, and nothing was changed. Sign in again.");
    if (word == "one_time") return texts.text("This password was for the first time only. Choose one of your own.");
    if (word == "too_many") return texts.text("Too many tries. Wait a minute and try again.");
    if (word == "taken") return texts.text("Somebody else has published lists meanwhile. Upload the files once more.");
    if (word == "gone") return texts.text("The uploaded files are kept for half an hour only. Upload them once more.");
    if (word == "busy") return texts.text("The server is busy. Try it again in some seconds.");
    if (word == "no_name") return texts.text("A name is one line, and not longer than that of a street.");
    if (word == "no_zone") return texts.text("There is no such time zone.");
    if (word == "decided") return texts.text("Kept. Nothing is published before you confirm all of it.");
    if (word == "let_go")
        return texts.text("These lists do not wait any more. If the kiosk has them still, it brings them again.");
    if (word == "changed")
        return texts.text("The lists or a decision have changed since they were shown. Look once more.");
    if (word == "undecided") return texts.text("First say of everybody who is doubtful who it is.");
    if (word == "class_full")
        return texts.text(
            "A class would have more children than there are pictures to tell them apart. Divide it in the school's "
            "lists.");
    if (word == "set") return texts.text("The setting is kept. Kiosks get it within seconds.");
    if (word == "unset") return texts.text("The setting is left to the kiosks again.");
    if (word == "no_setting") return texts.text("There is no such setting.");
    if (word == "pin")
        return texts.text(
            "The PIN is changed. Kiosks that are in reach have it within seconds, the others as soon as they are.");
    if (word == "easy_pin") return texts.text("The PIN is changed, but it is easy to guess: another would be better.");
    if (word == "no_pin") return texts.text("A PIN has 4 to 8 digits and nothing else.");
    if (word == "other_pin") return texts.text("The two are not the same. The PIN was not changed.");
    if (word == "pin_unset") return texts.text("Each kiosk has a PIN of its own again, the one from before.");
    if (word == "catalogue") return texts.text("The school has its own catalogue now. Kiosks get it within seconds.");
    if (word == "catalogue_reset") return texts.text("The catalogue is the program's own.");
    if (word == "no_drive") return texts.text("This stick is not in the computer any more. Put it in again.");
    if (word == "nothing_there")
        return texts.text(
            "There are no records of a kiosk on this stick. At the kiosk, press \"Take the records\" with the stick in "
            "it.");
    if (word == "yourself") return texts.text("You cannot shut yourself out: ask another curator.");
    return {};
}

}  // namespace

StoreResult<void> KeptAttendance::with(const SchoolId& school,
                                       const std::function<void(const domain::MergedAttendance&)>& use) {
    const auto kiosks = store_.kiosks(school);
    if (!kiosks) return base::failure(kiosks.error());
    std::vector<std::pair<std::string, domain::Seq>> held;
    for (const Kiosk& kiosk : *kiosks) {
        // When it was heard too: what was named as lost may turn up behind what is held already.
        const auto heard = kiosk.last_heard ? kiosk.last_heard->time_since_epoch().count() : 0;
        held.emplace_back(kiosk.id.value + "@" + std::to_string(heard), kiosk.held.seq);
    }
    const std::lock_guard lock{mutex_};
    auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) { return kept.school == school; });
    if (found == kept_.end() || found->held != held) {
        auto read = store_.attendance(school);
        if (!read) return base::failure(read.error());
        if (found != kept_.end()) kept_.erase(found);
        if (kept_.size() == kSchools) kept_.erase(kept_.begin());
        kept_.push_back({school, std::move(held), std::move(*read)});
        found = std::prev(kept_.end());
    }
    use(found->attendance);
    return {};
}

const domain::Catalogue& Visit::catalogue() const {
    if (own_catalogue) return *own_catalogue;
    const auto set = site.store.school_settings(school.id);
    if (!set || set->catalogue.empty()) return site.catalogue;
    auto own = catalogue::parse(set->catalogue);
    return own ? own_catalogue.emplace(std::move(*own)) : site.catalogue;
}

std::string Visit::moment(domain::Instant at) const {
    const domain::LocalTime local = zone->to_local(at);
    const std::string time = texts().time(local);
    if (domain::date_of(local) == domain::date_of(local_now())) return text("today, {time}", {{"time", time}});
    return text("{date}, {time}", {{"date", texts().day_and_month(domain::date_of(local))}, {"time", time}});
}

std::string Visit::span(std::chrono::seconds length) const {
    const auto hours = std::chrono::floor<std::chrono::hours>(length).count();
    if (hours >= 48) return texts().plural("{n} day", "{n} days", hours / 24);
    if (hours >= 1) return texts().plural("{n} hour", "{n} hours", hours);
    return texts().plural("{n} minute", "{n} minutes", std::max<long long>(0, length.count() / 60));
}

std::string Visit::ago(domain::Instant at) const {
    const auto length = std::chrono::floor<std::chrono::seconds>(now() - at);
    if (length < std::chrono::minutes{1}) return text("just now");
    return text("{span} ago", {{"span", span(length)}});
}

std::string Visit::bytes(std::uint64_t size) const {
    constexpr double kMega = 1e6, kGiga = 1e9;
    const auto amount = static_cast<double>(size);
    std::string number = fmt::format("{:.1f}", amount / (amount < kGiga ? kMega : kGiga));
    if (language == domain::Language::russian) std::replace(number.begin(), number.end(), '.', ',');
    if (size < 1000) return texts().plural("{n} byte", "{n} bytes", static_cast<long long>(size));
    if (amount < kMega) return text("{n} KB", {{"n", texts().number(static_cast<long long>(size / 1000))}});
    return amount < kGiga ? text("{n} MB", {{"n", number}}) : text("{n} GB", {{"n", number}});
}

api::HttpResponse page(const Visit& visit, const std::string& name, std::string_view here, View view, int status) {
    view.set("LANG", visit.language == domain::Language::english ? "en" : "ru");
    const bool is_get = visit.request.method == api::HttpMethod::get;
    const std::string path =
        is_get ? std::string{visit.request.path()} : "/" + std::string{here == "overview" ? "" : here};
    view.set("OTHER_LANGUAGE", path + "?language=" + (visit.language == domain::Language::english ? "ru" : "en"));
    // By its own name, for whoever cannot read the present one.
    view.set("OTHER_LANGUAGE_NAME", visit.language == domain::Language::english ? "Русский" : "English");
    if (!visit.token.empty()) {
        View& shell = view.add("SIGNED_IN");
        shell.set("SCHOOL", visit.school.name).set("USER_NAME", visit.user.name).set("TOKEN", form_token(visit.token));
        if (visit.user.role == UserRole::reader) shell.show("IS_READER");
        if (!visit.user.has_one_time_password) {
            View& menu = shell.add("MENU");
            struct Entry {
                std::string_view key, path;
                std::string label;
                bool is_for_readers = true;
                std::size_t waiting = 0;
            };
            // Not where the store has just failed: nobody waits for it twice.
            std::size_t waiting = 0;
            if (status < 500) {
                const auto brought = visit.site.store.brought_lists(visit.school.id);
                if (brought) waiting = brought->size();
            }
            for (const Entry& entry : {Entry{"overview", "/", visit.text("Overview")},
                                       Entry{"meetings", "/meetings", visit.text("Meetings")},
                                       Entry{"kiosks", "/kiosks", visit.text("Kiosks")},
                                       Entry{"stick", "/stick", visit.text("USB stick"), false},
                                       Entry{"lists", "/lists", visit.text("Lists")},
                                       Entry{"match", "/match", visit.text("Who is whom"), true, waiting},
                                       Entry{"parked", "/parked", visit.text("Set aside")},
                                       Entry{"settings", "/settings", visit.text("Settings")},
                                       Entry{"users", "/users", visit.text("Users"), false}}) {
                if (!entry.is_for_readers && !visit.may_change()) continue;
                View& item = menu.add("ENTRY");
                item.set("PATH", std::string{entry.path}).set("LABEL", entry.label);
                if (entry.key == here) item.show("HERE");
                if (entry.waiting > 0) item.add("WAITING_HERE").set("WAITING", std::to_string(entry.waiting));
            }
        }
        view.set("TOKEN", form_token(visit.token));
    } else {
        view.show("SIGNED_OUT");
    }
    view.show_if(visit.may_change() && !visit.token.empty(), "MAY_CHANGE");
    bool is_problem = false;
    if (const std::string done = sentence_of(visit, visit.query.value("done"), is_problem); !done.empty()) {
        view.add(is_problem ? "PROBLEM_NOTICE" : "NOTICE").set("SENTENCE", done);
    }
    return {status,
            {{"Content-Type", "text/html; charset=utf-8"}, {"Vary", "Accept-Language, Cookie"}},
            visit.site.templates.page(visit.language, name, view)};
}

api::HttpResponse message(const Visit& visit, int status, const std::string& title, const std::string& sentence) {
    View view;
    view.set("TITLE", title).set("SENTENCE", sentence);
    return page(visit, "message", "", std::move(view), status);
}

api::HttpResponse not_found(const Visit& visit) {
    return message(visit, 404, visit.text("There is no such page"),
                   visit.text("It may have been removed, or the address has a slip in it."));
}

api::HttpResponse failed(const Visit& visit, const StoreError& error) {
    if (error.kind == StoreErrorKind::not_found) return not_found(visit);
    visit.site.log.write(Log::Level::error, "page_failed", {{"detail", error.detail}});
    auto response = message(visit, 503, visit.text("The server cannot answer just now"),
                            visit.text("Try it again in some seconds. Kiosks go on recording meanwhile."));
    response.headers.push_back({"Retry-After", "5"});
    return response;
}

api::HttpResponse go_to(const std::string& path, std::string_view done) {
    const std::string query = done.empty() ? "" : "?done=" + std::string{done};
    return {303, {{"Location", path + query}}, ""};
}

std::string form_token(std::string_view secret) {
    return base::to_hex(eventlog::next_hash(eventlog::kGenesis, "vstrecha form 1 " + std::string{secret}));
}

api::HttpResponse show_style(Visit& visit) {
    return {200,
            {{"Content-Type", "text/css; charset=utf-8"}, {"Cache-Control", "public, max-age=600"}},
            visit.site.templates.style()};
}

api::HttpResponse show_icon(Visit& visit) {
    return {200,
            {{"Content-Type", "image/svg+xml"}, {"Cache-Control", "public, max-age=600"}},
            visit.site.templates.icon()};
}

}  // namespace server::pages
