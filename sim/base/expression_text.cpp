#include "sim/base/expression_text.hpp"

#include "sim/base/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::string_view kMarks = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::array<std::string_view, 3> kFunctions{"min", "max", "abs"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
/// Of a unit: also the bytes of "µ".
bool is_unit_char(char c) { return is_letter(c) || (static_cast<unsigned char>(c) & 0x80) != 0; }

class Preparing {
 public:
  Preparing(std::string_view text, std::span<const NamedFigure> names) : text_(text), names_(names) {
    out_.text = std::string(text);
  }

  std::variant<PreparedFormula, ExpressionFault> all() {
    while (at_ < text_.size() && !fault_) {
      const char c = text_[at_];
      if (is_digit(c))
        number();
      else if (is_letter(c) || c == '_')
        name();
      else if (std::string_view(" +-*/(),").find(c) != std::string_view::npos)
        ++at_;
      else
        fault_ = {fmt::format("{} holds {}, which means nothing here", in_quotes(text_), in_quotes(character())),
                  "a formula has names, quantities, + - * / ( ), min, max and abs"};
    }
    if (fault_) return *fault_;
    std::ranges::sort(out_.used);
    out_.used.erase(std::unique(out_.used.begin(), out_.used.end()), out_.used.end());
    return std::move(out_);
  }

 private:
  std::string_view text_;
  std::span<const NamedFigure> names_;
  std::size_t at_ = 0;
  PreparedFormula out_;
  std::optional<ExpressionFault> fault_;

  /// The one at hand, whole where it takes several bytes.
  std::string_view character() const {
    std::size_t end = at_ + 1;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;
    return text_.substr(at_, end - at_);
  }

  void number() {
    const std::size_t begin = at_;
    double value = 0;
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    at_ = static_cast<std::size_t>(end - text_.data());
    if (error != std::errc()) {
      fault_ = {fmt::format("{} is beyond what can be reckoned with", in_quotes(text_.substr(begin, at_ - begin)))};
      return;
    }
    std::size_t unit = text_.find_first_not_of(' ', at_);
    if (unit == std::string_view::npos) return;
    std::size_t after = unit;
    while (after < text_.size() && (text_[after] == '%' || is_unit_char(text_[after]))) ++after;
    if (after == unit) return;  // a plain number
    at_ = after;
    quantity(begin, text_.substr(begin, after - begin));
  }

  void quantity(std::size_t begin, std::string_view written) {
    static constexpr std::array<std::pair<Dimension, MetricUnit>, 4> kUnits{{{Dimension::time, MetricUnit::seconds},
                                                                             {Dimension::size, MetricUnit::bytes},
                                                                             {Dimension::share, MetricUnit::share},
                                                                             {Dimension::money, MetricUnit::money}}};
    for (const auto& [dimension, unit] : kUnits) {
      const auto parsed = parse_quantity(written, dimension);
      if (const double* value = std::get_if<double>(&parsed)) {
        put(begin, written.size(), dimension == Dimension::time ? *value / 1e9 : *value, unit);
        return;
      }
    }
    const auto why = std::get<UnitFault>(parse_quantity(written, Dimension::time));
    const bool meant = why.suggestion.starts_with("did you mean");
    fault_ = {fmt::format("{} is no quantity", in_quotes(written)),
              meant ? why.suggestion
                    : fmt::format("units: {}, {}, %, USD", units_of(Dimension::time), units_of(Dimension::size))};
  }

  void put(std::size_t begin, std::size_t length, double value, MetricUnit unit) {
    if (out_.quantities.size() == kMarks.size()) {
      fault_ = {fmt::format("more than {} quantities in one formula", kMarks.size())};
      return;
    }
    std::string name{'Q', kMarks[out_.quantities.size()]};
    out_.text.replace(begin, length, name + std::string(length - name.size(), ' '));
    out_.quantities.push_back({std::move(name), value, unit});
  }

  void name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]) || text_[at_] == '_')) ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    const std::size_t next = text_.find_first_not_of(' ', at_);
    const bool called = next != std::string_view::npos && text_[next] == '(';
    const auto found = std::ranges::find(names_, name, &NamedFigure::name);
    if (called && std::ranges::find(kFunctions, name) != kFunctions.end()) return;
    if (!called && found != names_.end()) {
      out_.used.push_back(static_cast<std::size_t>(found - names_.begin()));
      return;
    }
    if (called)
      fault_ = {fmt::format("there is no function {}", in_quotes(name)), "min, max and abs"};
    else
      fault_ = {fmt::format("nothing is called {}", in_quotes(name)), "", std::string(name)};
  }
};

}  // namespace

std::variant<PreparedFormula, ExpressionFault> prepare_formula(std::string_view text,
                                                               std::span<const NamedFigure> names) {
  return Preparing(text, names).all();
}

}  // namespace bicoastal
