// LWW-register: the later() of all writes, by the scenario's clock (Johnson, Thomas, "Maintenance of duplicate
// databases", RFC 677, 1975; Shapiro et al., INRIA RR-7506, 2011, specification 8). What the policy lww does, as a
// CRDT.
#pragma once

#include "sim/conflict/state_value.hpp"

namespace bicoastal {

class LwwRegister {
 public:
  static LwwRegister initial(const Setup& /*setup*/) { return {}; }

  std::optional<LwwRegister> write(const Write& write, const Setup& /*setup*/) {
    LwwRegister delta;
    delta.current_ = {write.version, write.stamp};
    merge(delta);
    return delta;
  }
  void merge(const LwwRegister& other) {
    if (later(other.current_, current_)) current_ = other.current_;
  }
  Reading read(const Setup& /*setup*/) const {
    Reading shown;
    if (!current_.version.is_initial()) shown.value.set(current_.version.value, 1);
    return shown;
  }
  bool operator==(const LwwRegister& other) const { return current_.version == other.current_.version; }
  /// Version and stamp.
  std::size_t metadata_bytes() const { return 16; }
  std::size_t payloads() const { return 1; }

 private:
  Stamped current_;
};

}  // namespace bicoastal
