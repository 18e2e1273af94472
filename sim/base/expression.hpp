// Formulas and conditions over named figures, as people write them: "2 * lag + 69 ms", "30 s <= rto <= 5 min".
//
// Every name and every quantity has a unit, and units are reckoned with: seconds can be divided by seconds, and not
// compared with a plain number, since nobody can tell what "rto <= 5" means. Shares and counts are plain numbers. A
// figure may be unknown; what is reckoned from it is unknown then, as is a division by zero.
//
// muParser (https://beltoforion.de/en/muparser/) parses and evaluates; units are checked on the reverse Polish form
// that it makes. Beside + - * / and parentheses there are min, max and abs.
#pragma once

#include <bicoastal/metrics.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bicoastal {

/// What an expression may name: lower-case letters, digits and '_', a letter first.
struct NamedFigure {
  std::string name;
  MetricUnit unit = MetricUnit::count;
};
bool is_figure_name(std::string_view name);

/// Values of the names, in their order.
using FigureValues = std::span<const std::optional<double>>;

struct ExpressionFault {
  std::string message, suggestion{};
  std::string unknown{};  ///< the name that is not known, where that is what is wrong
};

/// A formula over names. Moved, not copied. One thread at a time.
class Formula {
 public:
  static std::variant<Formula, ExpressionFault> read(std::string_view text, std::span<const NamedFigure> names);
  Formula(Formula&&) noexcept;
  Formula& operator=(Formula&&) noexcept;
  ~Formula();

  /// Indices of the names that it uses, in order, each once.
  const std::vector<std::size_t>& used() const;
  /// Unit of its value; nothing where that is none of a metric's, as of a count a second.
  std::optional<MetricUnit> unit() const;
  /// In its unit: seconds, bytes, or a plain number. REQUIRES: a value, or nothing, for each of the names.
  std::optional<double> value(FigureValues values) const;

 private:
  friend class Condition;
  struct Parts;
  explicit Formula(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// Two formulas and a comparison (< <= > >= == !=) between them; or three, where the middle one is to lie in a range.
class Condition {
 public:
  static std::variant<Condition, ExpressionFault> read(std::string_view text, std::span<const NamedFigure> names);

  std::vector<std::size_t> used() const;
  /// Nothing where a figure that it needs is unknown.
  std::optional<bool> holds(FigureValues values) const;

  enum class Comparison : std::uint8_t { less, less_equal, greater, greater_equal, equal, unequal };
  const std::vector<Comparison>& comparisons() const { return comparisons_; }
  /// For each comparison, how far it is from its limit: what is on the greater side minus what is on the smaller, or
  /// for == and != the right side minus the left. Nothing where holds() tells nothing.
  std::optional<std::vector<double>> margins(FigureValues values) const;
  /// Whether a margin satisfies its comparison.
  static bool satisfied(Comparison comparison, double margin);

 private:
  std::vector<Formula> sides_;
  std::vector<Comparison> comparisons_;
};

}  // namespace bicoastal
