// Errors that the user can mend.
//
// Bad input returns a Result that holds every fault found in one pass; it never throws. A broken invariant of our own
// code is BC_CHECK (sim/base/check.hpp) and ends the process with exit code 70.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace bicoastal {

/// One fault of the user's input, e.g. `E203 scenarios/x.json:41 /regions/1/zones: 0 is not at least 1`.
struct Diagnostic {
  std::string code;        ///< stable, "E" and three digits; listed by `bicoastal list errors`
  std::string file;        ///< path as the user gave it; empty where no file is involved
  std::size_t line = 0;    ///< 1-based; 0 where unknown
  std::string pointer;     ///< JSON Pointer (RFC 6901); empty for the whole document
  std::string message;     ///< what was found, and why it is not right
  std::string suggestion;  ///< what would be right; may be empty

  bool operator==(const Diagnostic&) const = default;
};

/// `code file:line pointer: message (suggestion)` on one line, absent parts left out.
std::string to_string(const Diagnostic& diagnostic);

using Diagnostics = std::vector<Diagnostic>;

/// A value, or at least one Diagnostic.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Diagnostics faults) : state_(std::in_place_index<1>, std::move(faults)) {}
  Result(Diagnostic fault) : state_(std::in_place_index<1>, Diagnostics{std::move(fault)}) {}

  explicit operator bool() const { return state_.index() == 0; }
  /// REQUIRES: *this holds a value.
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  /// REQUIRES: *this holds diagnostics.
  const Diagnostics& faults() const { return std::get<1>(state_); }

 private:
  std::variant<T, Diagnostics> state_;
};

}  // namespace bicoastal
