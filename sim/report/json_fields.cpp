#include "sim/report/json_fields.hpp"

#include "sim/report/json_fields_fleet.hpp"
#include "sim/report/json_fields_keeping.hpp"
#include "sim/report/json_fields_recovery.hpp"

#include <cmath>

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;
using Fields = std::vector<JsonField>;

Json maybe(const std::optional<double>& value, double scale = 1) { return value ? Json(*value * scale) : Json(); }

Json share_of(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? Json() : Json(static_cast<double>(part) / static_cast<double>(whole));
}

const Analysis& of(const RunReport& r) { return r.analysis; }

/// Figures of all clients, or of those of one region.
struct Whose {
  std::string infix, tail;  // put before the last name of a path; appended to a meaning
  const ClientFigures& (*figures)(const RunReport&, std::size_t);
};
const Whose kAll{"", "", [](const RunReport& r, std::size_t) -> const ClientFigures& { return r.analysis.overall; }};
const Whose kRegion{"by_region.<region>.", ", of users whose home is the region",
                    [](const RunReport& r, std::size_t i) -> const ClientFigures& { return r.analysis.by_region[i]; }};

using PercentilesOf = std::function<const Percentiles&(const RunReport&, std::size_t)>;

void add_percentiles(Fields& fields, const std::string& path, const std::string& what, const PercentilesOf& which) {
  struct Part {
    const char* name;
    const char* meaning;
    double Percentiles::*value;
  };
  static constexpr Part kParts[] = {{"mean", "mean ", &Percentiles::mean_s},
                                    {"p50", "median ", &Percentiles::p50_s},
                                    {"p90", "90th percentile of the ", &Percentiles::p90_s},
                                    {"p99", "99th percentile of the ", &Percentiles::p99_s},
                                    {"p999", "99.9th percentile of the ", &Percentiles::p999_s},
                                    {"max", "greatest ", &Percentiles::max_s}};
  for (const Part& part : kParts)
    fields.push_back({path + "." + part.name, "ms", part.meaning + what,
                      [which, value = part.value](const RunReport& r, std::size_t i) {
                        const Percentiles& p = which(r, i);
                        return p.count == 0 ? Json() : Json(p.*value * 1e3);
                      }});
}

void add_identity(Fields& f) {
  f.push_back({"format", "version", "of this document; grows when a name changes its meaning or goes",
               [](auto&, auto) { return Json(1); }});
  f.push_back({"scenario", "text", "name of the scenario", [](auto& r, auto) { return Json(r.scenario.name); }});
  f.push_back({"file", "text", "file that it came from", [](auto& r, auto) { return Json(r.scenario.file); }});
  f.push_back({"scenario_hash", "hex", "hash of the resolved scenario document",
               [](auto& r, auto) { return Json(r.scenario.hash); }});
  f.push_back({"seed", "number", "seed of all random streams", [](auto& r, auto) { return Json(r.scenario.seed); }});
  f.push_back({"digest", "hex", "of every record of the run: equal digests, equal runs",
               [](auto& r, auto) { return of(r).digest.empty() ? Json() : Json(of(r).digest); }});
  f.push_back({"build", "text", "version of bicoastal that made the run", [](auto& r, auto) { return Json(r.build); }});
  f.push_back({"again", "text", "command that repeats the run", [](auto& r, auto) { return Json(r.again); }});
  f.push_back({"note", "text", "what to know about where the figures come from",
               [](auto& r, auto) { return r.note.empty() ? Json() : Json(r.note); }});
  f.push_back(
      {"complete", "true/false", "the run went to its end", [](auto& r, auto) { return Json(of(r).complete); }});
  f.push_back(
      {"interrupted", "true/false", "it was stopped by its user", [](auto& r, auto) { return Json(r.interrupted); }});
  f.push_back({"quiet", "true/false", "nothing was under way any more when it ended",
               [](auto& r, auto) { return Json(of(r).quiet); }});
  f.push_back({"simulated_s", "s", "simulated time reached", [](auto& r, auto) { return Json(of(r).end_s); }});
  f.push_back({"records", "count", "records of the history", [](auto& r, auto) { return Json(of(r).records); }});
  f.push_back({"records_skipped", "count",
               "of these, not counted: they name what the scenario does not have (a damaged file)",
               [](auto& r, auto) { return Json(of(r).skipped); }});
  f.push_back({"verdict", "text", "of all expectations: holds, violated, unknown",
               [](auto& r, auto) { return Json(of(r).complete ? to_string(overall(r.judgements)) : "unknown"); }});
}

