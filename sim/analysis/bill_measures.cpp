#include "sim/analysis/bill_measures.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace bicoastal {

namespace {

struct OfMonth {
  std::string_view name;
  double (*value)(const CostSplit&);
};
constexpr std::array kOfMonth = {
    OfMonth{"cost.per_month", [](const CostSplit& c) { return c.total(); }},
    OfMonth{"cost.per_month.compute", [](const CostSplit& c) { return c[CostPart::compute]; }},
    OfMonth{"cost.per_month.requests", [](const CostSplit& c) { return c[CostPart::requests]; }},
    OfMonth{"cost.per_month.between_regions",
            [](const CostSplit& c) { return c[CostPart::replication] + c[CostPart::forwarded]; }},
    OfMonth{"cost.per_month.clients", [](const CostSplit& c) { return c[CostPart::clients]; }},
    OfMonth{"cost.per_month.zones", [](const CostSplit& c) { return c[CostPart::zones]; }},
    OfMonth{"cost.per_month.storage", [](const CostSplit& c) { return c[CostPart::storage]; }},
};

/// Of a region, or of all of them.
std::optional<double> of_regions(const std::vector<CostSplit>& splits, const Scenario& s, std::string_view of,
                                 double (*value)(const CostSplit&)) {
  std::optional<double> sum;
  for (std::size_t r = 0; r < splits.size(); ++r)
    if (of.empty() || s.regions[r].name == of) sum = sum.value_or(0) + value(splits[r]);
  return sum;
}

std::optional<double> of_failures(const CostFigures& cost, const Scenario& s, std::string_view of) {
  if (of.empty()) return cost.failures ? std::optional(cost.failures->total()) : std::nullopt;
  for (std::size_t f = 0; f < cost.faults.size(); ++f)
    if (s.faults[f].name == of) return cost.faults[f].total();
  return std::nullopt;
}

}  // namespace

std::optional<double> measure_of_cost(const Analysis& a, const Scenario& s, std::string_view metric,
                                      std::string_view of) {
  if (!a.cost) return std::nullopt;
  for (const OfMonth& part : kOfMonth)
    if (part.name == metric) return of_regions(a.cost->month, s, of, part.value);
  if (metric == "cost.run") return of_regions(a.cost->run, s, of, kOfMonth[0].value);
  if (metric == "cost.failures") return of_failures(*a.cost, s, of);
  return metric == "cost.per_million" && of.empty() ? a.cost->per_million : std::nullopt;
}

}  // namespace bicoastal
