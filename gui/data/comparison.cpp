#include "gui/data/comparison.hpp"

#include "sim/report/numbers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

std::string show_ms(double ms) { return show_seconds(ms * 1e-3); }

/// What a figure is made with beside the run itself.
enum class MadeWith : std::uint8_t { nothing, prices, harm };

struct FigureInfo {
  std::string name, pointer;
  std::string (*show)(double);
  bool more_is_better = false;
  MadeWith with = MadeWith::nothing;
};

std::vector<FigureInfo> figures_of_runs() {
  return {
      {"Answered", "/availability/overall", show_share, true},
      {"Failed requests", "/requests/failed", show_amount},
      {"Retried requests", "/requests/retried", show_amount},
      {"Read latency p50", "/latency_ms/read/p50", show_ms},
      {"Read latency p99", "/latency_ms/read/p99", show_ms},
      {"Write latency p50", "/latency_ms/write/p50", show_ms},
      {"Write latency p99", "/latency_ms/write/p99", show_ms},
      {"Stale reads", "/staleness/stale_reads", show_amount},
      {"Age of stale reads p99", "/staleness/age_ms/p99", show_ms},
      {"Concurrent writes", "/conflicts/concurrent", show_amount},
      {"Discarded writes", "/conflicts/discarded", show_amount},
      {"Lost writes", "/lost_writes", show_amount},
      {"Share of keys that differ", "/divergence/share", show_share},
      {"Split brain", "/split_brain_s", show_seconds},
      {"Bytes between regions", "/wan/bytes", show_bytes},
      {"Cost a month", "/cost/per_month/total", show_money, false, MadeWith::prices},
      {"Cost of a million answers", "/cost/per_million", show_money, false, MadeWith::prices},
      {"Failures, to the business", "/cost/failures/total", show_money, false, MadeWith::harm},
  };
}

bool same_prices(const Prices& a, const Prices& b) {
  const auto all = [](const Prices& p) {
    return std::array{p.instance_hour,      p.copy_hour, p.function_second, p.million_reads, p.million_writes,
                      p.between_regions_gb, p.zones_gb,  p.clients_gb,      p.gb_month};
  };
  return all(a) == all(b);
}

/// Of the regions that both have.
bool same_prices(const Scenario& a, const Scenario& b) {
  for (std::size_t r = 0; r < a.regions.size(); ++r)
    for (std::size_t o = 0; o < b.regions.size(); ++o)
      if (a.regions[r].name == b.regions[o].name && !same_prices(a.cost->regions[r], b.cost->regions[o])) return false;
  return a.cost->read_unit == b.cost->read_unit && a.cost->write_unit == b.cost->write_unit;
}

/// Whether, and how, the two bills are made with different prices; empty where they are not.
std::string about_prices(const NamedRun& a, const NamedRun& b) {
  const std::optional<Pricing>&of_a = a.run->scenario.cost, &of_b = b.run->scenario.cost;
  if (!of_a && !of_b) return {};
  if (!of_a || !of_b)
    return fmt::format("{} has no bill: its scenario names no prices (cost.prices).", !of_a ? a.name : b.name);
  const auto table = [](const Pricing& prices) {
    return prices.table == "none" ? std::string("the scenario's own") : prices.table;
  };
  if (of_a->table != of_b->table)
    return fmt::format("Different prices: the bill of {} is made with {}, that of {} with {}.", a.name, table(*of_a),
                       b.name, table(*of_b));
  if (!same_prices(a.run->scenario, b.run->scenario))
    return fmt::format(
        "Different prices: {} and {} differ in the prices that their scenarios set (cost.own, "
        "cost.by_region).",
        a.name, b.name);
  return {};
}

/// Likewise of what failures are to the business. Where only one prices them, the figure is missing in the other.
std::string about_harm(const NamedRun& a, const NamedRun& b) {
  const std::optional<Pricing>&of_a = a.run->scenario.cost, &of_b = b.run->scenario.cost;
  if (!of_a || !of_b || (of_a->failed_request == of_b->failed_request && of_a->lost_write == of_b->lost_write))
    return {};
  const auto words = [](const Pricing& prices) {
    const auto price = [](const std::optional<double>& of_one) { return of_one ? show_money(*of_one) : "nothing"; };
    return fmt::format("{} and {}", price(prices.failed_request), price(prices.lost_write));
  };
  return fmt::format("A failed request and a lost write are priced differently: {} in {}, {} in {}.", words(*of_a),
                     a.name, words(*of_b), b.name);
}

