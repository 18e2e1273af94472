// The first screen of a run's report: the verdict, the figures that matter, and what was simulated.
#include "sim/report/numbers.hpp"
#include "sim/report/page/markup_page.hpp"
#include "sim/report/page/run_sections.hpp"
#include "sim/report/scenario_words.hpp"
#include "sim/report/summary_sections.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

struct Spoken {
  std::string kind;  ///< good, bad, unsure or nothing
  std::string short_words;
  Markup more;
};

/// The expectations of a verdict, with what was measured.
Markup of_verdict(const RunReport& r, ExpectationVerdict verdict) {
  Markup text;
  for (std::size_t i = 0; i < r.judgements.size(); ++i) {
    if (r.judgements[i].verdict != verdict) continue;
    const Expectation& expectation = r.scenario.expect[i];
    text += Markup(text.empty() ? " " : "; ") + element("code", expectation.text) +
            fmt::format(" (measured: {})", measured_text(expectation, r.judgements[i]));
  }
  return text + ".";
}

Spoken spoken(const RunReport& r) {
  if (!r.analysis.complete)
    return {"unsure", r.interrupted ? "Interrupted." : "Incomplete.",
            fmt::format(" The run {} at {} of {}: all figures are of that part only, and no expectation is judged.",
                        r.interrupted ? "was stopped" : "did not end; its last record is",
                        show_seconds(r.analysis.end_s), show_span(r.scenario.duration))};
  const std::size_t all = r.judgements.size();
  const auto count = [&](ExpectationVerdict v) { return std::ranges::count(r.judgements, v, &Judgement::verdict); };
  if (all == 0) return {"", "No expectations.", " This scenario says nothing that could hold or be violated."};
  switch (overall(r.judgements)) {
    case ExpectationVerdict::holds:
      return {"good", "Expectations hold.",
              Markup(all == 1 ? std::string(" The only one:") : fmt::format(" All {}:", all)) +
                  of_verdict(r, ExpectationVerdict::holds)};
    case ExpectationVerdict::violated:
      return {"bad", "Expectations are violated.",
              Markup(fmt::format(" {} of {}:", count(ExpectationVerdict::violated), all)) +
                  of_verdict(r, ExpectationVerdict::violated)};
    case ExpectationVerdict::unknown:
      return {"unsure", "Unknown.",
              Markup(fmt::format(" The run does not tell of {} of {}, and none is violated:",
                                 count(ExpectationVerdict::unknown), all)) +
                  of_verdict(r, ExpectationVerdict::unknown)};
  }
  return {};
}

Markup tile(std::string_view label, std::string_view value, const std::string& detail, Tone tone = Tone::plain) {
  return element("div", {{"class", "tile"}},
                 element("dt", label) + element("dd", toned(tone, value) + element("small", detail)));
}

Markup availability_tile(const RunReport& r) {
  const auto all = r.analysis.overall.requests.availability();
  std::optional<double> worst;
  std::size_t where = 0;
  for (std::size_t i = 0; i < r.analysis.by_region.size(); ++i) {
    const auto here = r.analysis.by_region[i].requests.availability();
    if (here && (!worst || *here < *worst)) {
      worst = here;
      where = i;
    }
  }
  return tile("Requests answered", all ? show_share(*all) : "-",
              worst ? fmt::format("least in {}: {}", r.scenario.regions[where].name, show_share(*worst)) : "",
              all && *all < r.scenario.slo ? Tone::bad : Tone::plain);
}

Markup latency_tile(const RunReport& r) {
  double worst = -1;
  std::string where;
  for (std::size_t i = 0; i < r.analysis.by_region.size(); ++i) {
    const ClientFigures& c = r.analysis.by_region[i];
    const auto look = [&](const Percentiles& p, std::string_view what) {
      if (p.count == 0 || p.p99_s <= worst) return;
      worst = p.p99_s;
      where = fmt::format("{} of {}", what, r.scenario.regions[i].name);
    };
    look(c.read, "reads");
    look(c.write, "writes");
  }
  return worst < 0 ? Markup() : tile("Worst p99", show_seconds(worst), where);
}

std::string fault_name(const RunReport& r, const FaultFigures& f) { return r.scenario.faults[f.fault.index()].name; }

/// The longest outage; one that was not over is longer than any.
Markup rto_tile(const RunReport& r) {
  const FaultFigures* worst = nullptr;
  const auto length = [](const FaultFigures& f) { return f.rto->total_s.value_or(1e12 + f.rto->watched_s); };
  for (const FaultFigures& f : r.analysis.faults)
    if (f.rto && (worst == nullptr || length(f) > length(*worst))) worst = &f;
  if (r.analysis.faults.empty()) return {};
  if (worst == nullptr) return tile("Recovery (RTO)", "no outage", "no fault took its users' success under the SLO");
  if (worst->rto->total_s) return tile("Recovery (RTO)", show_seconds(*worst->rto->total_s), fault_name(r, *worst));
  return tile("Recovery (RTO)", fmt::format("> {}", show_seconds(worst->rto->watched_s)),
              fmt::format("not recovered: {}", fault_name(r, *worst)), Tone::bad);
}

