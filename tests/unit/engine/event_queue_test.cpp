#include "sim/engine/event_queue.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <tuple>
#include <vector>

using namespace bicoastal;

TEST_CASE("events come out in order of time, then keyed ones, then in order of posting, lanes or not", "[engine]") {
  const bool holds = rc::check([] {
    EventQueue queue;
    using Expected = std::tuple<std::int64_t, bool, std::uint64_t, std::uint32_t>;  // time, ordinary, order, a
    std::vector<Expected> waiting;
    std::uint32_t posted = 0;
    std::int64_t now = 0;
    const auto pop = [&] {
      const auto least = std::min_element(waiting.begin(), waiting.end());
      RC_ASSERT(!queue.empty());
      RC_ASSERT(queue.top().t == std::get<0>(*least));
      RC_ASSERT(queue.top().a == std::get<3>(*least));
      now = queue.top().t;
      queue.pop();
      waiting.erase(least);
    };
    for (int i = *rc::gen::inRange(0, 300); i > 0; --i) {
      const int what = *rc::gen::inRange(0, 5);
      const Time at(now + *rc::gen::inRange(0, 8));
      ++posted;
      if (what == 0) {
        if (!waiting.empty()) pop();
      } else if (what == 1) {
        queue.post_keyed(at, 9, posted, posted);
        waiting.emplace_back(at.ns, false, posted, posted);
      } else if (what == 2) {
        queue.post(at, 1, posted);
        waiting.emplace_back(at.ns, true, posted, posted);
      } else {
        queue.post_in_lane(static_cast<std::size_t>(what - 3), at, 2, posted);
        waiting.emplace_back(at.ns, true, posted, posted);
      }
    }
    while (!waiting.empty()) pop();
    RC_ASSERT(queue.empty());
  });
  CHECK(holds);
}
