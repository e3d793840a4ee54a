#include "platform/http/census.h"

#include "platform/base/check.h"

namespace platform_http {

std::optional<Refusal> Census::enter(const std::string& address) {
    const std::lock_guard lock{mutex_};
    if (all_ >= most_) return Refusal::connections;
    const auto found = of_address_.find(address);
    if (found != of_address_.end() && found->second >= most_of_address_) return Refusal::connections_of_address;
    ++of_address_[address];
    ++all_;
    return std::nullopt;
}

void Census::leave(const std::string& address) {
    const std::lock_guard lock{mutex_};
    const auto found = of_address_.find(address);
    VS_CHECK(found != of_address_.end());
    if (--found->second == 0) of_address_.erase(found);
    --all_;
}

}  // namespace platform_http
