#include "sim/sweep/axis.hpp"

#include "sim/base/expression.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/parse.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr double kMostValues = 10'000;
constexpr std::array kDimensions{Dimension::time,      Dimension::rate,  Dimension::size, Dimension::share,
                                 Dimension::bandwidth, Dimension::drift, Dimension::money};

/// JSON on one line.
std::string compact_text(const Node& node) {
  std::string text;
  const std::string canonical = canonical_text(node);
  for (std::size_t i = 0; i < canonical.size(); ++i) {
    if (canonical[i] != '\n') {  // inside texts it is written \n
      text += canonical[i];
      continue;
    }
    while (i + 1 < canonical.size() && canonical[i + 1] == ' ') ++i;
    if (!text.empty() && text.back() == ',') text += ' ';
  }
  return text;
}

std::optional<double> number_in(const std::string& text, Dimension dimension) {
  const auto parsed = parse_quantity(text, dimension);
  const double* value = std::get_if<double>(&parsed);
  if (value == nullptr) return std::nullopt;
  return dimension == Dimension::time ? *value / 1e9 : *value;
}

/// The first dimension in which the text is a quantity with a unit.
std::optional<Dimension> dimension_of(const std::string& text) {
  for (const Dimension dimension : kDimensions)
    if (number_in(text, dimension) && !text.empty() && !(text.back() >= '0' && text.back() <= '9')) return dimension;
  return std::nullopt;
}

/// As it is written on every machine: what libraries of mathematics disagree about is in the 16th digit.
std::string rounded_text(double number) { return fmt::format("{:.12g}", number); }
double rounded(double number) {
  double value = 0;
  const std::string text = rounded_text(number);
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// A number and the unit behind it, as "10 ms" or 3.
struct Amount {
  double number = 0;
  std::string unit;
};

std::optional<Amount> amount_of(const View& view) {
  if (view.node()->is_number()) return Amount{view.number(), {}};
  const std::string text = view.text();
  Amount amount;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount.number);
  if (error != std::errc() || !std::isfinite(amount.number)) return std::nullopt;
  const std::string rest(end, text.data() + text.size());
  const std::size_t unit = rest.find_first_not_of(' ');
  if (unit != std::string::npos) amount.unit = rest.substr(unit);
  if (!dimension_of(text)) return std::nullopt;
  return amount;
}

std::string shown(const Node& node) { return node.is_text() ? node.text : compact_text(node); }

class AxisReader {
 public:
  AxisReader(const View& view, Faults& faults) : view_(view), faults_(faults) {}

  Axis read() {
    axis_.name = view_["name"].text();
    axis_.pointer = view_.pointer();
    if (faults_.any_under(view_.pointer())) axis_.spoilt = true;
    if (!is_figure_name(axis_.name) || axis_.name == "and")
      add("E903", view_["name"], fmt::format("{} is no name of an axis", in_quotes(axis_.name)),
          "lower-case letters, digits and _, a letter first");
    if (view_["pointer"].exists()) pointers();
    if (axis_.spoilt) return std::move(axis_);
    if (view_["points"].exists()) {
      linked(view_["points"]);
    } else {
      values();
    }
    std::vector<AxisSetting*> all;
    for (AxisSetting& setting : axis_.settings) all.push_back(&setting);
    settle_numbers(axis_, all);
    return std::move(axis_);
  }

 private:
  View view_;
  Faults& faults_;
  Axis axis_;

  void add(std::string_view code, const View& at, std::string message, std::string suggestion = {}) {
    faults_.add(code, at.place(), at.pointer(), std::move(message), std::move(suggestion));
    axis_.spoilt = true;
  }

  void pointer(const View& at) {
    if (!at.text().starts_with('/'))
      add("E901", at, fmt::format("{} is no JSON Pointer", in_quotes(at.text())), "as /data/writes");
    axis_.into.push_back(at.text());
  }

  void pointers() {
    pointer(view_["pointer"]);
    for (std::size_t i = 0; i < view_["also"].size(); ++i) pointer(view_["also"][i]);
  }

