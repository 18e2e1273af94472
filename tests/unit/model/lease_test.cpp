#include "sim/model/lease.hpp"
#include "sim/base/random.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace bicoastal;

namespace {

/// The same lease with every renewal made: what a lease is by definition.
class EveryRenewal {
 public:
  EveryRenewal(Time length, Time interval, Time phase) : length_(length), interval_(interval), next_(phase) {}
  void advance(Time to, bool reaches) {  // renewals before `to`, all under one state of the network
    for (; next_ < to; next_ += interval_)
      if (reaches) last_ = next_;
  }
  void grant(Time now) { last_ = now > last_ ? now : last_; }
  bool valid(Time now, bool reaches) const {
    const bool renews_now = next_ == now && reaches;
    return renews_now || now < last_ + length_;
  }

 private:
  Time length_, interval_, next_, last_;
};

}  // namespace

TEST_CASE("a lease that is computed is as long as one whose renewals are all made", "[model]") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    RandomStream random(seed, "lease");
    const auto upto = [&](std::int64_t n) {
      return static_cast<std::int64_t>(random.next() % static_cast<std::uint64_t>(n));
    };
    const Time interval(2 + upto(20)), phase(upto(interval.ns)), length(interval.ns + 1 + upto(40));
    Lease lease(length, interval, phase);
    EveryRenewal made(length, interval, phase);
    bool reaches = true;
    Time now, announced = lease.next_change(now);
    bool was = true;
    for (int change = 0; change < 30; ++change) {
      const Time next = now + Time(1 + upto(60));
      for (; now < next; now += Time(1)) {
        made.advance(now, reaches);
        const bool valid = lease.valid(now);
        INFO("seed " << seed << ", at " << now.ns);
        REQUIRE(valid == made.valid(now, reaches));
        if (valid != was) {  // a change that nobody caused had been announced
          REQUIRE(now == announced);
          was = valid;
        }
        announced = lease.next_change(now);
        REQUIRE(announced > now);
      }
      made.advance(now, reaches);
      if (upto(6) == 0 && reaches) {
        lease.grant(now);
        made.grant(now);
      } else {
        reaches = !reaches;
        lease.change(now, reaches);
      }
      was = lease.valid(now);
      announced = lease.next_change(now);
    }
  }
}

TEST_CASE("a lease ends between length - interval and length after its holder was cut off", "[model]") {
  for (int phase = 0; phase < 10; ++phase) {
    Lease lease(Time::seconds(30), Time::seconds(10), Time::seconds(phase));
    lease.change(Time::seconds(100), false);
    const Time end = lease.ends(Time::seconds(100));
    CHECK(end > Time::seconds(100 + 30 - 10) - Time(1));
    CHECK(end <= Time::seconds(100 + 30));
    CHECK_FALSE(lease.valid(end));
    CHECK(lease.valid(end - Time(1)));
  }
}
