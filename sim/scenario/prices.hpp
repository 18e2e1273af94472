// Tables of list prices, under scenarios/prices/: each figure with where it was read, and when that was written.
//
// A table is named by the date of its newest figure and is never changed afterwards, so that a stored run costs the
// same tomorrow: newer prices are a new table.
#pragma once

#include <bicoastal/cost.hpp>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

/// A price by its name in tables and in scenarios.
struct PriceField {
  std::string_view name;
  double Prices::*value;
};
inline constexpr std::array kPriceFields = {
    PriceField{"instance_hour", &Prices::instance_hour},
    PriceField{"copy_hour", &Prices::copy_hour},
    PriceField{"function_second", &Prices::function_second},
    PriceField{"million_reads", &Prices::million_reads},
    PriceField{"million_writes", &Prices::million_writes},
    PriceField{"between_regions_gb", &Prices::between_regions_gb},
    PriceField{"zones_gb", &Prices::zones_gb},
    PriceField{"clients_gb", &Prices::clients_gb},
    PriceField{"gb_month", &Prices::gb_month},
};

/// What a table says of one price: in some regions, or in all that it does not name.
struct PriceEntry {
  std::string what;  ///< a name of kPriceFields, or "copy_gb_month": gb_month of stores on instances
  std::optional<double> usd{};
  std::map<std::string, double> by_region{};
  std::string says, where, date, status;  ///< as of SettingSource
};

struct PriceTable {
  std::string name, title, about;
  double read_unit = 0, write_unit = 0;  ///< bytes
  std::vector<PriceEntry> entries;

  /// Of a region, or what holds where no region is named.
  Prices in(std::string_view region, Pricing::Store store) const;
};

/// What a scenario writes where it uses no table.
inline constexpr std::string_view kNoPrices = "none";

std::vector<std::string> price_table_names();
/// Nothing where there is no table of that name.
std::optional<PriceTable> find_price_table(std::string_view name);

}  // namespace bicoastal
