#include "sim/report/summary_sections.hpp"

#include "sim/report/numbers.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::size_t kPairsShown = 6;
constexpr std::size_t kFaultsShown = 12;
constexpr std::size_t kRegionWidth = 18;

/// In full as long as a column has room for it.
std::string show_briefly(std::uint64_t count) {
  return count < 10'000'000 ? show_count(count) : show_rate(static_cast<double>(count));
}

std::string share_text(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? "-" : show_share(static_cast<double>(part) / static_cast<double>(whole));
}

std::string latency_text(const Percentiles& p, double Percentiles::*value) {
  return p.count == 0 ? "-" : show_seconds(p.*value);
}

std::vector<TextCell> users_row(const std::string& name, const ClientFigures& c, double slo, Tone tone) {
  const auto availability = c.requests.availability();
  return {{name, tone},
          {show_briefly(c.requests.issued), tone},
          {availability ? show_share(*availability) : "-", availability && *availability < slo ? Tone::bad : tone},
          {show_briefly(c.requests.failed), tone},
          {latency_text(c.read, &Percentiles::p50_s), tone},
          {latency_text(c.read, &Percentiles::p99_s), tone},
          {latency_text(c.write, &Percentiles::p50_s), tone},
          {latency_text(c.write, &Percentiles::p99_s), tone},
          {share_text(c.stale_reads, c.reads), tone}};
}

void write_touched(Page& page, const RunReport& r, const FaultFigures& f) {
  if (!f.touched()) {
    const bool began = r.analysis.complete || f.onset_s <= r.analysis.end_s;
    page.item(
        "touched",
        began ? "NOTHING: no request, no write and no replication batch met it" : "nothing: the run stopped before it",
        Tone::unsure, 4);
    return;
  }
  const std::string batches = counted(f.batches, "replication batch", "replication batches");
  if (f.requests == 0) {
    page.item("touched", batches + ", and no request", Tone::plain, 4);
    return;
  }
  page.item("touched",
            fmt::format("{} ({} failed; {}), {}", counted(f.requests, "request"), show_count(f.failed_requests),
                        counted(f.writes, "write"), batches),
            Tone::plain, 4);
  page.item("blast radius",
            fmt::format("{} of all users ({}), {} of the requests meanwhile", show_share(f.blast_radius_sessions),
                        counted(f.sessions, "session"), show_share(f.blast_radius_requests)),
            Tone::plain, 4);
}

/// Where no checker had a part in it.
std::string unnoticed_text(const RunReport& r, const FaultFigures& f) {
  const double until = f.onset_s + f.rto->detect_s;
  if (f.end_s < r.analysis.end_s && until >= f.end_s - 1e-9)
    return fmt::format("nobody noticed, it ended with the repair after {}", show_seconds(f.rto->detect_s));
  return f.rto->total_s ? "its users were served again before anybody noticed" : "nobody noticed until the run ended";
}

void write_recovery(Page& page, const RunReport& r, const FaultFigures& f) {
  if (!f.touched()) return;
  if (!f.rto) {
    page.item("recovery (RTO)",
              fmt::format("no need: success of its users never fell under {} in any window of {}",
                          show_share(r.scenario.slo), show_span(r.scenario.window)),
              Tone::plain, 4);
    return;
  }
  const Rto& rto = *f.rto;
  // Checks and failover have no part in what becomes of a deploy.
  const bool of_deploy = std::holds_alternative<Deployed>(r.scenario.faults[f.fault.index()].what);
  const std::string parts =
      of_deploy     ? "since the deploy began"
      : rto.noticed ? fmt::format("detect {}, decide {}, promote {}, redirect {}", show_seconds(rto.detect_s),
                                  show_seconds(rto.decide_s), show_seconds(rto.promote_s), show_seconds(rto.redirect_s))
                    : unnoticed_text(r, f);
  if (rto.total_s)
    page.item("recovery (RTO)", fmt::format("{}: {}", show_seconds(*rto.total_s), parts), Tone::plain, 4);
  else
    page.item("recovery (RTO)",
              fmt::format("NOT RECOVERED {} after it began, when {} ({})", show_seconds(rto.watched_s),
                          rto.cut_short ? "the next fault hit the same users" : "the run ended", parts),
              Tone::bad, 4);
}

