#include "sim/base/expression.hpp"

#include "sim/base/check.hpp"
#include "sim/base/expression_text.hpp"
#include "sim/base/units.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>

#include <fmt/format.h>
#include <muParser.h>

namespace bicoastal {

namespace {

/// What a value is measured in: powers of seconds, bytes and dollars. Without any, a number or a share.
struct Measured {
  int seconds = 0, bytes = 0, dollars = 0;
  bool share = false;
  bool bare = false;  // a number as written, which goes along with shares

  bool same_dimension(const Measured& other) const { return is(other.seconds, other.bytes, other.dollars); }
  bool is(int of_seconds, int of_bytes, int of_dollars) const {
    return seconds == of_seconds && bytes == of_bytes && dollars == of_dollars;
  }
};

Measured measured_in(MetricUnit unit) {
  switch (unit) {
    case MetricUnit::seconds: return {.seconds = 1};
    case MetricUnit::rate: return {.seconds = -1};
    case MetricUnit::bytes: return {.bytes = 1};
    case MetricUnit::money: return {.dollars = 1};
    case MetricUnit::share: return {.share = true};
    case MetricUnit::count: break;
  }
  return {};
}

std::string shown(const Measured& m) {
  if (m.is(1, 0, 0)) return "a time";
  if (m.is(0, 1, 0)) return "a size";
  if (m.is(-1, 0, 0)) return "a rate";
  if (m.is(0, 0, 1)) return "money";
  if (m.is(0, 0, 0)) return m.share ? "a share" : "a plain number";
  return fmt::format("a quantity in s^{} B^{}{}", m.seconds, m.bytes,
                     m.dollars == 0 ? "" : fmt::format(" USD^{}", m.dollars));
}

ExpressionFault apart(std::string_view text, const Measured& a, const Measured& b) {
  const bool bare = a.bare || b.bare;
  return {fmt::format("{} puts {} beside {}", in_quotes(text), shown(a), shown(b)),
          bare ? "give the number its unit, such as 0 s or 5 min" : ""};
}

/// What the sum, the greatest … of both is measured in.
Measured joined(const Measured& a, const Measured& b) {
  return {a.seconds, a.bytes, a.dollars, (a.share && (b.share || b.bare)) || (b.share && a.bare), a.bare && b.bare};
}

std::string misread(std::string_view text, const mu::ParserError& error) {
  const int at = error.GetPos();
  if (error.GetCode() == mu::ecUNEXPECTED_EOF || at < 0 || static_cast<std::size_t>(at) >= text.size())
    return fmt::format("{} ends too early", in_quotes(text));
  return fmt::format("{} cannot be read from {} on", in_quotes(text),
                     in_quotes(text.substr(static_cast<std::size_t>(at))));
}

double least(const double* values, int count) { return *std::min_element(values, values + count); }
double greatest(const double* values, int count) { return *std::max_element(values, values + count); }
double magnitude(double value) { return std::abs(value); }

}  // namespace

bool is_figure_name(std::string_view name) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' && std::ranges::all_of(name, allowed) &&
         name != "min" && name != "max" && name != "abs";
}

struct Formula::Parts {
  mutable mu::Parser parser;
  mutable std::vector<double> cells;  // of names, then of quantities: the parser's variables, which must not move
  std::vector<std::size_t> used;
  std::vector<std::string> names;
  Measured result;

  std::optional<ExpressionFault> build(std::string_view text, std::span<const NamedFigure> known) {
    auto prepared = prepare_formula(text, known);
    if (auto* fault = std::get_if<ExpressionFault>(&prepared)) return std::move(*fault);
    const auto& ready = std::get<PreparedFormula>(prepared);
    used = ready.used;
    cells.assign(known.size() + ready.quantities.size(), 1);
    define(ready, known);
    try {
      parser.SetExpr(ready.text);
      parser.Eval();
    } catch (const mu::ParserError& error) {
      return ExpressionFault{misread(text, error)};
    }
    if (parser.GetNumResults() != 1) return ExpressionFault{fmt::format("{} is several formulas", in_quotes(text))};
    return measure(text);
  }

