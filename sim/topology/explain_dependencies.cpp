#include "sim/topology/demand.hpp"
#include "sim/topology/explain_sections.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// "search index, then nothing: answered without"
std::string without_text(const Scenario& s, const Dependency& head) {
  std::vector<std::string> steps;
  if (head.cache && head.cache->stale_on_error) steps.push_back("its old answers");
  const Dependency* at = &head;
  while (at->fallback) {
    at = &s.service.dependencies[at->fallback->index()];
    steps.push_back(at->name);
  }
  std::string text;
  for (const std::string& step : steps) text += step + ", then ";
  return text + (head.critical ? "operations FAIL" : "answered without it");
}

std::string limits_text(const Dependency& d) {
  std::vector<std::string> limits;
  limits.push_back(fmt::format("{} a call", written::span(d.timeout)));
  if (d.retries.attempts > 1)
    limits.push_back(fmt::format(
        "{} attempts{}", d.retries.attempts,
        d.retries.budget ? " within a budget of " + written::share(d.retries.budget->share) : std::string()));
  if (d.hedge_after.ns > 0) limits.push_back("hedged after " + written::span(d.hedge_after));
  if (d.breaker) limits.push_back(fmt::format("breaker after {} failures", d.breaker->failures));
  if (d.bulkhead > 0) limits.push_back(fmt::format("at most {} at once", d.bulkhead));
  if (d.off_above) limits.push_back("off above " + written::share(*d.off_above));
  return written::list(limits, 8);
}

/// Calls per second at the peak that reach the busiest station, its cache left aside.
double calls_at_peak(const Subject& subject, const Dependency& d, double reads) {
  const std::vector<double> rates = offered(subject.scenario, subject.calm);
  double most = 0, all = 0;
  for (const double rate : rates) {
    most = std::max(most, rate);
    all += rate;
  }
  return share_that_needs(d, reads) * (d.shared ? all : most);
}

std::string used_text(const Dependency& d, double calls) {
  if (d.concurrency == 0) return "no limit";
  const double used = calls * mean_seconds(d.time) / d.concurrency;
  return written::share(used) + (used > 1 ? d.cache ? " without its cache" : " OVERLOAD" : "");
}

/// Calls that may come of one operation where everything fails: attempts of its client times those of its replica.
std::string storm_text(const Scenario& s, const Dependency& d) {
  std::uint32_t clients = 1;
  for (const Population& p : s.clients) clients = std::max(clients, p.retries.attempts);
  return fmt::format("{}", clients * d.retries.attempts);
}

}  // namespace

void explain_dependencies(const Subject& subject, Sheet& sheet) {
  const Scenario& s = subject.scenario;
  const auto& all = s.service.dependencies;
  if (all.empty()) return;
  const double reads = read_share(s);
  sheet.heading(fmt::format("Dependencies: a request holds its slot for {} on average while it waits for them",
                            written::span(Time::seconds(holding_seconds(s)))));
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < std::min(all.size(), Subject::kShown); ++i) {
    const Dependency& d = all[i];
    const double calls = calls_at_peak(subject, d, reads);
    const bool stands_in = d.calls == Dependency::Calls::fallback;
    rows.push_back({d.name, stands_in ? "as a fallback" : written::share(share_that_needs(d, reads)),
                    written::mean(d.time), stands_in ? "-" : used_text(d, calls), storm_text(s, d),
                    stands_in ? "-" : without_text(s, d)});
  }
  sheet.table({"dependency", "needed by", ">takes", ">used", ">calls at worst", "without it"}, rows);
  for (std::size_t i = 0; i < rows.size(); ++i) sheet.item(all[i].name, limits_text(all[i]));
  sheet.more(all.size(), rows.size(), "dependency");
}

}  // namespace bicoastal
