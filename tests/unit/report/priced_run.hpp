// The run made by hand, with prices and a bill.
#pragma once

#include "unit/report/made_run.hpp"

namespace bicoastal::test {

inline Scenario priced_scenario() {
  Scenario s = made_scenario();
  s.cost = Pricing{};
  s.cost->table = "aws-2024-11";
  s.cost->regions.resize(2);
  s.cost->regions[1].assumed = true;
  return s;
}

/// 1500 USD a month in us-east-1, 300 in eu-west-1; of it 1600 compute.
inline Analysis priced_analysis() {
  Analysis a = made_analysis();
  CostFigures cost;
  cost.run_s = 570;
  cost.calm_s = 210;
  cost.month_from_calm = true;
  cost.use.resize(2);
  cost.use[0].replica_s = 7200;
  cost.use[0].replication_bytes = 40000;
  cost.month.resize(2);
  cost.month[0][CostPart::compute] = 1400;
  cost.month[0][CostPart::replication] = 100;
  cost.month[1][CostPart::compute] = 200;
  cost.month[1][CostPart::storage] = 100;
  cost.run.resize(2);
  cost.run[0][CostPart::compute] = 0.25;
  cost.per_million = 62.5;
  a.cost = cost;
  return a;
}
/// What its outage failed and lost costs the business, too: 45 USD.
inline Analysis analysis_with_failures() {
  Analysis a = priced_analysis();
  a.cost->failures = FailureCost{5, 40};
  a.cost->faults = {{5, 40}, {0, 0}};
  return a;
}

}  // namespace bicoastal::test
