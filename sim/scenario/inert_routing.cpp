#include "sim/scenario/inert.hpp"

#include <string>

#include <fmt/format.h>

namespace bicoastal {

namespace {

void refuse_lonely_agreement(const View& check, Inert& inert) {
  if (check["checkers"].count() <= 1) inert.refuse(check["agree"], "one checker decides by itself");
}

void refuse_name_service(const View& routing, Inert& inert) {
  const std::string policy = routing["policy"].text();
  if (policy != "weighted")
    inert.refuse(routing["weights"], fmt::format("the routing policy is {}, not weighted", policy));
  if (policy != "failover")
    inert.refuse(routing["order"], fmt::format("the routing policy is {}, not failover", policy));
  if (routing["overstay"].quantity(Dimension::share) <= 0)
    inert.refuse(routing["overstay_for"], "no session overstays");
  else if (routing["dns_ttl"].time().ns == 0)
    inert.refuse(routing, {"overstay", "overstay_for"}, "dns_ttl is 0 s: nobody keeps an answer");
}

/// Deploys do, and whatever gives machines back.
bool replicas_are_taken_out(const View& document) {
  const View fleet = document["fleet"];
  return document["deploys"].size() > 0 || fleet["autoscaling"].exists() || fleet["replace"].exists();
}

void refuse_balancing(const View& document, Inert& inert) {
  const View balancing = document["balancing"], regions = document["regions"];
  if (!replicas_are_taken_out(document)) inert.refuse(balancing["drain"], "no replica is taken out on purpose");
  const bool weighted = balancing["policy"].text() == "weighted";
  bool single_zones = true;
  for (std::size_t i = 0; i < regions.size(); ++i) single_zones = single_zones && regions[i]["zones"].count() == 1;
  if (!weighted)
    inert.refuse(balancing["zone_weights"],
                 fmt::format("the balancing policy is {}, not weighted", balancing["policy"].text()));
  else if (balancing["zone_aware"].truth())
    inert.refuse(balancing["zone_aware"], "policy weighted chooses zones by their weights");
  if (single_zones) inert.refuse(balancing, {"zone_weights", "zone_aware"}, "every region has only one zone");
}

}  // namespace

void refuse_inert_routing(const View& document, Inert& inert) {
  const View routing = document["routing"];
  if (document["regions"].size() > 1) refuse_name_service(routing, inert);
  refuse_balancing(document, inert);
  const View detect = document["data"]["failover"]["detect"];
  for (const View& check : {routing["health_check"], document["balancing"]["health_check"], detect})
    refuse_lonely_agreement(check, inert);
  inert.refuse(detect["deep"], "what is checked is the store itself");
}

}  // namespace bicoastal
