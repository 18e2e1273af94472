#include "sim/scenario/inert.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/prices.hpp"
#include "sim/scenario/resolve.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// Nothing, and a fault, where there is no table of that name.
std::optional<PriceTable> price_table_of(const View& name, Faults& faults) {
  if (name.text() == kNoPrices) return PriceTable{};
  auto table = find_price_table(name.text());
  if (table) return table;
  std::vector<std::string> names = price_table_names();
  names.emplace_back(kNoPrices);
  faults.add("E319", name.place(), name.pointer(), fmt::format("no table of prices {}", in_quotes(name.text())),
             suggest_name(name.text(), names));
  return std::nullopt;
}

void replace_prices(Prices& prices, const View& by) {
  for (const PriceField& field : kPriceFields)
    if (by[field.name].exists()) prices.*field.value = by[field.name].quantity(Dimension::money);
}

std::optional<double> money_at(const View& view) {
  return view.exists() ? std::optional(view.quantity(Dimension::money)) : std::nullopt;
}

/// Functions are billed by their time, which no table has a price for.
void check_functions(const View& cost, const Scenario& scenario, Faults& faults) {
  if (!scenario.fleet.managed) return;
  for (std::size_t r = 0; r < scenario.regions.size(); ++r) {
    const std::string& name = scenario.regions[r].name;
    if (cost["own"]["function_second"].exists() || cost["by_region"][name]["function_second"].exists()) continue;
    faults.add("E320", cost.place(), cost.pointer(), "functions are billed by the time that they work",
               "cost.own.function_second");
    return;
  }
}

}  // namespace

void resolve_cost(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults) {
  const View cost = document["cost"];
  if (!cost.exists() || !cost.is_object() || !cost["prices"].is_text()) return;
  check_region_keys(cost["by_region"], directory, faults);
  const auto table = price_table_of(cost["prices"], faults);
  if (!table) return;
  Pricing out;
  out.table = cost["prices"].text();
  out.store = cost["store"].text() == "instances" ? Pricing::Store::instances : Pricing::Store::on_demand;
  out.read_unit = table->read_unit;
  out.write_unit = table->write_unit;
  for (const Region& region : scenario.regions) {
    Prices prices = table->in(region.name, out.store);
    prices.assumed = prices.assumed && !table->entries.empty();
    replace_prices(prices, cost["own"]);
    replace_prices(prices, cost["by_region"][region.name]);
    (out.store == Pricing::Store::instances ? prices.million_reads : prices.copy_hour) = 0;  // billed the other way
    (out.store == Pricing::Store::instances ? prices.million_writes : prices.zones_gb) = 0;
    out.regions.push_back(prices);
  }
  const View kept = cost["stored_per_key"], answer = cost["answer"];
  out.key_bytes = kept.exists() ? kept.quantity(Dimension::size) : scenario.keys.value_bytes;
  if (answer.exists()) out.answer_bytes = answer.quantity(Dimension::size);
  out.failed_request = money_at(cost["per_failed_request"]);
  out.lost_write = money_at(cost["per_lost_write"]);
  if (!faults.any_under("/cost")) check_functions(cost, scenario, faults);
  scenario.cost = std::move(out);
}

void refuse_inert_cost(const View& document, Inert& inert) {
  const View cost = document["cost"];
  if (!cost.is_object()) return;
  std::vector<View> lists{cost["own"]};
  for (std::size_t r = 0; r < document["regions"].size(); ++r)
    lists.push_back(cost["by_region"][document["regions"][r]["name"].text()]);
  const bool instances = cost["store"].text() == "instances";
  const bool functions = document["fleet"]["managed"].exists();
  bool single_zones = true;
  for (std::size_t r = 0; r < document["regions"].size(); ++r)
    single_zones = single_zones && document["regions"][r]["zones"].count() == 1;
  for (const View& prices : lists) {
    if (instances)
      inert.refuse(prices, {"million_reads", "million_writes"}, "stores on instances are not billed by requests");
    else
      inert.refuse(prices, {"copy_hour", "zones_gb"}, "stores on demand are billed by requests, zones included");
    if (functions)
      inert.refuse(prices, {"instance_hour"}, "functions have no instances to pay for");
    else
      inert.refuse(prices, {"function_second"}, "nothing runs as functions");
    if (document["regions"].size() == 1) inert.refuse(prices, {"between_regions_gb"}, "there is only one region");
    if (instances && single_zones) inert.refuse(prices, {"zones_gb"}, "every region has only one zone");
  }
}

}  // namespace bicoastal
