#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "app/network_pull/offer.h"
#include "app/web_page/templates.h"
#include "platform/api/http.h"
#include "platform/base/bytes.h"

namespace network_pull {

enum class Wanted {
    xlsx,    // the journal
    csv,     // the same
    records  // sealed, as on a stick
};
struct File {
    std::string name;  // ASCII
    base::Bytes content;
};

// What has become of an offer, for the kiosk's screen.
struct State {
    bool has_visitor = false;
    int tries_left = kTries;
    Closed closed = Closed::no;
    friend bool operator==(const State&, const State&) = default;
};

// The page of an offer. Plain HTML in the language of the browser, no script, nothing that a browser keeps. Knows no
// sockets. Any thread.
class Page {
  public:
    struct Ports {
        const web_page::Templates& templates;  // of the site "network_pull"; outlives this
        web_page::Templates::ByLanguage texts;
        std::string school;                               // its name, for people
        std::function<domain::Millis()> mono;             // the monotonic clock
        std::function<std::string()> draw_token;          // 64 hexadecimal digits
        std::function<std::optional<File>(Wanted)> make;  // waits for the disk; nothing: it could not be made
        std::function<void()> changed;                    // state() has become another; from the thread of a request
    };
    // `host`: the only one that is answered, as a browser names it: "192.168.1.20:8444".
    Page(Ports ports, Offer offer, std::string host);

    [[nodiscard]] api::HttpResponse handle(const api::HttpRequest& request);
    [[nodiscard]] State state() const;

  private:
    [[nodiscard]] const i18n::Texts& texts_for(const api::HttpRequest& request) const;
    [[nodiscard]] api::HttpResponse page(const api::HttpRequest& request, int status, const std::string& name,
                                         web_page::View view) const;
    [[nodiscard]] api::HttpResponse message(const api::HttpRequest& request, int status, std::string heading,
                                            std::string sentence, bool has_way_back) const;
    [[nodiscard]] api::HttpResponse taken(const api::HttpRequest& request) const;
    [[nodiscard]] api::HttpResponse over(const api::HttpRequest& request) const;
    [[nodiscard]] api::HttpResponse answer(const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse show(const api::HttpRequest& request, bool is_visitor);
    [[nodiscard]] api::HttpResponse enter(const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse finish(const api::HttpRequest& request, const std::string& token);
    [[nodiscard]] api::HttpResponse give(const api::HttpRequest& request, Wanted wanted);

    const Ports ports_;
    const std::string host_;
    mutable std::mutex mutex_;
    Offer offer_;  // guarded by mutex_
};

// How large a body may be; there is one form, of two fields.
inline constexpr std::uint64_t kBodyBytes = 1024;

}  // namespace network_pull
