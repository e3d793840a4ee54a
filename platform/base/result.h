#pragma once

#include <tl/expected.hpp>

namespace base {

// A value or the reason why there is none. E is a closed enum, or a struct that holds one, owned by the boundary that
// fails. Functions that return it are [[nodiscard]].
template <class T, class E>
using Result = tl::expected<T, E>;

template <class E>
[[nodiscard]] auto failure(E error) {
    return tl::unexpected<E>(std::move(error));
}

}  // namespace base
