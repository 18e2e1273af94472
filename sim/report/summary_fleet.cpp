#include "sim/report/numbers.hpp"
#include "sim/report/summary_sections.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::string outage_text(const Percentiles& outage) {
  return outage.count == 0 ? "-"
                           : fmt::format("{}, at most {}", show_seconds(outage.p50_s), show_seconds(outage.max_s));
}

std::string strategy_text(Deploy::Strategy strategy) {
  switch (strategy) {
    case Deploy::Strategy::rolling: return "rolling";
    case Deploy::Strategy::blue_green: return "blue-green";
    case Deploy::Strategy::canary: return "canary";
    case Deploy::Strategy::push: return "push";
  }
  return {};
}

std::string end_text(const DeployFigures& d) {
  if (!d.begun_s) return "not begun";
  if (!d.took_s) return "not over when the run ended";
  return fmt::format("{} after {}", d.undone ? "TAKEN BACK" : "done", show_seconds(*d.took_s));
}

}  // namespace

void write_fleet(Page& page, const RunReport& r) {
  const Analysis& a = r.analysis;
  if (a.fleet.empty()) return;
  page.heading("Replicas", "ready: that answered; outage: end of a process until it, or its successor, answered");
  TextTable table(
      {{"", TextTable::Align::left, 18}, {"least"}, {"mean"}, {"most"}, {"restarted"}, {"replaced"}, {"outage"}});
  for (std::size_t i = 0; i < a.fleet.size(); ++i) {
    const FleetFigures& f = a.fleet[i];
    table.add({{r.scenario.regions[i].name},
               {show_count(f.ready_least)},
               {fmt::format("{:.1f}", f.ready_mean)},
               {show_count(f.ready_most)},
               {show_count(f.restarts)},
               {show_count(f.replaced)},
               {outage_text(f.outage)}});
  }
  page.table(table);
}

void write_deploys(Page& page, const RunReport& r) {
  if (r.analysis.deploys.empty()) return;
  page.heading("Deploys", "answered: requests by the new version's replicas, until it was done or taken back");
  for (const DeployFigures& d : r.analysis.deploys) {
    const Deploy& deploy = r.scenario.deploys[d.deploy.index()];
    page.line(fmt::format("{}, {}: {}", printable(deploy.name, 60), strategy_text(deploy.strategy), end_text(d)),
              d.undone ? Tone::unsure : Tone::plain, 2);
    page.item("answered", fmt::format("{}, {} failed", counted(d.answered, "request"), show_count(d.failed)),
              Tone::plain, 4);
    const std::size_t fault = deploy.fault.index();
    if (fault < r.analysis.faults.size() && r.analysis.faults[fault].touched()) write_effect(page, r, fault);
  }
}

}  // namespace bicoastal
