#include "sim/scenario/nearest.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bicoastal {

namespace {

constexpr std::size_t kLongest = 64;  ///< longer texts are no misspelt names

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  const std::size_t width = b.size() + 1;
  std::vector<std::size_t> cost((a.size() + 1) * width);
  const auto at = [&](std::size_t i, std::size_t j) -> std::size_t& { return cost[i * width + j]; };
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        at(i, j) = i + j;
        continue;
      }
      const auto same = [&](std::size_t x, std::size_t y) { return lower(a[x]) == lower(b[y]); };
      std::size_t best =
          std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same(i - 1, j - 1) ? 0 : 1)});
      if (i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1)) best = std::min(best, at(i - 2, j - 2) + 1);
      at(i, j) = best;
    }
  }
  return cost.back();
}

std::string_view nearest_name(std::string_view written, std::span<const std::string_view> names) {
  if (written.size() > kLongest) return {};
  std::string_view best;
  std::size_t least = (written.size() + 2) / 3 + 1;  // one more than is allowed
  for (const std::string_view name : names) {
    if (name.size() > kLongest) continue;
    const std::size_t distance = edit_distance(written, name);
    if (distance >= least) continue;
    least = distance;
    best = name;
  }
  if (!best.empty() || written.size() < 3) return best;
  // "replicas" for "replicas_per_zone": right as far as it goes.
  const auto longer = std::ranges::find_if(names, [&](std::string_view name) { return name.starts_with(written); });
  return longer == names.end() ? best : *longer;
}

std::string suggest_name(std::string_view written, std::span<const std::string_view> names) {
  if (const std::string_view near = nearest_name(written, names); !near.empty())
    return fmt::format("did you mean \"{}\"?", near);
  constexpr std::size_t kListed = 12;
  if (names.empty() || names.size() > kListed) return {};
  return fmt::format("known: {}", fmt::join(names, ", "));
}

std::string suggest_name(std::string_view written, const std::vector<std::string>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  return suggest_name(written, views);
}

}  // namespace bicoastal
