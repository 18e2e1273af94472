// Partial quorums beside what was published: Bailis, Venkataraman, Franklin, Hellerstein, Stoica, "Probabilistically
// bounded staleness for practical partial quorums", PVLDB 5(8), 2012: tables 3 and 4, figure 4 and section 5.
//
// The delays are those fitted there to LinkedIn's and other stores. Nothing else takes time: clients sit beside their
// region, the service takes none. Writes are far apart on each key. One half of the writers reads its key at the moment
// of the acknowledgement, the other half within a span around the published t.
#include "support/scenarios.hpp"
#include "support/simulate.hpp"

#include <bicoastal/conflict.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

Distribution exponential(double rate_per_ms) { return Distribution::exponential(Time::millis(1 / rate_per_ms)); }
Distribution pareto_or_exponential(double share, double least_ms, double alpha, double rate_per_ms) {
  Distribution pareto{Distribution::Kind::pareto, least_ms * 1e6, alpha, {}};
  Distribution both;
  both.kind = Distribution::Kind::mixture;
  both.parts = {{share, pareto}, {1 - share, exponential(rate_per_ms)}};
  return both;
}

const Distribution kSsd = pareto_or_exponential(0.9122, 0.235, 10, 1.66);
const Distribution kDiskWrite = pareto_or_exponential(0.38, 1.05, 1.51, 0.183);

struct Setup {
  std::uint32_t n, r, w;
  Distribution write, other;  // W; A = R = S
  double t_ms;                // around which the second half reads
};

struct Measured {
  double read_p999_ms = 0, write_p999_ms = 0;
  double at_once = 0;  // share of reads that began with the acknowledgement and returned the write, or a later one
  std::uint64_t stale_at_once = 0, stale = 0, later_reads = 0;
  double t_ms = 0;  // at which one read in a thousand misses the write
};

class Collect final : public RecordSink {
 public:
  explicit Collect(const Scenario& s) : acknowledged_(s.keys.count) {}

  void consume(std::span<const Record> records) override {
    for (const Record& record : records)
      if (record.type == RecordType::operation) on(record.as<OperationRecord>());
  }

  Measured result(double around) {
    Measured m;
    m.read_p999_ms = p999(reads_);
    m.write_p999_ms = p999(writes_);
    m.stale_at_once = stale_at_once_;
    m.at_once = 1 - static_cast<double>(stale_at_once_) / static_cast<double>(at_once_);
    for (std::size_t i = 0; i < kBins; ++i) {
      m.stale += stale_[i];
      m.later_reads += total_[i];
    }
    if (around > 0) m.t_ms = crossing(around);
    return m;
  }

  static constexpr double kFrom = 0.7, kTo = 1.3;  // of the published t
  double t_ms = 0;

 private:
  struct Acknowledged {
    Stamped version;
    Time at;
  };
  static constexpr std::size_t kBins = 6;

  void on(const OperationRecord& op) {
    if (op.outcome != Outcome::ok) return;
    Acknowledged& newest = acknowledged_[op.key.index()];
    const Stamped version{op.version, op.stamp};
    if (op.kind == OpKind::write) {
      writes_.push_back((op.time - op.invoked).ns);
      if (later(version, newest.version)) newest = {version, op.time};
      return;
    }
    reads_.push_back((op.time - op.invoked).ns);
    if (newest.at > op.invoked || newest.version.version.is_initial()) return;
    const double t = (op.invoked - newest.at).in_seconds() * 1e3;
    const bool stale = later(newest.version, version);
    if (t == 0) {
      ++at_once_;
      stale_at_once_ += stale ? 1 : 0;
    } else if (const double bin = (t / t_ms - kFrom) / (kTo - kFrom) * kBins; bin >= 0 && bin < kBins) {
      ++total_[static_cast<std::size_t>(bin)];
      stale_[static_cast<std::size_t>(bin)] += stale ? 1 : 0;
    }
  }

  static double p999(std::vector<std::int64_t>& latencies) {
    const auto at = latencies.begin() + static_cast<std::ptrdiff_t>(latencies.size() * 999 / 1000);
    std::nth_element(latencies.begin(), at, latencies.end());
    return static_cast<double>(*at) * 1e-6;
  }