/// Only of outages that went on without their fault.
void write_tail(Page& page, const FaultFigures& f) {
  if (!f.tail || (f.tail->outlasts_s && *f.tail->outlasts_s <= 0)) return;
  const OutageTail& t = *f.tail;
  const std::string lasted = t.outlasts_s ? fmt::format("{} longer than the fault", show_seconds(*t.outlasts_s))
                                          : fmt::format("{} after the fault, and not over", show_seconds(t.watched_s));
  page.item("outlasts", fmt::format("{}: the outage was {} times as long", lasted, show_amount(t.factor)), Tone::plain,
            4);
  if (t.metastable)
    page.item("METASTABLE",
              fmt::format("without the fault {}/s of {}/s were answered; before it the same users had {}/s answered",
                          show_rate(t.goodput), show_rate(t.offered), show_rate(t.carried)),
              Tone::bad, 4);
}

/// Why losing machines hurts those that are left, or does not.
void write_survivors(Page& page, const RunReport& r, const Survivors& left) {
  const bool overloaded = left.utilisation() > 1, one_is = left.busiest_utilisation > 1;
  std::string text = fmt::format("{:.0f}/s asked of {:.0f}/s that the rest can work on, {}", left.offered,
                                 left.capacity, show_share(left.utilisation()));
  if (overloaded)
    text += ": NOT ENOUGH LEFT";
  else if (one_is && left.busiest.has_value())
    text += fmt::format("; but {} of what {} can: OVERLOADED", show_share(left.busiest_utilisation),
                        printable(r.scenario.regions[left.busiest.index()].name, kRegionWidth));
  page.item("capacity left", text, overloaded || one_is ? Tone::bad : Tone::plain, 4);
}

void write_fault(Page& page, const RunReport& r, std::size_t i) {
  const Fault& fault = r.scenario.faults[i];
  const FaultFigures& figures = r.analysis.faults[i];
  const std::string begin = fmt::format("{}, at {}", printable(fault.name, 60), show_span(fault.at));
  if (fault.keep > 0 && figures.end_s <= figures.onset_s)
    return page.line(begin + ": not carried out, as too few replicas would have been left", Tone::plain, 2);
  const bool open = fault.until == Time::max();  // something ends it, or nothing does
  const std::string lasting =
      open && figures.end_s >= r.analysis.end_s
          ? std::string("to the end")
          : "for " + show_seconds(open ? figures.end_s - figures.onset_s : (fault.until - fault.at).in_seconds());
  page.line(fmt::format("{} {}", begin, lasting), Tone::plain, 2);
  write_effect(page, r, i);
}

std::string sessions_text(const Sessions& s) {
  std::string text;
  const auto add = [&](std::uint64_t count, const char* one, const char* what) {
    if (count == 0) return;
    if (!text.empty()) text += "; ";
    text += counted(count, one) + what;
  };
  add(s.read_your_writes, "read", " without the session's own earlier write");
  add(s.monotonic_reads, "read", " older than the session's last");
  add(s.monotonic_writes, "write", " seen before an earlier one of the session");
  add(s.writes_follow_reads, "write", " seen before what the session had read");
  return text.empty() ? "none" : text;
}

std::string divergence_text(const Analysis& a, const Data& data) {
  std::string text =
      fmt::format("regions differed on {} of the keys, averaged over time; ", show_share(a.divergence.share));
  if (a.divergence.converge_s)
    return text + "all agreed " + show_seconds(*a.divergence.converge_s) + " after the last heal or the end of load";
  text += counted(a.divergence.keys_differing_at_end, "key") + " still differed when the run ended";
  if (data.writes == WritePattern::quorum)
    text += data.quorum.read_repair ? ": a quorum mends a region that missed a write when the key is read"
                                    : ": without read repair a quorum never mends a region that missed a write";
  else if (data.conflicts.policy == "version_vector" && data.conflicts.prune > 0)
    text += ": pruned vectors leave regions with different siblings until the next write";
  return text;
}

std::string linearizability_text(const Linearizability& l) {
  if (l.keys == 0) return "not judged: no key holds a register whose versions have an order, and was written";
  std::string text;
  switch (l.verdict) {
    case Verdict::valid:
      text = "yes: each of " + counted(l.keys, "written key") + " behaves as if there were one copy";
      break;
    case Verdict::violated:
      text = fmt::format("no: {} of {}; no order explains what was read of them", show_count(l.violated),
                         counted(l.keys, "written key"));
      break;
    case Verdict::unknown:
      text = fmt::format("unknown: {} of {} were read with values that nobody is known to have written",
                         show_count(l.undecided), counted(l.keys, "written key"));
      break;
  }
  if (l.verdict == Verdict::violated && l.delta_s)
    text += fmt::format(". Reads reach back up to {}", show_seconds(*l.delta_s));
  return text;
}

