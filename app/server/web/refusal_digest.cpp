#include "app/server/web/refusal_digest.h"

namespace server {

namespace {
constexpr std::chrono::minutes kEvery{1};
}  // namespace

bool RefusalDigest::is_due() {
    const auto now = clock_.read().mono;
    const std::lock_guard lock{mutex_};
    if (looked_ && now - *looked_ < kEvery) return false;
    looked_ = now;
    return true;
}

void RefusalDigest::tell(const platform_http::ServerMetrics& seen) {
    const std::lock_guard lock{mutex_};
    for (std::size_t i = 0; i < platform_http::kRefusals; ++i) {
        if (seen.refused[i] <= told_.refused[i]) continue;
        log_.write(Log::Level::warning, "http_refused",
                   {{"reason", platform_http::name_of(static_cast<platform_http::Refusal>(i))},
                    {"number", seen.refused[i] - told_.refused[i]}});
    }
    told_ = seen;
}

}  // namespace server
