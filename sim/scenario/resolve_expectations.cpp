#include "sim/base/text.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/resolve.hpp"

#include <bicoastal/metrics.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::string_view kForm = "metric, comparison, value: \"availability >= 99.9 %\"";

/// The parts of "metric[of] >= value", as written.
struct Parts {
  std::string_view metric, of, value;
  Expectation::Comparison comparison{};
  bool has_brackets = false;
};

std::optional<Parts> split(std::string_view text) {
  using Comparison = Expectation::Comparison;
  Parts parts;
  const std::size_t head = text.find_first_of("[<>=");
  if (head == std::string_view::npos) return std::nullopt;
  parts.metric = trimmed(text.substr(0, head));
  text.remove_prefix(head);
  if (text.front() == '[') {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    parts.of = trimmed(text.substr(1, close - 1));
    parts.has_brackets = true;
    text = trimmed(text.substr(close + 1));
  }
  constexpr std::array<std::pair<std::string_view, Comparison>, 5> kComparisons = {{{"<=", Comparison::less_equal},
                                                                                    {">=", Comparison::greater_equal},
                                                                                    {"==", Comparison::equal},
                                                                                    {"<", Comparison::less},
                                                                                    {">", Comparison::greater}}};
  for (const auto& [written, comparison] : kComparisons) {
    if (!text.starts_with(written)) continue;
    parts.comparison = comparison;
    parts.value = trimmed(text.substr(written.size()));
    return parts.metric.empty() || parts.value.empty() ? std::nullopt : std::optional(parts);
  }
  return std::nullopt;
}

std::variant<double, UnitFault> parse_value(std::string_view text, MetricUnit unit) {
  switch (unit) {
    case MetricUnit::share: return parse_quantity(text, Dimension::share);
    case MetricUnit::bytes: return parse_quantity(text, Dimension::size);
    case MetricUnit::rate: return parse_quantity(text, Dimension::rate);
    case MetricUnit::money: return parse_quantity(text, Dimension::money);
    case MetricUnit::seconds: {
      auto parsed = parse_quantity(text, Dimension::time);
      if (double* ns = std::get_if<double>(&parsed)) *ns *= 1e-9;
      return parsed;
    }
    case MetricUnit::count: break;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return UnitFault{fmt::format("{} is not a count", in_quotes(text)), "a number without a unit"};
  return value;
}

class Reader {
 public:
  Reader(const PlaceNames& directory, const Scenario& scenario, bool faults_known, Faults& faults)
      : directory_(directory), faults_known_(faults_known), faults_(faults) {
    for (const Fault& fault : scenario.faults) fault_names_.push_back(fault.name);
    for (const Dependency& d : scenario.service.dependencies) dependency_names_.push_back(d.name);
    priced_ = scenario.cost.has_value() || faults.any_under("/cost");
    failures_priced_ = !scenario.cost || scenario.cost->failed_request || scenario.cost->lost_write;
    dependencies_known_ = !faults.any_under("/service/dependencies");
  }

  std::optional<Expectation> read(const View& view) {
    const std::string text = view.text();
    const auto parts = split(text);
    if (!parts) return refuse(view, "E311", fmt::format("{} is no expectation", in_quotes(text)), std::string(kForm));
    const Metric* metric = find_metric(parts->metric);
    if (!metric)
      return refuse(view, "E312", fmt::format("no metric {}", in_quotes(parts->metric)), nearest(parts->metric));
    if (metric->unit == MetricUnit::money && !priced_)
      return refuse(view, "E320", fmt::format("{} needs prices", metric->name), "cost.prices, such as \"aws-2024-11\"");
    if (metric->name == "cost.failures" && !failures_priced_)
      return refuse(view, "E320", fmt::format("{} needs what a failure is to the business", metric->name),
                    "cost.per_failed_request or cost.per_lost_write");
    if (parts->has_brackets && !check_selector(view, *metric, std::string(parts->of))) return std::nullopt;
    const auto value = parse_value(parts->value, metric->unit);
    if (const auto* fault = std::get_if<UnitFault>(&value))
      return refuse(view, "E311", fault->message, fault->suggestion);
    const double number = std::get<double>(value);
    if (number < 0) return refuse(view, "E311", fmt::format("{} is negative", in_quotes(parts->value)), "");
    if (metric->unit == MetricUnit::share && number > 1)
      return refuse(view, "E311", fmt::format("{} is more than 100 %", in_quotes(parts->value)), "");
    return Expectation{text, std::string(parts->metric), std::string(parts->of), parts->comparison, number};
  }

 private:
  const PlaceNames& directory_;
  bool faults_known_;
  Faults& faults_;
  std::vector<std::string> fault_names_, dependency_names_;
  bool dependencies_known_;
  bool priced_, failures_priced_;

  std::nullopt_t refuse(const View& view, std::string_view code, std::string message, std::string suggestion) {
    faults_.add(code, view.place(), view.pointer(), std::move(message), std::move(suggestion));
    return std::nullopt;
  }

  static std::string nearest(std::string_view name) {
    std::vector<std::string_view> names;
    for (const Metric& metric : kMetrics) names.push_back(metric.name);
    std::string near = suggest_name(name, names);
    return near.empty() ? "bicoastal list metrics names them all" : near;
  }

  bool check_selector(const View& view, const Metric& metric, const std::string& of) {
    const auto no = [&](std::string message, std::string suggestion) {
      refuse(view, "E313", std::move(message), std::move(suggestion));
      return false;
    };
    switch (metric.selector) {
      case MetricSelector::none: return no(fmt::format("{} takes no brackets", metric.name), "");
      case MetricSelector::region:
        if (!directory_.usable() || directory_.find_region(of)) return true;
        return no(fmt::format("no region {}", in_quotes(of)), suggest_name(of, directory_.region_names()));
      case MetricSelector::fault:
        if (!faults_known_ || std::ranges::find(fault_names_, of) != fault_names_.end()) return true;
        return no(fmt::format("no fault {}", in_quotes(of)), suggest_name(of, fault_names_));
      case MetricSelector::dependency:
        if (!dependencies_known_ || std::ranges::find(dependency_names_, of) != dependency_names_.end()) return true;
        return no(fmt::format("no dependency {}", in_quotes(of)), suggest_name(of, dependency_names_));
      case MetricSelector::region_pair: break;
    }
    const std::size_t arrow = of.find("->");
    if (arrow == std::string::npos) return no(fmt::format("{} names no direction", in_quotes(of)), "such as from->to");
    for (const std::string& name : {of.substr(0, arrow), of.substr(arrow + 2)})
      if (directory_.usable() && !directory_.find_region(name))
        return no(fmt::format("no region {}", in_quotes(name)), suggest_name(name, directory_.region_names()));
    if (of.substr(0, arrow) == of.substr(arrow + 2)) return no(fmt::format("{} leads nowhere", in_quotes(of)), "");
    return true;
  }
};

}  // namespace

void resolve_expectations(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults) {
  const View list = document["expect"];
  const bool faults_known = directory.usable() && !faults.any_under("/faults");
  if (faults.any_at(list.pointer())) return;
  Reader reader(directory, scenario, faults_known, faults);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list[i].is_text() || faults.any_under(list[i].pointer())) continue;
    if (auto expectation = reader.read(list[i])) scenario.expect.push_back(std::move(*expectation));
  }
}

}  // namespace bicoastal
