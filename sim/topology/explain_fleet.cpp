// What keeps replicas running, how many there are, and what changes them.
#include "sim/topology/demand.hpp"
#include "sim/topology/explain_sections.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::string strategy_text(const Deploy& d) {
  switch (d.strategy) {
    case Deploy::Strategy::rolling: return fmt::format("rolling, {} at a time", d.batch);
    case Deploy::Strategy::blue_green: return "blue-green";
    case Deploy::Strategy::canary: {
      std::vector<std::string> steps;
      for (const double step : d.steps) steps.push_back(written::share(step));
      return "canary: " + written::list(steps, 6);
    }
    case Deploy::Strategy::push: return "push, without a restart";
  }
  return {};
}

std::string version_text(const Version& v) {
  std::vector<std::string> what;
  if (v.errors > 0) what.push_back(written::share(v.errors) + " errors");
  if (v.slow != 1) what.push_back(fmt::format("{:g} times as slow", v.slow));
  if (v.incompatible) what.push_back("older versions cannot read its data");
  return what.empty() ? "does no harm" : written::list(what);
}

std::string regions_text(const Subject& subject, const Deploy& d) {
  std::vector<std::string> names;
  for (const RegionId r : d.regions) names.push_back(subject.name(r));
  const std::string list = written::list(names, 4);
  if (names.size() == 1) return list;
  if (d.all_regions_at_once) return list + " at once";
  return d.pause.ns > 0 ? fmt::format("{}, {} apart", list, written::span(d.pause)) : list + ", one by one";
}

void explain_standby(const Subject& subject, Sheet& sheet) {
  for (const Region& region : subject.scenario.regions)
    if (region.standby)
      sheet.item("on standby", fmt::format("{} runs {}; all {} start {} after the first sign that it is needed",
                                           region.name, written::count(region.standby->replicas, "replica"),
                                           region.standby->full, written::span(region.standby->scale_up)));
}

}  // namespace

void explain_fleet(const Subject& subject, Sheet& sheet) {
  const Fleet& f = subject.scenario.fleet;
  const bool on_standby = std::any_of(subject.scenario.regions.begin(), subject.scenario.regions.end(),
                                      [](const Region& r) { return r.standby.has_value(); });
  if (f.start == Distribution{} && !f.restart && !f.liveness && !f.startup && !f.replace && !f.autoscaling &&
      !f.managed && !on_standby)
    return;
  sheet.heading("Lives of replicas");
  if (f.managed) {
    sheet.item("functions",
               fmt::format("an instance for each request, kept for {}; a new one takes {} on average; at most {} at "
                           "once in a region",
                           written::span(f.managed->keep_warm), written::mean(f.managed->cold_start),
                           written::count(f.managed->limit)));
    return;
  }
  sheet.item("start", written::mean(f.start) + " on average until a process answers");
  if (f.startup) {
    const Time allowed = f.startup->interval * f.startup->fall;
    sheet.item("start-up probe", fmt::format("allows {}, then the start is tried again", written::span(allowed)));
  } else if (f.liveness && mean_seconds(f.start) > (f.liveness->interval * f.liveness->fall).in_seconds()) {
    sheet.item("LIVENESS", "checks give up before a start of average length ends: a start-up probe would wait for it");
  }
  if (f.restart) sheet.item("restart", fmt::format("{} after a process ended", written::span(*f.restart)));
  if (f.liveness)
    sheet.item("liveness", fmt::format("a silent process is started again after {}", detection_text(*f.liveness)));
  if (f.replace)
    sheet.item("replacement", fmt::format("{} after a balancer held a replica for down, a new machine boots in {}",
                                          written::span(*f.replace), written::span(f.boot)));
  if (f.autoscaling)
    sheet.item("autoscaling",
               fmt::format("{} to {} replicas a region, so that {} of their slots are busy; looks every {}; "
                           "new machines boot in {}",
                           f.autoscaling->least, f.autoscaling->most, written::share(f.autoscaling->target),
                           written::span(f.autoscaling->interval), written::span(f.boot)));
  explain_standby(subject, sheet);
}

void explain_deploys(const Subject& subject, Sheet& sheet) {
  const Scenario& s = subject.scenario;
  if (s.deploys.empty()) return;
  sheet.heading("Deploys");
  std::vector<std::vector<std::string>> rows;
  for (std::size_t d = 0; d < std::min(s.deploys.size(), Subject::kShown); ++d) {
    const Deploy& deploy = s.deploys[d];
    rows.push_back({written::span(deploy.at), deploy.name, strategy_text(deploy), regions_text(subject, deploy),
                    deploy.abort_above ? "above " + written::share(*deploy.abort_above) + " failed" : "never",
                    version_text(deploy.version)});
  }
  sheet.table({">at", "deploy", "how", "where", "taken back", "its version"}, rows);
  sheet.more(s.deploys.size(), rows.size(), "deploy");
}

}  // namespace bicoastal
