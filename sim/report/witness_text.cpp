#include "sim/report/witness_text.hpp"

#include "sim/base/anomaly_names.hpp"
#include "sim/report/json_fields.hpp"
#include "sim/report/numbers.hpp"
#include "sim/report/text_table.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

namespace bicoastal {
namespace {

std::string who(const WitnessOp& op) { return fmt::format("session {}", op.session.value); }
std::string capital(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 32);
  return text;
}

std::string one_of(const WitnessOp& op) { return std::string(1, op.name == 0 ? '?' : op.name); }

std::string name_in(const Witness& w, VersionId version) {
  for (const WitnessOp& op : w.ops)
    if (op.kind == OpKind::write && op.version == version) return one_of(op);
  return "it";
}

std::string key_text(const Witness& w) { return fmt::format("key {}", w.anomaly.key.value); }

/// Words for a witness whose records are not all there.
std::string what_is_known(const Witness& w) {
  return fmt::format(
      "The run file does not hold all operations that show this {}: it is a sample without them, or the "
      "run stopped before they ended.",
      title_of(w));
}

std::string stale_read(const Witness& w, const Scenario& s, const WitnessOp& write, const WitnessOp& read) {
  return fmt::format(
      "{} read {} in {} and was given {}. Write {}, acknowledged in {} {} before the read began, was "
      "missing there.",
      capital(who(read)), key_text(w), place_name(s, read.store),
      read.version.is_initial() ? "the value of the very beginning" : "an older value", one_of(write),
      place_name(s, write.store), show_span(read.invoked - write.ended));
}

std::string read_your_writes(const Witness& w, const Scenario& s, const WitnessOp& write, const WitnessOp& read) {
  return fmt::format(
      "{} wrote {} to {} in {}, was told that it is done, and {} later read the key {} without its own "
      "write.",
      capital(who(read)), one_of(write), key_text(w), place_name(s, write.store), show_span(read.invoked - write.ended),
      read.store == write.store ? "there" : "in " + place_name(s, read.store));
}

std::string monotonic_reads(const Witness& w, const Scenario& s, const WitnessOp& first, const WitnessOp& read) {
  return fmt::format("{} read {} of {} in {}, and {} later in {} an older value: for its user, time ran backwards.",
                     capital(who(read)), name_in(w, first.version), key_text(w), place_name(s, first.store),
                     show_span(read.invoked - first.ended), place_name(s, read.store));
}

/// The key, where there are two.
std::string key_of(const WitnessOp& op, const WitnessOp& other, std::string_view word = "to") {
  return op.key == other.key ? std::string() : fmt::format(" {} key {}", word, op.key.value);
}

/// Where `then` was without `first`; none where stamps turned them round.
StoreId place_without(const Witness& w) { return w.cause.delivery ? w.cause.delivery->to : StoreId(); }

std::string turned_round(const Witness& w, const Scenario& s, const WitnessOp& first, const WitnessOp& then) {
  const StoreId where = place_without(w);
  if (where.has_value())
    return fmt::format("In {}, {} was there before {}.", place_name(s, where), one_of(then), one_of(first));
  if (s.data.writes == WritePattern::quorum)
    return fmt::format("A read could return {} by then and still miss {}: too few of the regions that it asks had it.",
                       one_of(then), one_of(first));
  return fmt::format("But {} carries the higher stamp, so it prevails over {} everywhere.", one_of(first),
                     one_of(then));
}

std::string monotonic_writes(const Witness& w, const Scenario& s, const WitnessOp& first, const WitnessOp& then) {
  return fmt::format("{} wrote {}{}, was told that it is done, and then wrote {}{}. {}", capital(who(then)),
                     one_of(first), key_of(first, then), one_of(then), key_of(then, first),
                     turned_round(w, s, first, then));
}

std::string writes_follow_reads(const Witness& w, const Scenario& s, const WitnessOp& first, const WitnessOp& then) {
  return fmt::format("{} read {}{}, which {} had written, and then wrote {}{}: an answer to it, perhaps. {}",
                     capital(who(then)), one_of(first), key_of(first, then, "of"), who(first), one_of(then),
                     key_of(then, first), turned_round(w, s, first, then));
}

std::string conflict(const Witness& w, const Scenario& s, const WitnessOp& first, const WitnessOp& then) {
  return fmt::format(
      "Two writes to {}, {} apart: {} in {} and {} in {}. Neither region knew of the other's write when "
      "it accepted its own.",
      key_text(w), show_span(then.accepted - first.accepted), one_of(first), place_name(s, first.store), one_of(then),
      place_name(s, then.store));
}

std::string discarded(const Witness& w, const Scenario& s, const WitnessOp& loser, const WitnessOp& winner) {
  const bool seen = loser.accepted >= winner.accepted && !w.cause.delivery;
  return fmt::format(
      "{} wrote {} to {} in {} and was told that it is done. It is gone: {} of {} in {} prevailed over it, "
      "{}.",
      capital(who(loser)), one_of(loser), key_text(w), place_name(s, loser.store), one_of(winner), who(winner),
      place_name(s, winner.store),
      seen ? fmt::format("although {} was made with knowledge of {}", one_of(loser), one_of(winner))
           : fmt::format("and whoever wrote {} had not seen {}", one_of(winner), one_of(loser)));
}

std::string lost(const Witness& w, const Scenario& s, const WitnessOp& op) {
  const bool in_old_primary = w.cause.promoted.has_value() && w.cause.delivery &&
                              std::any_of(w.events.begin(), w.events.end(),
                                          [](const WitnessEvent& e) { return e.kind == WitnessEvent::Kind::rejoined; });
  const std::string begin =
      fmt::format("{} wrote {} to {} in {} and was told that it is done. {} later it was lost", capital(who(op)),
                  one_of(op), key_text(w), place_name(s, op.store), show_span(w.anomaly.age));
  if (!w.cause.promoted.has_value()) return begin + ".";
  const bool elsewhere = std::any_of(w.events.begin(), w.events.end(),
                                     [](const WitnessEvent& e) { return e.kind == WitnessEvent::Kind::arrived; });
  const std::string primary = s.regions[w.cause.promoted.index()].name;
  return in_old_primary ? fmt::format(
                              "{}: {} had already been primary in its place, and {} threw its own writes away "
                              "when it came back.",
                              begin, primary, place_name(s, op.store))
                        : fmt::format("{}: {} became the new primary and had never got it{}.", begin, primary,
                                      elsewhere ? "" : ", nor had anybody else");
}

std::string of_meaning(const Witness& w, const Scenario& s, const WitnessOp& change, const WitnessOp* rival) {
  const std::string in = fmt::format("{}\" in {}", deed(change), place_name(s, change.store));
  const std::string met = rival == nullptr ? std::string()
                                           : fmt::format(" It met \"{}\" of {} in {}.", deed(*rival), who(*rival),
                                                         place_name(s, rival->store));
  const std::string key = key_text(w);
  switch (w.anomaly.kind) {
    case AnomalyKind::lost_change:
      return fmt::format(
          "{} asked for \"{} on {} and was told that it is done, but what the key came to is without it.{}",
          capital(who(change)), in, key, met);
    case AnomalyKind::lost_item:
      return fmt::format("{} asked for \"{} on {}, nobody took it back, and it is not there.{}", capital(who(change)),
                         in, key, met);
    case AnomalyKind::resurrected_item:
      return fmt::format("{} asked for \"{} on {}, the last word about it, and it is there again.{}",
                         capital(who(change)), in, key, met);
    case AnomalyKind::oversold:
    case AnomalyKind::overdraft: {
      std::size_t others = 0;
      for (const WitnessOp& op : w.ops) others += op.part == Part::rival ? 1 : 0;
      return fmt::format(
          "{} asked for \"{} on {}, and there was enough by what that region counted. With {} that it did not count, "
          "it "
          "came "
          "to {} more than there was.",
          capital(who(change)), in, key, counted(others, "other change"),
          show_count(static_cast<std::uint64_t>(std::abs(w.anomaly.amount))));
    }
    case AnomalyKind::double_booking:
      return rival == nullptr ? what_is_known(w)
                              : fmt::format(
                                    "Seat {} of {} was confirmed twice: to {} in {}, and to {} in {} while the "
                                    "first one had it.",
                                    change.item, key, who(*rival), place_name(s, rival->store), who(change),
                                    place_name(s, change.store));
    default: return what_is_known(w);
  }
}

std::string no_linearization(const Witness& w) {
  return fmt::format(
      "No order of these {} on {} explains what each returned: a single copy could not have answered so.",
      counted(w.ops.size(), "operation"), key_text(w));
}

}  // namespace

