// What happened when: everything that befell the system as a whole, as spans in lanes, and its samples, so that the
// state at any moment can be asked for. What users saw is in the series of an Analysis.
//
// Made from the few records that are not about single operations (RunFile::events()), so that it is ready at once for
// runs of any length.
#pragma once

#include <bicoastal/history.hpp>
#include <bicoastal/scenario.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bicoastal {

enum class Lane : std::uint8_t {
  faults,
  detection,  ///< what checkers, name servers and the other regions hold
  roles,      ///< who is primary, and how that changed
  deploys,    ///< releases, and what operators do
  services,   ///< replicas, breakers, stores
};
inline constexpr std::size_t kLanes = 5;

/// Something that lasted, or (from == to) a moment.
struct Happening {
  Lane lane{};
  Time from, to;      ///< to == Time::max(): still so when the run ended
  RegionId region;    ///< it is about; none: about several, or none
  FaultId fault;      ///< lane faults: which
  ReplicaId replica;  ///< it is about, where it is one
  std::string text;   ///< "us-east-1 gets no users: its checks fail"
  bool good = false;  ///< something is well again, or was meant
  bool moment() const { return from == to; }
};

struct RegionState {
  std::uint32_t busy = 0, queued = 0;  ///< requests
  std::uint32_t replicas_up = 0;
  bool in = true;           ///< name servers send users here
  FaultId down;             ///< acting fault that takes the whole region away; none if there is none
  FaultId struck;           ///< acting fault that strikes something in it
  std::uint32_t leads = 0;  ///< partitions that it is the primary of
  /// Partitions that have another primary, and whose writes it takes all the same: nobody has fenced it. Split brain.
  std::uint32_t leads_still = 0;
};

struct PairState {
  std::int64_t writes = 0;  ///< accepted at the one, not yet arrived at the other
  double age_s = 0;         ///< of the oldest of them
  FaultId cut;              ///< acting fault that cuts the way; none if there is none
  FaultId strained;         ///< acting fault that makes it slower, narrower or lossy
};

/// How things stood.
struct Moment {
  Time at;
  std::vector<RegionState> regions;
  std::vector<PairState> pairs;     ///< from-major, [from * regions + to]
  std::vector<RegionId> primaries;  ///< by partition; empty where the write pattern has none
  std::vector<FaultId> acting;
};

/// A sampled quantity: its value from at[i] until at[i + 1].
struct Samples {
  std::vector<Time> at;
  std::vector<float> value;
  float value_at(Time t) const;  ///< 0 before the first sample
};

class Timeline {
 public:
  /// `events`: any order of types, each type in order of time. `scenario` must outlive this object.
  Timeline(const Scenario& scenario, std::span<const Record> events);

  const std::vector<Happening>& happenings() const { return happenings_; }  ///< by `from`
  Moment at(Time t) const;
  /// The first moment after `t` at which something begins or ends; nothing after the last.
  std::optional<Time> next_after(Time t) const;
  std::optional<Time> last_before(Time t) const;

  // Samples, by region or by pair of regions (from-major).
  const Samples& busy(RegionId region) const { return busy_[region.index()]; }
  const Samples& queued(RegionId region) const { return queued_[region.index()]; }
  const Samples& replicas_up(RegionId region) const { return replicas_up_[region.index()]; }
  const Samples& backlog_writes(std::size_t pair) const { return backlog_writes_[pair]; }
  const Samples& backlog_age(std::size_t pair) const { return backlog_age_[pair]; }

 private:
  struct Role {
    Time at;
    PartitionId partition;
    RegionId region;
    RoleEvent event{};
  };
  struct Reachability {
    Time at;
    RegionId region;
    bool in = true;
  };
  class Maker;

  const Scenario& scenario_;
  std::vector<Happening> happenings_;
  std::vector<Time> edges_;
  std::vector<Role> roles_;
  std::vector<Reachability> reach_;
  std::vector<Samples> busy_, queued_, replicas_up_, backlog_writes_, backlog_age_;
};

}  // namespace bicoastal
