#include "sim/analysis/availability.hpp"

namespace bicoastal {

Availability::Availability(const Scenario& scenario) : slo_(scenario.slo), by_home_(scenario.regions.size()) {}

void Availability::close_window(std::size_t next) {
  std::uint64_t ok = 0, ended = 0;
  for (Clients& c : by_home_) {
    if (c.ended == 0) continue;
    ++c.windows;
    c.good_windows += is_good(c.ok, c.ended) ? 1 : 0;
    ok += c.ok;
    ended += c.ended;
    c.ok = c.ended = 0;
  }
  if (ended > 0) {
    ++windows_;
    good_windows_ += is_good(ok, ended) ? 1 : 0;
  }
  window_ = next;
}

void Availability::finish(Analysis& analysis) {
  close_window(window_ + 1);
  analysis.by_region.resize(by_home_.size());
  ClientFigures& all = analysis.overall;
  for (std::size_t r = 0; r < by_home_.size(); ++r) {
    const Clients& c = by_home_[r];
    ClientFigures& f = analysis.by_region[r];
    f.requests = c.requests;
    const std::uint64_t answered = c.requests.by_outcome[static_cast<std::size_t>(Outcome::ok)];
    f.requests.ok = answered - f.requests.degraded;
    f.requests.in_flight = c.requests.by_outcome[static_cast<std::size_t>(Outcome::in_flight)];
    f.requests.failed = f.requests.issued - answered - f.requests.in_flight;
    f.windows = c.windows;
    f.good_windows = c.good_windows;
    f.reads = c.reads;
    f.stale_reads = c.stale_reads;
    all.requests.issued += f.requests.issued;
    all.requests.ok += f.requests.ok;
    all.requests.degraded += f.requests.degraded;
    all.requests.failed += f.requests.failed;
    all.requests.in_flight += f.requests.in_flight;
    all.requests.retried += f.requests.retried;
    for (std::size_t o = 0; o < f.requests.by_outcome.size(); ++o)
      all.requests.by_outcome[o] += f.requests.by_outcome[o];
    all.reads += f.reads;
    all.stale_reads += f.stale_reads;
  }
  all.windows = windows_;
  all.good_windows = good_windows_;
}

}  // namespace bicoastal
