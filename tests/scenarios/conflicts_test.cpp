// The scenarios of scenarios/conflicts: what each policy promises, and what it does not, on the same users.
#include "shipped.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

struct Outcomes {
  double conflicts, discarded, lost_changes, lost_items, oversold, double_bookings, overdrafts, siblings, refused,
      metadata, write_p50, causality, undecided;
};

/// A shipped scenario with this rule for conflicts (JSON).
Outcomes under(const std::string& file, const std::string& rule) {
  INFO(file << " " << rule);
  const auto values =
      figures(load_shipped("conflicts/" + file + ".json", {{"/data/conflicts", rule}}), [](const Analysis& a) {
        const auto of = [&](AnomalyKind kind) {
          return static_cast<double>(a.anomaly_counts[static_cast<std::size_t>(kind)]);
        };
        return std::vector<double>{
            static_cast<double>(a.conflicts.concurrent),
            static_cast<double>(a.conflicts.discarded),
            of(AnomalyKind::lost_change),
            of(AnomalyKind::lost_item),
            of(AnomalyKind::oversold),
            of(AnomalyKind::double_booking),
            of(AnomalyKind::overdraft),
            static_cast<double>(a.conflicts.siblings_max),
            static_cast<double>(a.overall.requests.by_outcome[static_cast<std::size_t>(Outcome::conflict)]),
            a.overhead.write_metadata,
            a.overall.write.p50_s,
            of(AnomalyKind::causality),
            static_cast<double>(a.invariants.undecided)};
      });
  REQUIRE(values.size() == 13);
  return {values[0], values[1], values[2], values[3],  values[4],  values[5], values[6],
          values[7], values[8], values[9], values[10], values[11], values[12]};
}

const std::string kWall = R"({"policy": "lww", "clock": "wall", "skew": "20 ms"})";
const std::string kHybrid = R"({"policy": "lww", "clock": "hybrid", "skew": "20 ms"})";
const std::string kVectors = R"({"policy": "version_vector"})";
const std::string kReject = R"({"policy": "reject", "skew": "20 ms"})";
std::string crdt(const std::string& type) { return R"({"policy": "crdt", "crdt": ")" + type + "\"}"; }

}  // namespace

TEST_CASE("last writer wins throws writes away by any clock; vectors, or-sets and refusal do not", "[scenarios]") {
  const Outcomes wall = under("tags", kWall), hybrid = under("tags", kHybrid), vectors = under("tags", kVectors),
                 or_set = under("tags", crdt("or-set")), reject = under("tags", kReject);
  for (const Outcomes& lww : {wall, hybrid}) {
    CHECK(lww.conflicts > 100);
    CHECK(lww.discarded > 100);
    CHECK(lww.lost_items > 0);
    CHECK(lww.siblings == 1);
    CHECK(lww.refused == 0);
  }
  CHECK(vectors.discarded == 0);
  CHECK(vectors.siblings >= 2);
  CHECK(or_set.discarded == 0);
  CHECK(or_set.lost_items == 0);
  CHECK(or_set.lost_changes == 0);
  CHECK(or_set.siblings == 1);
  CHECK(or_set.conflicts == wall.conflicts);  // the same writes meet; what becomes of them differs
  CHECK(reject.conflicts == 0);
  CHECK(reject.discarded == 0);
  CHECK(reject.refused > 50);
  // What it costs: vectors are larger than a stamp; a refusal needs to hear the others, 35 ms away and more.
  CHECK(vectors.metadata > wall.metadata);
  CHECK(or_set.metadata > wall.metadata);
  CHECK(reject.write_p50 > 0.070);
  for (const Outcomes& other : {wall, hybrid, vectors, or_set}) CHECK(other.write_p50 < 0.020);
}

TEST_CASE("a bounded counter never oversells, a plain one does, and last writer wins more", "[scenarios]") {
  const Outcomes lww = under("stock", kWall), plain = under("stock", crdt("pn-counter")),
                 bounded = under("stock", crdt("bounded-counter")), reject = under("stock", kReject);
  CHECK(plain.oversold > 0);
  CHECK(lww.oversold > plain.oversold);
  CHECK(lww.lost_changes > 0);
  for (const Outcomes& safe : {bounded, reject}) {
    CHECK(safe.oversold == 0);
    CHECK(safe.lost_changes == 0);
  }
}

TEST_CASE("withdrawals that each region's own view allows overdraw together; rights or refusal do not", "[scenarios]") {
  CHECK(under("accounts", kWall).overdrafts > 0);
  CHECK(under("accounts", crdt("pn-counter")).overdrafts > 0);
  CHECK(under("accounts", crdt("bounded-counter")).overdrafts == 0);
  CHECK(under("accounts", kReject).overdrafts == 0);
}

TEST_CASE("a seat is confirmed twice wherever each region sells on its own, and never where one refuses",
          "[scenarios]") {
  CHECK(under("seats", kWall).double_bookings > 0);
  CHECK(under("seats", crdt("or-map")).double_bookings > 0);
  const Outcomes reject = under("seats", kReject);
  CHECK(reject.double_bookings == 0);
  CHECK(reject.lost_items == 0);
}

TEST_CASE("increments get lost where the last writer wins, and not in a counter that merges", "[scenarios]") {
  CHECK(under("likes", kWall).lost_changes > 100);
  CHECK(under("likes", crdt("pn-counter")).lost_changes == 0);
  CHECK(under("likes", kReject).lost_changes == 0);
}

TEST_CASE("wall clocks 20 ms apart let a write lose to one that it had seen; hybrid and Lamport clocks never",
          "[scenarios]") {
  const std::string offsets = R"("offsets": {"us-east-1": "10 ms", "us-east-2": "-10 ms"}})";
  CHECK(under("skew", R"({"policy": "lww", "clock": "wall", )" + offsets).causality > 10);
  CHECK(under("skew", R"({"policy": "lww", "clock": "hybrid", )" + offsets).causality == 0);
  CHECK(under("skew", R"({"policy": "lww", "clock": "lamport"})").causality == 0);
  // Clocks that agree violate nothing, either.
  CHECK(under("skew", R"({"policy": "lww", "clock": "wall", "skew": "0 s"})").causality == 0);
}

TEST_CASE("quorums that share a region are linearizable through a partition; single answers are not", "[scenarios]") {
  const auto judged = [](const std::string& r, const std::string& w) {
    const Scenario s = load_shipped("conflicts/quorum.json", {{"/data/quorum/r", r}, {"/data/quorum/w", w}});
    return figures(s, [](const Analysis& a) {  // its expectations ask for the verdict
      return std::vector<double>{
          static_cast<double>(a.linearizability.verdict), static_cast<double>(a.linearizability.violated),
          static_cast<double>(a.linearizability.examples.size()), static_cast<double>(a.staleness.stale_reads)};
    });
  };
  CHECK(judged("2", "2") == std::vector<double>{static_cast<double>(Verdict::valid), 0, 0, 0});
  const auto one = judged("1", "1");
  CHECK(one[0] == static_cast<double>(Verdict::violated));
  CHECK(one[1] > 50);
  CHECK(one[2] > 50);  // with the operations that no order explains
  CHECK(one[3] > 500);
}
