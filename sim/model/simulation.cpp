// Composes a run: the parts of the model on one clock, driven by the engine.
#include <bicoastal/run.hpp>

#include "sim/base/check.hpp"
#include "sim/engine/engine.hpp"
#include "sim/model/actions.hpp"
#include "sim/model/autoscaler.hpp"
#include "sim/model/balancer.hpp"
#include "sim/model/clients.hpp"
#include "sim/model/commits.hpp"
#include "sim/model/dependencies/dependencies.hpp"
#include "sim/model/deploys.hpp"
#include "sim/model/directory.hpp"
#include "sim/model/fault_plan.hpp"
#include "sim/model/fleet.hpp"
#include "sim/model/functions.hpp"
#include "sim/model/leaderless.hpp"
#include "sim/model/releases.hpp"
#include "sim/model/replication.hpp"
#include "sim/model/restores.hpp"
#include "sim/model/roles.hpp"
#include "sim/model/serving.hpp"
#include "sim/model/shards.hpp"
#include "sim/model/storage.hpp"
#include "sim/model/votes.hpp"
#include "sim/model/workers.hpp"
#include "sim/model/world.hpp"

namespace bicoastal {

namespace {

class Simulation final : public Agenda {
 public:
  Simulation(const Scenario& scenario, const std::vector<Route>& routes, const RunOptions& options, RecordSink& sink)
      : options_(options),
        world_(scenario, routes, sink),
        end_(scenario.duration + scenario.settle),
        engine_(scenario, routes, end_, options.engine, *this),
        clients_(world_),
        balancer_(world_),
        fleet_(world_),
        autoscaler_(world_),
        functions_(world_),
        releases_(world_),
        deploys_(world_),
        serving_(world_),
        workers_(world_),
        dependencies_(world_),
        roles_(world_),
        values_(world_),
        storage_(world_),
        commits_(world_),
        leaderless_(world_),
        votes_(world_),
        replication_(world_),
        restores_(world_),
        shards_(world_),
        faults_(world_),
        actions_(world_) {
    world_.engine = &engine_;
    world_.clients = &clients_;
    world_.balancer = &balancer_;
    world_.fleet = &fleet_;
    world_.functions = &functions_;
    world_.releases = &releases_;
    world_.deploys = &deploys_;
    balancer_.drained = [this](ReplicaId replica) { fleet_.drained(replica); };
    world_.serving = &serving_;
    world_.workers = &workers_;
    world_.dependencies = &dependencies_;
    world_.roles = &roles_;
    world_.values = &values_;
    world_.storage = &storage_;
    world_.commits = &commits_;
    world_.leaderless = &leaderless_;
    world_.votes = &votes_;
    world_.replication = &replication_;
    world_.restores = &restores_;
    world_.shards = &shards_;
    world_.faults = &faults_;
    world_.actions = &actions_;
    directory_ = std::make_unique<Directory>(world_);
    world_.directory = directory_.get();
  }

  RunStats run() {
    world_.post(end_, Kind::finish, 0);
    fleet_.begin();
    faults_.start();
    actions_.start();
    deploys_.begin();
    autoscaler_.begin();
    restores_.start();
    clients_.start();
    world_.post(world_.scenario.window, Kind::sample, 0);
    if (shares_rights()) world_.post(world_.scenario.data.conflicts.share_rights, Kind::share_rights, 0);
    engine_.run();
    BC_CHECK(over_ || stats_.stopped);
    if (stats_.stopped) world_.out.flush();
    stats_.requests = clients_.issued();
    stats_.rounds = engine_.rounds();
    stats_.flows = engine_.transfers();
    return stats_;
  }

 private:
  // Agenda.
  Time next() const override { return over_ || world_.queue.empty() ? Time::max() : Time(world_.queue.top().t); }

  void run_plain(Time until) override {
    while (run_one_plain(until)) {
    }
  }

  bool run_one_plain(Time until) override {
    if (over_ || world_.queue.empty()) return false;
    const Event event = world_.queue.top();
    if (event.t > until.ns || is_sync(event.kind())) return false;
    world_.queue.pop();
    handle(event);
    return true;
  }

