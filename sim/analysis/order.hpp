// Lists of versions of a key in the order that the stores go by, later() of conflict.hpp.
#pragma once

#include <bicoastal/conflict.hpp>

#include <cstddef>

namespace bicoastal {

/// Position of the first of `list`, sorted by `id`, that comes after `than`. Searches from the end in growing steps:
/// what is asked for is nearly always among the newest.
template <class List>
std::size_t first_later(const List& list, const Stamped& than) {
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
std::size_t find_in_order(const List& list, const Stamped& wanted) {
  const std::size_t after = first_later(list, wanted);
  return after > 0 && list[after - 1].id.version == wanted.version ? after - 1 : list.size();
}

}  // namespace bicoastal
