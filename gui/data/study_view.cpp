#include "gui/data/study_view.hpp"

#include "sim/history/sweep_file.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/sweep_study.hpp"

namespace bicoastal::gui {

Result<std::shared_ptr<const StudyView>> StudyView::load(const std::string& path) {
  const auto sweep = read_sweep_file(path);
  if (!sweep) return sweep.faults();
  auto view = std::make_shared<StudyView>();
  view->path = path;
  view->study = study_of(*sweep);
  view->findings = findings_of(view->study);
  view->base = sweep->plan.base;
  for (const SweepPoint& point : sweep->plan.points) {
    std::vector<Override>& changes = view->changes.emplace_back();
    for (const std::string& set : point.sets)
      if (const auto change = parse_override(set)) changes.push_back(*change);
  }
  return std::shared_ptr<const StudyView>(std::move(view));
}

std::string StudyView::shown(std::size_t point, std::size_t metric) const {
  const Sample& sample = findings.samples[point][metric];
  return sample.told == 0 ? "–" : show_value(sample.mean, study.metrics[metric].unit);
}

}  // namespace bicoastal::gui
