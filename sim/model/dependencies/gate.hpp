// What a replica keeps of one of its dependencies: its breaker, the calls that it has under way (bulkhead), what it may
// spend on retries, and whether it has switched the dependency off.
//
// All of it is the replica's own: processes share no memory, and libraries and side cars (Envoy, gRPC, resilience4j)
// keep it where the calls are made. So is the budget of retries: a bucket for all replicas of a region would need a
// service of its own on the path of every call.
#pragma once

#include "sim/model/dependencies/breaker.hpp"
#include "sim/model/token_bucket.hpp"

#include <cstdint>

namespace bicoastal {

class Gate {
 public:
  explicit Gate(const Dependency& rule) : tokens_(rule.retries.budget ? rule.retries.budget->burst : 0) {}

  CircuitBreaker breaker;

  // Bulkhead. A call counts until it is answered or given up.
  bool has_room(const Dependency& rule) const { return rule.bulkhead == 0 || under_way_ < rule.bulkhead; }
  void called() { ++under_way_; }
  void over() { --under_way_; }

  // Budget of retries and hedges.
  void earn(const Dependency& rule) {
    if (rule.retries.budget) tokens_.earn(rule.retries.budget->share);
  }
  bool spend(const Dependency& rule, Time now) { return !rule.retries.budget || tokens_.pay(now); }

  /// Whether the dependency is switched off at this fullness of the replica: above the threshold, and then until half
  /// of it, so that it does not flicker.
  bool switched_off(const Dependency& rule, double fullness) {
    if (!rule.off_above) return false;
    off_ = fullness > (off_ ? *rule.off_above / 2 : *rule.off_above);
    return off_;
  }
  bool is_off() const { return off_; }

 private:
  TokenBucket tokens_;
  std::uint32_t under_way_ = 0;
  bool off_ = false;
};

}  // namespace bicoastal
