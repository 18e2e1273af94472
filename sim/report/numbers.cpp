#include "sim/report/numbers.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal {

namespace {

struct Unit {
  double size;
  const char* name;
  double up_to;  // shown in this unit below this many of it
};

std::string without_trailing_zeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

/// Three significant digits, never an exponent.
std::string three_digits(double value) {
  const double size = std::abs(value);
  const int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
  return without_trailing_zeros(fmt::format("{:.{}f}", value, decimals));
}

double rounded(double value) {
  if (value == 0) return 0;
  const double scale = std::pow(10.0, 2 - std::floor(std::log10(std::abs(value))));
  return std::round(value * scale) / scale;
}

/// In the first unit in which the rounded value is below its limit.
template <std::size_t N>
std::string in_units(double value, const std::array<Unit, N>& units) {
  if (!std::isfinite(value)) return std::isnan(value) ? "?" : value > 0 ? "infinite" : "-infinite";
  for (const Unit& unit : units)
    if (std::abs(rounded(value / unit.size)) < unit.up_to || &unit == &units.back())
      return three_digits(value / unit.size) + unit.name;
  return {};
}

/// Digits after the point that keep two significant digits of `part`, one at least.
int decimals_for(double part) {
  return part <= 0 ? 0 : std::clamp(1 - static_cast<int>(std::floor(std::log10(part))), 1, 12);
}

std::string grouped(std::string digits) {
  for (std::size_t from_end = 3; from_end < digits.size(); from_end += 4)
    digits.insert(digits.size() - from_end, 1, ',');
  return digits;
}

}  // namespace

std::string show_count(std::uint64_t count) { return grouped(std::to_string(count)); }

std::string counted(std::uint64_t count, const std::string& one, const std::string& many) {
  return fmt::format("{} {}", show_count(count), count == 1 ? one : many.empty() ? one + "s" : many);
}

std::string show_amount(double amount) {
  const double size = std::abs(amount);
  if (!std::isfinite(amount)) return in_units(amount, std::array<Unit, 1>{{{1, "", 1}}});
  if (size >= 1e18) return fmt::format("{:.3g}", amount);
  const char* sign = amount < 0 ? "-" : "";
  if (size == std::floor(size) || size >= 1000)
    return fmt::format("{}{}", sign, show_count(static_cast<std::uint64_t>(std::llround(size))));
  return fmt::format("{}{}", sign, size >= 0.01 ? three_digits(size) : fmt::format("{:.2g}", size));
}

std::string show_seconds(double seconds) {
  if (seconds == 0) return "0 s";
  static constexpr std::array<Unit, 7> kUnits{{{1e-9, " ns", 1000},
                                               {1e-6, " us", 1000},
                                               {1e-3, " ms", 1000},
                                               {1, " s", 120},
                                               {60, " min", 120},
                                               {3600, " h", 48},
                                               {86400, " d", 0}}};
  return in_units(seconds, kUnits);
}

std::string show_span(Time span) { return show_seconds(span.in_seconds()); }

std::string show_share(double share) {
  if (std::isnan(share)) return "?";
  const double percent = share * 100, size = std::abs(percent);
  if (size == 0 || size == 100) return fmt::format("{:.0f} %", percent);
  const double distance = std::min(size, std::abs(100 - size));
  int decimals = decimals_for(distance);
  // 99.996 must not become 100.00: rounding may reach the end that it is near to.
  while (decimals < 12 && std::abs(100 - std::strtod(fmt::format("{:.{}f}", size, decimals).c_str(), nullptr)) == 0)
    ++decimals;
  return without_trailing_zeros(fmt::format("{:.{}f}", percent, decimals)) + " %";
}

std::string show_bytes(double bytes) {
  static constexpr std::array<Unit, 6> kUnits{{{1, " B", 1000},
                                               {1e3, " kB", 1000},
                                               {1e6, " MB", 1000},
                                               {1e9, " GB", 1000},
                                               {1e12, " TB", 1000},
                                               {1e15, " PB", 0}}};
  return in_units(bytes, kUnits);
}

std::string show_rate(double per_second) {
  static constexpr std::array<Unit, 4> kUnits{{{1, "", 1000}, {1e3, " k", 1000}, {1e6, " M", 1000}, {1e9, " G", 0}}};
  return in_units(per_second, kUnits);
}

std::string show_money(double dollars) {
  static constexpr std::array<Unit, 4> kUnits{{{1, "", 1000}, {1e3, " k", 1000}, {1e6, " M", 1000}, {1e9, " G", 0}}};
  const double size = std::abs(dollars);
  if (size > 0 && size < 0.01) return fmt::format("{}${:.2g}", dollars < 0 ? "-" : "", size);
  return (dollars < 0 ? "-$" : "$") + in_units(size, kUnits);
}

std::string_view unit_name(MetricUnit unit) {
  switch (unit) {
    case MetricUnit::share: return "share";
    case MetricUnit::seconds: return "s";
    case MetricUnit::count: return "count";
    case MetricUnit::bytes: return "bytes";
    case MetricUnit::rate: return "1/s";
    case MetricUnit::money: return "USD";
  }
  return "";
}

std::string show_value(double value, MetricUnit unit) {
  switch (unit) {
    case MetricUnit::share: return show_share(value);
    case MetricUnit::seconds: return show_seconds(value);
    case MetricUnit::count: return show_amount(value);
    case MetricUnit::bytes: return show_bytes(value);
    case MetricUnit::rate: return show_rate(value) + "/s";
    case MetricUnit::money: return show_money(value);
  }
  return {};
}

}  // namespace bicoastal
