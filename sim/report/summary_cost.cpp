#include "sim/report/cost_words.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/summary_sections.hpp"

#include <fmt/format.h>

namespace bicoastal {

void write_cost(Page& page, const RunReport& r) {
  if (!r.analysis.cost) return;
  const CostFigures& cost = *r.analysis.cost;
  page.heading("Cost", fmt::format("prices: {}", r.scenario.cost->table));
  page.item("a month", month_text(cost));
  page.item("this run",
            fmt::format("{} for {}{}", show_money(sum_of(cost.run).total()), show_seconds(cost.run_s),
                        cost.per_million ? fmt::format(": {} a million answers", show_money(*cost.per_million)) : ""));
  if (cost.failures)
    page.item("failures", fmt::format("{} to the business: {} of failed requests, {} of lost writes",
                                      show_money(cost.failures->total()), show_money(cost.failures->failed_requests),
                                      show_money(cost.failures->lost_writes)));
}

void write_bill(Page& page, const RunReport& r) {
  if (!r.analysis.cost) return;
  const CostFigures& cost = *r.analysis.cost;
  write_cost(page, r);
  std::vector<TextTable::Column> columns{{"a month", TextTable::Align::left, 20}};
  for (const Region& region : r.scenario.regions) columns.push_back({region.name});
  columns.push_back({"all"});
  TextTable table(std::move(columns));
  const auto add = [&](std::string_view name, auto value, Tone tone) {
    std::vector<TextCell> row{{std::string(name), tone}};
    double sum = 0;
    for (const CostSplit& region : cost.month) {
      sum += value(region);
      row.push_back({show_money(value(region)), tone});
    }
    row.push_back({show_money(sum), tone});
    table.add(std::move(row));
  };
  for (const CostPartWords& part : kCostPartWords)
    add(
        part.name, [&](const CostSplit& c) { return c[part.part]; }, Tone::plain);
  add(
      "all", [](const CostSplit& c) { return c.total(); }, Tone::strong);
  page.table(table);
  for (const std::string& caveat : cost_caveats(r.scenario, cost)) page.line(caveat, Tone::faint, 2);
}

}  // namespace bicoastal
