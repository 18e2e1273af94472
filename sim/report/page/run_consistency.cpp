#include "sim/base/anomaly_names.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/page/markup_page.hpp"
#include "sim/report/page/run_sections.hpp"
#include "sim/report/page/sequence_picture.hpp"
#include "sim/report/summary_sections.hpp"
#include "sim/report/witness_diagram.hpp"
#include "sim/report/witness_text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Align = MarkupTable::Align;

/// What each kind is to a user, in the order of AnomalyKind.
constexpr std::array<std::string_view, kAnomalyKinds> kMeanings = {
    "A read returned a value although a newer one had been acknowledged before the read began.",
    "A session did not find what it had written itself.",
    "A session was shown an older value than one that it had been shown before.",
    "A session's later write was visible somewhere before its earlier one.",
    "A session wrote after it had read something, and its write was visible somewhere before what it had read.",
    "Two writes to one key, neither of which had seen the other: somebody has to decide what becomes of them.",
    "A write was acknowledged, and conflict resolution threw it away though nobody who had seen it overwrote it.",
    "A write was acknowledged, and is gone because the copy that had it was lost or passed over.",
    "An increment, a quantity or an entry was acknowledged, and what the key came to does not have it.",
    "An item was added and not removed, and it is not there; or a reserved seat is not its holder's.",
    "An item was removed, or a seat released, and it is there again.",
    "More was sold than was in stock.",
    "A seat was confirmed to a session while another one had it confirmed.",
    "More was withdrawn than both accounts together had.",
    "An entry of a log stands before one that its own session had written earlier.",
    "A version won against a write that had seen it: a clock put cause after effect.",
};

Markup counts(const RunReport& r) {
  MarkupTable table("What went wrong, how often, and what it means to a user",
                    {{"kind", Align::left}, {"count"}, {"what it is", Align::left}});
  for (std::size_t k = 0; k < kAnomalyKinds; ++k) {
    const std::uint64_t count = r.analysis.anomaly_counts[k];
    if (count == 0) continue;
    std::string name(anomaly_name(static_cast<AnomalyKind>(k)));
    std::ranges::replace(name, '_', ' ');
    table.add({name, show_count(count), kMeanings[k]});
  }
  if (table.empty()) return element("p", "No anomaly: no read was stale, no session was surprised, no write was lost.");
  return table.markup();
}

Markup example(const RunPage& page, const RunPage::Example& e) {
  const Scenario& s = page.report.scenario;
  const std::string title =
      fmt::format("{}, {} of {}", title_of(e.witness), show_count(e.number.of_kind), show_count(e.number.in_all));
  const std::string what = what_happened(e.witness, s), why = why_it_happened(e.witness, s);
  const std::string again =
      page.run_file.empty() ? "" : fmt::format(" bicoastal explain {} --anomaly {}", page.run_file, e.number.number);
  return element("section", {{"class", "keep"}},
                 element("h3", title) + element("p", what) +
                     element("figure", picture_of(diagram_of(e.witness, s, Glyphs::unicode), what + " " + why)) +
                     element("p", element("b", "Why: ") + why) +
                     element("p", {{"class", "note"}},
                             Markup(fmt::format("Key {}; 0 ms is {:.3f} s of the run.", e.witness.anomaly.key.value,
                                                zero_of(e.witness).in_seconds())) +
                                 (again.empty() ? Markup() : element("code", again))));
}

}  // namespace

Markup consistency_section(const RunPage& page) {
  const RunReport& r = page.report;
  MarkupPage facts;
  write_consistency(facts, r);
  Markup made = facts.markup() + counts(r);
  if (!page.examples.empty()) {
    made += element("h2", "One of each, told") +
            element("p", {{"class", "note"}},
                    "The smallest set of operations that shows the anomaly: time goes down, in ms since the first of "
                    "them; lanes are sessions of users and the stores of regions.");
    for (const RunPage::Example& e : page.examples) made += example(page, e);
  }
  MarkupPage ledger;
  write_ledger(ledger, r);
  return made + ledger.markup();
}

Markup latency_section(const RunPage& page) {
  const RunReport& r = page.report;
  MarkupPage users;
  write_users(users, r);
  MarkupTable table("Latency of what ended well, retries included, by home region of the users",
                    {{"", Align::left}, {"count"}, {"mean"}, {"p50"}, {"p90"}, {"p99"}, {"p99.9"}, {"most"}});
  const auto add = [&](const std::string& name, const Percentiles& p, std::string_view kind) {
    if (p.count == 0) return;
    table.add({name, show_count(p.count), show_seconds(p.mean_s), show_seconds(p.p50_s), show_seconds(p.p90_s),
               show_seconds(p.p99_s), show_seconds(p.p999_s), show_seconds(p.max_s)},
              kind);
  };
  for (std::size_t i = 0; i < r.analysis.by_region.size(); ++i) {
    add(r.scenario.regions[i].name + ", reads", r.analysis.by_region[i].read, "");
    add(r.scenario.regions[i].name + ", writes", r.analysis.by_region[i].write, "");
  }
  add("all reads", r.analysis.overall.read, "sum");
  add("all writes", r.analysis.overall.write, "sum");
  return users.markup() + (table.empty() ? Markup() : table.markup());
}

}  // namespace bicoastal
