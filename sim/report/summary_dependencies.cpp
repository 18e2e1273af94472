#include "sim/report/numbers.hpp"
#include "sim/report/summary_sections.hpp"

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::size_t kShown = 12;
constexpr std::size_t kDependencyWidth = 18;

std::string count_text(std::uint64_t n) { return n == 0 ? "-" : show_count(n); }

std::string amplification_text(const DependencyFigures& d) {
  const auto calls = d.amplification();
  return calls ? fmt::format("{:.2f}", *calls) : "-";
}

void write_degraded(Page& page, const RunReport& r) {
  const Requests& all = r.analysis.overall.requests;
  if (all.degraded == 0) return page.item("degraded answers", "none");
  std::uint64_t named = 0;
  for (const DependencyFigures& d : r.analysis.dependencies) named += d.served;
  const double share = static_cast<double>(all.degraded) / static_cast<double>(all.ended());
  page.item("degraded answers",
            fmt::format("{} of what ended ({}): {} by default, {} from a fallback or stale", show_share(share),
                        show_count(all.degraded), show_count(all.degraded - std::min(named, all.degraded)),
                        show_count(named)),
            Tone::unsure);
}

}  // namespace

void write_dependencies(Page& page, const RunReport& r) {
  const auto& figures = r.analysis.dependencies;
  if (figures.empty()) return;
  page.heading("Dependencies", "calls: for each time that it was needed; not called: breaker, bulkhead or switch");
  write_degraded(page, r);
  TextTable table({{"", TextTable::Align::left, kDependencyWidth},
                   {"needed"},
                   {"gave it"},
                   {"from cache"},
                   {"calls"},
                   {"timeouts"},
                   {"errors"},
                   {"not called"},
                   {"served"}});
  const std::size_t count = std::min(figures.size(), page.most(kShown));
  for (std::size_t i = 0; i < count; ++i) {
    const DependencyFigures& d = figures[i];
    const auto answered = d.answered();
    table.add({{r.scenario.service.dependencies[d.dependency.index()].name},
               {show_count(d.needed)},
               {answered ? show_share(*answered) : "-"},
               {d.ok == 0 || d.hits == 0 ? "-" : show_share(static_cast<double>(d.hits) / static_cast<double>(d.ok))},
               {amplification_text(d)},
               {count_text(d.timeouts)},
               {count_text(d.errors)},
               {count_text(d.not_called)},
               {count_text(d.served)}});
  }
  page.table(table);
  if (figures.size() > count)
    page.line(fmt::format("the first {} of {}; all of them: --json", count, figures.size()), Tone::faint, 2);
}

}  // namespace bicoastal
