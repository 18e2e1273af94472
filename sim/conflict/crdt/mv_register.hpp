// MV-register: every write that no write had seen (Shapiro et al., INRIA RR-7506, 2011, specification 10; with dots in
// place of version vectors, so that no two writes of a region are ever taken for one: Preguiça et al. 2012). A write
// covers all that its region shows. Siblings are the versions shown.
#pragma once

#include "sim/conflict/crdt/causal_map.hpp"
#include "sim/conflict/state_value.hpp"

namespace bicoastal {

class MvRegister {
 public:
  static MvRegister initial(const Setup& /*setup*/) { return {}; }

  std::optional<MvRegister> write(const Write& write, const Setup& /*setup*/) {
    return MvRegister(values_.put(0, write.version, {}, kAllEntries));
  }
  void merge(const MvRegister& other) { values_.merge(other.values_); }
  Reading read(const Setup& /*setup*/) const {
    Reading shown;
    for (const auto& e : values_.entries()) shown.value.set(e.dot.value, 1);
    shown.siblings = static_cast<std::uint32_t>(std::max<std::size_t>(1, shown.value.size()));
    return shown;
  }
  bool operator==(const MvRegister&) const = default;
  /// 8 for each version shown, and the context.
  std::size_t metadata_bytes() const { return values_.metadata_bytes(); }
  std::size_t payloads() const { return values_.entries().size(); }

 private:
  using Values = CausalMap<NoPayload>;
  MvRegister() = default;
  explicit MvRegister(Values values) : values_(std::move(values)) {}

  Values values_;
};

}  // namespace bicoastal