  void run_all(Time until) override {
    while (!over_ && !world_.queue.empty() && world_.queue.top().t <= until.ns) {
      const Event event = world_.queue.top();
      world_.queue.pop();
      handle(event);
    }
  }

  void transfer_done(std::uint32_t pair, Time end) override {
    if (!over_) replication_.transfer_done(pair, end);
  }

  /// Whether the slot that an event speaks of still holds the same attempt.
  bool current(const Event& e) { return world_.requests[e.a].generation == e.b; }

  void handle(const Event& e) {
    world_.now = Time(e.t);
    if ((++stats_.events & 0xFFF) == 0) look_up();
    switch (static_cast<Kind>(e.kind())) {
      case Kind::arrive: clients_.on_arrive(PopulationId(std::size_t{e.a})); break;
      case Kind::think: clients_.on_think(SessionId(std::size_t{e.a})); break;
      case Kind::at_balancer:
        if (current(e)) serving_.on_at_balancer(e.a);
        break;
      case Kind::at_replica:
        if (current(e)) serving_.on_at_replica(e.a);
        break;
      case Kind::done:
        if (current(e)) serving_.on_done(e.a);
        break;
      case Kind::waited:
        if (current(e)) workers_.on_waited(e.a);
        break;
      case Kind::call_done: dependencies_.on_call_done(e.a, e.b); break;
      case Kind::attempt_over: dependencies_.on_attempt_over(e.a, e.b); break;
      case Kind::call_hedge: dependencies_.on_hedge(e.a, e.b); break;
      case Kind::call_again: dependencies_.on_retry(e.a, e.b); break;
      case Kind::cached: dependencies_.on_cached(e.a, e.b); break;
      case Kind::at_store:
        if (current(e)) storage_.on_at_store(e.a);
        break;
      case Kind::reply:
        if (current(e)) clients_.on_reply(e.a);
        break;
      case Kind::timeout:
        if (current(e)) clients_.on_timeout(e.a);
        break;
      case Kind::retry:
        if (current(e)) clients_.on_retry(e.a);
        break;
      case Kind::hedge:
        if (current(e)) clients_.on_hedge(e.a);
        break;
      case Kind::read_back: clients_.on_read_back(e.a); break;
      case Kind::acknowledge: commits_.on_acknowledge(e.a, e.b); break;
      case Kind::message: leaderless_.on_message(e.a); break;
      case Kind::hand_off: leaderless_.on_hand_off(RegionId(std::size_t{e.a})); break;
      case Kind::vote: votes_.on_message(e.a); break;
      case Kind::repeat_votes: votes_.on_repeat(); break;
      case Kind::share_rights: on_share_rights(); break;
      case Kind::flush: replication_.on_flush(StoreId(std::size_t{e.a})); break;
      case Kind::pair_free: replication_.on_pair_free(e.a); break;
      case Kind::batch_arrive: replication_.on_batch_arrive(e.a, e.b); break;
      case Kind::copy_apply: storage_.on_copy_apply(StoreId(std::size_t{e.a})); break;
      case Kind::health: on_health(e); break;
      case Kind::role: roles_.on_role(PartitionId(std::size_t{e.a}), e.b); break;
      case Kind::redirect:
        roles_.on_redirect(PartitionId(e.a / world_.regions()), RegionId(e.a % world_.regions()), e.b);
        break;
      case Kind::lease: roles_.on_lease(RegionId(std::size_t{e.a}), e.b); break;
      case Kind::backup: restores_.on_backup(); break;
      case Kind::shards_moved: shards_.on_moved(RegionId(std::size_t{e.a}), e.b); break;
      case Kind::restored: restores_.on_restored(RegionId(std::size_t{e.a}), e.b); break;
      case Kind::sample: on_sample(); break;
      case Kind::publish: directory_->on_publish(RegionId(std::size_t{e.a}), e.b); break;
      case Kind::action: actions_.on_action(e.a, e.b != 0); break;
      case Kind::drained: balancer_.on_drained(ReplicaId(std::size_t{e.a}), e.b); break;
      case Kind::life: fleet_.on_step(ReplicaId(std::size_t{e.a}), e.b); break;
      case Kind::liveness: fleet_.on_liveness(ReplicaId(std::size_t{e.a}), e.b); break;
      case Kind::replace: fleet_.on_replace(ReplicaId(std::size_t{e.a}), e.b); break;
      case Kind::wake: fleet_.on_wake(RegionId(std::size_t{e.a})); break;
      case Kind::scale: autoscaler_.on_look(RegionId(std::size_t{e.a})); break;
      case Kind::deploy: deploys_.on_due(DeployId(std::size_t{e.a})); break;
      case Kind::deploy_next: deploys_.on_next(e.b); break;
      case Kind::deploy_over: deploys_.on_over(); break;
      case Kind::baked: deploys_.on_baked(RegionId(std::size_t{e.a}), e.b); break;
      case Kind::start_transfer: replication_.on_start_transfer(e.a, e.b); break;
      case Kind::fault: faults_.on_fault(FaultId(std::size_t{e.a}), e.b != 0); break;
      case Kind::finish: finish(false); break;
    }
  }

