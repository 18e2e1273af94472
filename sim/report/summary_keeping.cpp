#include "sim/report/numbers.hpp"
#include "sim/report/summary_sections.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

void write_keeping(Page& page, const RunReport& r) {
  const SessionKeeping& keeping = r.analysis.keeping;
  if (keeping.kept)
    page.item("session state",
              keeping.lost == 0 ? "none lost"
                                : counted(keeping.lost, "time") + " a session came to where nothing was known of it",
              keeping.lost == 0 ? Tone::plain : Tone::unsure);
  std::string spread;
  for (std::size_t i = 0; i < keeping.imbalance.size(); ++i)
    if (keeping.imbalance[i] > 0)
      spread += fmt::format("{}{} in {}", spread.empty() ? "" : ", ", show_amount(keeping.imbalance[i]),
                            printable(r.scenario.regions[i].name, 30));
  if (!spread.empty()) page.item("busiest replica", spread + " times the mean of its region");
}

void write_actions(Page& page, const RunReport& r) {
  const std::size_t count = std::min(r.analysis.actions.size(), r.scenario.actions.size());
  if (count == 0) return;
  page.heading("What operators did");
  for (std::size_t i = 0; i < count; ++i) {
    const Action& action = r.scenario.actions[i];
    const ActionFigures& figures = r.analysis.actions[i];
    std::string text = "at " + show_span(action.at);
    if (figures.last_s)
      text += figures.requests == 0 ? ": nobody was sent there any more"
                                    : fmt::format(": {} sent there all the same, the last {} later",
                                                  counted(figures.requests, "request"), show_seconds(*figures.last_s));
    page.item(printable(action.name, 40), text);
  }
}

}  // namespace bicoastal
