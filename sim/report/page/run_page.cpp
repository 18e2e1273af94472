#include "sim/report/page/run_page.hpp"

#include "sim/report/numbers.hpp"
#include "sim/report/page/html_page.hpp"
#include "sim/report/page/markdown.hpp"
#include "sim/report/page/markup_page.hpp"
#include "sim/report/page/run_sections.hpp"
#include "sim/report/summary_sections.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

/// A section that the summary in terminals has, too.
Markup from_summary(void (*write)(Page&, const RunReport&), const RunReport& report) {
  MarkupPage page;
  write(page, report);
  return page.markup();
}

Markup header(const RunPage& page) {
  const Scenario& s = page.report.scenario;
  Markup made =
      element("h1", s.name) + element("p", {{"class", "faint"}},
                                      fmt::format("Simulated with bicoastal {}, seed {}", page.report.build, s.seed));
  if (!s.description.empty()) made += element("p", s.description);
  return made;
}

/// `data` gets what timeline.js draws.
Markup body_of(const RunPage& page, nlohmann::ordered_json& data) {
  const RunReport& r = page.report;
  return header(page) + verdict_section(page) + setup_section(page) + timeline_section(page, data) +
         faults_section(page) + from_summary(write_actions, r) + from_summary(write_drill, r) +
         from_summary(write_deploys, r) + consistency_section(page) + latency_section(page) +
         from_summary(write_dependencies, r) + from_summary(write_fleet, r) + from_summary(write_replication, r) +
         from_summary(write_reshardings, r) + from_summary(write_bill, r) + from_summary(write_expectations, r) +
         assumptions_section(page) + origin_section(page);
}

}  // namespace

std::string run_html(const RunPage& page) {
  nlohmann::ordered_json data = nlohmann::ordered_json::object();
  HtmlPage html;
  html.title = fmt::format("{}: simulated", page.report.scenario.name);
  html.body = body_of(page, data);
  html.data = data.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  html.drawing = Drawing::time_series;
  return html_text(html);
}

std::string run_markdown(const RunPage& page) {
  nlohmann::ordered_json not_drawn = nlohmann::ordered_json::object();
  return markdown_of(body_of(page, not_drawn));
}

Markup origin_section(const RunPage& page) {
  const RunReport& r = page.report;
  const Scenario& s = r.scenario;
  MarkupPage facts;
  facts.heading("How to get this again");
  Markup made = facts.markup();
  if (!r.again.empty()) made += element("pre", r.again);
  MarkupPage identity;
  identity.item("digest", r.analysis.digest.empty() ? "-" : r.analysis.digest);
  identity.item("seed", fmt::format("{}", s.seed));
  identity.item("scenario", fmt::format("{}{}, hash {}", s.file, s.file.empty() ? "as stored" : "", s.hash));
  identity.item("version", fmt::format("bicoastal {}", r.build));
  if (!page.run_file.empty()) identity.item("records", page.run_file);
  if (r.performance)
    identity.item("took", fmt::format("{} for {} of simulated time", show_seconds(r.performance->wall_s),
                                      show_seconds(r.analysis.end_s)));
  made += identity.markup() +
          element("p", {{"class", "note"}},
                  "The same scenario and seed give the same digest with this version, on any machine: every figure of "
                  "this page follows from them.");
  return made + element("section", {{"class", "source"}},
                        element("h2", "The scenario") +
                            element("details", element("summary", "The scenario as it was simulated, in full") +
                                                   element("pre", s.document)));
}

}  // namespace bicoastal
