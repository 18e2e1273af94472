// A visitor of a std::variant out of lambdas, one for each alternative.
#pragma once

namespace bicoastal {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

}  // namespace bicoastal
