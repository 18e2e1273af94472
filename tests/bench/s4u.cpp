// Workload W with SimGrid's S4U interface, idiomatic and careful.
//
// Actors and mailboxes throughout: a generator and a receiver of answers per region, one actor per slot of a server, a
// replication actor per region. What makes it as fast as this style goes (each measured): a plain network model without
// cross traffic, permanent receivers, so that a message leaves when it is put and nobody waits for a rendez-vous,
// detached puts, messages from a pool, small stacks without guard pages.
#include "s4u_platform.hpp"

#include <algorithm>
#include <memory>

namespace bicoastal::bench {
namespace {

namespace s4u = simgrid::s4u;

constexpr const char* kSettings[] = {"network/model:CM02", "network/crosstraffic:0", "cpu/optim:TI",
                                     "contexts/guard-size:0", "contexts/stack-size:64"};

struct Message {
  double started = 0;  // arrival of the request; acceptance of the write
  std::uint32_t key = 0;
  int region = 0;
  bool write = false;
};

class MessagePool {
 public:
  Message* take() {
    if (free_.empty()) {
      all_.push_back(std::make_unique<Message>());
      return all_.back().get();
    }
    Message* m = free_.back();
    free_.pop_back();
    return m;
  }
  void give_back(Message* m) { free_.push_back(m); }

 private:
  std::vector<std::unique_ptr<Message>> all_;
  std::vector<Message*> free_;
};

struct World {
  explicit World(const Workload& w) : work(w), random(w.seed), keys(w.keys, kZipf), stores(kRegions, Store(w.keys)) {}
  Workload work;
  Random random;
  ZipfKeys keys;
  std::vector<Store> stores;
  MessagePool pool;
  Tally tally;  // events: messages
  std::array<std::array<s4u::Mailbox*, kServers>, kRegions> servers{};
  std::array<s4u::Mailbox*, kRegions> answers{};
  std::array<std::array<s4u::Mailbox*, kRegions>, kRegions> replication{};  // [from][to]

  void send(s4u::Mailbox* to, Message* m, std::uint64_t bytes) {
    ++tally.events;
    to->put_init(m, bytes)->detach();
  }
};

void generate(World* world, int region) {
  std::size_t next = 0;
  for (;;) {
    s4u::this_actor::sleep_for(world->random.exponential(1 / world->work.rate));
    const double now = s4u::Engine::get_clock();
    if (now >= world->work.seconds) break;
    Message* m = world->pool.take();
    *m = {now, world->keys.draw(world->random), region, world->random.uniform() < kWrites};
    world->send(world->servers[static_cast<std::size_t>(region)][next], m, kRequestBytes);
    next = (next + 1) % kServers;
  }
  s4u::this_actor::sleep_for(5);  // the others are daemons: stay until everything under way has run out
}

void replicate(World* world, const Message& write, double now) {
  for (int target = 0; target < kRegions; ++target) {
    if (target == write.region) continue;
    Message* m = world->pool.take();
    *m = {now, write.key, write.region, true};
    world->send(world->replication[static_cast<std::size_t>(write.region)][static_cast<std::size_t>(target)], m,
                kWriteBytes);
  }
}

// One slot of a server. The slots share the server's mailbox: first come, first served.
void serve(World* world, s4u::Mailbox* requests) {
  for (;;) {
    Message* m = requests->get<Message>();
    s4u::this_actor::sleep_for(world->random.exponential(kServiceMean));
    const auto region = static_cast<std::size_t>(m->region);
    if (m->write) {
      const double now = s4u::Engine::get_clock();
      world->stores[region].write(m->key, {now, m->region});
      replicate(world, *m, now);
    } else {
      world->tally.freshest = std::max(world->tally.freshest, world->stores[region].read(m->key).time);
    }
    world->send(world->answers[region], m, kRequestBytes);
  }
}

void receive_answers(World* world, int region) {
  s4u::Mailbox* answers = world->answers[static_cast<std::size_t>(region)];
  answers->set_receiver(s4u::Actor::self());
  for (;;) {
    Message* m = answers->get<Message>();
    ++world->tally.requests;
    world->tally.latency_sum += s4u::Engine::get_clock() - m->started;
    world->pool.give_back(m);
  }
}

void receive_writes(World* world, int region, s4u::Mailbox* writes) {
  writes->set_receiver(s4u::Actor::self());
  for (;;) {
    Message* m = writes->get<Message>();
    ++world->tally.applies;
    world->tally.superseded += !world->stores[static_cast<std::size_t>(region)].apply(m->key, {m->started, m->region});
    world->pool.give_back(m);
  }
}

void deploy(World& world, const Platform& platform) {
  for (std::size_t r = 0; r < kRegions; ++r) {
    const std::string name = kRegionNames[r];
    const int region = static_cast<int>(r);
    world.answers[r] = s4u::Mailbox::by_name(name + "/answers");
    s4u::Actor::create("answers", platform[r].clients, receive_answers, &world, region)->daemonize();
    for (std::size_t from = 0; from < kRegions; ++from) {
      if (from == r) continue;
      s4u::Mailbox* writes = world.replication[from][r] = s4u::Mailbox::by_name(name + "/from " + kRegionNames[from]);
      s4u::Actor::create("replication", platform[r].store, receive_writes, &world, region, writes)->daemonize();
    }
    for (std::size_t s = 0; s < kServers; ++s) {
      s4u::Mailbox* requests = world.servers[r][s] = s4u::Mailbox::by_name(platform[r].servers[s]->get_name());
      for (int slot = 0; slot < world.work.slots; ++slot) {
        const auto actor = s4u::Actor::create("slot", platform[r].servers[s], serve, &world, requests);
        actor->daemonize();
        if (slot == 0) requests->set_receiver(actor);
      }
    }
    s4u::Actor::create("generator", platform[r].clients, generate, &world, region);
  }
}

}  // namespace
}  // namespace bicoastal::bench

int main(int argc, char** argv) {
  using namespace bicoastal::bench;
  s4u::Engine engine(&argc, argv);  // takes --cfg=... away
  World world(parse_arguments(argc, argv));
  for (const char* setting : kSettings) s4u::Engine::set_config(setting);
  const Platform platform = build_platform();
  deploy(world, platform);
  const Stopwatch watch;
  engine.run();
  world.tally.print("SimGrid S4U, idiomatic", watch.seconds());
}