  void linked(const View& points) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const std::string name = points[i]["name"].text();
      if (!names.insert(name).second)
        faults_.add("E304", points[i]["name"].place(), points[i]["name"].pointer(),
                    fmt::format("a second {} of one axis", in_quotes(name)));
      AxisSetting setting{{name, std::nullopt}, {}};
      const Node* sets = points[i]["set"].node();
      for (std::size_t k = 0; k < sets->keys.size(); ++k)
        setting.sets.push_back({sets->keys[k], compact_text(sets->items[k])});
      axis_.settings.push_back(std::move(setting));
    }
  }

  void values() {
    const View values = view_["values"], range = view_["range"], log_range = view_["log_range"];
    if (values.exists() + range.exists() + log_range.exists() > 1) {
      add("E206", view_, "values, range and log_range exclude each other", "one is needed");
    } else if (values.exists()) {
      for (std::size_t i = 0; i < values.size(); ++i) axis_.settings.push_back(*setting_of(axis_, values[i], faults_));
    } else if (range.exists()) {
      ends(range, false);
    } else if (log_range.exists()) {
      ends(log_range, true);
    }
  }

  void ends(const View& view, bool logarithmic) {
    const auto from = amount(view["from"]), to = amount(view["to"]);
    if (!from || !to) return;
    AxisRange range{.from = from->number, .to = 0, .unit = from->unit, .logarithmic = logarithmic};
    const auto in_unit = [&](const View& at, const Amount& amount) {
      return converted(at, amount, *from, view["from"]);
    };
    const auto last = in_unit(view["to"], *to);
    if (!last) return;
    range.to = *last;
    if (!(range.to > range.from)) {
      add("E902", view, fmt::format("{} is not above {}", shown(*view["to"].node()), shown(*view["from"].node())),
          "from is the smaller end");
      return;
    }
    if (logarithmic) {
      if (range.from <= 0) {
        add("E902", view["from"], "equal ratios begin above zero");
        return;
      }
      range.steps = view["count"].count();
    } else if (view["step"].exists()) {
      const auto step = amount(view["step"]);
      const auto size = step ? in_unit(view["step"], *step) : std::nullopt;
      if (!size) return;
      if (*size <= 0) {
        add("E902", view["step"], "is not above zero");
        return;
      }
      const double count = std::floor((range.to - range.from) / *size + 1e-9) + 1;
      if (count > kMostValues) {
        add("E902", view["step"], fmt::format("makes more than {} values", kMostValues));
        return;
      }
      range.step = *size;
      range.steps = static_cast<std::size_t>(count);
    }
    for (std::size_t i = 0; i < range.steps; ++i) {
      axis_.range = range;
      axis_.settings.push_back(setting_of(axis_, range.at(i)));
    }
    axis_.range = range;
  }

  std::optional<Amount> amount(const View& at) {
    auto found = amount_of(at);
    if (!found)
      add("E902", at, fmt::format("{} is no number with a unit", in_quotes(at.text())), "as \"10 ms\", \"500/s\", 3");
    return found;
  }

  /// `amount` in the unit of `first`.
  std::optional<double> converted(const View& at, const Amount& amount, const Amount& first, const View& first_view) {
    if (amount.unit == first.unit) return amount.number;
    const auto dimension = first.unit.empty() ? std::nullopt : dimension_of(first_view.text());
    const auto value = dimension && at.is_text() ? number_in(at.text(), *dimension) : std::nullopt;
    const auto one = dimension ? number_in(fmt::format("1 {}", first.unit), *dimension) : std::nullopt;
    if (!value || !one) {
      add("E902", at, fmt::format("{} does not go along with {}", shown(*at.node()), shown(*first_view.node())),
          "numbers of one range have units of one kind");
      return std::nullopt;
    }
    return rounded(*value / *one);
  }
};

}  // namespace

double AxisRange::at(std::size_t i) const {
  const double share = static_cast<double>(i) / static_cast<double>(std::max<std::size_t>(steps, 2) - 1);
  if (logarithmic) return i + 1 == steps ? to : rounded(from * std::pow(to / from, share));
  return rounded(from + static_cast<double>(i) * step);
}

double AxisRange::between(double share) const {
  if (steps != 0) return at(std::min(steps - 1, static_cast<std::size_t>(share * static_cast<double>(steps))));
  return rounded(logarithmic ? from * std::pow(to / from, share) : from + share * (to - from));
}