void add_requests(Fields& f, const Whose& whose) {
  struct Part {
    const char* name;
    const char* meaning;
    std::uint64_t Requests::*value;
  };
  static constexpr Part kParts[] = {
      {"issued", "operations measured: issued = ok + degraded + failed + in_flight", &Requests::issued},
      {"ok", "answered in full and in time", &Requests::ok},
      {"degraded", "answered without what a dependency would have given, or from a fallback", &Requests::degraded},
      {"failed", "ended in an error or a timeout", &Requests::failed},
      {"in_flight", "not ended when the run ended", &Requests::in_flight},
      {"retried", "took more than one attempt", &Requests::retried}};
  for (const Part& part : kParts)
    f.push_back({"requests." + whose.infix + part.name, "count", part.meaning + whose.tail,
                 [whose, value = part.value](const RunReport& r, std::size_t i) {
                   return Json(whose.figures(r, i).requests.*value);
                 }});
  static constexpr Part kOutcomes[] = {{"timeout", "failed: no answer in time", nullptr},
                                       {"refused", "failed: connection refused or queue full", nullptr},
                                       {"unavailable", "failed: answered with an error", nullptr},
                                       {"conflict", "failed: refused because another write was under way", nullptr}};
  for (std::size_t k = 0; k < std::size(kOutcomes); ++k)
    f.push_back({"requests." + whose.infix + "failed_by." + kOutcomes[k].name, "count",
                 kOutcomes[k].meaning + whose.tail, [whose, k](const RunReport& r, std::size_t i) {
                   return Json(whose.figures(r, i).requests.by_outcome[k + static_cast<std::size_t>(Outcome::timeout)]);
                 }});
}

void add_availability(Fields& f) {
  f.push_back({"availability.overall", "share", "operations answered, in full or degraded, of those that ended",
               [](auto& r, auto) { return maybe(of(r).overall.requests.availability()); }});
  f.push_back({"availability.by_region.<region>", "share", "likewise, of users whose home is the region",
               [](auto& r, auto i) { return maybe(of(r).by_region[i].requests.availability()); }});
  f.push_back({"availability.good_windows.overall", "share", "windows of time in which the success rate met the SLO",
               [](auto& r, auto) { return share_of(of(r).overall.good_windows, of(r).overall.windows); }});
  f.push_back({"availability.good_windows.by_region.<region>", "share", "likewise, of users whose home is the region",
               [](auto& r, auto i) { return share_of(of(r).by_region[i].good_windows, of(r).by_region[i].windows); }});
}

void add_latency(Fields& f, const Whose& whose) {
  add_percentiles(
      f, "latency_ms." + whose.infix + "read", "latency of successful reads" + whose.tail,
      [whose](const RunReport& r, std::size_t i) -> const Percentiles& { return whose.figures(r, i).read; });
  add_percentiles(
      f, "latency_ms." + whose.infix + "write", "latency of successful writes" + whose.tail,
      [whose](const RunReport& r, std::size_t i) -> const Percentiles& { return whose.figures(r, i).write; });
}

