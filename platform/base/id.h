#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace base {

// 1 to kLongestId letters and digits of ASCII, '-' and '_': what an id that comes from outside has to be.
inline constexpr std::size_t kLongestId = 64;
[[nodiscard]] bool is_id(std::string_view text);

// An opaque name of one thing, without a meaning inside. Ids of different things do not mix.
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
