#include "sim/scenario/resolve.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

Deploy::Strategy strategy_named(const std::string& name) {
  return name == "blue_green" ? Deploy::Strategy::blue_green
         : name == "canary"   ? Deploy::Strategy::canary
         : name == "push"     ? Deploy::Strategy::push
                              : Deploy::Strategy::rolling;
}

class DeployReader {
 public:
  DeployReader(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults)
      : document_(document), directory_(directory), scenario_(scenario), faults_(faults) {}

  Deploy read(const View& view) {
    Deploy deploy;
    deploy.name = view["name"].text();
    deploy.at = view["at"].time();
    deploy.strategy = strategy_named(view["strategy"].text());
    deploy.regions = resolve_order(view["regions"], directory_, faults_);
    if (!view["regions"].exists()) complete_order(deploy.regions, scenario_);
    deploy.all_regions_at_once = view["all_regions_at_once"].truth();
    deploy.pause = view["pause"].time();
    deploy.batch = view["batch"].count();
    deploy.bake = view["bake"].time();
    if (view["abort_above"].exists()) deploy.abort_above = view["abort_above"].quantity(Dimension::share);
    const View version = view["version"];
    deploy.version = {version["errors"].quantity(Dimension::share), version["slow"].number(),
                      version["incompatible"].truth()};
    for (std::size_t i = 0; i < view["steps"].size(); ++i)
      deploy.steps.push_back(view["steps"][i].quantity(Dimension::share));
    check(view, deploy);
    return deploy;
  }

 private:
  const View document_;
  const PlaceNames& directory_;
  const Scenario& scenario_;
  Faults& faults_;

  void check(const View& view, const Deploy& deploy) {
    if (deploy.at >= scenario_.duration)
      faults_.add("E306", view["at"].place(), view["at"].pointer(),
                  fmt::format("begins at {}, when the load has ended", in_quotes(view["at"].text())),
                  "before duration");
    const View steps = view["steps"];
    if (deploy.strategy == Deploy::Strategy::canary && !faults_.any_under(steps.pointer())) {
      const bool increases =
          std::adjacent_find(deploy.steps.begin(), deploy.steps.end(), std::greater_equal<>()) == deploy.steps.end();
      if (!increases || deploy.steps.empty() || deploy.steps.back() != 1)
        faults_.add("E307", steps.given() ? steps.place() : view.place(), steps.pointer(),
                    "the shares of a canary increase, up to all of the traffic", "for example 5 %, 50 %, 100 %");
    }
    if (document_["fleet"]["managed"].exists() && deploy.strategy != Deploy::Strategy::push)
      faults_.add("E307", view["strategy"].given() ? view["strategy"].place() : view.place(),
                  view["strategy"].pointer(), "functions have no instances that could be exchanged one by one",
                  "strategy push");
  }
};

}  // namespace

void resolve_deploys(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults) {
  const View deploys = document["deploys"];
  std::set<std::string> names;
  for (const Fault& fault : scenario.faults) names.insert(fault.name);
  DeployReader reader(document, directory, scenario, faults);
  for (std::size_t i = 0; i < deploys.size(); ++i) {
    if (!deploys[i].is_object() || faults.any_under(deploys[i].pointer())) continue;
    Deploy deploy = reader.read(deploys[i]);
    const View name = deploys[i]["name"];
    if (deploy.name.empty())
      for (std::size_t n = i + 1; deploy.name.empty() || names.contains(deploy.name); ++n)
        deploy.name = fmt::format("deploy {}", n);
    if (!names.insert(deploy.name).second)
      faults.add("E304", name.place(), name.pointer(),
                 fmt::format("a second fault or deploy {}", in_quotes(deploy.name)));
    deploy.fault = FaultId(scenario.faults.size());
    scenario.faults.push_back(
        {deploy.name, "deploy", deploy.at, Time::max(), Deployed{DeployId(scenario.deploys.size())}});
    scenario.deploys.push_back(std::move(deploy));
  }
}

}  // namespace bicoastal
