// A study as the study page sees it: what a sweep's result file holds, and what follows from it. Never changed.
#pragma once

#include <bicoastal/result.hpp>

#include "sim/scenario/load.hpp"
#include "sim/study/study.hpp"

#include <memory>
#include <string>
#include <vector>

namespace bicoastal::gui {

struct StudyView {
  std::string path;
  Study study;
  StudyFindings findings;
  std::string base;                            ///< scenario file that is varied
  std::vector<std::vector<Override>> changes;  ///< [point], from the base

  static Result<std::shared_ptr<const StudyView>> load(const std::string& path);
  /// "1.24 s", or "–" where nobody knows.
  std::string shown(std::size_t point, std::size_t metric) const;
};

}  // namespace bicoastal::gui
