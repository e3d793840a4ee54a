#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/domain/ids.h"
#include "app/network_pull/offer.h"
#include "app/web_page/forms.h"
#include "app/web_page/templates.h"
#include "platform/api/http.h"
#include "platform/base/bytes.h"

namespace network_pull {

enum class Wanted {
    xlsx,    // the journal
    csv,     // the same
    records  // sealed, as on a stick: the part that begins at a number
};
// Of the records that wait, by their numbers: what one file holds.
struct Part {
    domain::Seq first = 0, last = 0;
};
// What has become of files that the visitor sent.
enum class Handed {
    previewed,  // the kiosk shows what they would change, and asks
    not_now     // it does not take any now
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
        std::string school;                       // its name, for people
        std::function<domain::Millis()> mono;     // the monotonic clock
        std::function<std::string()> draw_token;  // 64 hexadecimal digits
        // Both wait for the disk. Nothing: the kiosk could not.
        std::function<std::optional<std::vector<Part>>()> waiting;  // records; empty: none is
        std::function<std::optional<File>(Wanted, domain::Seq first)> make;
        std::function<void()> changed;  // state() has become another; from the thread of a request
        // School files that the visitor sends, to be previewed on the kiosk. Without it there is no form for them.
        std::function<Handed(std::vector<web_page::SentFile>)> hand_on{};
    };
    // `host`: the only one that is answered, as a browser names it: "192.168.1.20:8444".
    Page(Ports ports, Offer offer, std::string host);

    [[nodiscard]] api::HttpResponse handle(const api::HttpRequest& request);
    // How large a body may be; asked when the head is read.
    [[nodiscard]] std::uint64_t body_limit(const api::HttpRequest& head) const;
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
    [[nodiscard]] api::HttpResponse finish(const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse give(const api::HttpRequest& request, Wanted wanted, domain::Seq first = 0);
    [[nodiscard]] api::HttpResponse take(const api::HttpRequest& request);
    [[nodiscard]] bool is_of_visitor(const api::HttpRequest& request) const;
    [[nodiscard]] api::HttpResponse show_records(const api::HttpRequest& request, std::chrono::minutes left);

    const Ports ports_;
    const std::string host_;
    mutable std::mutex mutex_;
    Offer offer_;  // guarded by mutex_
};

// Of a body: a code, or the visitor's files with what a form has around them.
inline constexpr std::uint64_t kBodyBytes = 1024;
inline constexpr std::uint64_t kSentBytes = (std::uint64_t{16} << 20) + 64 * 1024;

}  // namespace network_pull
