#include "sim/engine/engine.hpp"
#include "sim/engine/event_queue.hpp"
#include "support/in_child.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace bicoastal;

namespace {

/// Runs scripted actions at given times and notes when transfers end.
class Script final : public Agenda {
 public:
  std::function<void(std::uint32_t)> act;
  EventQueue queue;
  std::vector<double> done;  // pair, seconds, pair, seconds, …
  static constexpr std::uint8_t kPlain = 1, kSync = 2;

  Time next() const override { return queue.empty() ? Time::max() : Time(queue.top().t); }
  void run_plain(Time until) override {
    while (run_one_plain(until)) {
    }
  }
  bool run_one_plain(Time until) override {
    if (queue.empty() || queue.top().t > until.ns || queue.top().kind() == kSync) return false;
    queue.pop();
    return true;
  }
  void run_all(Time until) override {
    while (!queue.empty() && queue.top().t <= until.ns) {
      const Event e = queue.top();
      queue.pop();
      if (e.kind() == kSync) act(e.a);
    }
  }
  void transfer_done(std::uint32_t pair, Time end) override {
    done.push_back(pair);
    done.push_back(end.in_seconds());
  }
};

/// Three regions on one line a - b - c of 1 MB/s links; pair 1 is a->b, pair 2 is a->c over b, pair 5 is b->c.
Scenario line() {
  Scenario s;
  s.regions = {{"a", {}, {}}, {"b", {}, {}}, {"c", {}, {}}};
  for (const auto& [from, to] : {std::pair{0, 1}, {1, 0}, {1, 2}, {2, 1}})
    s.network.links.push_back(
        {"", RegionId(static_cast<std::size_t>(from)), RegionId(static_cast<std::size_t>(to)), {}, 1e6});
  s.faults.push_back({"", "link_loss", Time(), Time(), LinkLoss{{LinkId(2)}, 0.5}});
  return s;
}
std::vector<Route> line_routes() {
  std::vector<Route> r(9);
  r[1].links = {LinkId(0)};
  r[2].links = {LinkId(0), LinkId(2)};
  r[5].links = {LinkId(2)};
  return r;
}

std::vector<double> play(EngineMode mode, const std::vector<double>& dates,
                         const std::function<void(Engine&, std::uint32_t)>& act) {
  return test::in_child<double>([&] {
    Script script;
    Engine engine(line(), line_routes(), Time::seconds(100), mode, script);
    script.act = [&](std::uint32_t i) { act(engine, i); };
    for (std::uint32_t i = 0; i < dates.size(); ++i) script.queue.post(Time::seconds(dates[i]), Script::kSync, i);
    for (int i = 1; i < 5000; ++i) script.queue.post(Time::seconds(i * 0.001), Script::kPlain, 0);
    engine.run();
    return script.done;
  });
}

}  // namespace

TEST_CASE("two transfers on one link share it and a third on another link does not slow them", "[engine]") {
  for (const EngineMode mode : {EngineMode::run_ahead, EngineMode::step}) {
    // a->b of 1 MB alone would end at 2 s. From 1.5 s a->c shares the first link: 0.5 MB left at half speed end at 2.5
    // s. a->c of 1 MB: 0.5 MB by 2.5 s, then alone until 3 s.
    const auto done =
        play(mode, {1.0, 1.5}, [](Engine& e, std::uint32_t i) { e.start_transfer(i == 0 ? 1 : 2, 1000000, INFINITY); });
    REQUIRE(done.size() == 4);
    CHECK(done[0] == 1);
    CHECK(done[1] == Approx(2.5).margin(2e-9));
    CHECK(done[2] == 2);
    CHECK(done[3] == Approx(3.0).margin(2e-9));
  }
}

TEST_CASE("both engine modes end every transfer at the same nanosecond", "[engine]") {
  std::vector<double> dates;
  for (int i = 0; i < 40; ++i) dates.push_back(0.1 + 0.0973 * i);
  const auto act = [](Engine& e, std::uint32_t i) {
    const std::uint32_t pair = std::array<std::uint32_t, 3>{1, 2, 5}[i % 3];
    e.cancel_transfer(pair);
    e.start_transfer(pair, 12345 + 1000 * i, INFINITY);
  };
  const auto ahead = play(EngineMode::run_ahead, dates, act);
  const auto step = play(EngineMode::step, dates, act);
  REQUIRE(ahead.size() >= 60);
  CHECK(ahead == step);
}

TEST_CASE("a cancelled transfer tells the bytes that were left and is never reported", "[engine]") {
  const auto done = play(EngineMode::run_ahead, {1.0, 1.25, 2.0}, [](Engine& e, std::uint32_t i) {
    if (i == 0) e.start_transfer(1, 1000000, INFINITY);
    if (i == 1 && std::abs(e.cancel_transfer(1) - 750000) < 1) e.start_transfer(5, 500000, 250000);
  });
  REQUIRE(done.size() == 2);
  CHECK(done[0] == 5);
  CHECK(done[1] == Approx(3.25).margin(2e-9));
}

TEST_CASE("times survive the way to SimGrid's clock and back", "[engine]") {
  for (const double length : {1.0, 600.0, 86400.0 * 24}) {
    const ClockMap clock(Time::seconds(length));
    for (std::int64_t ns = 1; Time(ns) < Time::seconds(length); ns = ns * 3 + 1) {
      CHECK(clock.from_simgrid(clock.to_simgrid(Time(ns))) == Time(ns));
      CHECK(clock.last_at(clock.to_simgrid(Time(ns))) == Time(ns));
    }
  }
  const ClockMap decade(Time::seconds(3.15e8));  // neighbouring times share a double, in order
  const double date = decade.to_simgrid(Time::seconds(3e8));
  CHECK(decade.to_simgrid(decade.last_at(date)) <= date);
  CHECK(decade.to_simgrid(decade.last_at(date) + Time(1)) > date);
}
