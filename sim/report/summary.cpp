#include "sim/report/summary.hpp"

#include "sim/report/numbers.hpp"
#include "sim/report/scenario_words.hpp"
#include "sim/report/summary_sections.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal {

namespace {

struct Tally {
  std::size_t holds = 0, violated = 0, unknown = 0;
};

Tally tally(const std::vector<Judgement>& judgements) {
  Tally t;
  for (const Judgement& j : judgements)
    ++(j.verdict == ExpectationVerdict::holds      ? t.holds
       : j.verdict == ExpectationVerdict::violated ? t.violated
                                                   : t.unknown);
  return t;
}

void write_incomplete(Page& page, const RunReport& r) {
  const double duration = r.scenario.duration.in_seconds();
  page.line(fmt::format("{}: the run {} at {} of {}. All figures are of that part only, and no expectation is judged.",
                        r.interrupted ? "INTERRUPTED" : "INCOMPLETE",
                        r.interrupted ? "was stopped" : "did not end: last record", show_seconds(r.analysis.end_s),
                        show_seconds(duration)),
            Tone::unsure);
}

void write_judgement(Page& page, const RunReport& r) {
  const std::size_t count = r.judgements.size();
  if (count == 0)
    return page.line("NO EXPECTATIONS in this scenario: there is nothing to hold or to violate", Tone::plain);
  const Tally t = tally(r.judgements);
  switch (overall(r.judgements)) {
    case ExpectationVerdict::holds:
      return page.line(fmt::format("EXPECTATIONS HOLD: {} of {}", t.holds, count), Tone::good);
    case ExpectationVerdict::violated:
      return page.line(fmt::format("EXPECTATIONS VIOLATED: {} of {}{}", t.violated, count,
                                   t.unknown > 0 ? fmt::format(", and {} unknown", t.unknown) : std::string()),
                       Tone::bad);
    case ExpectationVerdict::unknown:
      return page.line(
          fmt::format("UNKNOWN: the run does not tell for {} of {} expectations; none is violated", t.unknown, count),
          Tone::unsure);
  }
}

TextCell verdict_cell(const Judgement& judgement) {
  switch (judgement.verdict) {
    case ExpectationVerdict::holds: return {"holds", Tone::good};
    case ExpectationVerdict::violated: return {"VIOLATED", Tone::bad};
    case ExpectationVerdict::unknown: return {"unknown", Tone::unsure};
  }
  return {};
}

}  // namespace

std::string measured_text(const Expectation& expectation, const Judgement& judgement) {
  if (!judgement.measured) return "-";
  const Metric* metric = find_metric(expectation.metric);
  const std::string value = show_value(*judgement.measured, metric != nullptr ? metric->unit : MetricUnit::count);
  return judgement.at_least ? "at least " + value : value;
}

void write_verdict(Page& page, const RunReport& r) {
  const Scenario& s = r.scenario;
  page.line(printable(s.name, TextPage::kWidth), Tone::strong);
  page.line(fmt::format("{}, {}, {}; {} simulated", counted(s.regions.size(), "region"),
                        counted(replicas_at_start(s), "replica"), counted(sessions_of(s), "user session"),
                        show_span(s.duration)),
            Tone::faint);
  page.line(pattern_text(s), Tone::faint);
  if (!r.note.empty()) page.line(r.note, Tone::unsure);
  if (r.analysis.skipped > 0)
    page.line(fmt::format("DAMAGED: {} that the scenario does not explain; they do not count",
                          counted(r.analysis.skipped, "record names things", "records name things")),
              Tone::bad);
  if (!r.analysis.complete) return write_incomplete(page, r);
  write_judgement(page, r);
  if (!r.analysis.quiet)
    page.line(
        "The system was still busy when the run ended: lost and discarded writes may be more than shown. "
        "A longer \"settle\" lets it fall quiet.",
        Tone::unsure);
}

void write_expectations(Page& page, const RunReport& r) {
  if (r.judgements.empty()) return;
  page.heading("Expectations");
  TextTable table({{"", TextTable::Align::left},
                   {"expected", TextTable::Align::left, 40},
                   {"measured"},
                   {"", TextTable::Align::left}});
  for (std::size_t i = 0; i < r.judgements.size(); ++i)
    table.add({verdict_cell(r.judgements[i]),
               {r.scenario.expect[i].text},
               {measured_text(r.scenario.expect[i], r.judgements[i])},
               {r.judgements[i].remark, Tone::faint}});
  page.table(table);
}

void write_identity(Page& page, const RunReport& r) {
  page.heading("This run");
  page.item("digest", fmt::format("{}  seed {}", r.analysis.digest.empty() ? "-" : r.analysis.digest, r.scenario.seed));
  if (r.performance)
    page.item("simulated", fmt::format("{} in {}: {} requests/s, {} MB of memory", show_seconds(r.analysis.end_s),
                                       show_seconds(r.performance->wall_s), show_rate(r.performance->requests_per_s),
                                       show_amount(std::round(r.performance->peak_rss_mb))));
  if (!r.again.empty()) page.item("again", r.again);
}

std::string summary(const RunReport& report, Ink ink) {
  TextPage page(ink);
  write_verdict(page, report);
  write_expectations(page, report);
  write_drill(page, report);
  write_users(page, report);
  write_actions(page, report);
  write_faults(page, report);
  write_deploys(page, report);
  write_fleet(page, report);
  write_dependencies(page, report);
  write_consistency(page, report);
  write_ledger(page, report);
  write_replication(page, report);
  write_reshardings(page, report);
  write_cost(page, report);
  write_identity(page, report);
  return page.text();
}

}  // namespace bicoastal
