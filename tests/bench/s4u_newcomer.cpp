// Workload W as somebody new to S4U would write it from the tutorial: an actor for every request, blocking put and get,
// default settings. Kept to show what the defaults cost, in speed and in the answer: the default network model (LV08)
// multiplies latencies by 13.01, and without a permanent receiver a transfer starts only when the other side calls
// get().
#include "s4u_platform.hpp"

namespace bicoastal::bench {
namespace {

namespace s4u = simgrid::s4u;

struct World {
  explicit World(const Workload& w) : work(w), random(w.seed), keys(w.keys, kZipf), stores(kRegions, Store(w.keys)) {}
  Workload work;
  Random random;
  ZipfKeys keys;
  std::vector<Store> stores;
  Platform platform{};
  Tally tally;
};

struct Request {
  s4u::Mailbox* answer;
  std::uint32_t key;
  bool write;
};
struct Replicated {
  std::uint32_t key;
  Store::Version version;
};

std::string mailbox_name(const char* what, std::size_t a, std::size_t b = 0) {
  return fmt::format("{}-{}-{}", what, a, b);
}

void client(World* world, std::size_t region, std::uint64_t number) {
  const double started = s4u::Engine::get_clock();
  s4u::Mailbox* answer = s4u::Mailbox::by_name(mailbox_name("answer", region, number));
  auto* request = new Request{answer, world->keys.draw(world->random), world->random.uniform() < kWrites};
  s4u::Mailbox::by_name(mailbox_name("server", region, number % kServers))->put(request, kRequestBytes);
  world->tally.events += 2;
  answer->get_unique<Request>();
  ++world->tally.requests;
  world->tally.latency_sum += s4u::Engine::get_clock() - started;
}

void generate(World* world, std::size_t region) {
  for (std::uint64_t n = 0;; ++n) {
    s4u::this_actor::sleep_for(world->random.exponential(1 / world->work.rate));
    if (s4u::Engine::get_clock() >= world->work.seconds) break;
    s4u::Actor::create("client", world->platform[region].clients, client, world, region, n);
  }
  s4u::this_actor::sleep_for(30);
}

void serve(World* world, std::size_t region, std::size_t server) {
  for (;;) {
    auto request = s4u::Mailbox::by_name(mailbox_name("server", region, server))->get_unique<Request>();
    s4u::this_actor::sleep_for(world->random.exponential(kServiceMean));
    const Store::Version version{s4u::Engine::get_clock(), static_cast<int>(region)};
    if (request->write) {
      world->stores[region].write(request->key, version);
      for (std::size_t target = 0; target < kRegions; ++target) {
        if (target == region) continue;
        s4u::Mailbox::by_name(mailbox_name("replication", target))
            ->put_init(new Replicated{request->key, version}, kWriteBytes)
            ->detach();
        ++world->tally.events;
      }
    }
    s4u::Mailbox* answer = request->answer;
    answer->put(request.release(), kRequestBytes);
  }
}

void receive_writes(World* world, std::size_t region) {
  for (;;) {
    const auto write = s4u::Mailbox::by_name(mailbox_name("replication", region))->get_unique<Replicated>();
    ++world->tally.applies;
    world->tally.superseded += !world->stores[region].apply(write->key, write->version);
  }
}

}  // namespace
}  // namespace bicoastal::bench

int main(int argc, char** argv) {
  using namespace bicoastal::bench;
  s4u::Engine engine(&argc, argv);
  World world(parse_arguments(argc, argv));
  world.platform = build_platform();
  for (std::size_t r = 0; r < kRegions; ++r) {
    s4u::Actor::create("replication", world.platform[r].store, receive_writes, &world, r)->daemonize();
    s4u::Actor::create("generator", world.platform[r].clients, generate, &world, r);
    for (std::size_t s = 0; s < kServers; ++s)
      for (int slot = 0; slot < world.work.slots; ++slot)
        s4u::Actor::create("slot", world.platform[r].servers[s], serve, &world, r, s)->daemonize();
  }
  const Stopwatch watch;
  engine.run();
  world.tally.print("SimGrid S4U, a newcomer's", watch.seconds());
}