void add_consistency(Fields& f) {
  f.push_back({"staleness.stale_reads", "count", "successful reads that missed a write acknowledged before they began",
               [](auto& r, auto) { return Json(of(r).staleness.stale_reads); }});
  f.push_back(
      {"staleness.reads", "count", "successful reads", [](auto& r, auto) { return Json(of(r).staleness.reads); }});
  f.push_back({"staleness.share", "share", "stale reads, of successful reads",
               [](auto& r, auto) { return share_of(of(r).staleness.stale_reads, of(r).staleness.reads); }});
  f.push_back({"staleness.by_region.<region>", "share", "likewise, of users whose home is the region",
               [](auto& r, auto i) { return share_of(of(r).by_region[i].stale_reads, of(r).by_region[i].reads); }});
  add_percentiles(f, "staleness.age_ms", "age of stale reads: since the oldest missing acknowledgement",
                  [](const RunReport& r, std::size_t) -> const Percentiles& { return r.analysis.staleness.age; });
  f.push_back(
      {"staleness.versions.mean", "count", "acknowledged writes that a stale read missed, on average",
       [](auto& r, auto) { return of(r).staleness.stale_reads == 0 ? Json() : Json(of(r).staleness.mean_versions); }});
  f.push_back({"staleness.versions.max", "count", "and at most", [](auto& r, auto) {
                 return of(r).staleness.stale_reads == 0 ? Json() : Json(of(r).staleness.max_versions);
               }});
  f.push_back({"sessions.read_your_writes", "count", "reads that did not see their session's own earlier write",
               [](auto& r, auto) { return Json(of(r).sessions.read_your_writes); }});
  f.push_back({"sessions.monotonic_reads", "count", "reads older than what their session had read before",
               [](auto& r, auto) { return Json(of(r).sessions.monotonic_reads); }});
  f.push_back({"sessions.monotonic_writes", "count", "writes seen somewhere before an earlier one of their session",
               [](auto& r, auto) { return Json(of(r).sessions.monotonic_writes); }});
  f.push_back({"sessions.writes_follow_reads", "count", "writes seen somewhere before what their session had read",
               [](auto& r, auto) { return Json(of(r).sessions.writes_follow_reads); }});
  f.push_back({"conflicts.concurrent", "count", "pairs of writes to a key neither of which had seen the other",
               [](auto& r, auto) { return Json(of(r).conflicts.concurrent); }});
  f.push_back({"conflicts.conflicting_writes", "count", "writes in at least one such pair",
               [](auto& r, auto) { return Json(of(r).conflicts.conflicting_writes); }});
  f.push_back({"conflicts.accepted", "count", "writes accepted by stores",
               [](auto& r, auto) { return Json(of(r).conflicts.accepted); }});
  f.push_back({"conflicts.discarded", "count", "acknowledged writes that conflict resolution threw away",
               [](auto& r, auto) { return Json(of(r).conflicts.discarded); }});
  f.push_back({"conflicts.siblings_max", "count", "values of a key kept side by side, at most",
               [](auto& r, auto) { return Json(of(r).conflicts.siblings_max); }});
  f.push_back({"lost_writes", "count", "acknowledged writes lost in failovers",
               [](auto& r, auto) { return Json(of(r).lost_writes); }});
  f.push_back({"divergence.share", "share", "keys on which regions differ, averaged over time",
               [](auto& r, auto) { return Json(of(r).divergence.share); }});
  f.push_back({"divergence.converge_s", "s",
               "last heal (or end of load, if later) until all regions agreed; null: never",
               [](auto& r, auto) { return maybe(of(r).divergence.converge_s); }});
  f.push_back({"divergence.keys_differing_at_end", "count", "keys on which regions differed when the run ended",
               [](auto& r, auto) { return Json(of(r).divergence.keys_differing_at_end); }});
  f.push_back({"split_brain_s", "s", "time with two primaries of one partition",
               [](auto& r, auto) { return Json(of(r).split_brain_s); }});
  f.push_back({"anomalies.<kind>", "count", "instances of each kind of anomaly",
               [](auto& r, auto i) { return Json(of(r).anomaly_counts[i]); }});
}

void add_ledger(Fields& f) {
  const auto region = [](const RunReport& r, RegionId id) {
    return id.has_value() ? Json(r.scenario.regions[id.index()].name) : Json();
  };
  f.push_back({"ledger[].loser", "text", "region that accepted writes which were acknowledged and vanished",
               [region](auto& r, auto i) { return region(r, of(r).ledger[i].loser); }});
  f.push_back({"ledger[].winner", "text", "region that accepted what prevailed; null: nothing did, or it is not known",
               [region](auto& r, auto i) { return region(r, of(r).ledger[i].winner); }});
  const auto add = [&](const char* name, const char* meaning, std::uint64_t LedgerRow::*part) {
    f.push_back({std::string("ledger[].") + name, "count", meaning,
                 [part](const RunReport& r, std::size_t i) { return Json(of(r).ledger[i].*part); }});
  };
  add("writes", "how many", &LedgerRow::writes);
  add("policy", "of these: neither could know of the other, and the policy keeps one", &LedgerRow::policy);
  add("clock_skew", "the loser came later, and clocks put it first", &LedgerRow::clock_skew);
  add("fault", "the other would have been known in time, had no fault held it up", &LedgerRow::fault);
  add("failover", "a new primary's writes prevailed, or the write was lost with the old one", &LedgerRow::failover);
  f.push_back({"ledger[].skew_s", "s",
               "mean of the winner's clock less the loser's; 0 where stamps are no clock readings",
               [](auto& r, auto i) { return Json(of(r).ledger[i].skew_s); }});
}

