#pragma once

#include <span>
#include <string_view>

#include "app/server/pages/site.h"
#include "app/server/web/attempt_limit.h"
#include "app/server/web/guard.h"

namespace server::pages {

enum class Access {
    everybody,  // also without being signed in
    user,       // curator and reader; also where a one-time password is to be replaced
    reader,     // curator and reader
    curator
};
struct Route {
    api::HttpMethod method;  // get or post; HEAD is GET
    std::string_view path;   // '*' stands for one part of it
    Access access;
    std::uint64_t body_bytes;
    api::HttpResponse (*answer)(Visit&);
};
// All there are. README.md has them as a table.
[[nodiscard]] std::span<const Route> routes();

inline constexpr std::uint64_t kFormBytes = 16 * 1024;
inline constexpr std::uint64_t kUploadBytes = std::uint64_t{8} << 20;  // of all files together
inline constexpr std::uint64_t kStickBytes = std::uint64_t{16} << 20;  // of all bundles of a stick together
inline constexpr std::uint64_t kCatalogueBytes = 256 * 1024;  // of the files of a catalogue; a kiosk takes half of it

// The pages of the server, for a browser. Each request is looked at in this order: the path, the method, where it comes
// from (Sec-Fetch-Site, Origin), the session, the token of the form, the role; what is of another school is not found.
// Knows no sockets. Any thread.
class Pages {
  public:
    struct Ports {
        Store& store;
        Log& log;
        const api::Clock& clock;
        api::Entropy& entropy;
        const Templates& templates;
        Templates::ByLanguage texts;
        const domain::Catalogue& catalogue;
        std::function<joining::Address()> address;
        Surroundings around{};
    };
    Pages(Ports ports, bool is_under_tls);

    [[nodiscard]] static bool is_page(std::string_view path);
    [[nodiscard]] static std::uint64_t body_limit(const api::HttpRequest& head);
    [[nodiscard]] api::HttpResponse handle(const api::HttpRequest& request);
    // For a browser that asks for what there is not.
    [[nodiscard]] api::HttpResponse not_found(const api::HttpRequest& request);

  private:
    [[nodiscard]] api::HttpResponse answer(const api::HttpRequest& request);
    [[nodiscard]] api::HttpResponse admit(Visit& visit, const Route& route);
    [[nodiscard]] api::HttpResponse sign_in(Visit& visit);
    [[nodiscard]] Visit visit_of(const api::HttpRequest& request);
    [[nodiscard]] std::optional<std::chrono::seconds> denied(Visit& visit, const std::string& login);
    [[nodiscard]] api::HttpResponse finished(const api::HttpRequest& request, api::HttpResponse response) const;

    const Templates::ByLanguage texts_;
    Site site_;
    Guard guard_;  // who asks
    AttemptLimit of_address_, of_login_;
};

}  // namespace server::pages
