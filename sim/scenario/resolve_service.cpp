// What replicas do with a request, and the services that they call for it.
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/resolve.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

Retries resolve_retries(const View& view, Faults& faults) {
  Retries retries;
  retries.attempts = view["attempts"].count();
  retries.backoff = view["backoff"].time();
  retries.multiplier = view["multiplier"].number();
  retries.max_backoff = view["max_backoff"].time();
  const std::string jitter = view["jitter"].text();
  retries.jitter = jitter == "none"    ? Retries::Jitter::none
                   : jitter == "equal" ? Retries::Jitter::equal
                                       : Retries::Jitter::full;
  if (const View budget = view["budget"]; budget.exists())
    retries.budget = RetryBudget{budget["share"].quantity(Dimension::share), budget["burst"].number()};
  if (retries.max_backoff < retries.backoff && !faults.any_under(view.pointer()))
    faults.add("E307", view["max_backoff"].given() ? view["max_backoff"].place() : view["backoff"].place(),
               view["max_backoff"].given() ? view["max_backoff"].pointer() : view["backoff"].pointer(),
               "the longest pause is shorter than the first one", "backoff at most max_backoff");
  return retries;
}

std::optional<DependencyId> find_dependency(const View& name, const Scenario& scenario, Faults& faults) {
  std::vector<std::string> names;
  for (const Dependency& d : scenario.service.dependencies) names.push_back(d.name);
  const auto found = std::ranges::find(names, name.text());
  if (found != names.end()) return DependencyId(static_cast<std::size_t>(found - names.begin()));
  if (!faults.any_under("/service/dependencies") || !names.empty())
    faults.add("E315", name.place(), name.pointer(), fmt::format("no dependency {}", in_quotes(name.text())),
               suggest_name(name.text(), names));
  return std::nullopt;
}

namespace {

Cache read_cache(const View& view, Faults& faults) {
  Cache cache;
  cache.time = resolve_distribution(view["time"], faults);
  cache.ttl = view["ttl"].time();
  cache.entries = view["entries"].count();
  cache.warm = view["warm"].truth();
  cache.coalesce = view["coalesce"].truth();
  cache.stale_on_error = view["stale_on_error"].truth();
  return cache;
}

Dependency::Calls calls_named(const std::string& name) {
  return name == "reads"      ? Dependency::Calls::reads
         : name == "writes"   ? Dependency::Calls::writes
         : name == "fallback" ? Dependency::Calls::fallback
                              : Dependency::Calls::all;
}

Dependency read_dependency(const View& view, Faults& faults) {
  Dependency d;
  d.name = view["name"].text();
  d.calls = calls_named(view["calls"].text());
  d.share = view["share"].quantity(Dimension::share);
  d.shared = view["shared"].truth();
  d.time = resolve_distribution(view["time"], faults);
  d.concurrency = view["concurrency"].count();
  d.queue = view["queue"].count();
  d.timeout = view["timeout"].time();
  d.retries = resolve_retries(view["retries"], faults);
  if (const View breaker = view["breaker"]; breaker.exists())
    d.breaker = Breaker{breaker["failures"].count(), breaker["open_for"].time(), breaker["trials"].count()};
  d.bulkhead = view["bulkhead"].count();
  d.hedge_after = view["hedge_after"].time();
  d.critical = view["critical"].truth();
  if (view["cache"].exists()) d.cache = read_cache(view["cache"], faults);
  if (view["off_above"].exists()) d.off_above = view["off_above"].quantity(Dimension::share);
  return d;
}

/// Names of fallbacks become numbers once all dependencies are known.
void resolve_fallbacks(const View& list, Scenario& scenario, Faults& faults) {
  auto& all = scenario.service.dependencies;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (const View fallback = list[i]["fallback"]; fallback.exists())
      all[i].fallback = find_dependency(fallback, scenario, faults);
}

/// One fault for each circle, at its first dependency.
void refuse_circles(const View& list, const std::vector<Dependency>& all, Faults& faults) {
  std::set<std::size_t> told;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::string way = all[i].name;
    std::vector<std::size_t> on_way{i};
    std::size_t at = i;
    while (all[at].fallback && on_way.size() <= all.size()) {
      at = all[at].fallback->index();
      way += fmt::format(" -> {}", all[at].name);
      if (at == i) break;
      on_way.push_back(at);
    }
    if (at != i || on_way.size() > all.size() || !all[at].fallback || told.contains(i)) continue;
    told.insert(on_way.begin(), on_way.end());
    const View fallback = list[i]["fallback"];
    faults.add("E307", fallback.place(), fallback.pointer(), fmt::format("fallbacks go in a circle: {}", way));
  }
}

void refuse_contradictions(const View& list, const std::vector<Dependency>& all, Faults& faults) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Dependency& d = all[i];
    const View view = list[i];
    if (d.off_above && d.critical && !d.fallback && d.calls != Dependency::Calls::fallback)
      faults.add("E307", view["off_above"].place(), view["off_above"].pointer(),
                 fmt::format("operations fail without {}: switching it off under load makes them fail", d.name),
                 "\"critical\": false, or a fallback");
  }
}

}  // namespace

void resolve_service(const View& document, Scenario& scenario, Faults& faults) {
  const View view = document["service"], list = view["dependencies"];
  Service& service = scenario.service;
  service.time = resolve_distribution(view["time"], faults);
  service.concurrency = view["concurrency"].count();
  service.queue = view["queue"].count();
  if (view["max_wait"].exists()) service.max_wait = view["max_wait"].time();
  if (const View limit = view["rate_limit"]; limit.exists())
    service.rate_limit = {limit["rate"].quantity(Dimension::rate), limit["burst"].number()};
  const std::string sessions = view["sessions"].text();
  service.sessions = sessions == "in_memory" ? SessionState::in_memory
                     : sessions == "shared"  ? SessionState::shared
                                             : SessionState::none;
  if (faults.any_under(list.pointer())) return;
  std::set<std::string> names;
  for (std::size_t i = 0; i < list.size(); ++i) {
    service.dependencies.push_back(read_dependency(list[i], faults));
    const View name = list[i]["name"];
    if (!names.insert(name.text()).second)
      faults.add("E304", name.place(), name.pointer(), fmt::format("a second dependency {}", in_quotes(name.text())));
  }
  resolve_fallbacks(list, scenario, faults);
  refuse_circles(list, service.dependencies, faults);
  refuse_contradictions(list, service.dependencies, faults);
}

}  // namespace bicoastal