/// Of what is measured on request; null where it was not.
void add_on_request(Fields& f) {
  const auto add = [&](const char* name, const char* unit, const char* meaning, auto value) {
    f.push_back({std::string("linearizability.") + name, unit, meaning, [value](const RunReport& r, std::size_t) {
                   const Linearizability& l = of(r).linearizability;
                   return l.checked ? Json(value(l)) : Json();
                 }});
  };
  add("verdict", "text", "valid, violated or unknown; null here and below: not asked for, see --measure",
      [](const Linearizability& l) {
        return l.verdict == Verdict::valid ? "valid" : l.verdict == Verdict::violated ? "violated" : "unknown";
      });
  add("keys", "count", "written keys", [](const Linearizability& l) { return l.keys; });
  add("violated", "count", "of these: no order of their operations explains what was read",
      [](const Linearizability& l) { return l.violated; });
  add("undecided", "count", "of these: reads returned what nobody is known to have written",
      [](const Linearizability& l) { return l.undecided; });
  add("delta_s", "s",
      "how far back reads reach: shifted by as much, all keys were linearizable; null: no shift would do",
      [](const Linearizability& l) { return maybe(l.delta_s); });
  f.push_back({"visibility.t999_s", "s",
               "since its acknowledgement, until 99.9 % of reads return a write or a later one", [](auto& r, auto) {
                 const auto delay = of(r).visibility.overall.consistent_from(0.999);
                 return delay ? Json(delay->after.in_seconds()) : Json();
               }});
  const auto pair = [](const RunReport& r, std::size_t i) -> const TVisibility::Pair& {
    return of(r).visibility.pairs[i];
  };
  f.push_back({"visibility.pairs[].from", "text", "region that accepted the write",
               [pair](auto& r, auto i) { return Json(r.scenario.regions[pair(r, i).from.index()].name); }});
  f.push_back({"visibility.pairs[].to", "text", "region that served the read",
               [pair](auto& r, auto i) { return Json(r.scenario.regions[pair(r, i).to.index()].name); }});
  f.push_back(
      {"visibility.pairs[].curve", "[[s, share, reads]]",
       "by time since the acknowledgement (from here to the next entry): share of reads that saw it, of how many",
       [pair](auto& r, auto i) {
         Json curve = Json::array();
         const auto& bins = pair(r, i).curve.bins();
         for (std::size_t b = 0; b < bins.size(); ++b)
           if (bins[b].reads > 0)
             curve.push_back({VisibilityCurve::begin_of(b).in_seconds(),
                              static_cast<double>(bins[b].consistent) / static_cast<double>(bins[b].reads),
                              bins[b].reads});
         return curve;
       }});
}

void add_data(Fields& f) {
  const auto add = [&](const char* name, const char* meaning, std::uint64_t Invariants::*part) {
    f.push_back({std::string("data.") + name, "count", meaning, [part](const RunReport& r, std::size_t) {
                   return of(r).invariants.judged ? Json(of(r).invariants.*part) : Json();
                 }});
  };
  add("keys", "keys that were changed; null where keys are registers in an order", &Invariants::keys);
  add("undecided", "of these: regions differed at the end, or did not know all changes", &Invariants::undecided);
  add("off_by", "counters, stocks, accounts: sum of how far each is from what acknowledged changes say",
      &Invariants::off_by);
  add("oversold", "pieces taken that were not in stock", &Invariants::oversold);
  add("overdrawn", "money withdrawn that was not there", &Invariants::overdrawn);
  add("seats_booked_twice", "seats that two sessions had confirmed at one time", &Invariants::seats_booked_twice);
  const auto add_bytes = [&](const char* name, const char* meaning, double Overhead::*part,
                             std::uint64_t Overhead::*count) {
    f.push_back({std::string("data.bytes.") + name, "bytes", meaning, [part, count](const RunReport& r, std::size_t) {
                   return of(r).overhead.*count > 0 ? Json(of(r).overhead.*part) : Json();
                 }});
  };
  add_bytes("write", "mean size of what a write sends to each other region", &Overhead::write_bytes, &Overhead::writes);
  add_bytes("write_metadata", "of these: versions, tombstones, rights", &Overhead::write_metadata, &Overhead::writes);
  add_bytes("read", "mean size of the values that were read", &Overhead::read_bytes, &Overhead::reads);
  add_bytes("read_metadata", "of these: versions, tombstones, rights", &Overhead::read_metadata, &Overhead::reads);
}

