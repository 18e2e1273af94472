// The order of the versions of a key: by epoch, stamp, accepting store, sequence; the initial value is least.
//
// It is the order that the stores go by (last writer wins by wall clock, epochs from failovers first), read from the
// history alone.
#pragma once

#include <bicoastal/ids.hpp>

#include <cstdint>

namespace bicoastal {

struct Ordered {
  std::int64_t stamp = 0;
  VersionId version;
};

/// Whether `a` comes after `b`.
inline bool later(const Ordered& a, const Ordered& b) {
  if (b.version.is_initial() || a.version.is_initial()) return !a.version.is_initial();
  if (a.version.epoch() != b.version.epoch()) return a.version.epoch() > b.version.epoch();
  if (a.stamp != b.stamp) return a.stamp > b.stamp;
  return a.version > b.version;  // the same epoch: origin, then sequence
}

/// Position of the first of `list`, sorted by `id`, that comes after `than`. Searches from the end in growing steps:
/// what is asked for is nearly always among the newest.
template <class List>
std::size_t first_later(const List& list, const Ordered& than) {
  std::size_t high = list.size(), step = 1;  // all from `high` on come after
  while (high > 0) {
    const std::size_t probe = high > step ? high - step : 0;
    if (!later(list[probe].id, than)) {
      std::size_t low = probe + 1;
      while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (later(list[middle].id, than)) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return high;
    }
    high = probe;
    step *= 2;
  }
  return 0;
}

/// Position of `wanted` in such a list; its size where it is not there.
template <class List>
std::size_t find_in_order(const List& list, const Ordered& wanted) {
  const std::size_t after = first_later(list, wanted);
  return after > 0 && list[after - 1].id.version == wanted.version ? after - 1 : list.size();
}

}  // namespace bicoastal
