#include "sim/study/study.hpp"

#include "sim/base/check.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

constexpr std::size_t kMostObjectives = 4;

/// No measure is less than 0, and no share that was never greater than the whole is on average: what Student's t says
/// beyond that is cut off.
Sample possible(Sample sample, MetricUnit unit) {
  if (!sample.interval) return sample;
  if (sample.least >= 0) sample.interval->low = std::max(sample.interval->low, 0.0);
  if (unit == MetricUnit::share && sample.greatest <= 1) sample.interval->high = std::min(sample.interval->high, 1.0);
  return sample;
}

std::vector<Objective> objectives_of(const Study& study) {
  std::vector<Objective> objectives;
  for (std::size_t m = 0; m < study.metrics.size() && objectives.size() < kMostObjectives; ++m)
    if (study.metrics[m].goal) objectives.push_back({m, *study.metrics[m].goal});
  return objectives;
}

/// Those that by their means keep to the constraints and tell the objective, best first; equals in the order of points.
std::vector<std::size_t> ranked(const StudyFindings& findings, const Objective& by) {
  std::vector<std::size_t> order;
  for (std::size_t p = 0; p < findings.samples.size(); ++p)
    if (findings.keeping[p].by_mean == Kept::yes && findings.samples[p][by.metric].told > 0) order.push_back(p);
  std::ranges::stable_sort(order, {}, [&](std::size_t p) {
    const double mean = findings.samples[p][by.metric].mean;
    return by.goal == Goal::minimise ? mean : -mean;
  });
  return order;
}

std::optional<BestPoint> best_of(const Study& study, const StudyFindings& findings) {
  const Objective& by = findings.objectives.front();
  const std::vector<std::size_t> order = ranked(findings, by);
  if (order.empty()) return std::nullopt;
  BestPoint best{order.front(), std::nullopt, {}, {}};
  for (std::size_t i = 1; i < order.size(); ++i) {
    const PairedDifference difference = compare_paired(study.points[best.point].values[by.metric],
                                                       study.points[order[i]].values[by.metric], study.confidence);
    if (difference.distinguishable() != true) best.as_good.push_back(order[i]);
    if (i > 1) continue;
    best.next = order[i];
    best.ahead = difference;
  }
  return best;
}

std::vector<StudiedPoint> studied(const Study& study, const StudyFindings& findings, std::size_t metric) {
  std::vector<StudiedPoint> points;
  for (std::size_t p = 0; p < study.points.size(); ++p)
    points.push_back({study.points[p].levels, study.points[p].values[metric], findings.keeping[p]});
  return points;
}

}  // namespace

std::string words_of(const Study& study, const StudyPoint& point) {
  std::string words;
  for (std::size_t axis = 0; axis < study.axes.size(); ++axis) {
    if (!words.empty()) words += ", ";
    words += study.axes[axis].name;
    words += ' ';
    words += study.axes[axis].levels.at(point.levels[axis]);
  }
  return words;
}

Figure figure_of(const Sample& sample) {
  if (sample.told == 0) return {};
  return {sample.mean, sample.interval};
}

std::optional<GridFigures> grid_of(const Study& study, std::size_t metric) {
  GridFigures grid;
  std::size_t points = 1;
  for (const StudyAxis& axis : study.axes) {
    grid.levels.push_back(axis.levels.size());
    if (axis.levels.empty() || points > study.points.size()) return std::nullopt;
    points *= axis.levels.size();
  }
  if (grid.levels.empty() || points != study.points.size()) return std::nullopt;
  grid.values.resize(points);
  std::vector<bool> there(points);
  for (const StudyPoint& point : study.points) {
    std::size_t at = 0;
    for (std::size_t axis = 0; axis < grid.levels.size(); ++axis) at = at * grid.levels[axis] + point.levels[axis];
    if (there[at]) return std::nullopt;
    there[at] = true;
    grid.values[at] = point.values[metric];
  }
  return grid;
}

std::size_t saltelli_rows(const Study& study) {
  const std::size_t axes = study.axes.size(), each = axes + 2, rows = study.points.size() / each;
  if (axes < 2 || rows < 2 || study.points.size() % each != 0) return 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto levels = [&](std::size_t place) { return study.points[row * each + place].levels; };
    const std::vector<std::size_t> a = levels(0), b = levels(axes + 1);
    for (std::size_t axis = 0; axis < axes; ++axis) {
      std::vector<std::size_t> changed = a;
      changed[axis] = b[axis];
      if (levels(axis + 1) != changed) return 0;
    }
  }
  return rows;
}

SaltelliFigures saltelli_of(const Study& study, std::size_t metric) {
  const std::size_t axes = study.axes.size(), each = axes + 2, rows = saltelli_rows(study);
  BC_CHECK(rows > 0);
  SaltelliFigures figures;
  figures.ab.resize(axes);
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<double> sums(each);
    double seeds = 0;
    for (std::size_t seed = 0; seed < study.seeds.size(); ++seed) {
      std::vector<double> told;
      for (std::size_t place = 0; place < each; ++place)
        if (const auto& value = study.points[row * each + place].values[metric][seed]) told.push_back(*value);
      if (told.size() < each) continue;
      for (std::size_t place = 0; place < each; ++place) sums[place] += told[place];
      ++seeds;
    }
    const auto mean = [&](std::size_t place) { return seeds > 0 ? std::optional(sums[place] / seeds) : std::nullopt; };
    figures.a.push_back(mean(0));
    for (std::size_t axis = 0; axis < axes; ++axis) figures.ab[axis].push_back(mean(axis + 1));
    figures.b.push_back(mean(axes + 1));
  }
  return figures;
}

StudyFindings findings_of(const Study& study) {
  StudyFindings findings;
  std::vector<Constraint> limits;
  for (const StudyConstraint& constraint : study.constraints) limits.push_back(constraint.limit);
  std::vector<std::vector<Figure>> figures;
  for (const StudyPoint& point : study.points) {
    BC_CHECK(point.values.size() == study.metrics.size() && point.levels.size() == study.axes.size());
    std::vector<Sample>& samples = findings.samples.emplace_back();
    std::vector<Figure>& of = figures.emplace_back();
    for (std::size_t m = 0; m < study.metrics.size(); ++m) {
      samples.push_back(possible(sample_of(point.values[m], study.confidence), study.metrics[m].unit));
      of.push_back(figure_of(samples.back()));
    }
    findings.keeping.push_back(keeps_to(of, limits));
  }
  findings.objectives = objectives_of(study);
  if (findings.objectives.empty() || study.points.empty()) return findings;

  const Objective& first = findings.objectives.front();
  findings.standings = frontier(figures, findings.objectives, limits);
  findings.best = best_of(study, findings);
  for (const Objective& objective : findings.objectives)
    if (const auto grid = grid_of(study, objective.metric))
      if (auto parts = decompose(*grid, study.confidence))
        findings.decomposed.push_back({objective.metric, *std::move(parts)});
  findings.saltelli_rows = findings.decomposed.empty() ? saltelli_rows(study) : 0;
  if (findings.saltelli_rows > 0) {
    for (const Objective& objective : findings.objectives)
      if (auto indices = sobol_indices(saltelli_of(study, objective.metric), {.confidence = study.confidence}))
        findings.indices.push_back({objective.metric, *std::move(indices)});
    return findings;  // a drawn point is no place to start single changes from
  }
  BC_CHECK(study.from < study.points.size());
  findings.changes = single_changes(studied(study, findings, first.metric), study.from, first.goal, study.confidence);
  findings.helps_most = change_that_helps_most(findings.changes, first.goal);
  return findings;
}

}  // namespace bicoastal
