#include "sim/report/scenario_words.hpp"

#include "sim/report/numbers.hpp"
#include "sim/report/text_table.hpp"

#include <fmt/format.h>

namespace bicoastal {

std::string pattern_text(const Scenario& s) {
  switch (s.data.writes) {
    case WritePattern::global:
      return fmt::format("writes global: {} accepts all writes",
                         s.data.primary.has_value() ? printable(s.regions[s.data.primary.index()].name, 30)
                                                    : std::string("one region"));
    case WritePattern::partitioned: return "writes partitioned: each key's home region accepts its writes";
    case WritePattern::quorum:
      return fmt::format("writes quorum: {} regions keep each key, {} answer a write, {} a read", s.data.quorum.n,
                         s.data.quorum.w, s.data.quorum.r);
    case WritePattern::local:
      return fmt::format("writes local: every region accepts writes, conflicts settled by {}",
                         printable(s.data.conflicts.policy, 20));
  }
  return {};
}

std::uint64_t sessions_of(const Scenario& s) {
  std::uint64_t sessions = 0;
  for (const Population& population : s.clients) sessions += population.sessions;
  return sessions;
}

std::string routing_text(const Scenario& s) {
  std::string text;
  switch (s.routing.policy) {
    case RoutingPolicy::latency: text = "to the region with the least delay"; break;
    case RoutingPolicy::geographic: text = "to the nearest region"; break;
    case RoutingPolicy::weighted: text = "to all regions, by weight"; break;
    case RoutingPolicy::failover: text = "to the first region of a list that is healthy"; break;
  }
  if (s.routing.dns_ttl.ns == 0) return fmt::format("{}, decided for each request", text);
  return fmt::format("{}, kept for {}", text, show_span(s.routing.dns_ttl));
}

}  // namespace bicoastal