  /// Where the line through (ln t, ln share of stale reads), weighted by their number, is at 0.001.
  double crossing(double around) const {
    double w = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (std::size_t i = 0; i < kBins; ++i) {
      if (stale_[i] == 0) continue;
      const auto weight = static_cast<double>(stale_[i]);
      const double lx = std::log(kFrom + (kTo - kFrom) * (static_cast<double>(i) + 0.5) / kBins);
      const double ly = std::log(weight / static_cast<double>(total_[i]));
      w += weight;
      x += weight * lx;
      y += weight * ly;
      xx += weight * lx * lx;
      xy += weight * lx * ly;
    }
    const double slope = (w * xy - x * y) / (w * xx - x * x);
    return around * std::exp((std::log(0.001) - (y - slope * x) / w) / slope);
  }

  std::vector<Acknowledged> acknowledged_;
  std::vector<std::int64_t> reads_, writes_;
  std::uint64_t at_once_ = 0, stale_at_once_ = 0;
  std::array<std::uint64_t, kBins> stale_{}, total_{};
};

Measured measure(const Setup& setup, double writes = 300000) {
  const std::vector<std::vector<double>> delays(setup.n, std::vector<double>(setup.n, 1));
  Scenario s = make_regions(delays, 1);
  s.network.access = {};
  s.service = {Distribution::constant(Time(0)), 100000, 100000};
  s.keys = {1000000, 0, 100};
  s.data.writes = WritePattern::quorum;
  s.data.quorum.n = setup.n;
  s.data.quorum.r = setup.r;
  s.data.quorum.w = setup.w;
  s.data.quorum.read_repair = false;
  s.data.quorum.write = setup.write;
  s.data.quorum.write_answer = s.data.quorum.read = s.data.quorum.read_answer = setup.other;
  const double t = setup.t_ms > 0 ? setup.t_ms : 1;
  for (const bool at_once : {true, false}) {
    Population& p = add_clients(s, at_once ? 0 : 1, 5000, 0.0, 1000);
    p.to_region.assign(setup.n, PathDelay{});
    for (std::size_t r = 0; r < setup.n; ++r) p.to_region[r].base = Time::millis(r == p.home.index() ? 0 : 100);
    p.timeout = Time::seconds(60);
    p.read_back = at_once
                      ? Distribution::constant(Time(0))
                      : Distribution{Distribution::Kind::uniform, Collect::kFrom * t * 1e6, Collect::kTo * t * 1e6, {}};
  }
  s.duration = Time::seconds(writes / 10000);
  return in_child<Measured>([&] {
           Collect collect(s);
           collect.t_ms = t;
           run(s, RunOptions{}, collect);
           return std::vector<Measured>{collect.result(setup.t_ms)};
         })
      .at(0);
}

struct Row {
  std::uint32_t r, w;
  double read_ms, write_ms, t_ms;
};

void check_table(const std::vector<Row>& rows, const Distribution& write) {
  for (const Row& row : rows) {
    CAPTURE(row.r, row.w);
    const Measured m = measure({3, row.r, row.w, write, kSsd, row.t_ms});
    CHECK(m.read_p999_ms == Approx(row.read_ms).epsilon(0.1));
    CHECK(m.write_p999_ms == Approx(row.write_ms).epsilon(0.1));
    if (row.t_ms > 0) {
      CHECK(m.t_ms == Approx(row.t_ms).epsilon(0.2));
      CHECK(m.at_once < 0.999);
    } else {
      CHECK(m.at_once >= 0.999);
    }
    if (row.r + row.w > 3) CHECK(m.stale_at_once + m.stale == 0);
  }
}

}  // namespace

TEST_CASE("quorums over LNKD-SSD have the published latencies and t-visibility", "[validation][pbs]") {
  check_table({{1, 1, 0.66, 0.66, 1.85},
               {1, 2, 0.66, 1.63, 1.79},
               {2, 1, 1.63, 0.65, 0},
               {2, 2, 1.62, 1.64, 0},
               {3, 1, 4.14, 0.65, 0},
               {1, 3, 0.65, 4.09, 0}},
              kSsd);
}

TEST_CASE("quorums over LNKD-DISK have the published latencies and t-visibility", "[validation][pbs]") {
  check_table({{1, 1, 0.66, 10.99, 45.5},
               {1, 2, 0.65, 20.97, 43.3},
               {2, 1, 1.63, 10.9, 13.6},
               {2, 2, 1.64, 20.96, 0},
               {3, 1, 4.12, 10.89, 0},
               {1, 3, 0.65, 112.65, 0}},
              kDiskWrite);
}

