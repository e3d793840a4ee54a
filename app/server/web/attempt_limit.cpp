#include "app/server/web/attempt_limit.h"

#include <algorithm>

namespace server {

using std::chrono::milliseconds;

milliseconds AttemptLimit::wait_of(const Bucket& bucket, const Allowance& allowance, milliseconds now) {
    const milliseconds full_after_this = std::max(bucket.full_at, now) + allowance.another;
    return std::max(milliseconds{0}, full_after_this - now - allowance.tries * allowance.another);
}

void AttemptLimit::take_of(Bucket& bucket, const Allowance& allowance, milliseconds now) {
    bucket.full_at = std::max(bucket.full_at, now) + allowance.another;
}

std::optional<AttemptLimit::Denied> AttemptLimit::take(const std::string& address) {
    return ask(address, true);
}

std::optional<AttemptLimit::Denied> AttemptLimit::look(const std::string& address) {
    return ask(address, false);
}

std::optional<AttemptLimit::Denied> AttemptLimit::ask(const std::string& address, bool takes) {
    const milliseconds now = clock_.read().mono;
    const std::lock_guard lock{mutex_};
    if (!takes && !of_address_.contains(address) && of_address_.size() < rules_.addresses) return std::nullopt;
    Bucket& bucket = bucket_of(address, now);
    milliseconds wait = wait_of(bucket, rules_.of_address, now);
    if (rules_.of_all) wait = std::max(wait, wait_of(of_all_, *rules_.of_all, now));
    if (wait > milliseconds{0}) {
        Denied denied{std::max(std::chrono::ceil<std::chrono::seconds>(wait), std::chrono::seconds{1}),
                      !bucket.is_denied};
        bucket.is_denied = true;
        return denied;
    }
    bucket.is_denied = false;
    if (takes) {
        take_of(bucket, rules_.of_address, now);
        if (rules_.of_all) take_of(of_all_, *rules_.of_all, now);
    }
    return std::nullopt;
}

void AttemptLimit::give_back(const std::string& address) {
    const std::lock_guard lock{mutex_};
    const auto found = of_address_.find(address);
    Bucket& bucket = found == of_address_.end() ? of_others_ : found->second;
    bucket.full_at -= rules_.of_address.another;
    if (rules_.of_all) of_all_.full_at -= rules_.of_all->another;
}

std::size_t AttemptLimit::remembered() const {
    const std::lock_guard lock{mutex_};
    return of_address_.size();
}

AttemptLimit::Bucket& AttemptLimit::bucket_of(const std::string& address, milliseconds now) {
    if (const auto found = of_address_.find(address); found != of_address_.end()) return found->second;
    // Looked through once for each try that comes back, so that many addresses do not make it slow.
    if (of_address_.size() >= rules_.addresses && (!swept_ || now - *swept_ >= rules_.of_address.another)) {
        std::erase_if(of_address_, [now](const auto& one) { return one.second.full_at <= now; });
        swept_ = now;
    }
    if (of_address_.size() >= rules_.addresses) return of_others_;
    return of_address_[address];
}

}  // namespace server
