#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/catalogue/catalogue.h"
#include "app/domain/catalogue.h"
#include "app/domain/merged_attendance.h"
#include "app/joining/code.h"
#include "app/server/store/store.h"
#include "app/server/web/log.h"
#include "app/web_page/forms.h"
#include "app/web_page/templates.h"
#include "platform/api/clock.h"
#include "platform/api/drives.h"
#include "platform/api/enclosed_folder.h"
#include "platform/api/entropy.h"

// What every page needs. Inside app/server/pages only.
namespace server::pages {

using web_page::cookie;
using web_page::Form;
using web_page::kMostFiles;
using web_page::read_fields;
using web_page::read_form;
using web_page::SentFile;
using web_page::Templates;
using web_page::View;

// What all kiosks of a school recorded, folded once and kept until one of them has sent more. Any thread.
class KeptAttendance {
  public:
    explicit KeptAttendance(Store& store) : store_(store) {}
    // `use` is called while nobody else reads it, and keeps no reference.
    [[nodiscard]] StoreResult<void> with(const SchoolId& school,
                                         const std::function<void(const domain::MergedAttendance&)>& use);

  private:
    static constexpr std::size_t kSchools = 4;  // whose was asked for last; a school year is some megabytes
    struct Kept {
        SchoolId school;
        std::vector<std::pair<std::string, domain::Seq>> held;  // of each kiosk, as it was folded
        domain::MergedAttendance attendance;
    };
    Store& store_;
    std::mutex mutex_;
    std::vector<Kept> kept_;  // the newest last
};

// Of the machine that the server runs on, and of what came with the program.
struct Surroundings {
    api::Drives* drives = nullptr;  // sticks in this machine; null, as the folders: there is none for the pages
    api::EnclosedFolders* folders = nullptr;
    std::vector<catalogue::CatalogueFile> catalogue{};  // the files of the program's own
};

struct Site {
    Store& store;
    Log& log;
    const api::Clock& clock;
    api::Entropy& entropy;
    const Templates& templates;
    const Templates::ByLanguage& texts;
    const domain::Catalogue& catalogue;         // the program's own
    std::function<joining::Address()> address;  // where kiosks find the server; an empty host: nobody knows
    Surroundings around{};
    bool is_under_tls = true;
    // What takes memory or long is done for one visitor at a time: files of a school may unpack to 256 MiB, a stick takes
    // as long as it does, and the hash of a PIN is made to be slow.
    std::mutex importing{};
    KeptAttendance attendance{store};
};

// One request that may be answered.
struct Visit {
    Site& site;
    const api::HttpRequest& request;
    domain::Language language = domain::Language::russian;
    std::vector<std::string> parts{};  // what stands for each '*' of the path
    Form query{};
    Form form{};  // of a POST; its token was seen to hold
    std::string from{};
    // Of who is signed in; empty where nobody has to be.
    std::string token{};
    User user{};
    School school{};
    std::string zone_name{};
    std::shared_ptr<const domain::TimeZone> zone{};
    mutable std::optional<domain::Catalogue> own_catalogue{};  // what catalogue() has read

    [[nodiscard]] const i18n::Texts& texts() const { return *site.texts[static_cast<std::size_t>(language)]; }
    [[nodiscard]] std::string text(std::string_view id, i18n::Arguments arguments = {}) const {
        return texts().text(id, arguments);
    }
    // In force for the school: its own where it has one; read at the first call.
    [[nodiscard]] const domain::Catalogue& catalogue() const;
    [[nodiscard]] bool may_change() const { return user.role == UserRole::curator; }
    [[nodiscard]] domain::Instant now() const { return site.clock.read().wall; }
    [[nodiscard]] domain::LocalTime local_now() const { return zone->to_local(now()); }

    // "сегодня, 13:07", "23 ноября, 13:07"
    [[nodiscard]] std::string moment(domain::Instant at) const;
    // "5 минут", "3 часа", "2 дня"
    [[nodiscard]] std::string span(std::chrono::seconds length) const;
    [[nodiscard]] std::string ago(domain::Instant at) const;
    [[nodiscard]] std::string bytes(std::uint64_t size) const;
};

// With the layout around it. `here`: the entry of the navigation that it belongs to.
[[nodiscard]] api::HttpResponse page(const Visit& visit, const std::string& name, std::string_view here, View view,
                                     int status = 200);
// A page of one sentence.
[[nodiscard]] api::HttpResponse message(const Visit& visit, int status, const std::string& title,
                                        const std::string& sentence);
[[nodiscard]] api::HttpResponse not_found(const Visit& visit);
// not_found is 404, try_later is 503, and goes into the log.
[[nodiscard]] api::HttpResponse failed(const Visit& visit, const StoreError& error);
// 303. `done`: a word that the next page tells as a sentence.
[[nodiscard]] api::HttpResponse go_to(const std::string& path, std::string_view done = {});

// The token that a form carries; of the session's token, or of the cookie that the sign-in page sets.
[[nodiscard]] std::string form_token(std::string_view secret);

}  // namespace server::pages