/// Where the document of a run has its faults, by their names, which differ.
std::map<std::string, std::string> faults_in(const RunView& run) {
  std::map<std::string, std::string> places;
  for (std::size_t f = 0; f < run.figures.size("/faults"); ++f) {
    const std::string at = fmt::format("/faults/{}", f);
    places.emplace(run.figures.text(at + "/name").value_or(""), at);
  }
  return places;
}

/// Names of the faults that either has.
std::vector<std::string> faults_of(const RunView& a, const RunView& b) {
  std::vector<std::string> names;
  std::set<std::string> known;
  for (const RunView* run : {&a, &b})
    for (std::size_t f = 0; f < run->figures.size("/faults"); ++f) {
      std::string name = run->figures.text(fmt::format("/faults/{}/name", f)).value_or("");
      if (known.insert(name).second) names.push_back(std::move(name));
    }
  return names;
}

/// "1.35", "1.0004", "12.3 k": as much as it takes to tell it from one.
std::string show_ratio(double ratio) {
  if (ratio >= 1000) return show_rate(ratio);
  const int decimals = static_cast<int>(std::clamp(-std::floor(std::log10(ratio - 1)), 0.0, 9.0));
  return decimals > 2 ? fmt::format("{:.{}f}", ratio, decimals) : fmt::format("{:.3g}", ratio);
}

}  // namespace

double ComparedFigure::weight() const {
  if (!a || !b) return 2;
  return std::abs(*b - *a) / std::max({std::abs(*a), std::abs(*b), 1e-12});
}

std::string ComparedFigure::difference(const std::string& first, const std::string& second) const {
  if (!a || !b) return fmt::format("only in {}", a ? first : second);
  if (*a == *b) return "same";
  const char* arrow = *b > *a ? "↑" : "↓";
  if (*a > 0 && *b > 0) return fmt::format("{} {} ×", arrow, show_ratio(std::max(*a, *b) / std::min(*a, *b)));
  return fmt::format("{} {}", arrow, *b > *a ? "from none" : "to none");
}

std::optional<bool> ComparedFigure::second_is_better() const {
  if (!a || !b || *a == *b || !remark.empty()) return std::nullopt;
  return (*b > *a) == more_is_better;
}

std::vector<ComparedFigure> compared(const NamedRun& first, const NamedRun& second) {
  const RunView &a = *first.run, &b = *second.run;
  const std::string prices = about_prices(first, second), harm = about_harm(first, second);
  std::vector<ComparedFigure> rows;
  const auto add = [&rows](ComparedFigure row) {
    if (row.a || row.b) rows.push_back(std::move(row));
  };
  for (const FigureInfo& figure : figures_of_runs())
    add({figure.name, a.figures.number(figure.pointer), b.figures.number(figure.pointer), figure.show,
         figure.more_is_better,
         figure.with == MadeWith::prices ? prices
         : figure.with == MadeWith::harm ? harm
                                         : std::string()});
  const auto in_a = faults_in(a), in_b = faults_in(b);
  for (const std::string& fault : faults_of(a, b)) {
    const auto both = [&](const char* what, const char* pointer, std::string (*show)(double)) {
      const auto figure = [&](const RunView& run, const std::map<std::string, std::string>& places) {
        const auto at = places.find(fault);
        return at == places.end() ? std::nullopt : run.figures.number(at->second + pointer);
      };
      add({fmt::format("{} {}", what, fault), figure(a, in_a), figure(b, in_b), show});
    };
    both("RTO of", "/rto_s/total", show_seconds);
    both("Writes lost by", "/rpo/writes", show_amount);
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const ComparedFigure& x, const ComparedFigure& y) { return x.weight() > y.weight(); });
  return rows;
}

const std::vector<ComparedFigure>& Comparison::of(const NamedRun& a, const NamedRun& b) {
  if (!a_ || !b_ || !a_->is(a) || !b_->is(b)) {
    rows_ = compared(a, b);
    a_ = {a.name, a.run};
    b_ = {b.name, b.run};
  }
  return rows_;
}

}  // namespace bicoastal::gui