TEST_CASE("right after the acknowledgement a read finds the write as often as published", "[validation][pbs]") {
  CHECK(measure({3, 1, 1, kSsd, kSsd, 0}, 200000).at_once == Approx(0.974).margin(0.01));
  CHECK(measure({3, 1, 1, kDiskWrite, kSsd, 0}, 200000).at_once == Approx(0.439).margin(0.01));
  CHECK(measure({2, 1, 1, kDiskWrite, kSsd, 0}, 200000).at_once == Approx(0.575).margin(0.01));
  CHECK(measure({10, 1, 1, kDiskWrite, kSsd, 0}, 100000).at_once == Approx(0.211).margin(0.01));
}

TEST_CASE("exponential delays give the published sweep", "[validation][pbs]") {
  const Measured fast = measure({3, 1, 1, exponential(4), exponential(1), 1});
  CHECK(fast.at_once == Approx(0.94).margin(0.01));
  CHECK(fast.t_ms == Approx(1).epsilon(0.2));
  const Measured slow = measure({3, 1, 1, exponential(0.1), exponential(1), 65});
  CHECK(slow.at_once == Approx(0.41).margin(0.01));
  CHECK(slow.t_ms == Approx(65).epsilon(0.2));
}

// Section 4: quorums of R and W of N that do not expand. A read misses the last k versions with probability
// (C(N - W, R) / C(N, R))^k.
TEST_CASE("the versions that a read is behind follow the closed form of k-staleness", "[validation][pbs]") {
  struct Quorums {
    std::uint32_t n, r, w;
  };
  for (const Quorums q : {Quorums{3, 1, 1}, Quorums{3, 1, 2}, Quorums{3, 2, 1}, Quorums{5, 2, 2}}) {
    CAPTURE(q.n, q.r, q.w);
    Scenario s = make_regions(std::vector<std::vector<double>>(q.n, std::vector<double>(q.n, 1)), 1);
    s.network.access = {};
    s.service = {Distribution::constant(Time(0)), 100000, 100000};
    s.keys = {100, 0, 100};
    s.data.writes = WritePattern::quorum;
    s.data.quorum.n = q.n;
    s.data.quorum.r = q.r;
    s.data.quorum.w = q.w;
    s.data.quorum.ask_all = s.data.quorum.read_repair = false;
    const Distribution at_once = Distribution::constant(Time(0));
    s.data.quorum.write = s.data.quorum.write_answer = s.data.quorum.read = s.data.quorum.read_answer = at_once;
    add_clients(s, 0, 10000, 0.5);
    s.duration = Time::seconds(40);
    using Counts = std::array<std::uint64_t, 12>;  // reads by versions behind; the last: that and more
    const Counts behind =
        in_child<Counts>([&] {
          Keep keep;
          run(s, RunOptions{}, keep);
          Counts counts{};
          std::vector<std::vector<VersionId>> written(s.keys.count);
          for (const OperationRecord& op : only<OperationRecord>(keep.records)) {
            auto& versions = written[op.key.index()];
            if (op.kind == OpKind::write) {
              versions.push_back(op.version);
            } else if (versions.size() > 50) {  // early ones might find the initial value
              const auto place = std::find(versions.rbegin(), versions.rend(), op.version);
              ++counts[std::min<std::size_t>(11, static_cast<std::size_t>(place - versions.rbegin()))];
            }
          }
          return std::vector<Counts>{counts};
        }).at(0);
    const auto choose = [](double n, double k) {
      double product = 1;
      for (double i = 0; i < k; ++i) product *= (n - i) / (i + 1);
      return product;
    };
    const double miss = choose(q.n - q.w, q.r) / choose(q.n, q.r);
    double total = 0, seen = 0;
    for (const std::uint64_t count : behind) total += static_cast<double>(count);
    REQUIRE(total > 100000);
    for (std::size_t k = 1; k <= 10; ++k) {
      seen += static_cast<double>(behind[k - 1]);
      CHECK(seen / total == Approx(1 - std::pow(miss, k)).margin(0.005));
    }
  }
}
