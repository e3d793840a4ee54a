#pragma once

#include <optional>
#include <string>

#include "app/domain/time.h"
#include "app/server/store/ingest.h"
#include "platform/base/id.h"

namespace server {

// Who uses the pages. A user is of one school; a login is of one user in the whole database, so that somebody who signs
// in need not say where.
using UserId = base::Id<struct UserTag>;
enum class UserRole {
    curator,  // sees and changes all of the school
    reader    // sees the same and changes nothing but the own password
};
[[nodiscard]] std::string_view name_of(UserRole role);  // "curator"
[[nodiscard]] std::optional<UserRole> role_named(std::string_view name);

struct User {
    UserId id;
    SchoolId school;
    std::string login;
    std::string name;
    UserRole role = UserRole::reader;
    bool is_disabled = false;
    bool has_one_time_password = false;  // to be replaced before anything else is shown
    std::optional<domain::Instant> signed_in_at{};
    friend bool operator==(const User&, const User&) = default;
};

// 3 to 40 of a-z, 0-9, '.', '-', '_' and '@'; capitals count as small.
inline constexpr std::size_t kShortestLogin = 3, kLongestLogin = 40;
[[nodiscard]] std::optional<std::string> read_login(std::string_view typed);

struct NewUser {
    std::string login;
    std::string name;  // one line of UTF-8, joining::kNameBytes at most, not empty
    UserRole role = UserRole::reader;
};
// A password that was drawn, to be told once: as joining::shown(). It lives for kOneTimeLives and is replaced at the
// first sign-in.
struct GivenPassword {
    UserId user;
    std::string password;
};
inline constexpr std::chrono::hours kOneTimeLives{7 * 24};

enum class SignInRefusal {
    wrong,  // login, password, disabled, or a one-time password that is too old: nobody is told which
    busy    // too many ask at once: again in some seconds
};
struct SignedIn {
    std::string token;  // 64 hexadecimal digits, only ever shown to the browser
    User user;
};

enum class PasswordProblem {
    too_short,    // fewer than kShortestPassword characters
    too_long,     // more than kLongestPassword bytes
    too_common,   // one that everybody tries first
    holds_login,  // or is held by it
    same,         // as before
    wrong,        // the present one is another
    busy
};
inline constexpr std::size_t kShortestPassword = 8, kLongestPassword = 512;

// A session ends after so long without a request, and after so long in all.
inline constexpr std::chrono::minutes kSessionIdle{30};
inline constexpr std::chrono::hours kSessionLives{12};

// Lists that were read from files and not published yet: of one session, as long as it lives and kUploadLives.
struct KeptUpload {
    std::uint64_t based_on = 0;  // the number of the lists that they were made from
    std::string carried;         // as carried_roster.h writes them
    std::string signed_by;
};
inline constexpr std::chrono::minutes kUploadLives{30};

}  // namespace server
