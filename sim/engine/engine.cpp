#include "sim/engine/engine.hpp"

#include "sim/base/check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <simgrid/kernel/Timer.hpp>
#include <simgrid/kernel/resource/Model.hpp>
#include <simgrid/s4u.hpp>

namespace bicoastal {

namespace sg = simgrid::s4u;

namespace {

/// SimGrid ends every action whose date is closer than this (s), so that a round of our own just before such a date
/// would end it early.
constexpr double kTimingPrecision = 1e-12;
constexpr double kStepGuard = 2e-9;

/// A transfer under way. Kept alive past SimGrid's last call about it.
struct Flight {
  sg::CommPtr comm;
  std::uint32_t pair = 0;
  bool forgotten = false;
};

/// Transfers that are over. SimGrid speaks of one until the round it ended in is done (of a cancelled one twice), so it
/// is kept for one full round more.
struct Ended {
  std::vector<std::unique_ptr<Flight>> this_round, last_round;
  void new_round() {
    if (this_round.empty() && last_round.empty()) return;
    last_round = std::move(this_round);
    this_round.clear();
  }
};

/// SimGrid model that owns our events.
class EventModel final : public simgrid::kernel::resource::Model {
 public:
  EventModel(const sg::Engine& engine, const ClockMap& clock, EngineMode mode, Agenda& agenda, Ended& ended)
      : Model("bicoastal-events"), engine_(engine), clock_(clock), mode_(mode), agenda_(agenda), ended_(ended) {}

  double next_occurring_event(double now) override {
    ++rounds_;
    ended_.new_round();
    if (stopped_) return -1;
    const double horizon = horizon_from(now);
    const Time limit = horizon == kNever ? Time::max() : clock_.last_at(std::nextafter(horizon, -kNever));
    if (mode_ == EngineMode::run_ahead) {
      agenda_.run_plain(limit);
    } else {
      while (agenda_.next() <= limit && horizon - clock_.to_simgrid(agenda_.next()) < kStepGuard)
        if (!agenda_.run_one_plain(limit)) break;
    }
    if (stopped_ || agenda_.next() == Time::max()) return -1;
    return std::max(0.0, clock_.to_simgrid(agenda_.next()) - now);
  }

  void update_actions_state(double now, double /*delta*/) override {
    if (!stopped_) agenda_.run_all(clock_.last_at(now));
  }

  void stop() { stopped_ = true; }
  std::uint64_t rounds() const { return rounds_; }

 private:
  static constexpr double kNever = std::numeric_limits<double>::infinity();

  /// Date of the next thing that SimGrid itself has to do.
  double horizon_from(double now) const {
    double horizon = kNever;
    if (const double timer = simgrid::kernel::timer::Timer::next(); timer >= 0) horizon = timer;
    for (auto* model : engine_.get_all_models())
      if (model != this)
        if (const double delta = model->next_occurring_event(now); delta >= 0) horizon = std::min(horizon, now + delta);
    return horizon;
  }

  const sg::Engine& engine_;
  const ClockMap& clock_;
  const EngineMode mode_;
  Agenda& agenda_;
  Ended& ended_;
  bool stopped_ = false;
  std::uint64_t rounds_ = 0;
};

/// SimGrid's engine is process-wide and cannot be taken down and set up again, so it is never destroyed.
sg::Engine& simgrid_engine() {
  static int argc = 6;
  static std::string arguments[] = {"bicoastal",
                                    "--log=root.thresh:error",
                                    "--cfg=network/model:CM02",      // plain max-min sharing
                                    "--cfg=network/crosstraffic:0",  // no load from acknowledgements
                                    "--cfg=network/TCP-gamma:1e15",  // no window limit: latency is ours
                                    "--cfg=surf/precision:1e-12"};
  static char* argv[] = {arguments[0].data(),
                         arguments[1].data(),
                         arguments[2].data(),
                         arguments[3].data(),
                         arguments[4].data(),
                         arguments[5].data(),
                         nullptr};
  static sg::Engine* engine = new sg::Engine(&argc, argv);
  return *engine;
}
/// A rate that no link reaches, in bytes per second.
constexpr double kUnlimited = 1e15;

/// Whether a scripted loss can limit streams on this route. Comm::set_rate has no effect on host-to-host
/// communications, so such a pair gets a link of its own that stands for the limit of its connection.
bool can_lose(const Scenario& scenario, const Route& route) {
  return std::any_of(scenario.faults.begin(), scenario.faults.end(), [&](const Fault& fault) {
    const auto* loss = std::get_if<LinkLoss>(&fault.what);
    return loss != nullptr && std::any_of(loss->links.begin(), loss->links.end(), [&](LinkId link) {
             return std::find(route.links.begin(), route.links.end(), link) != route.links.end();
           });
  });
}

static_assert(kTimingPrecision < 0.5e-9, "below half a nanosecond two dates round to one time");

}  // namespace

struct Engine::Kernel {
  sg::Engine& engine = simgrid_engine();
  const ClockMap& clock;
  Agenda& agenda;
  std::shared_ptr<EventModel> model;
  std::vector<sg::Link*> links;
  std::vector<sg::Link*> limiters;               // by pair; null where nothing ever limits it
  std::vector<sg::Host*> hosts;                  // by region: both ends of its transfers
  std::vector<std::unique_ptr<Flight>> flights;  // by pair; null where nothing is under way
  Ended ended;
  std::uint64_t transfers = 0;

