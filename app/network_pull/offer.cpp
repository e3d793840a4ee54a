#include "app/network_pull/offer.h"

#include <sodium.h>

#include <utility>

#include "platform/base/check.h"

namespace network_pull {

namespace {

// Whoever measures how long it takes learns nothing but the length, which everybody knows.
bool are_same(std::string_view one, std::string_view other) {
    return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace

Offer::Offer(std::string code, domain::Millis opened) : code_(std::move(code)), opened_(opened) {
    VS_CHECK(code_.size() == kCodeDigits);
}

Closed Offer::closed(domain::Millis now) const {
    if (finished_) return Closed::by_visitor;
    if (tries_left_ == 0) return Closed::by_tries;
    return now >= closes() ? Closed::by_time : Closed::no;
}

Entry Offer::enter(std::string_view code, std::string token, domain::Millis now) {
    if (closed(now) != Closed::no) return Entry::over;
    if (!are_same(code, code_)) {
        --tries_left_;
        return Entry::wrong;
    }
    if (visitor_) return Entry::taken;
    visitor_ = std::move(token);
    return Entry::entered;
}

bool Offer::is_visitor(std::string_view token, domain::Millis now) const {
    return closed(now) == Closed::no && visitor_ && are_same(token, *visitor_);
}

void Offer::finish(std::string_view token, domain::Millis now) {
    if (is_visitor(token, now)) finished_ = true;
}

}  // namespace network_pull