std::string visibility_text(const TVisibility& v) {
  const auto delay = v.overall.consistent_from(0.999);
  if (!delay && v.overall.reads() < 3000)
    return fmt::format("{} are too few to tell when 99.9 % of them see a write", counted(v.overall.reads(), "read"));
  if (!delay) return "there is no time after its acknowledgement from which on 99.9 % of reads see a write";
  return fmt::format("99.9 % of reads see a write {} after its acknowledgement; by pair of regions: --json",
                     show_span(delay->after));
}

const std::string& region_name(const RunReport& r, RegionId region) { return r.scenario.regions[region.index()].name; }

}  // namespace

void write_users(Page& page, const RunReport& r) {
  page.heading("Users, by home region", "p50: half were faster; p99: 99 of 100 were");
  TextTable table({{"", TextTable::Align::left, kRegionWidth},
                   {"requests"},
                   {"answered"},
                   {"failed"},
                   {"read p50"},
                   {"p99"},
                   {"write p50"},
                   {"p99"},
                   {"stale reads"}});
  for (std::size_t i = 0; i < r.analysis.by_region.size(); ++i)
    if (r.analysis.by_region[i].requests.issued > 0)
      table.add(users_row(r.scenario.regions[i].name, r.analysis.by_region[i], r.scenario.slo, Tone::plain));
  table.add(users_row("all", r.analysis.overall, r.scenario.slo, Tone::strong));
  page.table(table);
  write_keeping(page, r);
}

void write_effect(Page& page, const RunReport& r, std::size_t fault) {
  const FaultFigures& f = r.analysis.faults[fault];
  write_touched(page, r, f);
  write_recovery(page, r, f);
  write_tail(page, f);
  if (f.lost_writes > 0)
    page.item("lost (RPO)",
              fmt::format("{}, from {}", counted(f.lost_writes, "acknowledged write"), show_seconds(f.rpo_s)),
              Tone::bad, 4);
  else if (f.touched())
    page.item("lost (RPO)", "no acknowledged write", Tone::plain, 4);
  if (f.set_aside_writes > 0)
    page.item("set aside", counted(f.set_aside_writes, "acknowledged write") + ", kept for people to look at",
              Tone::unsure, 4);
  if (f.survivors) write_survivors(page, r, *f.survivors);
}

/// Deploys are faults, too, and have a section of their own.
void write_faults(Page& page, const RunReport& r) {
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < std::min(r.analysis.faults.size(), r.scenario.faults.size()); ++i)
    if (!std::holds_alternative<Deployed>(r.scenario.faults[i].what)) shown.push_back(i);
  if (shown.empty()) return page.heading("Faults", "none in this scenario");
  page.heading("Faults", "RTO: until its users were served again; RPO: acknowledged writes that it lost");
  const std::size_t count = std::min(shown.size(), page.most(kFaultsShown));
  for (std::size_t i = 0; i < count; ++i) write_fault(page, r, shown[i]);
  if (shown.size() > count) page.line(fmt::format("and {} more: see --json", shown.size() - count), Tone::faint, 2);
}

void write_consistency(Page& page, const RunReport& r) {
  const Analysis& a = r.analysis;
  page.heading("Consistency");
  if (a.staleness.stale_reads == 0)
    page.item("stale reads", fmt::format("none of {}", counted(a.staleness.reads, "read")));
  else
    page.item("stale reads",
              fmt::format("{} of reads ({}) missed an acknowledged write; age: typically {}, at most {}",
                          share_text(a.staleness.stale_reads, a.staleness.reads), show_count(a.staleness.stale_reads),
                          show_seconds(a.staleness.age.p50_s), show_seconds(a.staleness.age.max_s)));
  page.item("broken sessions", sessions_text(a.sessions));
  if (a.conflicts.concurrent == 0)
    page.item("conflicts", "none");
  else
    page.item("conflicts", fmt::format("{} that had not seen each other; {} of writes in one",
                                       counted(a.conflicts.concurrent, "pair of writes", "pairs of writes"),
                                       share_text(a.conflicts.conflicting_writes, a.conflicts.accepted)));
  page.item("discarded writes",
            a.conflicts.discarded == 0
                ? "none"
                : counted(a.conflicts.discarded, "acknowledged write") + " thrown away by conflict resolution",
            a.conflicts.discarded == 0 ? Tone::plain : Tone::unsure);
  if (a.set_aside_writes > 0)
    page.item("set aside", counted(a.set_aside_writes, "acknowledged write") + " taken back in failovers, and kept",
              Tone::unsure);
  page.item("lost writes",
            a.lost_writes == 0 ? "none" : counted(a.lost_writes, "acknowledged write") + " lost in failovers",
            a.lost_writes == 0 ? Tone::plain : Tone::bad);
  write_data(page, r);
  if (a.linearizability.checked)
    page.item("linearizable", linearizability_text(a.linearizability),
              a.linearizability.verdict == Verdict::valid ? Tone::plain : Tone::unsure);
  if (a.visibility.measured) page.item("t-visibility", visibility_text(a.visibility));
  page.item("divergence", divergence_text(a, r.scenario.data));
  if (a.split_brain_s > 0)
    page.item("split brain", show_seconds(a.split_brain_s) + " with two primaries of the same data at once", Tone::bad);
}