void add_faults(Fields& f) {
  const auto add = [&](const char* name, const char* unit, const char* meaning, auto value) {
    f.push_back({std::string("faults[].") + name, unit, meaning,
                 [value](const RunReport& r, std::size_t i) { return Json(value(r.analysis.faults[i])); }});
  };
  f.push_back(
      {"faults[].name", "text", "as in the scenario", [](auto& r, auto i) { return Json(r.scenario.faults[i].name); }});
  f.push_back(
      {"faults[].kind", "text", "what failed", [](auto& r, auto i) { return Json(r.scenario.faults[i].kind); }});
  add("onset_s", "s", "when it began", [](const FaultFigures& x) { return x.onset_s; });
  add("end_s", "s", "when it ended, or the run did", [](const FaultFigures& x) { return x.end_s; });
  add("touched.any", "true/false", "it met anything at all", [](const FaultFigures& x) { return x.touched(); });
  add("touched.requests", "count", "operations that it delayed, diverted or failed",
      [](const FaultFigures& x) { return x.requests; });
  add("touched.failed_requests", "count", "of these, not answered correctly",
      [](const FaultFigures& x) { return x.failed_requests; });
  add("touched.sessions", "count", "user sessions with such an operation",
      [](const FaultFigures& x) { return x.sessions; });
  add("touched.writes", "count", "of the operations, writes", [](const FaultFigures& x) { return x.writes; });
  add("touched.batches", "count", "replication batches that it delayed or failed",
      [](const FaultFigures& x) { return x.batches; });
  add("blast_radius.sessions", "share", "touched sessions, of all",
      [](const FaultFigures& x) { return x.blast_radius_sessions; });
  add("blast_radius.requests", "share", "touched operations, of those issued while it lasted",
      [](const FaultFigures& x) { return x.blast_radius_requests; });
  const auto add_rto = [&](const char* name, const char* meaning, double Rto::*part) {
    add(name, "s", meaning, [part](const FaultFigures& x) { return x.rto ? Json((*x.rto).*part) : Json(); });
  };
  add("rto_s.total", "s", "onset until the success of its users was back for good; null: never bad, or never back",
      [](const FaultFigures& x) { return x.rto ? maybe(x.rto->total_s) : Json(); });
  add("rto_s.recovered", "true/false", "null where its users' success was never bad",
      [](const FaultFigures& x) { return x.rto ? Json(x.rto->total_s.has_value()) : Json(); });
  add("rto_s.noticed", "true/false",
      "false: nobody noticed, and `detect` is until the fault was over, or its users were served again",
      [](const FaultFigures& x) { return x.rto ? Json(x.rto->noticed) : Json(); });
  add("rto_s.cut_short", "true/false", "the watch ended because another fault hit the same users",
      [](const FaultFigures& x) { return x.rto ? Json(x.rto->cut_short) : Json(); });
  add_rto("rto_s.watched", "onset until the watch ended", &Rto::watched_s);
  add_rto("rto_s.detect", "onset until the last needed checker noticed", &Rto::detect_s);
  add_rto("rto_s.decide", "until the order to promote", &Rto::decide_s);
  add_rto("rto_s.promote", "until the new primary accepted writes", &Rto::promote_s);
  add_rto("rto_s.redirect", "until the last of its users was sent to the new place", &Rto::redirect_s);
  add("rpo.writes", "count", "acknowledged writes that it lost", [](const FaultFigures& x) { return x.lost_writes; });
  add("rpo.seconds", "s", "span of time of the lost writes", [](const FaultFigures& x) { return x.rpo_s; });
}

