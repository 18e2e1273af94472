#include "sim/base/digest.hpp"

#include <fmt/format.h>
#define XXH_STATIC_LINKING_ONLY  // the state as a complete type
#include <xxhash.h>

namespace bicoastal {

struct Digest::State {
  XXH3_state_t xxh;
};

std::string to_hex(Hash128 hash) { return fmt::format("{:016x}{:016x}", hash.high, hash.low); }

Hash128 hash_bytes(const void* data, std::size_t size, std::uint64_t seed) {
  const XXH128_hash_t h = XXH3_128bits_withSeed(data, size, seed);
  return {h.low64, h.high64};
}

Digest::Digest() : state_(new State) { XXH3_128bits_reset(&state_->xxh); }
Digest::~Digest() = default;
void Digest::add(const void* data, std::size_t size) { XXH3_128bits_update(&state_->xxh, data, size); }
Hash128 Digest::value() const {
  const XXH128_hash_t h = XXH3_128bits_digest(&state_->xxh);
  return {h.low64, h.high64};
}

}  // namespace bicoastal
