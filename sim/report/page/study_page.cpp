#include "sim/report/page/study_page.hpp"

#include "sim/report/numbers.hpp"
#include "sim/report/page/html_page.hpp"
#include "sim/report/page/markdown.hpp"
#include "sim/report/page/study_sections.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

Markup header(const StudyPage& page) {
  const Study& s = page.study;
  Markup made = element("h1", s.name) + element("p", {{"class", "faint"}},
                                                fmt::format("{} of {}, {} of each at most. Simulated with bicoastal {}",
                                                            counted(s.points.size(), "point"), s.base,
                                                            counted(s.seeds.size(), "seed"), page.build));
  if (!page.where.empty())
    made += element("p", Markup("Only the points of the sweep for which ") + element("code", page.where) + ".");
  if (!s.description.empty()) made += element("p", s.description);
  return made;
}

Markup list_of(const std::string& title, const std::vector<std::string>& words) {
  if (words.empty()) return {};
  Markup list;
  for (const std::string& each : words) list += element("li", each);
  return element("section", {{"class", "keep"}}, element("h2", title) + element("ul", list));
}

/// What the statistics of every study take for granted.
Markup method(const Study& s) {
  const std::string confidence = confidence_words(s);
  Markup list;
  for (const std::string& words : {
           fmt::format("A figure is the mean over the seeds, with the {} interval of that mean (Student's t). It "
                       "supposes that seeds are independent, which they are, and values not far from normal: of few "
                       "seeds of a skewed figure it covers less than it says.",
                       confidence),
           std::string("All points are run on the same seeds, and differences between points are taken seed by seed: "
                       "luck that both have in common does not count. So two points can be told apart whose intervals "
                       "overlap."),
           std::string(
               "Intervals are of one figure each. Of many of them some miss: of 100 points, about five with "
               "95 % intervals. Single changes have intervals that hold for all of them together (Bonferroni)."),
           std::string("The best of many points is likely to have been lucky as well. Expect a little less of it on "
                       "other seeds."),
       })
    list += element("li", words);
  return element("section", {{"class", "keep"}}, element("h2", "How sure this is") + element("ul", list));
}

Markup document(const std::string& title, const std::string& text) {
  return text.empty() ? Markup()
                      : element("details", {{"class", "source"}}, element("summary", title) + element("pre", text));
}

Markup origin(const StudyPage& page) {
  Markup made = element("h2", "How to get this again");
  if (!page.again.empty()) made += element("p", "The whole study:") + element("pre", page.again);
  made +=
      element("p", {{"class", "note"}},
              "Each row of the table of points has a command that repeats one of its runs; with another --seed, its "
              "others. The same scenario, seed and version give the same figures on any machine.");
  return made + document("The sweep, as it was written", page.document) +
         document("The scenario that it varies, in full", page.base_document);
}

}  // namespace

namespace {

/// `charts` gets what charts.js draws.
Markup body_of(const StudyPage& page, nlohmann::ordered_json& charts) {
  const StudyFindings findings = findings_of(page.study);
  const StudyView view{page, findings, charts};
  Markup body = header(page);
  for (const auto section : {study_verdict_section, study_varied_section, study_frontier_section, study_changes_section,
                             study_sensitivity_section, study_points_section, study_failures_section})
    body += section(view);  // one after the other: they number their charts
  return body + method(page.study) + list_of("What was taken for granted", page.taken_for_granted) +
         list_of("What was not modelled", page.not_modelled) + origin(page);
}

}  // namespace

std::string study_html(const StudyPage& page) {
  nlohmann::ordered_json charts = nlohmann::ordered_json::array();
  HtmlPage html;
  html.title = fmt::format("{}: a study", page.study.name);
  html.body = body_of(page, charts);
  html.drawing = charts.empty() ? Drawing::none : Drawing::charts;
  const nlohmann::ordered_json data = {{"charts", std::move(charts)}};
  html.data = data.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return html_text(html);
}

std::string study_markdown(const StudyPage& page) {
  nlohmann::ordered_json not_drawn = nlohmann::ordered_json::array();
  return markdown_of(body_of(page, not_drawn));
}

}  // namespace bicoastal
