// The report of a study as one HTML file, or as Markdown: the answer first, then what it rests on, and how to get any
// of it again.
//
// No figure stands without its interval, in words or as a bar; what no interval can be given for says so.
#pragma once

#include "sim/study/study.hpp"

#include <string>
#include <vector>

namespace bicoastal {

struct StudyPage {
  const Study& study;
  std::string build;                                         ///< version of the program
  std::string where;                                         ///< condition that all its points keep to; empty: none
  std::string again;                                         ///< command that makes the whole study again
  std::string document;                                      ///< the sweep, as it was written
  std::string base_document;                                 ///< the scenario that it varies
  std::vector<std::string> taken_for_granted, not_modelled;  ///< of that scenario
};

std::string study_html(const StudyPage& page);
/// The same words without charts and without the documents (page/markdown.hpp).
std::string study_markdown(const StudyPage& page);

}  // namespace bicoastal
