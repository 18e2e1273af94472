#include "sim/model/dependencies/stations.hpp"

#include <algorithm>
#include <utility>

namespace bicoastal {

Stations::Stations(World& world) : world_(world) {
  const std::size_t n = world.scenario.service.dependencies.size() * world.regions();
  stations_.resize(n);
  busy_.assign(n, 0);
  waiting_.assign(n, 0);
}

std::uint32_t Stations::add(Call call) {
  call.serial = ++serial_;
  if (free_.empty()) {
    calls_.push_back(std::move(call));
    return static_cast<std::uint32_t>(calls_.size() - 1);
  }
  const std::uint32_t place = free_.back();
  free_.pop_back();
  calls_[place] = std::move(call);
  return place;
}

Call Stations::remove(std::uint32_t place) {
  Call call = std::move(calls_[place]);
  calls_[place] = {};
  free_.push_back(place);
  return call;
}

std::uint32_t Stations::call(Call call) {
  if (!world_.conditions.dependency(call.dependency, call.region).up) return kLost;
  const Dependency& rule = world_.scenario.service.dependencies[call.dependency.index()];
  Station& station = stations_[station_of(call)];
  const bool starts = rule.concurrency == 0 || station.busy < rule.concurrency;
  if (!starts && station.queue.size() >= rule.queue) return kRefused;
  const std::uint32_t place = add(std::move(call));
  if (starts) {
    start(place);
  } else {
    station.queue.push_back(place);
    ++waiting_[at_caller(calls_[place].dependency, calls_[place].region)];
  }
  return place;
}

void Stations::start(std::uint32_t place) {
  Call& call = calls_[place];
  Station& station = stations_[station_of(call)];
  ++station.busy;
  ++busy_[at_caller(call.dependency, call.region)];
  call.finish = world_.now + Time(static_cast<std::int64_t>(static_cast<double>(call.work.ns) * station.slow));
  world_.post(call.finish, Kind::call_done, place, call.serial);
}

std::optional<Stations::Ended> Stations::on_done(std::uint32_t place, std::uint32_t serial) {
  if (!is(place, serial) || calls_[place].finish != world_.now) return std::nullopt;
  Ended ended{remove(place)};
  const Call& call = ended.call;
  ended.well = call.luck >= world_.conditions.dependency(call.dependency, call.region).errors;
  Station& station = stations_[station_of(call)];
  --station.busy;
  --busy_[at_caller(call.dependency, call.region)];
  if (!station.queue.empty()) {
    const std::uint32_t next = station.queue.front();
    station.queue.pop_front();
    --waiting_[at_caller(calls_[next].dependency, calls_[next].region)];
    start(next);
  }
  return ended;
}

std::vector<Call> Stations::conditions_changed() {
  std::vector<Call> gone;
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    const DependencyId d(i / world_.regions());
    const RegionId region(i % world_.regions());
    const DependencyCondition& condition = world_.conditions.dependency(d, region);
    Station& station = stations_[i];
    const double slower = condition.slow / station.slow;
    station.slow = condition.slow;
    if (condition.up && slower == 1) continue;
    for (std::uint32_t place = 0; place < calls_.size(); ++place) {
      Call& call = calls_[place];
      if (call.serial == 0 || station_of(call) != i) continue;
      const bool working = call.finish != Time::max();
      if (!condition.up) {
        --(working ? busy_ : waiting_)[at_caller(call.dependency, call.region)];
        gone.push_back(remove(place));
      } else if (working) {
        const auto left = static_cast<double>((call.finish - world_.now).ns) * slower;
        call.finish = world_.now + Time(static_cast<std::int64_t>(left));
        world_.post(call.finish, Kind::call_done, place, call.serial);
      }
    }
    if (!condition.up) {
      station.busy = 0;
      station.queue.clear();
    }
  }
  return gone;
}

}  // namespace bicoastal