std::string place_name(const Scenario& scenario, StoreId store) {
  if (store.index() >= scenario.stores.size()) return "a store";
  const Store& s = scenario.stores[store.index()];
  return printable(s.leader ? scenario.regions[s.region.index()].name : s.name, 30);
}

std::string deed(const WitnessOp& op) {
  const std::string name = one_of(op);
  const auto with = [&](const std::string& what) { return fmt::format("{}: {}", name, what); };
  switch (op.verb) {
    case Verb::write: return "write " + name;
    case Verb::append: return "append " + name;
    case Verb::increment: return with(fmt::format("add {}", op.amount));
    case Verb::add:
      return with(op.amount > 1 ? fmt::format("add {} x item {}", op.amount, op.item)
                                : fmt::format("add item {}", op.item));
    case Verb::remove: return with(fmt::format("remove item {}", op.item));
    case Verb::take: return with(fmt::format("take {}", op.amount));
    case Verb::restock: return with(fmt::format("restock {}", op.amount));
    case Verb::reserve: return with(fmt::format("reserve {}", op.item));
    case Verb::release: return with(fmt::format("release {}", op.item));
    case Verb::withdraw: return with(fmt::format("withdraw {}", op.amount));
    case Verb::deposit: return with(fmt::format("deposit {}", op.amount));
  }
  return name;
}

