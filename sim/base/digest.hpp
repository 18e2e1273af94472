// Hashes: XXH3, 128 bits. Not cryptographic; equal bytes give equal digests on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace bicoastal {

struct Hash128 {
  std::uint64_t low = 0, high = 0;
  bool operator==(const Hash128&) const = default;
};

/// 32 lower-case hex digits.
std::string to_hex(Hash128 hash);

Hash128 hash_bytes(const void* data, std::size_t size, std::uint64_t seed = 0);

/// A hash of a stream of bytes, however it is cut into pieces.
class Digest {
 public:
  Digest();
  ~Digest();
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;
  void add(const void* data, std::size_t size);
  Hash128 value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bicoastal
