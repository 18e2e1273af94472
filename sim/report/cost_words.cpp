#include "sim/report/cost_words.hpp"

#include "sim/report/numbers.hpp"

#include <bicoastal/scenario.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

std::string_view store_word(const Pricing& prices) {
  return prices.store == Pricing::Store::instances ? "instances" : "on_demand";
}

CostSplit sum_of(const std::vector<CostSplit>& regions) {
  CostSplit sum;
  for (const CostSplit& region : regions)
    for (std::size_t p = 0; p < kCostParts; ++p) sum.parts[p] += region.parts[p];
  return sum;
}

std::string month_text(const CostFigures& cost) {
  const CostSplit month = sum_of(cost.month);
  const std::size_t most = static_cast<std::size_t>(std::ranges::max_element(month.parts) - month.parts.begin());
  if (month.parts[most] <= 0) return "nothing at these prices";
  return fmt::format(
      "{}, {} of it {}; all of it like the {}", show_money(month.total()), show_money(month.parts[most]),
      kCostPartWords[most].name,
      cost.month_from_calm ? show_seconds(cost.calm_s) + " away from faults" : "measured " + show_seconds(cost.run_s));
}

std::vector<std::string> cost_caveats(const Scenario& s, const CostFigures& cost) {
  const Pricing& prices = *s.cost;
  std::vector<std::string> said;
  said.push_back(prices.table == "none"
                     ? std::string("Prices are the scenario's own; what it gives no price of costs nothing.")
                     : fmt::format("List prices of the table {}, where the scenario has none of its "
                                   "own: bicoastal list prices shows each with its source and date.",
                                   prices.table));
  std::string unknown;
  for (std::size_t r = 0; r < s.regions.size(); ++r)
    if (prices.regions[r].assumed) unknown += (unknown.empty() ? "" : ", ") + s.regions[r].name;
  if (!unknown.empty())
    said.push_back(fmt::format("The table has no prices of {}: they are taken to be its default ones.", unknown));
  said.push_back(
      cost.month_from_calm
          ? fmt::format(
                "A month is made of the {} of the run that were away from faults, as if all of it were like that: the "
                "load at its peak, if that is what was run.",
                show_seconds(cost.calm_s))
          : fmt::format("A month is made of the whole measured time, {}{}.", show_seconds(cost.run_s),
                        s.faults.empty() ? "" : ", faults and all: too little of it was away from them"));
  said.push_back(prices.store == Pricing::Store::on_demand
                     ? "Stores are billed by requests and by what they keep, as managed ones are; zones are included."
                     : "Stores are billed by instances and disks, a copy in each zone at least, and by what zones send "
                       "each other.");
  said.push_back(
      "Not billed: balancers, names, health checks, backups, dependencies, what failed attempts sent, support. No "
      "discounts, reserved capacity, free tiers or taxes.");
  return said;
}

}  // namespace bicoastal
