// Parts of a bill as people read them: one table for documents, summaries, pages and the desktop.
#pragma once

#include <bicoastal/cost.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

struct Scenario;

struct CostPartWords {
  CostPart part;
  std::string_view key;   ///< in JSON documents
  std::string_view name;  ///< in tables
  std::string_view meaning;
};
/// In the order of CostPart.
inline constexpr std::array<CostPartWords, kCostParts> kCostPartWords{{
    {CostPart::compute, "compute", "compute", "replicas, functions and instances of stores"},
    {CostPart::requests, "requests", "reads and writes", "units of reading and writing, replicated writes too"},
    {CostPart::replication, "replication", "replication", "traffic between regions that keeps copies"},
    {CostPart::forwarded, "forwarded", "forwarded requests", "traffic between regions for requests and their answers"},
    {CostPart::clients, "clients", "answers to users", "traffic to users"},
    {CostPart::zones, "zones", "between zones", "traffic between zones"},
    {CostPart::storage, "storage", "storage", "what is kept"},
}};

/// "on_demand", "instances"
std::string_view store_word(const Pricing& prices);
/// Of all regions.
CostSplit sum_of(const std::vector<CostSplit>& regions);
/// Of a month: "$12.3 k, $8.1 k of it compute; all of it like the 2 min away from faults"
std::string month_text(const CostFigures& cost);
/// What a reader must know before believing the figures: prices, what a month is made of, what is left out.
std::vector<std::string> cost_caveats(const Scenario& scenario, const CostFigures& cost);

}  // namespace bicoastal
