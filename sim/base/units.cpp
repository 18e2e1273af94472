#include "sim/base/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>

#include <fmt/format.h>

namespace bicoastal {

namespace {

struct Unit {
  std::string_view name;
  double factor;
};

constexpr std::array kTime = {Unit{"ns", 1},  Unit{"us", 1e3},   Unit{"µs", 1e3},   Unit{"ms", 1e6},
                              Unit{"s", 1e9}, Unit{"min", 60e9}, Unit{"h", 3600e9}, Unit{"d", 86400e9}};
constexpr std::array kRate = {Unit{"/s", 1}, Unit{"/min", 1. / 60}, Unit{"/h", 1. / 3600}, Unit{"/d", 1. / 86400}};
constexpr std::array kBandwidth = {
    Unit{"bps", 1. / 8},    Unit{"kbps", 1e3 / 8}, Unit{"Mbps", 1e6 / 8},       Unit{"Gbps", 1e9 / 8},
    Unit{"Tbps", 1e12 / 8}, Unit{"B/s", 1},        Unit{"kB/s", 1e3},           Unit{"MB/s", 1e6},
    Unit{"GB/s", 1e9},      Unit{"KiB/s", 1024},   Unit{"MiB/s", 1024. * 1024}, Unit{"GiB/s", 1024. * 1024 * 1024}};
constexpr std::array kSize = {
    Unit{"B", 1},     Unit{"kB", 1e3},   Unit{"MB", 1e6},           Unit{"GB", 1e9},
    Unit{"TB", 1e12}, Unit{"KiB", 1024}, Unit{"MiB", 1024. * 1024}, Unit{"GiB", 1024. * 1024 * 1024}};
constexpr std::array kShare = {Unit{"%", 0.01}};
constexpr std::array kDrift = {Unit{"ppm", 1e-6}, Unit{"ppb", 1e-9}};
constexpr std::array kMoney = {Unit{"USD", 1}};

std::span<const Unit> table_of(Dimension dimension) {
  switch (dimension) {
    case Dimension::time: return kTime;
    case Dimension::rate: return kRate;
    case Dimension::bandwidth: return kBandwidth;
    case Dimension::size: return kSize;
    case Dimension::share: return kShare;
    case Dimension::drift: return kDrift;
    case Dimension::money: return kMoney;
  }
  return {};
}

/// Spellings that people use and that we do not take, with what they most likely meant. A hint, never a guess.
struct Spelling {
  std::string_view written, meant;
};
constexpr std::array kSpellings = {
    Spelling{"sec", "s"},       Spelling{"secs", "s"},        Spelling{"second", "s"},   Spelling{"seconds", "s"},
    Spelling{"m", "min"},       Spelling{"mins", "min"},      Spelling{"minute", "min"}, Spelling{"minutes", "min"},
    Spelling{"hr", "h"},        Spelling{"hrs", "h"},         Spelling{"hour", "h"},     Spelling{"hours", "h"},
    Spelling{"day", "d"},       Spelling{"days", "d"},        Spelling{"msec", "ms"},    Spelling{"millis", "ms"},
    Spelling{"rps", "/s"},      Spelling{"per second", "/s"}, Spelling{"req/s", "/s"},   Spelling{"Hz", "/s"},
    Spelling{"Gbit/s", "Gbps"}, Spelling{"Mbit/s", "Mbps"},   Spelling{"Gb/s", "Gbps"},  Spelling{"Mb/s", "Mbps"},
    Spelling{"bytes", "B"},     Spelling{"byte", "B"},        Spelling{"percent", "%"},  Spelling{"K", "kB"},
    Spelling{"KB", "kB"},       Spelling{"M", "MB"},          Spelling{"G", "GB"},       Spelling{"$", "USD"},
    Spelling{"dollars", "USD"}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_but_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string hint(std::string_view number, std::string_view unit, Dimension dimension) {
  const auto known = table_of(dimension);
  for (const Spelling& s : kSpellings)
    if (s.written == unit && std::ranges::any_of(known, [&](const Unit& u) { return u.name == s.meant; }))
      return fmt::format("did you mean \"{}{}{}\"?", number, s.meant[0] == '/' ? "" : " ", s.meant);
  for (const Unit& u : known)
    if (same_but_case(u.name, unit)) return fmt::format("did you mean \"{} {}\"?", number, u.name);
  return fmt::format("units of {}: {}", name_of(dimension), units_of(dimension));
}

/// 99.9 % is 0.999 to the last bit, which 99.9 / 100 is not: whoever compares with 0.999 must not be told otherwise.
double percent(std::string_view digits, double number) {
  if (digits.find_first_of("eE") != std::string_view::npos) return number / 100;
  const std::string shifted = fmt::format("{}e-2", digits);
  double value = 0;
  std::from_chars(shifted.data(), shifted.data() + shifted.size(), value);
  return value;
}

std::string_view without_spaces_at_front(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return text;
}

}  // namespace

std::string_view name_of(Dimension dimension) {
  constexpr std::array<std::string_view, 7> kNames = {"time", "rate", "bandwidth", "size", "share", "drift", "money"};
  return kNames[static_cast<std::size_t>(dimension)];
}

std::string units_of(Dimension dimension) {
  std::string out;
  for (const Unit& unit : table_of(dimension)) {
    if (unit.name == "µs") continue;  // a second spelling of us
    if (!out.empty()) out += ", ";
    out += unit.name;
  }
  return out;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kShown = 60;
  if (text.size() <= kShown) return fmt::format("\"{}\"", text);
  std::size_t cut = kShown;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;  // not inside a UTF-8 sequence
  return fmt::format("\"{}…\"", text.substr(0, cut));
}

std::variant<double, UnitFault> parse_quantity(std::string_view text, Dimension dimension) {
  const std::string_view body = without_spaces_at_front(text);
  double number = 0;
  // from_chars takes "inf" and "nan", which are no quantities; and no '+', which nobody needs.
  const bool numeric = !body.empty() && (body.front() == '-' || (body.front() >= '0' && body.front() <= '9')) &&
                       body.find_first_of("0123456789") <= 1;
  const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), number);
  const bool open_end = error == std::errc() && end != body.data() && end[-1] == '.';  // "5." is half a number
  if (!numeric || open_end || error == std::errc::invalid_argument)
    return UnitFault{fmt::format("{} is not a {}", in_quotes(text), name_of(dimension)),
                     fmt::format("a number and a unit: {}", units_of(dimension))};
  if (error == std::errc::result_out_of_range || !std::isfinite(number))
    return UnitFault{fmt::format("{} is beyond what can be reckoned with", in_quotes(text)), ""};
  const std::string_view digits = body.substr(0, static_cast<std::size_t>(end - body.data()));
  std::string_view unit = without_spaces_at_front(body.substr(digits.size()));
  while (!unit.empty() && unit.back() == ' ') unit.remove_suffix(1);
  if (unit.empty() && dimension == Dimension::share) return number;
  if (unit.empty())
    return UnitFault{fmt::format("{} has no unit", in_quotes(text)),
                     fmt::format("units of {}: {}", name_of(dimension), units_of(dimension))};
  if (dimension == Dimension::share && unit == "%") return percent(digits, number);
  for (const Unit& known : table_of(dimension)) {
    if (known.name != unit) continue;
    // "/min" and its like divide: 90/min is 1.5/s exactly.
    const double value = known.factor < 1 ? number / std::round(1 / known.factor) : number * known.factor;
    if (!std::isfinite(value))
      return UnitFault{fmt::format("{} is beyond what can be reckoned with", in_quotes(text)), ""};
    return value;
  }
  return UnitFault{fmt::format("{} is not a unit of {}", in_quotes(unit), name_of(dimension)),
                   hint(digits, unit, dimension)};
}

}  // namespace bicoastal
