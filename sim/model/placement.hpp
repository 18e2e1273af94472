// Which node of a store a key belongs to.
//
// Consistent hashing (Karger, Lehman, Leighton, Panigrahy, Levine, Lewin, "Consistent hashing and random trees",
// STOC 1997): each node has `virtual_nodes` points on a ring, a key belongs to the node of the first point from its own
// hash on. A node that comes or goes among n takes or leaves its own keys only, 1/n of all. Modulo: hash modulo the
// number of nodes; when that changes between n and n + 1, all keys but 1/(n + 1) go elsewhere.
#pragma once

#include <bicoastal/scenario.hpp>

#include <cstdint>
#include <vector>

namespace bicoastal {

class Placement {
 public:
  /// `nodes`: names of the nodes there are, increasing; not empty.
  Placement(const Shards& rule, const std::vector<std::uint16_t>& nodes);

  std::uint16_t node_of(KeyId key) const;

 private:
  struct Point {
    std::uint64_t at;
    std::uint16_t node;
  };
  std::vector<std::uint16_t> nodes_;
  std::vector<Point> ring_;  // by position; empty: modulo
};

/// A well mixed hash of two numbers (SplitMix64's finalizer; Steele, Lea, Flood, OOPSLA 2014).
std::uint64_t mixed_hash(std::uint64_t a, std::uint64_t b);

}  // namespace bicoastal
