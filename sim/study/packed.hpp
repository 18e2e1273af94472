// Results of a job on their way from a child process to its parent: plain values as bytes, in order. Both are the same
// program, so layouts agree.
#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <type_traits>

namespace bicoastal {

template <class T>
void put(std::string& bytes, const T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// The value at `at`, which moves on past it; a value of zeros where the bytes end before that.
template <class T>
T take(const std::string& bytes, std::size_t& at) {
  static_assert(std::is_trivially_copyable_v<T>);
  T value{};
  if (at + sizeof value <= bytes.size()) std::memcpy(&value, bytes.data() + at, sizeof value);
  at += sizeof value;
  return value;
}

}  // namespace bicoastal
