// Sections of the summary that tell of drills and of keys that moved.
#include "sim/report/numbers.hpp"
#include "sim/report/summary_sections.hpp"
#include "sim/report/text_table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::size_t kMovesShown = 8;

std::string taken(const DrillFigures& step) { return step.took_s ? show_seconds(*step.took_s) : "NOT DONE"; }

std::string data_text(const DrillStep& step, const DrillFigures& figures) {
  if (step.kind != DrillStep::Kind::verify || !figures.began_s) return "";
  if (figures.missing == 0) return "all acknowledged writes were there";
  if (figures.never == 0) return fmt::format("{} came late", counted(figures.missing, "acknowledged write"));
  return fmt::format("{} of {} never came", show_count(figures.never),
                     counted(figures.missing, "missing acknowledged write"));
}

}  // namespace

void write_drill(Page& page, const RunReport& r) {
  const std::size_t count = std::min(r.analysis.drill.size(), r.scenario.drill.size());
  if (count == 0) return;
  const auto late = std::ranges::count(r.analysis.drill, false, &DrillFigures::in_time);
  page.heading("Drill", "each step against the plan");
  page.line(late == 0 ? std::string("PASSED: every step in its time")
                      : fmt::format("FAILED: {} of {} late or not done", late, counted(count, "step")),
            late == 0 ? Tone::good : Tone::bad, 2);
  TextTable table({{"", TextTable::Align::left},
                   {"step", TextTable::Align::left, 32},
                   {"plan"},
                   {"took"},
                   {"", TextTable::Align::left}});
  for (std::size_t i = 0; i < count; ++i) {
    const DrillStep& step = r.scenario.drill[i];
    const DrillFigures& figures = r.analysis.drill[i];
    table.add({{figures.in_time ? "in time" : "LATE", figures.in_time ? Tone::good : Tone::bad},
               {step.name},
               {show_span(step.within)},
               {taken(figures)},
               {data_text(step, figures), Tone::faint}});
  }
  page.table(table);
}

void write_reshardings(Page& page, const RunReport& r) {
  const auto& moves = r.analysis.reshardings;
  if (moves.empty()) return;
  page.heading("Keys on the move", "stores spread over other nodes than before");
  TextTable table({{"", TextTable::Align::left, 24},
                   {"at"},
                   {"keys"},
                   {"share"},
                   {"took"},
                   {"requests"},
                   {"failed"},
                   {"p99 before"},
                   {"p99"}});
  const std::size_t count = std::min(moves.size(), page.most(kMovesShown));
  for (std::size_t i = 0; i < count; ++i) {
    const Resharding& m = moves[i];
    const auto p99 = [](const Percentiles& p) { return p.count == 0 ? std::string("-") : show_seconds(p.p99_s); };
    table.add({{r.scenario.regions[m.region.index()].name},
               {show_seconds(m.begin_s)},
               {show_count(m.keys)},
               {show_share(m.share)},
               {m.ended ? show_seconds(m.end_s - m.begin_s) : "not done"},
               {show_count(m.requests)},
               {show_count(m.failed), m.failed > 0 ? Tone::bad : Tone::plain},
               {p99(m.before)},
               {p99(m.latency)}});
  }
  page.table(table);
  if (moves.size() > count) page.line(fmt::format("and {} more: see --json", moves.size() - count), Tone::faint, 2);
}

}  // namespace bicoastal
