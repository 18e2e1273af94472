#include "sim/scenario/inert.hpp"
#include "sim/scenario/resolve.hpp"

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace bicoastal {

namespace {

void refuse_single_region(const View& document, Inert& inert) {
  constexpr std::string_view kWhy = "there is only one region";
  inert.refuse(document["network"], {"wan_bandwidth", "message_overhead", "mesh", "links"}, kWhy);
  inert.refuse(document["data"], {"replication", "failover"}, kWhy);
  inert.refuse(document["keys"]["value"], kWhy);
  inert.refuse(document["routing"], {"policy", "weights", "order", "overstay", "overstay_for", "publish", "stay"},
               kWhy);
  for (std::size_t i = 0; i < document["actions"].size(); ++i)
    inert.refuse(document["actions"][i]["evacuate_region"], kWhy);
  for (std::size_t i = 0; i < document["clients"].size(); ++i) inert.refuse(document["clients"][i]["locality"], kWhy);
}

bool only_reads(const View& client) { return client["reads"].quantity(Dimension::share) >= 1; }

/// What clients do to keys, where keys of this type know nothing of it.
void refuse_changes(const View& document, Inert& inert) {
  const View keys = document["keys"], clients = document["clients"];
  const std::string type = keys["type"].text();
  const bool counted = type == "counter" || type == "inventory" || type == "accounts";
  if (type != "set" && type != "cart" && type != "seats")
    inert.refuse(keys["items"], fmt::format("keys of type {} have no items to choose from", type));
  if (!counted) inert.refuse(keys["initial"], fmt::format("keys of type {} hold nothing at the start", type));
  for (std::size_t i = 0; i < clients.size(); ++i) {
    if (only_reads(clients[i])) continue;  // told by itself
    if (type == "register" || type == "log")
      inert.refuse(clients[i]["removes"], fmt::format("nothing is taken back from keys of type {}", type));
    if (!counted && type != "cart")
      inert.refuse(clients[i]["max_amount"], fmt::format("changes of keys of type {} have no amount", type));
  }
}

void refuse_clients(const View& document, Inert& inert) {
  for (std::size_t i = 0; i < document["clients"].size(); ++i) {
    const View client = document["clients"][i], retries = client["retries"];
    if (client["hedge_after"].time() >= client["timeout"].time())
      inert.refuse(client["hedge_after"], "an attempt has been given up by then");
    if (client["reads"].quantity(Dimension::share) <= 0)
      inert.refuse(client["hedge_after"], "only reads are sent twice, and these clients only write");
    if (document["regions"].size() == 1) inert.refuse(client["next_region_on_retry"], "there is only one region");
    if (only_reads(client)) inert.refuse(client, {"removes", "max_amount", "read_back"}, "these clients only read");
    if (retries["attempts"].count() <= 1) {
      inert.refuse(retries, {"backoff", "multiplier", "max_backoff", "jitter"}, "there is only one attempt");
      inert.refuse(client["next_region_on_retry"], "there is only one attempt");
      if (!client["hedge_after"].exists()) inert.refuse(retries["budget"], "there is only one attempt");
    }
    if (retries["attempts"].count() == 2)
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

void Inert::refuse(const View& view, std::string_view why) {
  if (!view.given() || faults_.any_at(view.pointer())) return;
  if (faults_.is_preset(view.place())) return faults_.leave_out(view.pointer());
  faults_.add("E401", view.place(), view.pointer(), fmt::format("has no effect: {}", why));
}

void Inert::refuse(const View& group, std::initializer_list<std::string_view> fields, std::string_view why) {
  for (const std::string_view field : fields) refuse(group[field], why);
}

void refuse_inert_fields(const View& document, Faults& faults) {
  Inert inert(faults);
  if (document["regions"].size() == 1) refuse_single_region(document, inert);
  refuse_inert_routing(document, inert);
  if (!faults.any_under("/data/writes")) refuse_inert_data(document, faults, inert);
  if (!faults.any_under("/keys/type")) refuse_changes(document, inert);
  refuse_clients(document, inert);
  refuse_inert_service(document, faults, inert);
  refuse_network(document, inert);
  refuse_inert_fleet(document, inert);
  refuse_inert_cost(document, inert);
}

}  // namespace bicoastal
