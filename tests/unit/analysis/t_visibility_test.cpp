// t-visibility against its definition, on random histories.
#include <bicoastal/analysis.hpp>
#include <bicoastal/conflict.hpp>

#include "unit/analysis/toy.hpp"

#include <array>
#include <vector>

#include <catch2/catch.hpp>

namespace bicoastal::test {

namespace {

using Bins = std::array<VisibilityCurve::Bin, VisibilityCurve::kBins>;

Bins by_definition(const ToyRun& run) {
  Bins bins{};
  std::vector<OperationRecord> well;
  for (const Record& r : run.records)
    if (r.type == RecordType::operation && r.as<OperationRecord>().outcome == Outcome::ok)
      well.push_back(r.as<OperationRecord>());
  for (const OperationRecord& read : well) {
    if (read.kind != OpKind::read) continue;
    if (read.invoked < run.scenario.warmup || read.invoked >= run.scenario.duration) continue;
    const OperationRecord* newest = nullptr;
    for (const OperationRecord& write : well) {
      if (write.kind != OpKind::write || !(write.key == read.key) || write.time > read.invoked) continue;
      if (newest == nullptr || later({write.version, write.stamp}, {newest->version, newest->stamp})) newest = &write;
    }
    if (newest == nullptr) continue;
    VisibilityCurve::Bin& bin = bins[VisibilityCurve::bin_of(read.invoked - newest->time)];
    ++bin.reads;
    if (!later({newest->version, newest->stamp}, {read.version, read.stamp})) ++bin.consistent;
  }
  return bins;
}

}  // namespace

TEST_CASE("Visibility equals its definition, overall and summed over all pairs of regions", "[analysis]") {
  std::uint64_t reads = 0, inconsistent = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    ToyOptions o;
    o.seed = seed;
    o.regions = 1 + seed % 4;
    o.keys = 1 + static_cast<std::uint32_t>(seed % 5);
    o.operations_per_s = seed % 2 == 0 ? 50 : 800;
    o.skew_ms = seed % 3 == 0 ? 100 : 0;
    o.cuts_per_s = seed % 5 == 0 ? 10 : 0;
    o.copies = seed % 2;
    o.warmup_ms = seed % 7 == 0 ? 100 : 0;
    if (seed % 4 == 0) o.writes = WritePattern::partitioned;
    const ToyRun run = play(o);
    Analyser analyser(run.scenario, {.visibility = true});
    analyser.consume(run.records);
    const TVisibility found = analyser.finish().visibility;
    const Bins expected = by_definition(run);
    VisibilityCurve sum;
    for (const TVisibility::Pair& pair : found.pairs) sum.add(pair.curve);
    for (std::size_t b = 0; b < expected.size(); ++b) {
      CAPTURE(b);
      REQUIRE(found.overall.bins()[b].reads == expected[b].reads);
      REQUIRE(found.overall.bins()[b].consistent == expected[b].consistent);
      REQUIRE(sum.bins()[b].reads == expected[b].reads);
      reads += expected[b].reads;
      inconsistent += expected[b].reads - expected[b].consistent;
    }
  }
  CHECK(reads > 5000);
  CHECK(inconsistent > 500);
}

}  // namespace bicoastal::test