 private:
  std::map<const double*, Measured> measured_;

  void define(const PreparedFormula& ready, std::span<const NamedFigure> known) {
    parser.ClearFun();
    parser.ClearConst();
    parser.ClearOprt();
    parser.ClearPostfixOprt();
    parser.EnableOptimizer(false);  // a folded constant would have lost its unit
    parser.DefineFun("min", least, false);
    parser.DefineFun("max", greatest, false);
    parser.DefineFun("abs", magnitude, false);
    for (std::size_t i = 0; i < known.size(); ++i) {
      parser.DefineVar(known[i].name, &cells[i]);
      measured_[&cells[i]] = measured_in(known[i].unit);
    }
    for (std::size_t i = 0; i < ready.quantities.size(); ++i) {
      double& cell = cells[known.size() + i];
      cell = ready.quantities[i].value;
      parser.DefineVar(ready.quantities[i].name, &cell);
      measured_[&cell] = measured_in(ready.quantities[i].unit);
    }
  }

  /// Follows the reverse Polish form with units in place of values.
  std::optional<ExpressionFault> measure(std::string_view text) {
    std::vector<Measured> stack;
    const mu::SToken* token = parser.GetByteCode().GetBase();
    for (; token->Cmd != mu::cmEND; ++token) {
      if (token->Cmd == mu::cmVAL) {
        stack.push_back({.bare = true});
      } else if (token->Cmd == mu::cmVAR) {
        stack.push_back(measured_.at(token->Val.ptr));
      } else if (auto fault = apply(*token, stack, text)) {
        return fault;
      }
    }
    BC_CHECK(stack.size() == 1);
    result = stack.back();
    return std::nullopt;
  }

  static std::optional<ExpressionFault> apply(const mu::SToken& token, std::vector<Measured>& stack,
                                              std::string_view text) {
    const bool scales = token.Cmd == mu::cmMUL || token.Cmd == mu::cmDIV;
    const int takes = token.Cmd == mu::cmFUNC ? std::abs(token.Fun.argc) : 2;
    Measured all = stack[stack.size() - static_cast<std::size_t>(takes)];
    for (int i = takes - 1; i > 0; --i) {
      const Measured& next = stack[stack.size() - static_cast<std::size_t>(i)];
      const int sign = token.Cmd == mu::cmDIV ? -1 : 1;
      if (!scales && !all.same_dimension(next)) return apart(text, all, next);
      all = scales ? Measured{all.seconds + sign * next.seconds, all.bytes + sign * next.bytes,
                              all.dollars + sign * next.dollars, false, all.bare && next.bare}
                   : joined(all, next);
    }
    stack.resize(stack.size() - static_cast<std::size_t>(takes));
    stack.push_back(all);
    return std::nullopt;
  }
};

