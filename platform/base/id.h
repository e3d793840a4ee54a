#pragma once

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace base {

// An opaque name of one thing: ASCII letters and digits, no meaning inside. Ids of different things do not mix.
template <class Tag>
struct Id {
    std::string value;

    Id() = default;
    explicit Id(std::string text) : value(std::move(text)) {}
    [[nodiscard]] bool empty() const { return value.empty(); }
    friend bool operator==(const Id&, const Id&) = default;
    friend auto operator<=>(const Id&, const Id&) = default;
};

}  // namespace base

template <class Tag>
struct std::hash<base::Id<Tag>> {
    std::size_t operator()(const base::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.value); }
};