Markup rpo_tile(const RunReport& r) {
  if (r.analysis.faults.empty() && r.analysis.lost_writes == 0) return {};
  const auto worst = std::ranges::max_element(r.analysis.faults, {}, &FaultFigures::rpo_s);
  const double seconds = worst == r.analysis.faults.end() ? 0 : worst->rpo_s;
  return tile("Lost for good (RPO)", seconds > 0 ? show_seconds(seconds) : "0",
              r.analysis.lost_writes == 0 ? std::string("no acknowledged write is gone")
                                          : counted(r.analysis.lost_writes, "acknowledged write") + " gone",
              r.analysis.lost_writes > 0 ? Tone::bad : Tone::plain);
}

Markup anomalies_tile(const RunReport& r) {
  const auto& counts = r.analysis.anomaly_counts;
  const std::uint64_t all = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  const auto kinds = static_cast<std::uint64_t>(std::ranges::count_if(counts, [](auto n) { return n > 0; }));
  return tile("Anomalies", show_count(all),
              all == 0 ? std::string("nobody saw old or wrong data") : "of " + counted(kinds, "kind"));
}

/// What the tiles say, as a sentence.
std::string figures_text(const RunReport& r) {
  const Analysis& a = r.analysis;
  const auto answered = a.overall.requests.availability();
  std::string text = answered ? fmt::format("{} of {} were answered", show_share(*answered),
                                            counted(a.overall.requests.issued, "request"))
                              : std::string("No request ended");
  const FaultFigures* longest = nullptr;
  std::size_t unrecovered = 0;
  for (const FaultFigures& f : a.faults) {
    unrecovered += f.rto && !f.rto->total_s ? 1 : 0;
    if (!f.rto || !f.rto->total_s) continue;
    if (longest == nullptr || *f.rto->total_s > *longest->rto->total_s) longest = &f;
  }
  if (unrecovered > 0)
    text += fmt::format(", users did not recover from {}", counted(unrecovered, "fault"));
  else if (longest != nullptr)
    text += fmt::format(", the longest outage lasted {} ({})", show_seconds(*longest->rto->total_s),
                        fault_name(r, *longest));
  text += a.lost_writes == 0 ? ", no acknowledged write was lost"
                             : fmt::format(", {} lost for good", counted(a.lost_writes, "acknowledged write was",
                                                                         "acknowledged writes were"));
  if (a.conflicts.discarded > 0)
    text += fmt::format(", {} thrown away in conflicts", counted(a.conflicts.discarded, "was", "were"));
  return text + ".";
}

}  // namespace

Markup verdict_section(const RunPage& page) {
  const RunReport& r = page.report;
  const Spoken words = spoken(r);
  Markup banner = element("p", element("b", words.short_words) + words.more) + element("p", figures_text(r));
  if (!r.note.empty()) banner += element("p", toned(Tone::unsure, r.note));
  if (r.analysis.skipped > 0)
    banner += element(
        "p", toned(Tone::bad, fmt::format("Damaged: {} that the scenario does not explain; they do not count.",
                                          counted(r.analysis.skipped, "record names things", "records name things"))));
  if (r.analysis.complete && !r.analysis.quiet)
    banner += element("p", {{"class", "note"}},
                      "The system was still busy when the run ended: lost and discarded writes may be more than shown. "
                      "A longer \"settle\" lets it fall quiet.");
  return element("div", {{"class", fmt::format("verdict {}", words.kind)}}, banner) +
         element("dl", {{"class", "tiles"}},
                 availability_tile(r) + latency_tile(r) + rto_tile(r) + rpo_tile(r) + anomalies_tile(r));
}

Markup setup_section(const RunPage& page) {
  const Scenario& s = page.report.scenario;
  MarkupPage facts;
  facts.heading("What was simulated");
  std::vector<std::string> regions;
  for (const Region& region : s.regions) regions.push_back(region.name);
  facts.item("regions", fmt::format("{}: {}", counted(s.regions.size(), "region"), fmt::join(regions, ", ")));
  facts.item("machines",
             fmt::format("{} in {}", counted(replicas_at_start(s), "replica"), counted(s.zones.size(), "zone")));
  facts.item("data", fmt::format("{}; {}", pattern_text(s), counted(s.keys.count, "key")));
  facts.item("users", fmt::format("{} of {}; {} measured", counted(sessions_of(s), "session"),
                                  counted(s.clients.size(), "population"),
                                  counted(page.report.analysis.overall.requests.issued, "request")));
  facts.item("sent", routing_text(s));
  facts.item("delays", fmt::format("table {}", s.network.latency_source));
  facts.item("time",
             fmt::format("{}, of which the first {} are not measured; windows of {}; SLO {} of a window's requests",
                         show_span(s.duration), show_span(s.warmup), show_span(s.window), show_share(s.slo)));
  return facts.markup();
}

}  // namespace bicoastal
