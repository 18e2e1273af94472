// Fields of the data layer that have no effect: each belongs to some patterns of writes, policies and clocks.
#include "sim/base/conflict_names.hpp"
#include "sim/scenario/inert.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

namespace bicoastal {

namespace {

class InertData {
 public:
  InertData(const View& document, Inert& inert)
      : data_(document["data"]),
        faults_(document["faults"]),
        actions_(document["actions"]),
        type_(type_named(document["keys"]["type"].text())),
        regions_(document["regions"].size()),
        writes_(data_["writes"].text()),
        one_writer_(writes_ == "global" || writes_ == "partitioned"),
        inert_(inert) {}

  void failover() {
    const View failover = data_["failover"];
    if (writes_ != "global") inert_.refuse(data_["primary"], no_primary("there is no one primary"));
    if (!one_writer_ && regions_ > 1)
      inert_.refuse(failover, no_primary("there is no primary to fail over from"));
    else if (failover["enabled"].truth())
      enabled_failover(failover);
    else
      disabled_failover(failover);
  }

  void stores() {
    const View shards = data_["shards"];
    if (writes_ == "quorum") inert_.refuse(shards, "writes are quorum, each key has stores of its own");
    if (regions_ > 1) inert_.refuse(data_["backup"], "a store that is lost is copied from another region");
    if (shards["placement"].text() == "modulo")
      inert_.refuse(shards["virtual_nodes"], "placement is modulo, there is no ring");
    bool used = false;
    for (std::size_t i = 0; i < faults_.size(); ++i) used = used || faults_[i]["node_lost"].exists();
    for (std::size_t i = 0; i < actions_.size(); ++i) used = used || actions_[i]["add_nodes"].exists();
    if (!used) inert_.refuse(shards, "no node comes or goes: there is no fault node_lost, nor an action add_nodes");
  }

  void replication() {
    const View replication = data_["replication"], commit = data_["commit"];
    if (regions_ == 1) {
      inert_.refuse(commit, "there is only one region");
      return;  // the whole of replication is refused elsewhere
    }
    if (!one_writer_) inert_.refuse(commit, no_primary("there is no primary that could wait for others"));
    if (writes_ == "quorum")
      inert_.refuse(replication, {"flush", "max_batch", "order"}, "writes are quorum, each is sent by itself");
    else if (regions_ == 2)
      inert_.refuse(replication["order"], "there is only one other region");
    if (one_writer_ && commit.text() != "asynchronous")
      inert_.refuse(replication["flush"], "a write that waits for its commit is sent at once");
  }

  void reads() {
    const View copies = data_["copies"], reads = data_["reads"];
    if (writes_ == "quorum") {
      constexpr std::string_view kWhy = "writes are quorum, the regions of a key answer its reads";
      inert_.refuse(copies, kWhy);
      inert_.refuse(reads, kWhy);
      return;
    }
    const bool no_copies = copies["per_region"].count() == 0;
    const View from = reads["from"];
    const bool of_copies = from.text() == "any" || from.text() == "sticky";
    if (no_copies) inert_.refuse(copies["lag"], "there are no read copies");
    if (no_copies && of_copies) inert_.refuse(from, "there are no read copies");
    if (from.text() == "primary") {
      if (!one_writer_)
        inert_.refuse(from, no_primary("there is no primary to read from"));
      else if (regions_ == 1)
        inert_.refuse(from, "there is only one region");
      if (one_writer_) inert_.refuse(reads, {"token", "primary_after_write"}, "every read goes to the primary");
    } else if (regions_ == 1 && (no_copies || !of_copies)) {
      inert_.refuse(reads, {"token", "primary_after_write"}, "no read goes to a copy that could be behind");
    }
  }

  void quorum(const Faults& faults) {
    const View quorum = data_["quorum"];
    if (writes_ != "quorum") {
      inert_.refuse(quorum, fmt::format("writes are {}", writes_));
      return;
    }
    for (const char* count : {"n", "r", "w"})
      if (faults.any_under(quorum[count].pointer())) return;
    const auto count = [&](const char* key, std::size_t by_default) {
      return quorum[key].exists() ? quorum[key].count() : by_default;
    };
    const std::size_t n = count("n", std::min<std::size_t>(3, regions_));
    const std::size_t r = count("r", std::min<std::size_t>(2, n)), w = count("w", std::min<std::size_t>(2, n));
    if (n >= regions_)
      inert_.refuse(quorum, {"sloppy", "hand_off"}, "every region holds every key, none is left to stand in");
    else if (!quorum["sloppy"].truth())
      inert_.refuse(quorum["hand_off"], "sloppy is false");
    if (r == n && w == n) inert_.refuse(quorum["ask_all"], "all of them must answer");
    if (n == 1)
      inert_.refuse(quorum["read_repair"], "a key has only one region");
    else if (r == 1 && !quorum["ask_all"].truth())
      inert_.refuse(quorum["read_repair"], "a read asks only one region");
  }

