#include "sim/scenario/resolve.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace bicoastal {

namespace {

class Inert {
 public:
  explicit Inert(Faults& faults) : faults_(faults) {}

  void refuse(const View& view, std::string_view why) {
    if (view.given()) faults_.add("E401", view.place(), view.pointer(), fmt::format("has no effect: {}", why));
  }
  void refuse(const View& group, std::initializer_list<std::string_view> fields, std::string_view why) {
    for (const std::string_view field : fields) refuse(group[field], why);
  }

 private:
  Faults& faults_;
};

void refuse_single_region(const View& document, Inert& inert) {
  constexpr std::string_view kWhy = "there is only one region";
  inert.refuse(document["network"], {"wan_bandwidth", "message_overhead", "mesh", "links"}, kWhy);
  inert.refuse(document["data"], {"replication", "failover"}, kWhy);
  inert.refuse(document["keys"]["value"], kWhy);
  inert.refuse(document["routing"], {"policy", "weights", "order"}, kWhy);
  for (std::size_t i = 0; i < document["clients"].size(); ++i) inert.refuse(document["clients"][i]["locality"], kWhy);
}

void refuse_data(const View& document, Inert& inert, bool single_region) {
  const View data = document["data"], failover = data["failover"], copies = data["copies"];
  const std::string writes = data["writes"].text();
  if (writes != "global") inert.refuse(data["primary"], fmt::format("writes are {}, there is no one primary", writes));
  if (writes == "local" && !single_region)
    inert.refuse(failover, "writes are local, there is no primary to fail over from");
  else if (!failover["enabled"].truth())
    inert.refuse(failover, {"detect", "decide", "promote", "redirect_ttl", "fencing", "failback", "failback_after"},
                 "failover is not enabled");
  else if (!failover["failback"].truth())
    inert.refuse(failover["failback_after"], "failback is false");
  if (copies["per_region"].count() == 0) {
    inert.refuse(copies, {"lag"}, "there are no read copies");
    const std::string from = data["reads"]["from"].text();
    if (from == "any" || from == "sticky") inert.refuse(data["reads"]["from"], "there are no read copies");
  }
  const View conflicts = data["conflicts"];
  const std::size_t regions = document["regions"].size();
  if (conflicts["offsets"].size() >= regions)
    inert.refuse(conflicts["skew"], "offsets names the clock of every region");
  if (conflicts["drifts"].size() >= regions) inert.refuse(conflicts["drift"], "drifts names the clock of every region");
}

void refuse_clients(const View& document, Inert& inert) {
  for (std::size_t i = 0; i < document["clients"].size(); ++i) {
    const View retries = document["clients"][i]["retries"];
    if (retries["attempts"].count() <= 1)
      inert.refuse(retries, {"backoff", "multiplier", "max_backoff", "jitter"}, "there is only one attempt");
    else if (retries["attempts"].count() == 2)
      inert.refuse(retries, {"multiplier", "max_backoff"}, "there is only one retry");
  }
}

void refuse_network(const View& document, Inert& inert) {
  const View network = document["network"], links = network["links"], regions = document["regions"];
  const bool mesh = network["mesh"].truth();
  bool all_say_bandwidth = !mesh || links.size() == regions.size() * (regions.size() - 1) / 2;
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (mesh && !links[i]["latency"].exists() && !links[i]["bandwidth"].exists())
      inert.refuse(links[i], "it says nothing that the mesh does not");
    all_say_bandwidth = all_say_bandwidth && links[i]["bandwidth"].exists();
  }
  if (all_say_bandwidth && regions.size() > 1)
    inert.refuse(network["wan_bandwidth"], "every link has a bandwidth of its own");
  bool single_zones = true;
  for (std::size_t i = 0; i < regions.size(); ++i) single_zones = single_zones && regions[i]["zones"].count() == 1;
  if (single_zones) inert.refuse(network["inter_zone"], "every region has only one zone");
}

}  // namespace

void refuse_inert_fields(const View& document, Faults& faults) {
  Inert inert(faults);
  const View routing = document["routing"];
  const bool single_region = document["regions"].size() == 1;
  if (single_region) refuse_single_region(document, inert);
  const std::string policy = routing["policy"].text();
  if (!single_region && policy != "weighted")
    inert.refuse(routing["weights"], fmt::format("the routing policy is {}, not weighted", policy));
  if (!single_region && policy != "failover")
    inert.refuse(routing["order"], fmt::format("the routing policy is {}, not failover", policy));
  refuse_data(document, inert, single_region);
  refuse_clients(document, inert);
  refuse_network(document, inert);
}

}  // namespace bicoastal