std::string Axis::unit() const {
  if (!dimension) return {};
  switch (*dimension) {
    case Dimension::time: return "s";
    case Dimension::size: return "B";
    case Dimension::rate: return "1/s";
    case Dimension::bandwidth: return "B/s";
    case Dimension::money: return "USD";
    case Dimension::share:
    case Dimension::drift: break;
  }
  return {};
}

std::optional<AxisSetting> setting_of(const Axis& axis, const View& value, Faults& faults) {
  if (axis.into.empty()) {
    const auto same = [&](const AxisSetting& setting) { return setting.value.text == value.text(); };
    const auto found = std::ranges::find_if(axis.settings, same);
    if (found != axis.settings.end()) return *found;
    std::vector<std::string> names;
    for (const AxisSetting& setting : axis.settings) names.push_back(setting.value.text);
    faults.add("E904", value.place(), value.pointer(),
               fmt::format("axis {} has no {}", axis.name, in_quotes(shown(*value.node()))),
               suggest_name(value.text(), names));
    return std::nullopt;
  }
  const Node& node = *value.node();
  AxisSetting setting{{shown(node), std::nullopt}, {}};
  if (node.is_number()) setting.value.number = node.number;
  const std::string text = compact_text(node);
  for (const std::string& pointer : axis.into) setting.sets.push_back({pointer, text});
  return setting;
}

AxisSetting setting_of(const Axis& axis, double number) {
  const std::string& unit = axis.range->unit;
  const std::string text = rounded_text(number);
  if (unit.empty()) {
    AxisSetting setting{{text, number}, {}};
    for (const std::string& pointer : axis.into) setting.sets.push_back({pointer, text});
    return setting;
  }
  const std::string written = fmt::format("{}{}{}", text, unit.front() == '/' ? "" : " ", unit);
  AxisSetting setting{{written, std::nullopt}, {}};
  for (const std::string& pointer : axis.into) setting.sets.push_back({pointer, compact_text(text_node(written, {}))});
  return setting;
}

void settle_numbers(Axis& axis, std::vector<AxisSetting*> settings) {
  if (axis.into.empty() || settings.empty()) return;
  const auto is_plain = [](const AxisSetting* s) { return s->value.number.has_value(); };
  if (!axis.dimension && std::ranges::all_of(settings, is_plain)) {
    axis.numeric = true;
    return;
  }
  for (const Dimension dimension : kDimensions) {
    std::vector<std::optional<double>> numbers;
    for (const AxisSetting* setting : settings) {
      const bool plain_share = is_plain(setting) && dimension == Dimension::share;
      numbers.push_back(plain_share ? setting->value.number : number_in(setting->value.text, dimension));
    }
    if (!std::ranges::all_of(numbers, [](const auto& number) { return number.has_value(); })) continue;
    for (std::size_t i = 0; i < settings.size(); ++i) settings[i]->value.number = numbers[i];
    axis.dimension = dimension;
    axis.numeric = true;
    return;
  }
  axis.numeric = false;
  axis.dimension.reset();
  for (AxisSetting* setting : settings) setting->value.number.reset();
}

std::vector<Axis> read_axes(const View& axes, Faults& faults) {
  std::vector<Axis> read;
  std::set<std::string> names;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (!axes[i].is_object()) continue;
    read.push_back(AxisReader(axes[i], faults).read());
    if (!names.insert(read.back().name).second) {
      faults.add("E304", axes[i]["name"].place(), axes[i]["name"].pointer(),
                 fmt::format("a second axis {}", in_quotes(read.back().name)));
      read.pop_back();
    }
  }
  return read;
}

std::string set_text(const Override& set) {
  Faults ignored;
  const std::uint16_t source = ignored.add_source("--set");
  const auto value = parse_json(set.value, source, ignored);
  const bool text = value && value->is_text();
  // A text that would be read as something else keeps its quotes.
  if (text && !value->text.empty() && !parse_json(value->text, source, ignored) &&
      std::string_view("{[\" ").find(value->text.front()) == std::string_view::npos)
    return fmt::format("{}={}", set.pointer, value->text);
  return fmt::format("{}={}", set.pointer, set.value);
}

}  // namespace bicoastal