  void conflicts() {
    const View view = data_["conflicts"];
    const std::string policy = view["policy"].text();
    const PolicyName* ours = find_policy(policy);
    if (one_writer_) {
      const std::string why = fmt::format("writes are {}, a primary puts them in order", writes_);
      if (policy != "lww" && (ours == nullptr || ours->under_primary)) inert_.refuse(view["policy"], why);
      inert_.refuse(view, {"priority", "siblings", "prune", "crdt", "share_rights"}, why);
    } else {
      const std::string why = fmt::format("the policy is {}", policy);
      if (policy != "region_priority") inert_.refuse(view["priority"], why);
      if (policy != "version_vector") inert_.refuse(view, {"siblings", "prune"}, why);
      if (policy != "crdt")
        inert_.refuse(view, {"crdt", "share_rights"}, why);
      else if (crdt(view).crdt != Crdt::bounded_counter)
        inert_.refuse(view["share_rights"], fmt::format("a {} has no rights", crdt(view).name));
    }
    clocks(view, policy);
  }

 private:
  /// What people do by hand goes on.
  void disabled_failover(const View& failover) {
    constexpr std::string_view kWhy = "failover is not enabled";
    inert_.refuse(failover, {"detect", "decide", "lease", "catch_up", "max_lag", "failback", "failback_after"}, kWhy);
    bool by_hand = false;
    for (std::size_t i = 0; i < actions_.size(); ++i) by_hand = by_hand || actions_[i]["fail_over"].exists();
    if (!by_hand)
      inert_.refuse(failover, {"promote", "redirect_ttl", "fencing", "witnesses", "stranded"},
                    "failover is not enabled, and no action fail_over makes one");
  }

  void enabled_failover(const View& failover) {
    if (!failover["failback"].truth()) inert_.refuse(failover["failback_after"], "failback is false");
    if (failover["lease"].time().ns > 0)
      inert_.refuse(failover["fencing"], "the lease keeps the old primary from writing");
  }

  const View data_, faults_, actions_;
  const DataType type_;
  const std::size_t regions_;
  const std::string writes_;
  const bool one_writer_;
  Inert& inert_;

  std::string no_primary(std::string_view what) const { return fmt::format("writes are {}, {}", writes_, what); }

  const CrdtName& crdt(const View& view) const {
    const CrdtName* named = find_crdt(view["crdt"].text());
    return named != nullptr ? *named : name_of(default_crdt(type_));
  }

  /// Whether anything depends on the stamps of writes. A plugin sees them.
  bool reads_clock(const View& view, const std::string& policy) const {
    if (policy == "region_priority") return false;
    // A vector is pruned of those who wrote the longest ago.
    if (policy == "version_vector") return view["siblings"].text() == "newest" || view["prune"].count() > 0;
    return policy != "crdt" || crdt(view).reads_clock;
  }

  void faults_of_clocks(const char* why) {
    for (std::size_t i = 0; i < faults_.size(); ++i)
      for (const char* kind : {"clock_jump", "clock_drift"})
        if (faults_[i][kind].exists()) inert_.refuse(faults_[i][kind], why);
  }

  void clocks(const View& view, const std::string& policy) {
    const bool counts = view["clock"].text() == "lamport";
    if (!one_writer_ && !reads_clock(view, policy)) {
      inert_.refuse(view, {"clock", "skew", "offsets", "drift", "drifts"}, "nothing goes by a clock");
      faults_of_clocks("nothing goes by a clock");
      return;
    }
    if (policy == "first_writer") inert_.refuse(view["clock"], "first_writer goes by the wall clock");
    if (counts && policy != "first_writer") {
      inert_.refuse(view, {"skew", "offsets", "drift", "drifts"}, "a lamport clock counts messages");
      faults_of_clocks("a lamport clock counts messages");
      return;
    }
    if (view["offsets"].size() >= regions_) inert_.refuse(view["skew"], "offsets names the clock of every region");
    if (view["drifts"].size() >= regions_) inert_.refuse(view["drift"], "drifts names the clock of every region");
  }
};

}  // namespace

void refuse_inert_data(const View& document, const Faults& faults, Inert& inert) {
  InertData data(document, inert);
  data.failover();
  data.replication();
  data.stores();
  data.reads();
  data.quorum(faults);
  if (!faults.any_under("/data/conflicts/policy") && !faults.any_under("/keys/type")) data.conflicts();
}

}  // namespace bicoastal
