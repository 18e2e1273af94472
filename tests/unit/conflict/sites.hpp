// One key at a few regions, written to and exchanged by hand.
#pragma once

#include "sim/conflict/policies.hpp"

#include <memory>
#include <vector>

namespace bicoastal {

class Sites {
 public:
  explicit Sites(Scenario scenario) : scenario_(std::move(scenario)), policy_(make_merger(scenario_)) {
    for (std::size_t r = 0; r < scenario_.regions.size(); ++r) values_.push_back(policy_->initial());
    written_.resize(values_.size());
  }

  /// The write's version is the how manieth of its region; its stamp is the how manieth of all, unless given.
  std::unique_ptr<ReplicatedValue> write(std::size_t at, Change change, std::uint32_t session = 0,
                                         std::int64_t stamp = -1) {
    Write w{change, version(at, written_[at] + 1), stamp < 0 ? ++stamps_ : stamp, RegionId(at), SessionId(session)};
    auto delta = values_[at]->write(w);
    if (delta != nullptr) ++written_[at];
    return delta;
  }
  /// `to` learns all that `from` knows.
  void tell(std::size_t from, std::size_t to) { values_[to]->merge(*values_[from]); }
  ReplicatedValue& at(std::size_t region) { return *values_[region]; }
  Document shown(std::size_t region) const { return values_[region]->read().value; }
  std::uint32_t siblings(std::size_t region) const { return values_[region]->read().siblings; }

  static VersionId version(std::size_t region, std::uint64_t sequence) {
    return VersionId(StoreId(region), 0, sequence);
  }

 private:
  Scenario scenario_;
  std::unique_ptr<MergePolicy> policy_;
  std::vector<std::unique_ptr<ReplicatedValue>> values_;
  std::vector<std::uint64_t> written_;
  std::int64_t stamps_ = 0;
};

inline Scenario three_regions(std::string policy, DataType type, std::int64_t initial = 0) {
  Scenario s;
  s.regions.resize(3);
  s.keys.type = type;
  s.keys.items = 4;
  s.keys.initial = initial;
  s.data.conflicts.policy = std::move(policy);
  return s;
}

inline Sites crdt_sites(Crdt crdt, DataType type, std::int64_t initial = 0) {
  Scenario s = three_regions("crdt", type, initial);
  s.data.conflicts.crdt = crdt;
  return Sites(std::move(s));
}

inline Document document(std::initializer_list<Document::Entry> entries) {
  Document d;
  for (const Document::Entry& e : entries) d.set(e.item, e.amount);
  return d;
}

}  // namespace bicoastal
