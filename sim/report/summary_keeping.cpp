#include "sim/report/numbers.hpp"
#include "sim/report/summary_sections.hpp"

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

}  // namespace bicoastal
