#include "sim/report/witness_page.hpp"

#include "sim/report/numbers.hpp"
#include "sim/report/page.hpp"
#include "sim/report/witness_diagram.hpp"
#include "sim/report/witness_text.hpp"

#include <fmt/format.h>

namespace bicoastal {

std::string witness_page(const Witness& w, const Scenario& s, const AnomalyNumber& number, Ink ink, Glyphs glyphs) {
  TextPage page(ink);
  const std::string which =
      w.contradiction ? fmt::format("Key {}", w.anomaly.key.value) : fmt::format("Anomaly {}", number.number);
  page.line(fmt::format("{}: {}, {} of {}", which, title_of(w), show_count(number.of_kind), show_count(number.in_all)),
            Tone::strong);
  page.line(fmt::format("key {}, at {:.6f} s of the run; 0 ms in the diagram is {:.6f} s", w.anomaly.key.value,
                        w.anomaly.time.in_seconds(), zero_of(w).in_seconds()),
            Tone::faint);
  page.line("");
  page.line(what_happened(w, s));
  if (w.ops.empty()) return page.text();
  page.line("");
  TextPage why(ink);
  why.line("");
  why.line("Why: " + why_it_happened(w, s));
  return page.text() + diagram_of(w, s, glyphs).render(ink) + why.text();
}

}  // namespace bicoastal
