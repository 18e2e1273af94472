#include "sim/scenario/prices.hpp"

#include "sim/base/check.hpp"
#include "sim/scenario/embedded.hpp"
#include "sim/scenario/faults.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/view.hpp"

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::string_view kPriceFolder = "prices/", kPriceEnding = ".json";

PriceEntry entry_at(const View& view) {
  PriceEntry entry;
  entry.what = view["what"].text();
  if (view["usd"].exists()) entry.usd = view["usd"].number();
  const View by_region = view["by_region"];
  for (std::size_t i = 0; by_region.is_object() && i < by_region.size(); ++i)
    entry.by_region[by_region.node()->keys[i]] = by_region.node()->items[i].number;
  entry.says = view["says"].text();
  entry.where = view["where"].text();
  entry.date = view["date"].text();
  entry.status = view["status"].text();
  return entry;
}

}  // namespace

Prices PriceTable::in(std::string_view region, Pricing::Store store) const {
  Prices prices;
  prices.assumed = true;
  const std::string asked(region);
  const auto take = [&](std::string_view what, double Prices::*into) {
    for (const PriceEntry& entry : entries) {
      if (entry.what != what) continue;
      const auto of_region = entry.by_region.find(asked);
      if (entry.usd) prices.*into = *entry.usd;
      if (of_region == entry.by_region.end()) continue;
      prices.*into = of_region->second;
      prices.assumed = false;
    }
  };
  for (const PriceField& field : kPriceFields) take(field.name, field.value);
  if (store == Pricing::Store::instances) take("copy_gb_month", &Prices::gb_month);
  return prices;
}

std::vector<std::string> price_table_names() {
  std::vector<std::string> names;
  for (std::string_view file : embedded_files()) {
    if (!file.starts_with(kPriceFolder) || !file.ends_with(kPriceEnding)) continue;
    file.remove_prefix(kPriceFolder.size());
    file.remove_suffix(kPriceEnding.size());
    names.emplace_back(file);
  }
  return names;
}

std::optional<PriceTable> find_price_table(std::string_view name) {
  const auto text = embedded_file(fmt::format("{}{}{}", kPriceFolder, name, kPriceEnding));
  if (!text) return std::nullopt;
  Faults faults;
  const auto document = parse_json(*text, faults.add_source(std::string(name)), faults);
  BC_CHECK(document.has_value() && faults.empty());  // a test reads all of them
  const View view(&*document, "");
  PriceTable table{std::string(name),
                   view["title"].text(),
                   view["about"].text(),
                   view["read_unit"].quantity(Dimension::size),
                   view["write_unit"].quantity(Dimension::size),
                   {}};
  for (std::size_t i = 0; i < view["prices"].size(); ++i) table.entries.push_back(entry_at(view["prices"][i]));
  return table;
}

}  // namespace bicoastal
