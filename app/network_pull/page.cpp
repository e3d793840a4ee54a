#include "app/network_pull/page.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace network_pull {

namespace {

using api::HttpMethod;
using api::HttpRequest;
using api::HttpResponse;
using domain::Language;
using web_page::View;

constexpr std::string_view kCookie = "__Host-vstrecha-pull";
constexpr const char* kHtml = "text/html; charset=utf-8";

// Of a browser that prefers English to Russian; a school's is Russian.
Language language_of(const HttpRequest& request) {
    const std::string_view said = api::find_header(request.headers, "Accept-Language").value_or("");
    const auto english = said.find("en"), russian = said.find("ru");
    return english != std::string_view::npos && english < russian ? Language::english : Language::russian;
}

HttpResponse redirect(std::string to) {
    return {303, {{"Location", std::move(to)}}, {}};
}

// "/records/20001"
constexpr std::string_view kRecords = "/records/";
std::optional<domain::Seq> number_in(std::string_view path) {
    if (!path.starts_with(kRecords)) return std::nullopt;
    path.remove_prefix(kRecords.size());
    domain::Seq number = 0;
    const auto read = std::from_chars(path.data(), path.data() + path.size(), number);
    if (read.ec != std::errc{} || read.ptr != path.data() + path.size() || number == 0) return std::nullopt;
    return number;
}

// "482 913" as on the screen, and as it is typed.
std::string digits_of(std::string_view typed) {
    std::string digits;
    std::copy_if(typed.begin(), typed.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

const char* type_of(Wanted wanted) {
    switch (wanted) {
        case Wanted::xlsx: return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        case Wanted::csv: return "text/csv; charset=utf-8";
        case Wanted::records: return "application/zip";
    }
    return "application/octet-stream";
}

}  // namespace

Page::Page(Ports ports, Offer offer, std::string host)
    : ports_(std::move(ports)), host_(std::move(host)), offer_(std::move(offer)) {}

bool Page::is_of_visitor(const HttpRequest& request) const {
    const std::string token = web_page::cookie(request, kCookie).value_or("");
    const std::lock_guard lock{mutex_};
    return offer_.is_visitor(token, ports_.mono());
}

std::uint64_t Page::body_limit(const HttpRequest& head) const {
    const bool sends = head.path() == "/send" && ports_.hand_on && is_of_visitor(head);
    return sends ? kSentBytes : kBodyBytes;
}

State Page::state() const {
    const std::lock_guard lock{mutex_};
    return {offer_.has_visitor(), offer_.tries_left(), offer_.closed(ports_.mono())};
}

HttpResponse Page::handle(const HttpRequest& request) {
    HttpResponse response = answer(request);
    const auto add = [&response](const char* name, const char* value) { response.headers.push_back({name, value}); };
    add("Cache-Control", "no-store");
    add("Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri "
        "'none'");
    add("X-Content-Type-Options", "nosniff");
    add("Referrer-Policy", "same-origin");  // with less, browsers say of no form whose it is
    return response;
}

HttpResponse Page::answer(const HttpRequest& request) {
    // A site that lets its name point here would have a browser read us for it.
    if (api::find_header(request.headers, "Host").value_or("") != host_)
        return {421, {{"Content-Type", "text/plain"}}, "another host\n"};
    const std::string_view path = request.path();
    if (path == "/style.css") return {200, {{"Content-Type", "text/css; charset=utf-8"}}, ports_.templates.style()};
    if (path == "/icon.svg") return {200, {{"Content-Type", "image/svg+xml"}}, ports_.templates.icon()};

    const bool is_visitor = is_of_visitor(request);
    const bool is_post = request.method == HttpMethod::post;
    if (!is_post && request.method != HttpMethod::get) return {405, {{"Allow", "GET, POST"}}, {}};
    // Another site's form uses up no try. Old browsers do not say whose it is.
    const auto origin = api::find_header(request.headers, "Origin");
    if (is_post && origin && *origin != "https://" + host_)
        return {403, {{"Content-Type", "text/plain"}}, "another site\n"};
    if (is_post && path == "/enter") return enter(request);
    if (is_post && path == "/finish") return is_visitor ? finish(request) : redirect("/");
    if (is_post && path == "/send" && ports_.hand_on) return is_visitor ? take(request) : redirect("/");
    if (is_post) return {404, {}, {}};
    if (path == "/") return show(request, is_visitor);
    if (!is_visitor) return redirect("/");
    if (path == "/journal.xlsx") return give(request, Wanted::xlsx);
    if (path == "/journal.csv") return give(request, Wanted::csv);
    if (const auto first = number_in(path)) return give(request, Wanted::records, *first);
    return {404, {}, {}};
}

const i18n::Texts& Page::texts_for(const HttpRequest& request) const {
    return *ports_.texts[static_cast<std::size_t>(language_of(request))];
}

HttpResponse Page::page(const HttpRequest& request, int status, const std::string& name, View view) const {
    const Language language = language_of(request);
    view.set("LANG", language == Language::russian ? "ru" : "en").set("SCHOOL", ports_.school);
    return {status, {{"Content-Type", kHtml}}, ports_.templates.page(language, name, view)};
}

HttpResponse Page::message(const HttpRequest& request, int status, std::string heading, std::string sentence,
                           bool has_way_back) const {
    View view;
    view.set("HEADING", std::move(heading)).set("SENTENCE", std::move(sentence)).show_if(has_way_back, "BACK");
    return page(request, status, "message", std::move(view));
}

HttpResponse Page::show(const HttpRequest& request, bool is_visitor) {
    const domain::Millis now = ports_.mono();
    std::unique_lock lock{mutex_};
    const bool is_over = offer_.closed(now) != Closed::no, is_taken = offer_.has_visitor();
    const auto left = std::chrono::ceil<std::chrono::minutes>(offer_.closes() - now);
    lock.unlock();
    if (is_over) return over(request);
    if (is_visitor) return show_records(request, left);
    if (is_taken) return taken(request);
    View view;
    // As the QR code has it; it counts when somebody presses, and not when a camera looks at the address.
    view.set("CODE", digits_of(web_page::read_fields(request.query()).value_or(web_page::Form{}).value("code"))
                         .substr(0, kCodeDigits));
    return page(request, 200, "enter", std::move(view));
}

HttpResponse Page::show_records(const HttpRequest& request, std::chrono::minutes left) {
    const i18n::Texts& texts = texts_for(request);
    View view;
    const auto parts = ports_.waiting();
    view.show_if(!parts, "UNREADABLE")
        .show_if(parts && parts->empty(), "NONE")
        .show_if(parts && !parts->empty(), "SOME");
    for (const Part& part : parts.value_or(std::vector<Part>{})) {
        const auto number = [&texts](domain::Seq seq) { return texts.number(static_cast<long long>(seq)); };
        view.add("PART")
            .set("FIRST", std::to_string(part.first))
            .set("WHICH", parts->size() == 1
                              ? texts.text("Sealed records (ZIP)")
                              : texts.text("Sealed records {first} to {last} (ZIP)",
                                           {{"first", number(part.first)}, {"last", number(part.last)}}));
    }
    view.show_if(ports_.hand_on != nullptr, "SENDING");
    view.set("LEFT", texts.plural("The kiosk closes this by itself in {n} minute.",
                                  "The kiosk closes this by itself in {n} minutes.", left.count()));
    return page(request, 200, "records", std::move(view));
}

HttpResponse Page::take(const HttpRequest& request) {
    const i18n::Texts& texts = texts_for(request);
    auto form = web_page::read_form(request);
    std::vector<web_page::SentFile> files = form ? form->take_files() : std::vector<web_page::SentFile>{};
    std::erase_if(files, [](const web_page::SentFile& file) { return file.content.empty(); });
    if (files.empty())
        return message(request, 422, texts.text("No files came"),
                       texts.text("Choose up to 8 files of 16 MB together, and send them once more."), true);
    if (ports_.hand_on(std::move(files)) == Handed::not_now)
        return message(request, 503, texts.text("The kiosk does not take them now"),
                       texts.text("Nothing was changed. Look at the kiosk, and send them once more."), true);
    return message(request, 200, texts.text("The kiosk has the files"),
                   texts.text("Nothing is changed yet: go to the kiosk, look what they would change, and confirm it."),
                   true);
}

HttpResponse Page::enter(const HttpRequest& request) {
    const i18n::Texts& texts = texts_for(request);
    const auto form = web_page::read_form(request);
    const std::string code = digits_of(form ? form->value("code") : "");
    View view;
    if (code.size() != kCodeDigits) {  // no try: nobody guesses like that
        view.set("CODE", code.substr(0, kCodeDigits))
            .add("PROBLEM")
            .set("SENTENCE", texts.plural("The code has {n} digit.", "The code has {n} digits.", kCodeDigits));
        return page(request, 422, "enter", std::move(view));
    }
    const std::string token = ports_.draw_token();
    std::unique_lock lock{mutex_};
    const Entry entry = offer_.enter(code, token, ports_.mono());
    const int left = offer_.tries_left();
    lock.unlock();
    switch (entry) {
        case Entry::over: return over(request);
        case Entry::taken: return taken(request);
        case Entry::entered: {
            ports_.changed();
            HttpResponse in = redirect("/");
            in.headers.push_back(
                {"Set-Cookie", std::string{kCookie} + "=" + token + "; Path=/; Secure; HttpOnly; SameSite=Strict"});
            return in;
        }
        case Entry::wrong: break;
    }
    ports_.changed();
    if (left == 0) return over(request);
    view.add("PROBLEM").set(
        "SENTENCE", texts.plural("That is not the code. {n} more try.", "That is not the code. {n} more tries.", left));
    return page(request, 403, "enter", std::move(view));
}

HttpResponse Page::taken(const HttpRequest& request) const {
    const i18n::Texts& texts = texts_for(request);
    return message(
        request, 403, texts.text("Another device is in already"),
        texts.text("One code is for one device. Close it on the kiosk and open it again: there will be another code."),
        true);
}

HttpResponse Page::over(const HttpRequest& request) const {
    const i18n::Texts& texts = texts_for(request);
    return message(request, 410, texts.text("It is closed"),
                   texts.text("Open it on the kiosk once more: there will be another code."), false);
}

HttpResponse Page::finish(const HttpRequest& request) {
    {
        const std::string token = web_page::cookie(request, kCookie).value_or("");
        const std::lock_guard lock{mutex_};
        offer_.finish(token, ports_.mono());
    }
    ports_.changed();
    const i18n::Texts& texts = texts_for(request);
    return message(request, 200, texts.text("It is closed"), texts.text("You can close this page."), false);
}

HttpResponse Page::give(const HttpRequest& request, Wanted wanted, domain::Seq first) {
    const auto file = ports_.make(wanted, first);
    const i18n::Texts& texts = texts_for(request);
    if (!file) {
        return message(request, 503, texts.text("The kiosk could not make it"),
                       texts.text("Nothing is lost. Try again; if it happens again, look at the status on the kiosk."),
                       true);
    }
    return {200,
            {{"Content-Type", type_of(wanted)}, {"Content-Disposition", "attachment; filename=\"" + file->name + "\""}},
            std::string{base::as_text(file->content)}};
}

}  // namespace network_pull