Formula::Formula(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Formula::Formula(Formula&&) noexcept = default;
Formula& Formula::operator=(Formula&&) noexcept = default;
Formula::~Formula() = default;

std::variant<Formula, ExpressionFault> Formula::read(std::string_view text, std::span<const NamedFigure> names) {
  auto parts = std::make_unique<Parts>();
  if (auto fault = parts->build(text, names)) return std::move(*fault);
  return Formula(std::move(parts));
}

const std::vector<std::size_t>& Formula::used() const { return parts_->used; }

std::optional<MetricUnit> Formula::unit() const {
  const Measured& m = parts_->result;
  if (m.is(1, 0, 0)) return MetricUnit::seconds;
  if (m.is(0, 1, 0)) return MetricUnit::bytes;
  if (m.is(-1, 0, 0)) return MetricUnit::rate;
  if (m.is(0, 0, 1)) return MetricUnit::money;
  if (!m.is(0, 0, 0)) return std::nullopt;
  return m.share ? MetricUnit::share : MetricUnit::count;
}

std::optional<double> Formula::value(FigureValues values) const {
  for (const std::size_t i : parts_->used) {
    if (!values[i]) return std::nullopt;
    parts_->cells[i] = *values[i];
  }
  const double value = parts_->parser.Eval();
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

// --- conditions ------------------------------------------------------------------------------------------------------

namespace {

using Comparison = Condition::Comparison;

struct Written {
  std::string_view text;
  Comparison comparison;
};
constexpr std::array kComparisons = {Written{"<=", Comparison::less_equal}, Written{">=", Comparison::greater_equal},
                                     Written{"==", Comparison::equal},      Written{"!=", Comparison::unequal},
                                     Written{"<", Comparison::less},        Written{">", Comparison::greater}};

bool upwards(Comparison c) { return c == Comparison::less || c == Comparison::less_equal; }
bool downwards(Comparison c) { return c == Comparison::greater || c == Comparison::greater_equal; }

}  // namespace

std::variant<Condition, ExpressionFault> Condition::read(std::string_view text, std::span<const NamedFigure> names) {
  static constexpr std::string_view kForm = "such as \"30 s <= rto <= 5 min\" or \"lost == 0\"";
  Condition condition;
  std::vector<std::string_view> sides;
  for (std::string_view rest = text;;) {
    const std::size_t at = rest.find_first_of("<>=!");
    sides.push_back(rest.substr(0, at));
    if (at == std::string_view::npos) break;
    rest.remove_prefix(at);
    const auto* found =
        std::ranges::find_if(kComparisons, [&](const Written& written) { return rest.starts_with(written.text); });
    if (found == kComparisons.end())
      return ExpressionFault{fmt::format("{} has a {} that is no comparison", in_quotes(text), rest.front()),
                             "< <= > >= == !="};
    condition.comparisons_.push_back(found->comparison);
    rest.remove_prefix(found->text.size());
  }
  const auto& compared = condition.comparisons_;
  if (compared.empty()) return ExpressionFault{fmt::format("{} compares nothing", in_quotes(text)), std::string(kForm)};
  const bool one_way = std::ranges::all_of(compared, upwards) || std::ranges::all_of(compared, downwards);
  if (compared.size() > 2 || (compared.size() == 2 && !one_way))
    return ExpressionFault{fmt::format("{} is neither one comparison nor a range", in_quotes(text)),
                           std::string(kForm)};
  for (const std::string_view side : sides) {
    auto formula = Formula::read(side, names);
    if (auto* fault = std::get_if<ExpressionFault>(&formula)) return std::move(*fault);
    condition.sides_.push_back(std::get<Formula>(std::move(formula)));
    const Measured &first = condition.sides_.front().parts_->result, &last = condition.sides_.back().parts_->result;
    if (!first.same_dimension(last)) return apart(text, first, last);
  }
  if (condition.used().empty()) return ExpressionFault{fmt::format("{} names no figure", in_quotes(text))};
  return condition;
}

std::vector<std::size_t> Condition::used() const {
  std::vector<std::size_t> all;
  for (const Formula& side : sides_) all.insert(all.end(), side.used().begin(), side.used().end());
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

bool Condition::satisfied(Comparison comparison, double margin) {
  switch (comparison) {
    case Comparison::less:
    case Comparison::greater: return margin > 0;
    case Comparison::less_equal:
    case Comparison::greater_equal: return margin >= 0;
    case Comparison::equal: return margin == 0;
    case Comparison::unequal: return margin != 0;
  }
  return false;
}

std::optional<std::vector<double>> Condition::margins(FigureValues values) const {
  std::vector<double> sides, margins;
  for (const Formula& side : sides_) {
    const std::optional<double> value = side.value(values);
    if (!value) return std::nullopt;
    sides.push_back(*value);
  }
  for (std::size_t i = 0; i < comparisons_.size(); ++i)
    margins.push_back(downwards(comparisons_[i]) ? sides[i] - sides[i + 1] : sides[i + 1] - sides[i]);
  return margins;
}

std::optional<bool> Condition::holds(FigureValues values) const {
  const auto all = margins(values);
  if (!all) return std::nullopt;
  for (std::size_t i = 0; i < all->size(); ++i)
    if (!satisfied(comparisons_[i], (*all)[i])) return false;
  return true;
}

}  // namespace bicoastal
