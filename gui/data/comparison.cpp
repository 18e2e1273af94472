#include "gui/data/comparison.hpp"

#include "sim/report/numbers.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal::gui {

namespace {

std::string show_ms(double ms) { return show_seconds(ms * 1e-3); }

struct FigureInfo {
  std::string name, pointer;
  std::string (*show)(double);
  bool more_is_better = false;
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
      {"Cost a month", "/cost/per_month/total", show_money},
      {"Cost of a million answers", "/cost/per_million", show_money},
      {"Failures, to the business", "/cost/failures/total", show_money},
  };
}

/// Where the document of a run has the fault of that name; nothing where it has none.
std::optional<std::string> fault_named(const RunView& run, const std::string& name) {
  for (std::size_t f = 0; f < run.figures.size("/faults"); ++f) {
    const std::string at = fmt::format("/faults/{}", f);
    if (run.figures.text(fmt::format("{}/name", at)) == name) return at;
  }
  return std::nullopt;
}

/// Names of the faults that either has.
std::vector<std::string> faults_of(const RunView& a, const RunView& b) {
  std::vector<std::string> names;
  for (const RunView* run : {&a, &b})
    for (std::size_t f = 0; f < std::min<std::size_t>(run->figures.size("/faults"), 50); ++f) {
      const std::string name = run->figures.text(fmt::format("/faults/{}/name", f)).value_or("");
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  return names;
}

}  // namespace

double ComparedFigure::weight() const {
  if (!a || !b) return 2;
  return std::abs(*b - *a) / std::max({std::abs(*a), std::abs(*b), 1e-12});
}

std::string ComparedFigure::difference() const {
  if (!a || !b) return a ? "only in the first" : "only in the second";
  if (*a == *b) return "same";
  const char* arrow = *b > *a ? "↑" : "↓";
  if (*a > 0 && *b > 0) return fmt::format("{} {:.3g} ×", arrow, std::max(*a, *b) / std::min(*a, *b));
  return fmt::format("{} {}", arrow, *b > *a ? "from none" : "to none");
}

std::optional<bool> ComparedFigure::second_is_better() const {
  if (!a || !b || *a == *b) return std::nullopt;
  return (*b > *a) == more_is_better;
}

std::vector<ComparedFigure> compared(const RunView& a, const RunView& b) {
  std::vector<ComparedFigure> rows;
  const auto add = [&rows](ComparedFigure row) {
    if (row.a || row.b) rows.push_back(std::move(row));
  };
  for (const FigureInfo& figure : figures_of_runs())
    add({figure.name, a.figures.number(figure.pointer), b.figures.number(figure.pointer), figure.show,
         figure.more_is_better});
  for (const std::string& fault : faults_of(a, b)) {
    const auto in_a = fault_named(a, fault), in_b = fault_named(b, fault);
    const auto both = [&](const char* what, const char* pointer, std::string (*show)(double)) {
      add({fmt::format("{} {}", what, fault), in_a ? a.figures.number(*in_a + pointer) : std::nullopt,
           in_b ? b.figures.number(*in_b + pointer) : std::nullopt, show});
    };
    both("RTO of", "/rto_s/total", show_seconds);
    both("Writes lost by", "/rpo/writes", show_amount);
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const ComparedFigure& x, const ComparedFigure& y) { return x.weight() > y.weight(); });
  return rows;
}

}  // namespace bicoastal::gui
