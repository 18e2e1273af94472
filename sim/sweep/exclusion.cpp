#include "sim/sweep/exclusion.hpp"

#include "sim/base/text.hpp"
#include "sim/scenario/nearest.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::vector<std::string> comparisons_of(const std::string& text) {
  constexpr std::string_view kAnd = " and ";
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t at; (at = text.find(kAnd, begin)) != std::string::npos; begin = at + kAnd.size())
    parts.emplace_back(trimmed(std::string_view(text).substr(begin, at - begin)));
  parts.emplace_back(trimmed(std::string_view(text).substr(begin)));
  return parts;
}

std::optional<MetricUnit> unit_of(const Axis& axis) {
  if (!axis.dimension) return MetricUnit::count;
  switch (*axis.dimension) {
    case Dimension::time: return MetricUnit::seconds;
    case Dimension::size: return MetricUnit::bytes;
    case Dimension::rate: return MetricUnit::rate;
    case Dimension::share: return MetricUnit::share;
    case Dimension::money: return MetricUnit::money;
    case Dimension::bandwidth:
    case Dimension::drift: break;
  }
  return std::nullopt;
}

/// Compared with == and != only.
bool is_named(const Axis& axis) { return !axis.numeric || !unit_of(axis); }

std::vector<std::string> names_of(const std::vector<Axis>& axes) {
  std::vector<std::string> names;
  for (const Axis& axis : axes) names.push_back(axis.name);
  return names;
}

/// Index of the axis of names that the comparison begins with; nothing where it begins otherwise.
std::optional<std::size_t> leading_name(const std::string& comparison, const std::vector<Axis>& axes) {
  const std::size_t end = comparison.find_first_of(" =!<>");
  const auto found = std::ranges::find(axes, comparison.substr(0, end), &Axis::name);
  if (found == axes.end() || !is_named(*found)) return std::nullopt;
  return static_cast<std::size_t>(found - axes.begin());
}

}  // namespace

std::optional<Exclusion> Exclusion::read(const View& text, const std::vector<Axis>& axes, Faults& faults) {
  Exclusion exclusion;
  const auto refuse = [&](std::string message, std::string suggestion) {
    faults.add("E906", text.place(), text.pointer(), std::move(message), std::move(suggestion));
    return std::nullopt;
  };
  std::vector<NamedFigure> figures;
  for (const Axis& axis : axes) figures.push_back({axis.name, unit_of(axis).value_or(MetricUnit::count)});
  for (const std::string& comparison : comparisons_of(text.text())) {
    if (const auto axis = leading_name(comparison, axes)) {
      const std::string rest(trimmed(std::string_view(comparison).substr(axes[*axis].name.size())));
      const bool equal = rest.starts_with("==");
      if (!equal && !rest.starts_with("!="))
        return refuse(fmt::format("{} has names, which only == and != compare", in_quotes(axes[*axis].name)),
                      fmt::format("{} == …", axes[*axis].name));
      const std::string name(trimmed(std::string_view(rest).substr(2)));
      std::vector<std::string> known;
      for (const AxisSetting& setting : axes[*axis].settings) known.push_back(setting.value.text);
      if (!known.empty() && std::ranges::find(known, name) == known.end())
        return refuse(fmt::format("axis {} has no {}", axes[*axis].name, in_quotes(name)), suggest_name(name, known));
      exclusion.all_.emplace_back(Named{*axis, name, equal});
      continue;
    }
    auto read = Condition::read(comparison, figures);
    if (const auto* fault = std::get_if<ExpressionFault>(&read))
      return refuse(fault->message,
                    fault->unknown.empty() ? fault->suggestion : suggest_name(fault->unknown, names_of(axes)));
    for (const std::size_t used : std::get<Condition>(read).used())
      if (is_named(axes[used]))
        return refuse(fmt::format("{} has names, which only == and != compare", in_quotes(axes[used].name)),
                      fmt::format("{} == …", axes[used].name));
    exclusion.all_.emplace_back(std::move(std::get<Condition>(read)));
  }
  return exclusion;
}

bool Exclusion::excludes(std::span<const AxisSetting> point) const {
  std::vector<std::optional<double>> numbers;
  for (const AxisSetting& setting : point) numbers.push_back(setting.value.number);
  return std::ranges::all_of(all_, [&](const auto& one) {
    if (const auto* named = std::get_if<Named>(&one))
      return (point[named->axis].value.text == named->text) == named->equal;
    return std::get<Condition>(one).holds(numbers).value_or(false);
  });
}

}  // namespace bicoastal