void write_ledger(Page& page, const RunReport& r) {
  std::vector<const LedgerRow*> rows;
  for (const LedgerRow& row : r.analysis.ledger) rows.push_back(&row);
  if (rows.empty()) return;
  std::stable_sort(rows.begin(), rows.end(), [](const auto* x, const auto* y) { return x->writes > y->writes; });
  page.heading("Acknowledged writes that vanished", "by where they and what prevailed were accepted, and why");
  TextTable table({{"accepted in", TextTable::Align::left, kRegionWidth},
                   {"lost to", TextTable::Align::left, kRegionWidth},
                   {"writes"},
                   {"policy"},
                   {"clock skew"},
                   {"fault"},
                   {"failover"},
                   {"its clock"}});
  const std::size_t count = std::min(rows.size(), page.most(kPairsShown));
  for (std::size_t i = 0; i < count; ++i) {
    const LedgerRow& row = *rows[i];
    const auto writes = [](std::uint64_t n) { return TextCell{n == 0 ? "-" : show_count(n)}; };
    table.add({{region_name(r, row.loser)},
               {row.winner.has_value() ? region_name(r, row.winner) : "-"},
               {show_count(row.writes)},
               writes(row.policy),
               writes(row.clock_skew),
               writes(row.fault),
               writes(row.failover),
               {row.skew_s == 0 ? "-" : fmt::format("{}{}", row.skew_s > 0 ? "+" : "", show_seconds(row.skew_s))}});
  }
  page.table(table);
  if (rows.size() > count)
    page.line(fmt::format("the worst {} of {} pairs; all of them: --json", count, rows.size()), Tone::faint, 2);
}

void write_replication(Page& page, const RunReport& r) {
  std::vector<const PairFigures*> pairs;
  for (const PairFigures& pair : r.analysis.pairs)
    if (pair.batches > 0 || pair.max_backlog_writes > 0) pairs.push_back(&pair);
  if (pairs.empty()) return;
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const auto* x, const auto* y) { return x->lag.p99_s > y->lag.p99_s; });
  page.heading(fmt::format("Replication between regions: {} sent", show_bytes(r.analysis.wan_bytes)),
               "lag: accepted here until visible there");
  TextTable table({{"", TextTable::Align::left, 2 * kRegionWidth + 2},
                   {"lag p50"},
                   {"p99"},
                   {"backlog max"},
                   {"writes"},
                   {"sent"},
                   {"failed batches"}});
  const std::size_t count = std::min(pairs.size(), page.most(kPairsShown));
  for (std::size_t i = 0; i < count; ++i) {
    const PairFigures& p = *pairs[i];
    table.add({{region_name(r, p.from) + " -> " + region_name(r, p.to)},
               {latency_text(p.lag, &Percentiles::p50_s)},
               {latency_text(p.lag, &Percentiles::p99_s)},
               {show_briefly(p.max_backlog_writes)},
               {show_briefly(p.writes)},
               {show_bytes(p.bytes)},
               {show_briefly(p.failed_batches), p.failed_batches > 0 ? Tone::unsure : Tone::plain}});
  }
  page.table(table);
  if (pairs.size() > count)
    page.line(fmt::format("the worst {} of {} pairs by p99; all of them: --json", count, pairs.size()), Tone::faint, 2);
}

}  // namespace bicoastal
