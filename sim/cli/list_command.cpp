#include "sim/cli/list_command.hpp"

#include "sim/claims/errors.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/errors.hpp"
#include "sim/conflict/plugin.hpp"
#include "sim/conflict/policies.hpp"
#include "sim/history/errors.hpp"
#include "sim/lessons/errors.hpp"
#include "sim/report/page.hpp"
#include "sim/report/text_table.hpp"
#include "sim/scenario/errors.hpp"
#include "sim/scenario/latency.hpp"
#include "sim/scenario/prices.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/systems.hpp"
#include "sim/sweep/errors.hpp"

#include <bicoastal/metrics.hpp>

#include <unistd.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Align = TextTable::Align;
using Json = nlohmann::ordered_json;

TextTable two_columns(const char* name) { return TextTable({{name, Align::left}, {"meaning", Align::left}}); }

Json definitions() { return Json::parse(scenario_schema()).at("definitions"); }

/// The schema words an enumeration as "What it is: the first, the second, or the third.", in the order of its values.
/// One part for each of `count` values, or the whole text for each where it is worded otherwise.
std::vector<std::string> meanings(const std::string& description, std::size_t count) {
  std::vector<std::string> parts;
  const std::size_t colon = description.find(": ");
  for (std::size_t at = colon == std::string::npos ? description.size() : colon + 2; at < description.size();) {
    const std::size_t comma = std::min(description.find(", ", at), description.size());
    std::string part = description.substr(at, comma - at);
    if (part.starts_with("or ")) part.erase(0, 3);
    if (part.ends_with(".")) part.pop_back();
    parts.push_back(std::move(part));
    at = comma + 2;
  }
  return parts.size() == count ? parts : std::vector<std::string>(count, description);
}

/// Values that a field of the scenario may have.
void add_choices(TextTable& table, const Json& all, const char* room, const char* field, const char* path) {
  const Json& property = all.at(room).at("properties").at(field);
  const Json& choices = property.at("enum");
  const std::vector<std::string> each = meanings(property.at("description").get<std::string>(), choices.size());
  for (std::size_t i = 0; i < choices.size(); ++i)
    table.add({{choices[i].get<std::string>(), Tone::strong}, {path}, {each[i]}});
}

TextTable policies() {
  TextTable table({{"policy", Align::left}, {"field", Align::left}, {"meaning", Align::left}});
  for (const PolicyEntry& policy : conflict_policies())
    table.add({{std::string(policy.name), Tone::strong}, {"/data/conflicts/policy"}, {std::string(policy.summary)}});
  const Json all = definitions();
  add_choices(table, all, "data", "writes", "/data/writes");
  add_choices(table, all, "routing", "policy", "/routing/policy");
  add_choices(table, all, "balancing", "policy", "/balancing/policy");
  return table;
}

TextTable systems() {
  TextTable table = two_columns("system");
  for (const std::string& name : system_names()) table.add({{name, Tone::strong}, {find_system(name)->title}});
  return table;
}

TextTable faults() {
  static constexpr std::array<std::string_view, 3> kNoKinds{"name", "at", "for"};
  TextTable table = two_columns("fault");
  const Json all = definitions();
  for (const auto& [name, property] : all.at("fault").at("properties").items())
    if (std::find(kNoKinds.begin(), kNoKinds.end(), name) == kNoKinds.end())
      table.add({{name, Tone::strong}, {property.at("description").get<std::string>()}});
  return table;
}

std::string latency() {
  TextPage page(ink_for(STDOUT_FILENO));
  for (const LatencyPreset& preset : kLatencyPresets) {
    page.line(std::string(preset.name) + "  " + std::string(preset.meaning), Tone::strong);
    std::string places;
    const LatencyTable table = preset_table(preset.name);
    for (const std::string& place : table.places()) places += (places.empty() ? "" : ", ") + place;
    page.item("  places", places);
  }
  return page.text();
}

std::string prices() {
  TextPage page(ink_for(STDOUT_FILENO));
  for (const std::string& name : price_table_names()) {
    const PriceTable prices = *find_price_table(name);
    page.line(prices.name + "  " + prices.title, Tone::strong);
    page.line(prices.about, Tone::plain, 2);
    for (const PriceEntry& entry : prices.entries) {
      std::string listed = entry.usd ? fmt::format("{} USD", *entry.usd) : "";
      for (const auto& [region, usd] : entry.by_region)
        listed += fmt::format("{}{} {} USD", listed.empty() ? "" : ", ", region, usd);
      page.item(entry.what, listed);
      page.line(fmt::format("{}: {} ({}, {})", entry.status, entry.says, entry.where, entry.date), Tone::faint, 6);
    }
  }
  return page.text();
}

std::string unit_text(MetricUnit unit) {
  switch (unit) {
    case MetricUnit::share: return "share, 99.9 %";
    case MetricUnit::seconds: return "time, 200 ms";
    case MetricUnit::count: return "count, 12";
    case MetricUnit::bytes: return "size, 10 MB";
    case MetricUnit::rate: return "rate, 500/s";
    case MetricUnit::money: return "money, 1200 USD";
  }
  return {};
}

std::string selector_text(MetricSelector selector) {
  switch (selector) {
    case MetricSelector::none: return "";
    case MetricSelector::region: return "[region]";
    case MetricSelector::fault: return "[fault]";
    case MetricSelector::region_pair: return "[from->to]";
    case MetricSelector::dependency: return "[dependency]";
  }
  return {};
}

TextTable metrics() {
  TextTable table({{"metric", Align::left}, {"of", Align::left}, {"value", Align::left}, {"meaning", Align::left}});
  for (const Metric& metric : kMetrics)
    table.add({{std::string(metric.name), Tone::strong},
               {selector_text(metric.selector)},
               {unit_text(metric.unit)},
               {std::string(metric.meaning)}});
  return table;
}

TextTable errors() {
  TextTable table = two_columns("code");
  const auto add = [&](const auto& codes) {
    for (const auto& error : codes) table.add({{std::string(error.code), Tone::strong}, {std::string(error.meaning)}});
  };
  add(kErrorCodes);
  add(kHistoryErrors);
  add(kCommandErrors);
  add(kPluginErrors);
  add(kClaimErrors);
  add(kSweepErrors);
  add(kLessonErrors);
  return table;
}

}  // namespace

std::vector<std::string> list_topics() {
  return {"systems", "policies", "metrics", "faults", "latency", "prices", "errors"};
}

ExitCode execute(const ListCommand& command) {
  if (command.topic == "latency" || command.topic == "prices") {
    print(command.topic == "latency" ? latency() : prices());
    return kHolds;
  }
  const TextTable table = command.topic == "systems"    ? systems()
                          : command.topic == "policies" ? policies()
                          : command.topic == "metrics"  ? metrics()
                          : command.topic == "faults"   ? faults()
                                                        : errors();
  print(table.render(ink_for(STDOUT_FILENO), 0));
  return kHolds;
}

}  // namespace bicoastal
