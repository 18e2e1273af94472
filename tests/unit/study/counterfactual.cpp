#include "sim/study/counterfactual.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

Analysis with(const std::vector<std::pair<AnomalyKind, std::size_t>>& anomalies) {
  Analysis analysis;
  for (const auto& [kind, op] : anomalies) {
    Anomaly anomaly;
    anomaly.kind = kind;
    anomaly.op = OpId(op);
    analysis.anomalies.push_back(anomaly);
  }
  return analysis;
}

constexpr auto kDiscarded = AnomalyKind::discarded_write;
constexpr auto kStale = AnomalyKind::stale_read;
constexpr auto kConflict = AnomalyKind::conflict;

}  // namespace

TEST_CASE("an operation in several conflicts is one operation that met a conflict", "[study]") {
  const auto signs = signs_of(with({{kConflict, 9}, {kStale, 9}, {kConflict, 4}, {kConflict, 9}}));
  CHECK(signs == std::vector<AnomalySign>{{kStale, OpId(9)}, {kConflict, OpId(4)}, {kConflict, OpId(9)}});
}

TEST_CASE("an anomaly vanishes where its operation does not meet it any more, and is new where it did not before",
          "[study]") {
  const auto first = signs_of(with({{kDiscarded, 1}, {kDiscarded, 2}, {kDiscarded, 3}, {kStale, 1}}));
  const auto other = signs_of(with({{kDiscarded, 2}, {kStale, 1}, {kStale, 7}, {kConflict, 3}}));
  CHECK(fates(first, other) ==
        std::vector<Fate>{{kStale, 1, 2, 0, 1}, {kConflict, 0, 1, 0, 1}, {kDiscarded, 3, 1, 2, 0}});
  CHECK(fates(first, first) == std::vector<Fate>{{kStale, 1, 1, 0, 0}, {kDiscarded, 3, 3, 0, 0}});
  CHECK(fates({}, {}).empty());
}

TEST_CASE("fates of several seeds add up", "[study]") {
  Fate sum{kDiscarded, 3, 1, 2, 0};
  sum += {kDiscarded, 5, 6, 1, 2};
  CHECK(sum == Fate{kDiscarded, 8, 7, 3, 2});
}
