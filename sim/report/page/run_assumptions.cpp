// What a reader must know before believing the figures: what the model takes for granted in this scenario, and what no
// scenario of this version has. sim/README.md has the reasons.
#include "sim/report/page/assumptions.hpp"
#include "sim/report/page/run_sections.hpp"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Words = std::vector<std::string>;

void add(Words& list, bool applies, std::string words) {
  if (applies) list.push_back(std::move(words));
}

Markup list_of(const Words& list) {
  Markup items;
  for (const std::string& words : list) items += element("li", words);
  return element("ul", items);
}

}  // namespace

Words taken_for_granted(const Scenario& s) {
  const Data& data = s.data;
  const bool several = s.regions.size() > 1;
  const bool single_writer = data.writes == WritePattern::global || data.writes == WritePattern::partitioned;
  const bool fails_over = several && single_writer && data.failover.enabled;
  Words list;
  add(list, true,
      "Delays, service times, rates and shares are the scenario's: the figures are what follows from them, and no "
      "better than they are.");
  add(list, several,
      fmt::format("Delays between regions are those of the table {}; the two ways of a round trip vary independently.",
                  s.network.latency_source));
  add(list, true,
      "Users reach regions over the internet: their requests do not use the links between regions. Forwarded writes "
      "and "
      "replication do.");
  add(list, several,
      "Routes are fixed: what uses a link that is down waits until it is up. Faults that a provider would route around "
      "are better described as longer delays.");
  add(list, true,
      "Inside a region the leader copy of the data is durable over its zones: the loss of a zone loses no write.");
  add(list, true, "Where nothing is held to be healthy, balancers and the name service send requests all the same.");
  add(list, fails_over && !data.failover.fixed_voters(),
      "A new primary is elected by the regions that are up: somebody is taken to know which those are.");
  add(list, fails_over && data.failover.fencing && data.failover.lease.ns == 0,
      "The old primary's storage can be reached by whoever fences it, whatever the network does.");
  add(list, fails_over && data.failover.lease.ns > 0,
      "The clocks of a lease's holder and its voters run at the same rate for as long as a lease lasts.");
  add(list, data.writes == WritePattern::quorum,
      "Messages of quorums take delay, loss and reachability from the links, and none of their bandwidth.");
  add(list, !s.service.dependencies.empty(),
      "A replica holds its slot while it waits for what it calls; a dependency goes on with calls that were given up.");
  return list;
}

Words not_modelled() {
  return {
      "Discounts, reserved capacity, free tiers, support and taxes: what things cost is told at list prices, where the "
      "scenario names them.",
      "Packets: a link has a delay, a loss and a bandwidth that transfers share fairly.",
      "Storage engines: a store answers at once, or with the delay that a fault adds.",
      "Transactions over several keys.",
      "Setting up of connections, and encryption.",
      "Providers' ways of routing around a cut link.",
      "People: what operators do is what the scenario says, at the moment that it says.",
  };
}

Markup assumptions_section(const RunPage& page) {
  return element("section", {{"class", "keep"}},
                 element("h2", "What was taken for granted") + list_of(taken_for_granted(page.report.scenario))) +
         element("section", {{"class", "keep"}}, element("h2", "What was not modelled") + list_of(not_modelled()));
}

}  // namespace bicoastal