  /// Checkers are numbered: name service by region, balancers by replica, failover by region.
  void on_health(const Event& e) {
    const std::size_t replicas = world_.scenario.replicas.size();
    std::size_t checker = e.a;
    if (checker < world_.regions()) {
      directory_->on_check(RegionId(checker), e.b);
    } else if ((checker -= world_.regions()) < replicas) {
      balancer_.on_check(ReplicaId(checker), e.b);
    } else {
      roles_.on_check(RegionId(checker - replicas), e.b);
    }
  }

  bool shares_rights() const { return values_.merge() && world_.scenario.data.conflicts.share_rights.ns > 0; }

  void on_share_rights() {
    values_.share_rights();
    if (world_.now < world_.scenario.duration)
      world_.post(world_.now + world_.scenario.data.conflicts.share_rights, Kind::share_rights, 0);
  }

  void on_sample() {
    values_.forget_known();
    for (std::size_t r = 0; r < world_.regions(); ++r) serving_.sample(RegionId(r));
    deploys_.sample();
    dependencies_.sample();
    replication_.sample();
    if (world_.now >= world_.scenario.duration && quiet()) {
      finish(true);
    } else {
      world_.post(world_.now + world_.scenario.window, Kind::sample, 0);
    }
  }

  bool quiet() const {
    return world_.requests.in_use() == 0 && replication_.quiet() && storage_.copies_are_quiet() && roles_.quiet() &&
           faults_.quiet() && actions_.quiet() && leaderless_.quiet() && votes_.quiet() && workers_.quiet() &&
           dependencies_.quiet() && restores_.quiet() && shards_.quiet();
  }

  void finish(bool is_quiet) {
    clients_.finish();
    replication_.finish();
    values_.record_states();
    EndRecord record;
    record.time = world_.now;
    record.quiet = is_quiet || quiet() ? 1 : 0;
    world_.out.write(record);
    world_.out.flush();
    over_ = true;
    engine_.stop();
  }

  void look_up() {
    if (options_.progress_ns != nullptr) options_.progress_ns->store(world_.now.ns, std::memory_order_relaxed);
    if (options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed)) {
      stats_.stopped = over_ = true;
      engine_.stop();
    }
  }

  const RunOptions& options_;
  World world_;
  Time end_;
  Engine engine_;
  Clients clients_;
  Balancer balancer_;
  FleetControl fleet_;
  Autoscaler autoscaler_;
  Functions functions_;
  Releases releases_;
  Deploys deploys_;
  Serving serving_;
  Workers workers_;
  Dependencies dependencies_;
  Roles roles_;
  Values values_;
  Storage storage_;
  Commits commits_;
  Leaderless leaderless_;
  Votes votes_;
  Replication replication_;
  Restores restores_;
  ShardedStores shards_;
  FaultPlan faults_;
  Actions actions_;
  std::unique_ptr<Directory> directory_;  // last: it asks the others for their state
  RunStats stats_;
  bool over_ = false;
};

}  // namespace

RunStats run(const Scenario& scenario, const RunOptions& options, RecordSink& sink) {
  const std::vector<Route> routes = wan_routes(scenario);
  Simulation simulation(scenario, routes, options, sink);
  return simulation.run();
}

}  // namespace bicoastal
