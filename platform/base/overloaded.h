#pragma once

namespace base {

// One visitor of a std::variant made of lambdas: std::visit(base::Overloaded{[](const A&) ..., [](const B&) ...}, value).
template <class... Visitors>
struct Overloaded : Visitors... {
    using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

}  // namespace base
