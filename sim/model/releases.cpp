#include "sim/model/releases.hpp"

#include <algorithm>

namespace bicoastal {

Releases::Releases(World& world) : world_(world) {
  const Scenario& s = world.scenario;
  if (s.deploys.empty()) return;
  wanted_.assign(s.replicas.size(), kFirst);
  current_.assign(world.regions(), kFirst);
  lent_.resize(s.replicas.size());
  count_.assign(s.deploys.size() + 2, 0);
  for (const Replica& replica : s.replicas) {
    running_.push_back(replica.at_start ? kFirst : static_cast<Version>(count_.size() - 1));
    ++count_[running_.back()];
  }
  counts_.resize(world.regions());
  const auto changes_format = [](const Deploy& d) { return d.version.incompatible; };
  if (std::none_of(s.deploys.begin(), s.deploys.end(), changes_format)) return;
  formats_.resize(world.regions());
  wrote_.assign(s.deploys.size() + 1, false);
  // Versions build on each other in the order of their deploys: a later one reads what an earlier one writes.
  format_of_.assign(1, kFirst);
  for (std::size_t d = 0; d < s.deploys.size(); ++d)
    format_of_.push_back(changes_format(s.deploys[d]) ? of(DeployId(d)) : format_of_.back());
}

void Releases::run(ReplicaId r, Version version) {
  wanted_[r.index()] = version;
  count_as(r, version);
}

void Releases::leave(ReplicaId r) {
  if (!running_.empty()) count_as(r, static_cast<Version>(count_.size() - 1));
}

void Releases::count_as(ReplicaId r, Version version) {
  Version& running = running_[r.index()];
  if (running == version) return;
  --count_[running];
  ++count_[version];
  running = version;
  apply(r);
}

bool Releases::any_before(Version version) const {
  return std::any_of(count_.begin(), count_.begin() + version, [](std::size_t n) { return n > 0; });
}

void Releases::lend(ReplicaId r, DeployId to) {
  if (lent_[r.index()] == to) return;
  lent_[r.index()] = to;
  apply(r);
}

void Releases::apply(ReplicaId r) {
  const auto& deploys = world_.scenario.deploys;
  Release release;
  if (const Version v = running_[r.index()]; v != kFirst && v <= deploys.size()) {
    const Deploy& deploy = deploys[v - 1u];
    release.errors = deploy.version.errors;
    release.slow = deploy.version.slow;
    if (release.errors > 0 || release.slow != 1) release.fault = deploy.fault;
  }
  if (const DeployId to = lent_[r.index()]; to.has_value()) release.lent_to = deploys[to.index()].fault;
  world_.conditions.release(r, release);
}

void Releases::answered(const Request& r, bool failed) {
  if (running_[r.replica.index()] != watched_) return;
  Count& count = counts_[r.asked.index()];
  ++count.answered;
  count.failed += failed ? 1 : 0;
}

void Releases::wrote(const Request& r) {
  const Version version = running_[r.replica.index()];
  const Version format = version < format_of_.size() ? format_of_[version] : kFirst;  // its machine may be gone
  auto& formats = formats_[r.version.origin().index()];
  const auto sequence = static_cast<std::size_t>(r.version.sequence());
  if (format == kFirst && sequence > formats.size()) return;  // as it was from the beginning
  if (formats.size() <= sequence) formats.resize(sequence + 1, kFirst);
  formats[sequence] = format;
  if (format != kFirst) wrote_[format] = true;
}

FaultId Releases::unreadable(const Request& r, VersionId data) const {
  if (data.is_initial()) return {};
  const auto& formats = formats_[data.origin().index()];
  const auto sequence = static_cast<std::size_t>(data.sequence());
  const Version format = sequence < formats.size() ? formats[sequence] : kFirst;
  return format > running_[r.replica.index()] ? world_.scenario.deploys[format - 1u].fault : FaultId();
}

}  // namespace bicoastal
