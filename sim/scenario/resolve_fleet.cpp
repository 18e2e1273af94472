#include "sim/scenario/resolve.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

namespace {

bool exchanges_machines(const View& document) {
  const View deploys = document["deploys"];
  for (std::size_t i = 0; i < deploys.size(); ++i)
    if (const std::string strategy = deploys[i]["strategy"].text(); strategy == "blue_green" || strategy == "canary")
      return true;
  return false;
}

class FleetReader {
 public:
  FleetReader(const View& document, Scenario& scenario, Faults& faults)
      : view_(document["fleet"]), regions_(document["regions"]), scenario_(scenario), faults_(faults) {}

  void read() {
    Fleet& fleet = scenario_.fleet;
    fleet.start = resolve_distribution(view_["start"], faults_);
    if (view_["restart"].exists()) fleet.restart = view_["restart"].time();
    if (view_["liveness"].exists()) fleet.liveness = probe(view_["liveness"]);
    if (view_["startup"].exists()) fleet.startup = probe(view_["startup"]);
    if (view_["replace"].exists()) fleet.replace = view_["replace"].time();
    fleet.boot = view_["boot"].time();
    if (view_["autoscaling"].exists()) read_autoscaling(view_["autoscaling"]);
    if (const View managed = view_["managed"]; managed.exists())
      fleet.managed = Fleet::Managed{resolve_distribution(managed["cold_start"], faults_), managed["keep_warm"].time(),
                                     managed["limit"].count()};
    if (fleet.managed && !scenario_.service.dependencies.empty())
      faults_.add("E307", view_["managed"].place(), view_["managed"].pointer(),
                  "functions that call dependencies are not modelled", "either fleet.managed or service.dependencies");
    for (std::size_t i = 0; i < scenario_.regions.size(); ++i) check_standby(regions_[i]);
  }

 private:
  const View view_, regions_;
  Scenario& scenario_;
  Faults& faults_;

  HealthCheck probe(const View& view) {
    HealthCheck check;
    check.interval = view["interval"].time();
    check.timeout = view["timeout"].time();
    check.fall = view["fall"].count();
    check.rise = 1;
    if (check.timeout > check.interval && !faults_.any_under(view.pointer())) {
      const View where = view["timeout"].given() ? view["timeout"] : view["interval"];
      faults_.add("E307", where.place(), where.pointer(), "a check would begin before the one before it has ended",
                  "a timeout of at most the interval");
    }
    return check;
  }

  void read_autoscaling(const View& view) {
    Autoscaling rule;
    rule.least = view["least"].count();
    rule.most = view["most"].count();
    rule.target = view["target"].quantity(Dimension::share);
    rule.interval = view["interval"].time();
    rule.cooldown = view["cooldown"].time();
    scenario_.fleet.autoscaling = rule;
    if (faults_.any_under(view.pointer()) || faults_.spoilt(regions_.pointer())) return;
    if (rule.least > rule.most) {
      faults_.add("E307", view["most"].place(), view["most"].pointer(),
                  fmt::format("at most {} replicas are fewer than at least {}", rule.most, rule.least));
      return;
    }
    for (std::size_t i = 0; i < regions_.size(); ++i) {
      const double replicas = regions_[i]["zones"].number() * regions_[i]["replicas_per_zone"].number();
      if (regions_[i]["standby"].exists())
        faults_.add("E307", regions_[i]["standby"].place(), regions_[i]["standby"].pointer(),
                    "a region on standby has as many replicas as it says, and autoscaling has another opinion",
                    "one of the two");
      else if (replicas < rule.least || replicas > rule.most)
        faults_.add("E307", view.place(), view.pointer(),
                    fmt::format("{} starts with {:.0f} replicas, which is not from {} to {}",
                                in_quotes(regions_[i]["name"].text()), replicas, rule.least, rule.most));
    }
  }

  void check_standby(const View& region) {
    const View standby = region["standby"];
    if (!standby.exists() || faults_.any_under(region.pointer())) return;
    const double full = region["zones"].number() * region["replicas_per_zone"].number();
    if (standby["replicas"].number() >= full)
      faults_.add("E307", standby["replicas"].place(), standby["replicas"].pointer(),
                  fmt::format("a region of {:.0f} replicas has no fewer of them on standby", full));
  }
};

}  // namespace

// Where a zone can be lost and machines are replaced, the others must have room for all of them; where there is only
// one, it has.
std::size_t places_in_a_zone(const View& document, const View& region) {
  const View autoscaling = document["fleet"]["autoscaling"];
  const auto zones = static_cast<std::size_t>(std::max(1.0, region["zones"].number()));
  const auto each = static_cast<std::size_t>(region["replicas_per_zone"].number());
  std::size_t machines = std::max<std::size_t>(zones * each, autoscaling["most"].count());
  const bool replaces = document["fleet"]["replace"].exists();
  if (exchanges_machines(document) || (replaces && zones == 1)) machines *= 2;
  const bool moves = (autoscaling.exists() || replaces) && zones > 1;
  const std::size_t over = moves ? zones - 1 : zones;
  return std::max(each, (machines + over - 1) / over);
}

void resolve_fleet(const View& document, Scenario& scenario, Faults& faults) {
  FleetReader(document, scenario, faults).read();
}

}  // namespace bicoastal
