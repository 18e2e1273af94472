// Which version each replica runs, what those versions do otherwise than the first one, and which data older ones
// cannot read.
//
// Version 0 is the one that runs at time 0; version d + 1 is what deploy d brings. What a replica wants to run, it runs
// from its next start on; a configuration that is pushed, at once. A version that changed the format of data writes
// data that versions before it cannot read: a replica that runs one of these answers with an error where it comes upon
// them. After such a version was taken back what it wrote is still there, and stays unreadable until somebody
// overwrites it. Where values merge a key has the format of its newest write.
//
// Conditions are told what a version does to a replica, as if it were a fault's doing: the fault that the deploy of a
// bad version is (scenario.hpp). So what it hits is found, counted and laid to it as for any other fault. A replica
// that is out of rotation for a deploy is marked by that deploy's fault likewise, since its capacity is gone through
// it.
#pragma once

#include "sim/model/world.hpp"

#include <vector>

namespace bicoastal {

class Releases {
 public:
  explicit Releases(World& world);

  using Version = std::uint16_t;
  static constexpr Version kFirst = 0;
  static Version of(DeployId deploy) { return static_cast<Version>(deploy.value + 1); }

  Version running(ReplicaId r) const { return running_.empty() ? kFirst : running_[r.index()]; }
  Version wanted(ReplicaId r) const { return wanted_.empty() ? kFirst : wanted_[r.index()]; }
  /// It starts with this version from now on.
  void want(ReplicaId r, Version version) {
    if (!wanted_.empty()) wanted_[r.index()] = version;
  }
  /// Its process starts.
  void started(ReplicaId r) {
    if (!running_.empty()) run(r, wanted_[r.index()]);
  }
  /// It runs this version at once.
  void run(ReplicaId r, Version version);
  /// Its machine was given back: it runs nothing.
  void leave(ReplicaId r);
  /// What new machines of the region run.
  Version current(RegionId region) const { return current_.empty() ? kFirst : current_[region.index()]; }
  void set_current(RegionId region, Version version) { current_[region.index()] = version; }
  /// Its capacity is gone, or back, for a deploy. No deploy: back.
  void lend(ReplicaId r, DeployId to);
  /// Whether some replica runs it; or a version before it.
  bool anywhere(Version version) const { return count_[version] > 0; }
  bool any_before(Version version) const;

  // What clients get. Only while a deploy is under way.
  bool watching() const { return watched_ != kFirst; }
  /// Answers of this version are counted from now on; kFirst: no more.
  void watch(Version version) { watched_ = version; }
  /// A replica has done its part of a request, or could not.
  void answered(const Request& r, bool failed);
  struct Count {
    std::int64_t answered = 0, failed = 0;
  };
  const Count& counted(RegionId region) const { return counts_[region.index()]; }

  // What is written, and by whom.
  bool formats_matter() const { return !formats_.empty(); }
  void wrote(const Request& r);
  /// The fault because of which the request's replica cannot read this; none where it can.
  FaultId unreadable(const Request& r, VersionId data) const;
  /// Whether data that this version wrote may still be around.
  bool left_data(Version version) const { return formats_matter() && wrote_[version]; }

 private:
  void apply(ReplicaId r);
  void count_as(ReplicaId r, Version version);

  World& world_;
  std::vector<Version> running_, wanted_;      // by replica; empty where there are no deploys
  std::vector<DeployId> lent_;                 // by replica
  std::vector<Version> current_;               // by region
  std::vector<std::size_t> count_;             // by version; last: of those that run nothing
  std::vector<Count> counts_;                  // by region: of the version that is watched, since the run began
  std::vector<std::vector<Version>> formats_;  // by store, sequence of the write: the last version that changed it
  std::vector<Version> format_of_;             // by version: what it writes
  std::vector<bool> wrote_;                    // by version
  Version watched_ = kFirst;
};

}  // namespace bicoastal