void add_wan(Fields& f) {
  f.push_back(
      {"wan.bytes", "bytes", "replication sent between regions", [](auto& r, auto) { return Json(of(r).wan_bytes); }});
  const auto add = [&](const char* name, const char* unit, const char* meaning, auto value) {
    f.push_back({std::string("wan.pairs[].") + name, unit, meaning,
                 [value](const RunReport& r, std::size_t i) { return Json(value(r, r.analysis.pairs[i])); }});
  };
  add("from", "text", "region", [](auto& r, const PairFigures& p) { return r.scenario.regions[p.from.index()].name; });
  add("to", "text", "region", [](auto& r, const PairFigures& p) { return r.scenario.regions[p.to.index()].name; });
  add("batches", "count", "replication batches sent", [](auto&, const PairFigures& p) { return p.batches; });
  add("failed_batches", "count", "of these, failed on the way",
      [](auto&, const PairFigures& p) { return p.failed_batches; });
  add("writes", "count", "writes in them", [](auto&, const PairFigures& p) { return p.writes; });
  add("bytes", "bytes", "sent", [](auto&, const PairFigures& p) { return p.bytes; });
  add_percentiles(f, "wan.pairs[].lag_ms", "time from acceptance at `from` until there at `to`",
                  [](const RunReport& r, std::size_t i) -> const Percentiles& { return r.analysis.pairs[i].lag; });
  add("backlog_writes_max", "count", "greatest backlog sampled",
      [](auto&, const PairFigures& p) { return p.max_backlog_writes; });
  add("backlog_bytes_max", "bytes", "likewise", [](auto&, const PairFigures& p) { return p.max_backlog_bytes; });
}

void add_rest(Fields& f) {
  f.push_back({"expectations[].text", "text", "as in the scenario",
               [](auto& r, auto i) { return Json(r.scenario.expect[i].text); }});
  f.push_back({"expectations[].measured", "metric's unit",
               "share, s, count, bytes or 1/s; null where the run does not tell",
               [](auto& r, auto i) { return maybe(r.judgements[i].measured); }});
  f.push_back({"expectations[].at_least", "true/false", "`measured` is only a lower bound",
               [](auto& r, auto i) { return Json(r.judgements[i].at_least); }});
  f.push_back({"expectations[].holds", "true/false", "null where it is unknown", [](auto& r, auto i) {
                 const ExpectationVerdict verdict = r.judgements[i].verdict;
                 return verdict == ExpectationVerdict::unknown ? Json() : Json(verdict == ExpectationVerdict::holds);
               }});
  f.push_back({"expectations[].remark", "text", "why it is unknown or only a bound",
               [](auto& r, auto i) { return r.judgements[i].remark.empty() ? Json() : Json(r.judgements[i].remark); }});
  const auto add_perf = [&](const char* name, const char* unit, const char* meaning, double Performance::*part) {
    f.push_back({std::string("perf.") + name, unit, meaning, [part](const RunReport& r, std::size_t) {
                   return r.performance ? Json((*r.performance).*part) : Json();
                 }});
  };
  add_perf("wall_s", "s", "real time of simulating and analysing", &Performance::wall_s);
  add_perf("requests_per_s", "1/s", "simulated operations a second of real time", &Performance::requests_per_s);
  add_perf("events_per_s", "1/s", "simulated events a second of real time", &Performance::events_per_s);
  add_perf("peak_rss_mb", "MB", "greatest memory of the process", &Performance::peak_rss_mb);
}

Fields make_fields() {
  Fields fields;
  add_identity(fields);
  add_requests(fields, kAll);
  add_requests(fields, kRegion);
  add_availability(fields);
  add_latency(fields, kAll);
  add_latency(fields, kRegion);
  add_consistency(fields);
  add_ledger(fields);
  add_on_request(fields);
  add_data(fields);
  add_keeping_fields(fields);
  add_fleet_fields(fields);
  add_faults(fields);
  add_dependency_fields(fields);
  add_fault_recovery_fields(fields);
  add_recovery_fields(fields);
  add_wan(fields);
  add_cost_fields(fields);
  add_rest(fields);
  return fields;
}

}  // namespace

const std::vector<JsonField>& json_fields() {
  static const std::vector<JsonField> fields = make_fields();
  return fields;
}

}  // namespace bicoastal
