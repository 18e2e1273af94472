// Fields of fleets, standby and deploys that have no effect.
#include "sim/scenario/inert.hpp"

#include <string>

namespace bicoastal {

namespace {

void refuse_under_functions(const View& document, Inert& inert) {
  constexpr std::string_view kWhy = "functions have no instances to look after";
  const View regions = document["regions"];
  inert.refuse(document["fleet"], {"start", "restart", "liveness", "startup", "replace", "boot", "autoscaling"}, kWhy);
  inert.refuse(document["service"], {"concurrency", "queue"}, "each request has an instance of its own");
  inert.refuse(document["balancing"], "requests go to instances, not to replicas");
  for (std::size_t i = 0; i < regions.size(); ++i) inert.refuse(regions[i], {"replicas_per_zone", "standby"}, kWhy);
}

void refuse_deploy(const View& deploy, std::size_t all_regions, Inert& inert) {
  const std::string strategy = deploy["strategy"].text();
  const std::size_t regions = deploy["regions"].exists() ? deploy["regions"].size() : all_regions;
  const bool watched = deploy["abort_above"].exists();
  if (strategy != "canary") inert.refuse(deploy["steps"], "the strategy is " + strategy + ", not canary");
  if (strategy == "push") {
    inert.refuse(deploy["batch"], "a push comes to all replicas of a region at once");
  } else if (strategy != "rolling") {
    if (!watched)
      inert.refuse(deploy["batch"], "new machines take the place of old ones, and nothing is taken back");
    else if (regions == 1)
      inert.refuse(deploy["batch"],
                   "new machines take the place of old ones; in one region they are taken back at once");
  }
  if (regions == 1) {
    inert.refuse(deploy, {"all_regions_at_once", "pause"}, "it goes to one region only");
    if (!watched && (strategy == "rolling" || strategy == "push"))
      inert.refuse(deploy["bake"], "nothing comes after it, and nothing is taken back");
  } else if (deploy["all_regions_at_once"].truth()) {
    inert.refuse(deploy["pause"], "it goes to all regions at once");
  }
}

}  // namespace

void refuse_inert_fleet(const View& document, Inert& inert) {
  const View fleet = document["fleet"], deploys = document["deploys"];
  bool exchanges = false;
  for (std::size_t i = 0; i < deploys.size(); ++i) {
    const std::string strategy = deploys[i]["strategy"].text();
    exchanges = exchanges || strategy == "blue_green" || strategy == "canary";
    refuse_deploy(deploys[i], document["regions"].size(), inert);
  }
  if (fleet["managed"].exists())
    refuse_under_functions(document, inert);
  else if (!fleet["replace"].exists() && !fleet["autoscaling"].exists() && !exchanges)
    inert.refuse(fleet["boot"], "no new machine is ever needed");
}

}  // namespace bicoastal
