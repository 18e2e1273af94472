// Random failures become scripted faults when a scenario is read: from the seed, by a stream of its own for each
// target, so that further targets change nobody's luck.
#include "sim/scenario/fault_targets.hpp"
#include "sim/scenario/resolve.hpp"

#include "sim/base/random.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// A plain time is the mean of an exponential distribution: failures without memory.
Distribution between_failures(const View& view) {
  return view.is_text() ? Distribution::exponential(view.time()) : view.distribution();
}

/// A crash is over when what watches over the process has brought it back.
Fault drawn(const View& kind, const FaultTarget& target, Time at, Time down, std::string name) {
  const bool once = std::holds_alternative<Crash>(target.what);
  Fault fault;
  fault.name = std::move(name);
  fault.kind = kind.text();
  fault.at = at;
  fault.until = once ? Time::max() : at + down;
  fault.what = target.what;
  return fault;
}

class Failures {
 public:
  Failures(const View& view, const std::string& name, Scenario& scenario)
      : view_(view),
        name_(name),
        scenario_(scenario),
        up_(between_failures(view["mtbf"])),
        down_(between_failures(view["mttr"])),
        together_(view["together"]) {}

  void draw_all(const std::vector<FaultTarget>& targets) {
    for (std::size_t i = 0; i < targets.size(); ++i) draw_for(targets, i);
  }

 private:
  const View& view_;
  const std::string& name_;
  Scenario& scenario_;
  Distribution up_, down_;
  View together_;

  static Time next(const Distribution& d, RandomStream& luck) { return std::max(Time(1), draw(d, luck.next())); }
  bool full() const { return scenario_.faults.size() > kMaxFaults; }

  void add(const FaultTarget& target, Time at, Time down) {
    const std::string name = fmt::format("{} {} #{}", name_, target.name, scenario_.faults.size() + 1);
    scenario_.faults.push_back(drawn(view_["kind"], target, at, down, name));
  }

  void draw_for(const std::vector<FaultTarget>& targets, std::size_t which) {
    RandomStream luck(scenario_.seed, fmt::format("failures/{}/{}", name_, targets[which].name));
    for (Time at = next(up_, luck); at < scenario_.duration && !full();) {
      const Time down = next(down_, luck);
      add(targets[which], at, down);
      const bool burst = together_.exists() && to_unit(luck.next()) < together_["share"].quantity(Dimension::share);
      if (burst) take_along(targets, which, at, luck);
      at += down + next(up_, luck);
    }
  }

  /// Others of the same domain fail soon after (Ford et al., OSDI 2010: 37 % of failures are part of a burst, of
  /// failures at most 120 s apart).
  void take_along(const std::vector<FaultTarget>& targets, std::size_t which, Time first, RandomStream& luck) {
    const auto within = static_cast<double>(together_["within"].time().ns);
    const bool by_zone = together_["domain"].text() == "zone";
    for (std::size_t i = 0; i < targets.size() && !full(); ++i) {
      const bool along =
          i != which && (by_zone ? targets[i].zone == targets[which].zone : targets[i].region == targets[which].region);
      if (!along) continue;
      const Time at = first + Time(static_cast<std::int64_t>(to_unit(luck.next()) * within));
      const Time down = next(down_, luck);
      if (at < scenario_.duration) add(targets[i], at, down);
    }
  }
};

void check_duration_of(const View& kind, const View& length, const char* field, Faults& faults) {
  const bool once = kind.text() == "crash";
  if (once && length.exists())
    faults.add("E401", length.place(), length.pointer(),
               "has no effect: a crash happens once, and fleet says when it is over");
  if (!once && !length.exists() && kind.is_text())
    faults.add("E202", kind.place(), kind.pointer(), fmt::format("\"{}\" is missing: how long it lasts", field));
}

void resolve_chaos(const View& chaos, const PlaceNames& directory, Scenario& scenario, Faults& faults) {
  if (!chaos.exists() || faults.any_under(chaos.pointer()) || !directory.usable()) return;
  check_duration_of(chaos["kind"], chaos["for"], "for", faults);
  for (const char* field : {"every", "for"})
    if (chaos[field].is_object()) resolve_distribution(chaos[field], faults);
  if (const View from = chaos["from"]; from.time() >= scenario.duration)
    faults.add("E306", from.place(), from.pointer(),
               fmt::format("begins at {}, when the load has ended", in_quotes(from.text())), "before duration");
  if (const View until = chaos["until"]; until.exists() && until.time() <= chaos["from"].time())
    faults.add("E306", until.place(), until.pointer(),
               fmt::format("ends at {}, before it has begun", in_quotes(until.text())), "after chaos.from");
  const auto targets = fault_targets(chaos["kind"], chaos["in"], directory, scenario, faults);
  if (faults.any_under(chaos.pointer()) || targets.empty()) return;
  RandomStream luck(scenario.seed, "chaos");
  const Distribution every = between_failures(chaos["every"]), length = between_failures(chaos["for"]);
  const Time until = chaos["until"].exists() ? std::min(chaos["until"].time(), scenario.duration) : scenario.duration;
  Time at = chaos["from"].time();
  for (std::size_t n = 1; scenario.faults.size() <= kMaxFaults; ++n) {
    at += std::max(Time(1), draw(every, luck.next()));
    const auto& target = targets[static_cast<std::size_t>(to_unit(luck.next()) * static_cast<double>(targets.size()))];
    const Time down = std::max(Time(1), draw(length, luck.next()));
    if (at >= until) break;
    Fault fault = drawn(chaos["kind"], target, at, down, fmt::format("chaos {} #{}", target.name, n));
    fault.keep = chaos["keep"].count();
    scenario.faults.push_back(std::move(fault));
  }
}

}  // namespace

void resolve_failures(const View& document, const PlaceNames& directory, Scenario& scenario, Faults& faults) {
  const View list = document["failures"];
  if (!duration_known(document, faults)) return;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const View view = list[i];
    if (!view.is_object() || faults.any_under(view.pointer()) || !directory.usable()) continue;
    check_duration_of(view["kind"], view["mttr"], "mttr", faults);
    for (const char* field : {"mtbf", "mttr"})
      if (view[field].is_object()) resolve_distribution(view[field], faults);
    const auto targets = fault_targets(view["kind"], view["in"], directory, scenario, faults);
    if (const View zone = view["together"]["domain"]; zone.text() == "zone" && view["kind"].text() != "replica_down" &&
                                                      view["kind"].text() != "crash" && view["kind"].text() != "hang")
      faults.add("E307", zone.place(), zone.pointer(), "only replicas share a zone", "region");
    if (faults.any_under(view.pointer())) continue;
    const std::string name = view["name"].is_text() ? view["name"].text() : view["kind"].text();
    Failures(view, name, scenario).draw_all(targets);
  }
  resolve_chaos(document["chaos"], directory, scenario, faults);
  if (scenario.faults.size() > kMaxFaults)
    faults.add("E308", list.exists() && list.size() > 0 ? list.place() : document["chaos"].place(),
               list.size() > 0 ? list.pointer() : "/chaos", fmt::format("more than {} faults come of this", kMaxFaults),
               "rarer failures, fewer targets or a shorter run");
}

}  // namespace bicoastal