std::string title_of(const Witness& witness) {
  if (witness.contradiction) return "history that no single copy explains";
  std::string name(anomaly_name(witness.anomaly.kind));
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string_view name_of(CauseKind kind) {
  static constexpr std::string_view kNames[] = {"lag", "fault", "failover", "clock_skew", "policy", "unknown"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view name_of(Part part) {
  static constexpr std::string_view kNames[] = {"missed",     "stale_read", "first_read", "first_write",
                                                "then_write", "loser",      "winner",     "lost",
                                                "change",     "rival",      "involved"};
  return kNames[static_cast<std::size_t>(part)];
}

std::string what_happened(const Witness& w, const Scenario& s) {
  if (w.contradiction) return no_linearization(w);
  const WitnessOp* const read = w.with(Part::stale_read);
  const WitnessOp* const missed = w.with(Part::missed);
  const WitnessOp* const first = w.with(Part::first_write);
  const WitnessOp* const then = w.with(Part::then_write);
  const WitnessOp* const seen = w.with(Part::first_read);
  const WitnessOp* const loser = w.with(Part::loser);
  const WitnessOp* const winner = w.with(Part::winner);
  const WitnessOp* const gone = w.with(Part::lost);
  const WitnessOp* const change = w.with(Part::change);
  switch (w.anomaly.kind) {
    case AnomalyKind::stale_read:
      if (missed != nullptr && read != nullptr) return stale_read(w, s, *missed, *read);
      break;
    case AnomalyKind::read_your_writes:
      if (first != nullptr && read != nullptr) return read_your_writes(w, s, *first, *read);
      break;
    case AnomalyKind::monotonic_reads:
      if (seen != nullptr && read != nullptr) return monotonic_reads(w, s, *seen, *read);
      break;
    case AnomalyKind::monotonic_writes:
    case AnomalyKind::reordered:
      if (first != nullptr && then != nullptr) return monotonic_writes(w, s, *first, *then);
      break;
    case AnomalyKind::writes_follow_reads:
      if (missed != nullptr && then != nullptr) return writes_follow_reads(w, s, *missed, *then);
      break;
    case AnomalyKind::conflict:
      if (w.ops.size() == 2) return conflict(w, s, w.ops.front(), w.ops.back());
      break;
    case AnomalyKind::discarded_write:
    case AnomalyKind::causality:
      if (loser != nullptr && winner != nullptr) return discarded(w, s, *loser, *winner);
      break;
    case AnomalyKind::lost_write:
      if (gone != nullptr) return lost(w, s, *gone);
      break;
    default:
      if (change != nullptr) return of_meaning(w, s, *change, w.with(Part::rival));
  }
  return what_is_known(w);
}

}  // namespace bicoastal
