// Where writes go, when they are acknowledged, how they spread and what happens when they meet; what keys hold.
#include "sim/topology/demand.hpp"
#include "sim/topology/explain_sections.hpp"

#include "sim/base/conflict_names.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bicoastal {

namespace {

bool one_writer(const Scenario& s) {
  return s.data.writes == WritePattern::global || s.data.writes == WritePattern::partitioned;
}

std::string homes_text(const Scenario& s) {
  const std::vector<double> shares = partition_shares(s);
  std::vector<std::string> parts;
  for (std::size_t r = 0; r < shares.size(); ++r)
    parts.push_back(fmt::format("{} {}", written::share(shares[r]), s.regions[r].name));
  return written::list(parts, 8) + (s.regions.size() > 1 ? " (before locality)" : "");
}

void explain_commit(const Subject& subject, Sheet& sheet) {
  const Scenario& s = subject.scenario;
  if (!one_writer(s) || s.data.commit == Commit::asynchronous || s.regions.size() < 2) return;
  Time least = Time::max(), most;
  for (const RegionId primary : subject.calm.primary) {
    const Time wait = commit_wait(subject, primary);
    least = std::min(least, wait);
    most = std::max(most, wait);
  }
  const std::size_t needed = s.data.commit == Commit::all ? s.regions.size() : s.regions.size() / 2 + 1;
  sheet.item("commit", fmt::format("once {} of {} regions have a write: {}", needed, s.regions.size(),
                                   most == Time::max() ? "NEVER, so many cannot be reached"
                                                       : span_range(least, most) + " at the primary"));
}

void explain_quorum(const Scenario& s, Sheet& sheet) {
  const Quorum& q = s.data.quorum;
  const char* const meets =
      q.sloppy ? "meets every acknowledged write for which nobody stood in" : "meets every acknowledged write";
  sheet.item("quorum", fmt::format("{} must answer a write, {} a read of {}: a read {}; {}", q.w, q.r,
                                   written::count(q.n, "region"),
                                   q.r + q.w > q.n ? meets : "CAN MISS an acknowledged write, since r + w <= n",
                                   q.ask_all ? "all are asked" : "no more are asked"));
  sheet.item("repair", fmt::format("{}; {}", q.read_repair ? "on reads" : "no read repair",
                                   q.sloppy ? "others stand in and hand over every " + written::span(q.hand_off)
                                            : "nobody stands in for a region that is out"));
  std::vector<std::string> own;
  const auto tell = [&](const char* name, const std::optional<Distribution>& delay) {
    if (delay) own.push_back(fmt::format("{} {}", name, written::mean(*delay)));
  };
  tell("write", q.write);
  tell("its answer", q.write_answer);
  tell("read", q.read);
  tell("its answer", q.read_answer);
  if (!own.empty())
    sheet.item("messages", fmt::format("on average {}{}", written::list(own),
                                       own.size() < 4 ? "; the others as the network has them" : ""));
}

void explain_replication(const Scenario& s, Sheet& sheet) {
  const bool at_once = one_writer(s) && s.data.commit != Commit::asynchronous;
  sheet.item("replicate",
             fmt::format("to every other region{}, {}; {} a write{}", s.data.one_by_one ? ", one after another" : "",
                         at_once ? "at once" : written::span(s.data.flush) + " after the first write of a batch",
                         written::size(s.keys.value_bytes + s.data.record_overhead),
                         s.data.conflicts.merges ? ", and metadata" : ""));
}

std::string clock_text(const ConflictRule& rule) {
  if (rule.clock == ClockKind::lamport) return "lamport clocks";
  const auto [least, most] = std::minmax_element(rule.clock_offset.begin(), rule.clock_offset.end());
  const double drift = rule.clock_drift.empty()
                           ? 0
                           : *std::max_element(rule.clock_drift.begin(), rule.clock_drift.end(),
                                               [](double a, double b) { return std::fabs(a) < std::fabs(b); });
  std::string text = rule.clock == ClockKind::hybrid ? "hybrid clocks" : "wall clocks";
  if (least != rule.clock_offset.end() && *least != *most)
    text += fmt::format(", {} apart at the start", written::span(*most - *least));
  if (drift != 0) text += fmt::format(", up to {:.3g} ppm off their rate", std::fabs(drift) * 1e6);
  if (!rule.steps.empty()) text += ", " + written::count(rule.steps.size(), "jump");
  return text;
}

std::string siblings_text(const ConflictRule& rule) {
  std::string text = "concurrent versions stay side by side";
  switch (rule.siblings) {
    case SiblingRule::keep: break;
    case SiblingRule::union_of_all: text += "; a read shows their union"; break;
    case SiblingRule::newest: text += "; a read shows the newest, by " + clock_text(rule); break;
    case SiblingRule::application: text += "; a read merges them as an application does"; break;
  }
  if (rule.prune > 0) text += fmt::format("; vectors keep {}", written::count(rule.prune, "entry", "entries"));
  return text;
}

std::string crdt_text(const ConflictRule& rule) {
  std::string text(name_of(rule.crdt).name);
  if (rule.crdt == Crdt::lww_register) text += ", by " + clock_text(rule);
  if (rule.crdt == Crdt::bounded_counter)
    text += rule.share_rights.ns == 0 ? "; rights are never shared"
                                      : "; rights are shared every " + written::span(rule.share_rights);
  return text;
}

std::string conflicts_text(const Subject& subject) {
  const ConflictRule& rule = subject.scenario.data.conflicts;
  if (rule.policy == "version_vector") return "version_vector: " + siblings_text(rule);
  if (rule.policy == "crdt") return "crdt: " + crdt_text(rule);
  if (rule.policy == "lww") return "lww: the last write is kept, by " + clock_text(rule);
  if (rule.policy == "first_writer") return "first_writer: the first write is kept, by " + clock_text(rule);
  if (rule.policy == "reject") return "reject: a majority must let a write pass; the rest by " + clock_text(rule);
  if (rule.policy != "region_priority") return rule.policy + " decides";
  std::vector<std::string> names;
  for (const RegionId r : rule.priority) names.push_back(subject.name(r));
  return "region_priority: the write of the first of " + written::list(names, 6) + " is kept";
}

std::string failover_text(const Failover& failover) {
  if (!failover.enabled) return "DISABLED: without its primary a key is not written";
  std::string guard = failover.fencing ? "fencing on" : "fencing OFF (split brain can happen)";
  if (failover.lease.ns > 0)
    guard = fmt::format("a lease of {}, renewed every {}", written::span(failover.lease),
                        written::span(failover.detect.interval));
  return fmt::format("a silent primary: {} to detect, {} to decide, {} to promote, up to {} to redirect; {}{}",
                     detection_text(failover.detect), written::mean(failover.decide), written::span(failover.promote),
                     written::span(failover.redirect_ttl), guard,
                     failover.failback ? "; returns after " + written::span(failover.failback_after) : "");
}

/// Who votes, who may be promoted, and what becomes of what the new primary lacks.
void explain_promotion(const Scenario& s, Sheet& sheet) {
  const Failover& failover = s.data.failover;
  if (!failover.enabled) return;
  const std::size_t voters = s.regions.size() + failover.witnesses.size();
  if (failover.fixed_voters())
    sheet.item("votes", fmt::format("{} of {}{}{}", voters / 2 + 1, voters,
                                    failover.witnesses.empty() ? "" : ", with " + written::list(failover.witnesses, 4),
                                    voters == 2 ? ": NEITHER REGION CAN GO ON ALONE" : ""));
  std::vector<std::string> parts;
  if (failover.catch_up.ns > 0) parts.push_back("waits up to " + written::span(failover.catch_up) + " to catch up");
  if (failover.max_lag) parts.push_back("is at most " + written::span(*failover.max_lag) + " behind");
  if (!parts.empty()) sheet.item("candidate", written::list(parts));
  if (failover.stranded == Failover::Stranded::merge)
    sheet.item("stranded", "writes that the new primary lacks are sent on when the old one is back");
  if (failover.stranded == Failover::Stranded::keep)
    sheet.item("stranded", "writes that the new primary lacks are taken back and set aside");
}

void explain_reads(const Scenario& s, Sheet& sheet) {
  const Data& data = s.data;
  const bool copies = s.stores.size() > s.regions.size();
  if (copies) sheet.item("read copies", written::mean(data.copy_lag) + " behind their leader on average");
  std::string text;
  switch (data.read_from) {
    case ReadFrom::leader: text = "the region's leader copy"; break;
    case ReadFrom::any: text = "any copy in the region"; break;
    case ReadFrom::sticky: text = "the session's own copy in the region"; break;
    case ReadFrom::primary: text = "the key's primary, wherever it is"; break;
  }
  if (data.sessions.primary_after_write.ns > 0)
    text +=
        fmt::format("; for {} after a write where the write went", written::span(data.sessions.primary_after_write));
  if (data.sessions.token) text += "; with a token, past copies that lack what the session wrote";
  if (copies || data.read_from != ReadFrom::leader || data.sessions.token || data.sessions.primary_after_write.ns > 0)
    sheet.item("reads go to", text);
}

std::string content_text(const Keys& keys) {
  const std::string_view name = kTypeNames[static_cast<std::size_t>(keys.type)];
  switch (keys.type) {
    case DataType::reg: return "registers";
    case DataType::counter: return fmt::format("counters from {}", keys.initial);
    case DataType::set: return fmt::format("sets of up to {}", written::count(keys.items, "member"));
    case DataType::cart: return fmt::format("carts of {}", written::count(keys.items, "good"));
    case DataType::inventory: return fmt::format("stocks of {}", keys.initial);
    case DataType::seats: return fmt::format("maps of {}", written::count(keys.items, "seat"));
    case DataType::log: return "logs";
    case DataType::accounts: return fmt::format("pairs of accounts with {} each", keys.initial);
  }
  return std::string(name);
}

/// One figure where all populations that write have the same.
template <class Number, class Of, class Text>
std::string over_writers(const Scenario& s, Of of, Text text) {
  std::optional<Number> least, most;
  for (const Population& p : s.clients) {
    if (p.reads >= 1) continue;
    least = least ? std::min<Number>(*least, of(p)) : of(p);
    most = most ? std::max<Number>(*most, of(p)) : of(p);
  }
  if (!least) return {};
  return *least == *most ? text(*least) : text(*least) + " .. " + text(*most);
}

void explain_changes(const Scenario& s, Sheet& sheet) {
  const DataType type = s.keys.type;
  std::string text;
  if (type != DataType::reg && type != DataType::log)
    text = over_writers<double>(
        s, [](const Population& p) { return p.removes; }, written::share);
  if (!text.empty()) text = text == written::share(0) ? "nothing is taken back" : text + " of writes take back";
  if (type == DataType::counter || type == DataType::cart || type == DataType::inventory || type == DataType::accounts)
    text += "; amounts up to " + over_writers<std::int64_t>(
                                     s, [](const Population& p) { return p.max_amount; },
                                     [](std::int64_t n) { return written::count(static_cast<std::uint64_t>(n)); });
  const bool writers = std::any_of(s.clients.begin(), s.clients.end(), [](const auto& p) { return p.reads < 1; });
  if (writers && !text.empty()) sheet.item("changes", text);
  std::vector<std::string> back;
  for (const Population& p : s.clients)
    if (p.read_back && p.reads < 1) back.push_back(fmt::format("{} after {}", p.name, written::mean(*p.read_back)));
  if (!back.empty()) sheet.item("read back", "sessions look at what they wrote: " + written::list(back));
}

/// What a store is made of, and where it comes from when it is lost.
void explain_stores(const Scenario& s, Sheet& sheet) {
  if (const auto& backup = s.data.backup)
    sheet.item("backup", fmt::format("every {}; {} to put it back", written::span(backup->every),
                                     written::span(backup->restore)));
  if (const auto& shards = s.data.shards) {
    const bool ring = shards->placement == Shards::Placement::consistent;
    const double n = shards->nodes;
    sheet.item("nodes",
               fmt::format("{} a region, {}: one more moves {} of the keys, in {} and more", shards->nodes,
                           ring ? "consistent hashing" : "modulo", written::share(ring ? 1 / (n + 1) : n / (n + 1)),
                           written::span(Time::seconds(s.keys.count * (ring ? 1 / (n + 1) : n / (n + 1)) /
                                                       shards->moves_per_second))));
  }
}

void explain_target(const Subject& subject, Sheet& sheet) {
  const Scenario& s = subject.scenario;
  switch (s.data.writes) {
    case WritePattern::global: sheet.item("go to", "the primary, " + subject.name(s.data.primary)); break;
    case WritePattern::partitioned: sheet.item("go to", "the home of the key: " + homes_text(s)); break;
    case WritePattern::local: sheet.item("go to", "the region that received them"); break;
    case WritePattern::quorum:
      sheet.item("go to", fmt::format("{} of the key, from its home on", written::count(s.data.quorum.n, "region")));
      break;
  }
}

}  // namespace

void explain_data(const Subject& subject, Sheet& sheet) {
  const Scenario& s = subject.scenario;
  static constexpr const char* kPatterns[]{"global", "partitioned", "local", "quorum"};
  sheet.heading(fmt::format("Writes: {}", kPatterns[static_cast<std::size_t>(s.data.writes)]));
  explain_target(subject, sheet);
  explain_commit(subject, sheet);
  const bool quorum = s.data.writes == WritePattern::quorum;
  if (quorum) explain_quorum(s, sheet);
  if (s.regions.size() > 1) {
    if (!quorum) explain_replication(s, sheet);
    if (one_writer(s)) {
      sheet.item("failover", failover_text(s.data.failover));
      explain_promotion(s, sheet);
    } else {
      sheet.item("conflicts", conflicts_text(subject));
    }
  }
  if (!quorum) explain_reads(s, sheet);
  explain_stores(s, sheet);
  sheet.item("keys", fmt::format("{} {}, {}", written::count(s.keys.count), content_text(s.keys),
                                 s.keys.zipf == 0 ? "all alike" : fmt::format("Zipf {:g}", s.keys.zipf)));
  explain_changes(s, sheet);
}

}  // namespace bicoastal
