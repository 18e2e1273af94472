#include "sim/claims/claim_chart.hpp"

#include "sim/scenario/nearest.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::string_view kind_of(MetricUnit unit) {
  switch (unit) {
    case MetricUnit::share: return "a share";
    case MetricUnit::count: return "a plain number";
    case MetricUnit::seconds: return "a time";
    case MetricUnit::bytes: return "a size";
    case MetricUnit::rate: return "a rate";
    case MetricUnit::money: return "money";
  }
  return "";
}

class ChartReader {
 public:
  ChartReader(const View& view, const std::vector<ClaimFigure>& figures, const std::set<std::string>& spoilt,
              Faults& faults)
      : view_(view), figures_(figures), spoilt_(spoilt), faults_(faults) {}

  std::optional<ClaimChart> read() {
    if (faults_.any_under(view_.pointer())) return std::nullopt;
    chart_.title = view_["title"].text();
    chart_.y_title = view_["y"]["title"].text();
    axis(view_["x"]);
    const View all = view_["series"];
    for (std::size_t i = 0; i < all.size(); ++i) series(all[i]);
    return whole_ ? std::optional(std::move(chart_)) : std::nullopt;
  }

 private:
  const View& view_;
  const std::vector<ClaimFigure>& figures_;
  const std::set<std::string>& spoilt_;
  Faults& faults_;
  ClaimChart chart_;
  std::optional<MetricUnit> unit_;
  bool whole_ = true;

  void add(std::string_view code, const View& at, std::string message, std::string suggestion = {}) {
    faults_.add(code, at.place(), at.pointer(), std::move(message), std::move(suggestion));
    whole_ = false;
  }

  void axis(const View& x) {
    chart_.x_title = x["title"].text();
    for (std::size_t i = 0; i < x["names"].size(); ++i) chart_.names.push_back(x["names"][i].text());
    const View values = x["values"];
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double value = values[i].number();
      if (!chart_.values.empty() && value <= chart_.values.back())
        add("E806", values[i], fmt::format("{} does not come after {}", value, chart_.values.back()),
            "values of an axis increase");
      chart_.values.push_back(value);
    }
  }

  void series(const View& view) {
    ClaimChart::Series made{view["name"].text(), {}};
    const View measures = view["measures"];
    if (measures.size() != chart_.places())
      add("E806", measures,
          fmt::format("{} measures for {} places on the horizontal axis", measures.size(), chart_.places()),
          "one for each");
    for (std::size_t i = 0; i < measures.size(); ++i)
      if (const auto figure = figure_of(measures[i])) made.figures.push_back(*figure);
    chart_.series.push_back(std::move(made));
  }

  std::optional<std::size_t> figure_of(const View& name) {
    const auto found = std::ranges::find(figures_, name.text(), &ClaimFigure::name);
    if (found == figures_.end()) {
      whole_ = false;
      if (spoilt_.contains(name.text())) return std::nullopt;
      std::vector<std::string> known;
      for (const ClaimFigure& figure : figures_) known.push_back(figure.name);
      add("E803", name, fmt::format("nothing is called {}", in_quotes(name.text())), suggest_name(name.text(), known));
      return std::nullopt;
    }
    if (!unit_) chart_.unit = *(unit_ = found->unit);
    if (*unit_ != found->unit)
      add("E806", name,
          fmt::format("{} is {}, and the first measure of this chart is {}", in_quotes(name.text()),
                      kind_of(found->unit), kind_of(*unit_)),
          "one chart shows one unit");
    return static_cast<std::size_t>(found - figures_.begin());
  }
};

}  // namespace

std::optional<ClaimChart> read_chart(const View& chart, const std::vector<ClaimFigure>& figures,
                                     const std::set<std::string>& spoilt, Faults& faults) {
  return ChartReader(chart, figures, spoilt, faults).read();
}

}  // namespace bicoastal
