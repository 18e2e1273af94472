// Why an anomaly happened, in words.
#include "sim/analysis/witness/cause.hpp"
#include "sim/base/wall_clock.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/text_table.hpp"
#include "sim/report/witness_text.hpp"

#include <cstdlib>

#include <fmt/format.h>

namespace bicoastal {
namespace {

std::string writer_in(const Witness& w, VersionId version) {
  for (const WitnessOp& op : w.ops)
    if (op.kind == OpKind::write && op.version == version) return std::string(1, op.name);
  return "The write";
}

std::string way_of(const Delivery& d, const Scenario& s) {
  return fmt::format("from {} to {}", place_name(s, d.from), place_name(s, d.to));
}

/// "took 118 ms (usually 45 ms)", "never arrived".
std::string time_on_the_way(const Delivery& d, const std::optional<Time>& usual) {
  const std::string compared = usual ? fmt::format(" (usually {})", show_span(*usual)) : "";
  if (d.arrived == Time::max()) return "never arrived" + compared;
  return fmt::format("took {}{}", show_span(d.arrived - d.accepted), compared);
}

/// Where it was when it was needed.
std::string whereabouts(const Delivery& d, const std::string& name) {
  if (d.sent == Time::max() || d.arrived == Time::max()) return {};
  if (d.needed < d.sent) return fmt::format(" It left only {} after that.", show_span(d.sent - d.needed));
  return fmt::format(" By then {} had been under way for {}.", name, show_span(d.needed - d.sent));
}

/// What needed it: the answer of a read, or another write.
std::string need_of(const Witness& w, const Delivery& d) {
  for (const WitnessOp& op : w.ops) {
    if (op.kind == OpKind::read && op.ended == d.needed) return "the read was answered";
    if (op.kind == OpKind::write && op.accepted == d.needed) return fmt::format("{} was accepted", op.name);
  }
  return "it was needed";
}

std::string by_lag(const Witness& w, const Scenario& s, const Cause& c) {
  const Delivery& d = *c.delivery;
  const bool copy = d.to.index() < s.stores.size() && !s.stores[d.to.index()].leader;
  const std::string name = writer_in(w, d.version);
  return fmt::format("{}. {} {} {}; {} {} after {} {}.{}",
                     copy ? "the read copy lags behind its leader" : "replication takes its time", name, way_of(d, s),
                     time_on_the_way(d, c.usual), need_of(w, d), show_span(d.needed - d.accepted), name,
                     copy ? "had reached the leader" : "was accepted", whereabouts(d, name));
}

std::string fault_text(const Scenario& s, FaultId fault) {
  const Fault& f = s.faults[fault.index()];
  return fmt::format("\"{}\" (from {} to {})", printable(f.name, 60), show_span(f.at),
                     f.until == Time::max() ? "the end" : show_span(f.until));
}

std::string by_fault(const Witness& w, const Scenario& s, const Cause& c) {
  const std::string begin = fmt::format("a fault, {}", fault_text(s, c.fault));
  if (!c.delivery) return begin + ".";
  return fmt::format("{}, held {} up on its way {}: it {}.", begin, writer_in(w, c.delivery->version),
                     way_of(*c.delivery, s), time_on_the_way(*c.delivery, c.usual));
}

std::string by_failover(const Witness& w, const Scenario& s, const Cause& c) {
  std::string text = "a failover";
  if (c.fault.has_value()) text += " after a fault, " + fault_text(s, c.fault);
  if (c.promoted.has_value()) text += fmt::format(": {} took over", printable(s.regions[c.promoted.index()].name, 30));
  text += ".";
  if (!c.delivery) return text;
  const Delivery& d = *c.delivery;
  return text +
         fmt::format(" {} {} {}{}.", writer_in(w, d.version), way_of(d, s),
                     d.arrived == Time::max() ? "never arrived" : "arrived after " + show_span(d.arrived - d.accepted),
                     c.usual ? fmt::format("; usually it takes {}", show_span(*c.usual)) : "");
}

/// Of a pair of writes: loser and winner.
std::string by_clocks(const Witness& w, const Scenario& s, const Cause& c) {
  const WitnessOp *loser = nullptr, *winner = nullptr;
  for (const WitnessOp& op : w.ops)
    for (const WitnessOp& other : w.ops)
      if (op.kind == OpKind::write && other.kind == OpKind::write && op.accepted > other.accepted &&
          op.stamp <= other.stamp) {
        loser = &op;
        winner = &other;
      }
  if (loser == nullptr) return "clock skew.";
  return fmt::format(
      "clock skew. {} was accepted {} after {}, but is stamped {} before it: the clock of {} was {} ahead "
      "of that of {}. With right clocks {} would have prevailed.",
      loser->name, show_span(loser->accepted - winner->accepted), winner->name,
      show_span(Time(winner->stamp - loser->stamp)), place_name(s, winner->store), show_span(c.skew),
      place_name(s, loser->store), loser->name);
}

/// By how much the stamps decided.
std::string by_stamps(const Witness& w, const Scenario& s) {
  if (!stamps_tell_time(s.data.conflicts) || w.ops.size() != 2) return {};
  const bool first = w.ops[0].stamp > w.ops[1].stamp;
  const WitnessOp &winner = w.ops[first ? 0 : 1], &loser = w.ops[first ? 1 : 0];
  if (winner.stamp == loser.stamp) return ", and their stamps are equal: the order of the regions decided";
  return fmt::format(": {}, whose stamp is {} later", winner.name, show_span(Time(winner.stamp - loser.stamp)));
}

std::string by_policy(const Witness& w, const Scenario& s, const Cause& c) {
  const std::string policy = printable(s.data.conflicts.policy, 30);
  if (!c.delivery && w.with(Part::rival) != nullptr && w.with(Part::change) != nullptr)
    return fmt::format(
        "the policy. Of writes that do not know of each other {} keeps one, and had dropped changes that "
        "had been confirmed to others: the region counted without them.",
        policy);
  if (!c.delivery) return fmt::format("the policy. Of two writes {} keeps one.", policy);
  const Delivery& d = *c.delivery;
  return fmt::format(
      "the policy. Neither write could know of the other: {} {} {}, and they were accepted {} apart. So {} had to keep "
      "one of the two{}.",
      writer_in(w, d.version), way_of(d, s), time_on_the_way(d, c.usual), show_span(d.needed - d.accepted), policy,
      by_stamps(w, s));
}

}  // namespace

std::string why_it_happened(const Witness& w, const Scenario& s) {
  const Cause& c = w.cause;
  if (c.kind == CauseKind::lag && c.delivery) return by_lag(w, s, c);
  if (c.kind == CauseKind::fault && c.fault.index() < s.faults.size()) return by_fault(w, s, c);
  if (c.kind == CauseKind::failover) return by_failover(w, s, c);
  if (c.kind == CauseKind::clock_skew) return by_clocks(w, s, c);
  if (c.kind == CauseKind::policy) return by_policy(w, s, c);
  return "the records do not tell.";
}

}  // namespace bicoastal