  Kernel(const ClockMap& c, Agenda& a) : clock(c), agenda(a) {}

  void build(const Scenario& scenario, const std::vector<Route>& routes) {
    sg::NetZone* world = sg::create_full_zone("world");
    std::vector<sg::NetZone*> zones;
    std::vector<simgrid::kernel::routing::NetPoint*> gateways;
    const std::vector<sg::LinkInRoute> nothing;
    for (const Region& region : scenario.regions) {
      sg::NetZone* zone = sg::create_star_zone(region.name);
      zone->set_parent(world);
      gateways.push_back(zone->create_router(region.name + "/gateway"));
      hosts.push_back(zone->create_host(region.name + "/store", 1e9));
      zone->add_route(gateways.back(), nullptr, nullptr, nullptr, nothing, true);
      zone->add_route(hosts.back()->get_netpoint(), nullptr, nullptr, nullptr, nothing, true);
      zone->seal();
      zones.push_back(zone);
    }
    for (std::size_t i = 0; i < scenario.network.links.size(); ++i) {
      const Link& link = scenario.network.links[i];
      links.push_back(world->create_link("wan" + std::to_string(i), link.bandwidth)->seal());
    }
    const std::size_t n = scenario.regions.size();
    limiters.resize(n * n);
    for (std::size_t from = 0; from < n; ++from)
      for (std::size_t to = 0; to < n; ++to) {
        const Route& route = routes[from * n + to];
        if (route.links.empty()) continue;
        std::vector<sg::LinkInRoute> path;
        for (const LinkId link : route.links) path.emplace_back(links[link.index()]);
        if (can_lose(scenario, route)) {
          const std::size_t pair = from * n + to;
          limiters[pair] = world->create_link("stream" + std::to_string(pair), kUnlimited)->seal();
          path.emplace_back(limiters[pair]);
        }
        world->add_route(zones[from]->get_netpoint(), zones[to]->get_netpoint(), gateways[from], gateways[to], path,
                         false);
      }
    world->seal();
    flights.resize(n * n);
  }

  void on_completion(const sg::Activity& activity) {
    auto* flight = activity.get_data<Flight>();
    if (flight == nullptr || flight->forgotten) return;
    // A transfer that fails was forgotten first: the model takes links and regions down only after it has cancelled.
    BC_CHECK(activity.get_state() == sg::Activity::State::FINISHED);
    flight->forgotten = true;
    const std::uint32_t pair = flight->pair;
    ended.this_round.push_back(std::move(flights[pair]));
    agenda.transfer_done(pair, clock.last_at(sg::Engine::get_clock()) + Time(1));
  }
};

Engine::Engine(const Scenario& scenario, const std::vector<Route>& routes, Time end, EngineMode mode, Agenda& agenda)
    : clock_(end), mode_(mode), kernel_(std::make_unique<Kernel>(clock_, agenda)) {
  kernel_->build(scenario, routes);
  kernel_->model = std::make_shared<EventModel>(kernel_->engine, clock_, mode, agenda, kernel_->ended);
  kernel_->engine.add_model(kernel_->model);  // after the platform, so that it is the last to be asked
  sg::Activity::on_completion_cb([kernel = kernel_.get()](const sg::Activity& a) { kernel->on_completion(a); });
}

Engine::~Engine() = default;

void Engine::start_transfer(std::uint32_t pair, std::uint64_t bytes, double rate_limit) {
  BC_CHECK(!kernel_->flights[pair]);
  const std::size_t n = kernel_->hosts.size();
  auto flight = std::make_unique<Flight>();
  flight->pair = pair;
  flight->comm = sg::Comm::sendto_init();
  flight->comm->set_payload_size(bytes);
  if (sg::Link* limiter = kernel_->limiters[pair]) {
    limiter->set_bandwidth(std::min(rate_limit, kUnlimited));
  } else {
    BC_CHECK(!std::isfinite(rate_limit));
  }
  flight->comm->set_source(kernel_->hosts[pair / n]);
  flight->comm->set_data(flight.get());
  Flight& started = *flight;
  kernel_->flights[pair] = std::move(flight);
  ++kernel_->transfers;
  started.comm->set_destination(kernel_->hosts[pair % n]);  // the last setter starts it
}

double Engine::cancel_transfer(std::uint32_t pair) {
  auto& flight = kernel_->flights[pair];
  if (!flight) return 0;
  const double left = flight->comm->get_remaining();
  flight->forgotten = true;
  flight->comm->cancel();
  kernel_->ended.this_round.push_back(std::move(flight));
  return left;
}

void Engine::set_link_up(LinkId link, bool up) {
  sg::Link* l = kernel_->links[link.index()];
  if (up)
    l->turn_on();
  else
    l->turn_off();
}

void Engine::set_region_up(RegionId region, bool up) {
  sg::Host* host = kernel_->hosts[region.index()];
  if (up)
    host->turn_on();
  else
    host->turn_off();
}

void Engine::set_bandwidth(LinkId link, double bytes_per_second) {
  kernel_->links[link.index()]->set_bandwidth(bytes_per_second);
}

void Engine::run() { kernel_->engine.run(); }
void Engine::stop() { kernel_->model->stop(); }
std::uint64_t Engine::rounds() const { return kernel_->model->rounds(); }
std::uint64_t Engine::transfers() const { return kernel_->transfers; }

}  // namespace bicoastal
