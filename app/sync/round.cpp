#include "app/sync/round.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/sync/policy.h"

namespace syncing {

bool says(const Response& answer, std::string_view word) {
    if (answer.body.size() > policy::kAnswerBytes) return false;
    const auto json = nlohmann::json::parse(answer.body, nullptr, false);
    if (!json.is_object()) return false;
    const auto error = json.find("error");
    return error != json.end() && error->is_string() && *error == word;
}

bool says_revoked(const Response& answer) {
    return answer.status == 403 && says(answer, "revoked");
}

Came came_of(const Response& answer) {
    const bool is_unknown = answer.status == 401 && (says(answer, "unknown_kiosk") || says(answer, "wrong_signature"));
    return is_unknown || says_revoked(answer) ? Came::shut_out : Came::later;
}

void Schedule::ended(Came came, std::optional<std::chrono::seconds> retry_after, domain::Millis now) {
    due_ = false;
    seen_ = now;
    next_ = now + wait_after(came, retry_after);
}

domain::Millis Schedule::wait_after(Came came, std::optional<std::chrono::seconds> retry_after) {
    if (came != Came::later) failures_ = 0;
    switch (came) {
        case Came::nothing_new:
        case Came::applied: return dice_.about(policy::kDownEvery);
        case Came::given: return policy::kRosterGiven;
        case Came::refused: return dice_.about(policy::kDownRefused);
        case Came::shut_out: return dice_.about(policy::kRareRetry);
        case Came::later: break;
    }
    domain::Millis most = policy::kBackoffFirst;
    for (int i = 0; i < failures_ && most < policy::kBackoffMost; ++i) most *= 2;
    ++failures_;
    const domain::Millis wait = dice_.between(policy::kBackoffLeast, std::min(most, policy::kBackoffMost));
    const domain::Millis asked = retry_after.value_or(std::chrono::seconds{0});
    return std::max(wait, std::min(asked, policy::kRetryAfterMost));
}

}  // namespace syncing
