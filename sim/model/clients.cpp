#include "sim/model/clients.hpp"

#include "sim/model/storage.hpp"

#include <algorithm>
#include <cmath>

namespace bicoastal {

namespace {

constexpr unsigned kClosedRoundBits = 24;  // an operation of a closed loop: session, round

}  // namespace

Clients::Clients(World& world) : world_(world), keys_(world.scenario.keys.count, world.scenario.keys.zipf) {
  std::uint32_t sessions = 0;
  for (std::size_t p = 0; p < world.scenario.clients.size(); ++p) {
    const Population& population = world.scenario.clients[p];
    streams_.push_back(world.stream("clients/" + population.name + "/operation"));
    first_session_.push_back(sessions);
    sessions += population.sessions;
    population_of_.insert(population_of_.end(), population.sessions, PopulationId(p));
  }
  for (const Population& population : world.scenario.clients) {
    const auto& budget = population.retries.budget;
    budgets_.emplace_back(budget ? budget->burst : 0);
  }
  progress_.resize(streams_.size());
  rounds_.assign(sessions, 0);
}

void Clients::start() {
  for (std::size_t p = 0; p < streams_.size(); ++p) {
    const Population& population = world_.scenario.clients[p];
    if (population.arrivals.kind == Arrivals::Kind::closed) {
      // Sessions start thinking at time 0, so that they do not all knock at once.
      const RandomStream first = world_.stream("clients/" + population.name + "/start");
      for (std::uint32_t i = 0; i < population.sessions; ++i) {
        const Time at = draw(population.arrivals.think, first.block(i)[0]);
        if (at < world_.scenario.duration) world_.post(at, Kind::think, first_session_[p] + i);
      }
    } else if (const auto at = next_arrival(p, streams_[p].block(0)[0])) {
      world_.post(*at, Kind::arrive, static_cast<std::uint32_t>(p));
    }
  }
}

/// The next point of a (Poisson or evenly spaced) process whose rate is constant by steps: the time at which the
/// integral of the rate since the last arrival reaches an exponential (or one).
std::optional<Time> Clients::next_arrival(std::size_t p, std::uint64_t bits) {
  const Arrivals& arrivals = world_.scenario.clients[p].arrivals;
  Progress& progress = progress_[p];
  double needed = arrivals.kind == Arrivals::Kind::poisson ? -std::log(to_unit(bits)) : 1.0;
  double at = static_cast<double>(progress.last.ns);
  for (;; ++progress.step) {
    const double rate = arrivals.rate[progress.step].per_second * 1e-9;
    const bool last = progress.step + 1 == arrivals.rate.size();
    const double until =
        static_cast<double>(last ? world_.scenario.duration.ns : arrivals.rate[progress.step + 1].from.ns);
    if (rate > 0 && at + needed / rate < until) {
      progress.last = Time(static_cast<std::int64_t>(at + needed / rate));
      return progress.last;
    }
    if (last) return std::nullopt;
    if (until > at) {
      needed -= rate * (until - at);
      at = until;
    }
  }
}

void Clients::on_arrive(PopulationId population) {
  const std::size_t p = population.index();
  Progress& progress = progress_[p];
  const std::uint64_t number = progress.next++;
  const RandomStream::Block bits = streams_[p].block(number);
  const auto sessions = std::uint64_t{world_.scenario.clients[p].sessions};
  const auto session = static_cast<std::uint32_t>(((bits[2] & 0xFFFFFFFF) * sessions) >> 32);
  issue(population, SessionId(std::size_t{first_session_[p]} + session), number, bits);
  // The gap before an operation is drawn from that operation's own block.
  if (const auto at = next_arrival(p, streams_[p].block(number + 1)[0]))
    world_.post(*at, Kind::arrive, static_cast<std::uint32_t>(p));
}

void Clients::on_think(SessionId session) {
  const PopulationId population = population_of_[session.index()];
  const std::size_t p = population.index();
  const std::uint64_t number = (std::uint64_t{session.value - first_session_[p]} << kClosedRoundBits) |
                               (rounds_[session.index()]++ & ((1u << kClosedRoundBits) - 1));
  issue(population, session, number, streams_[p].block(number));
}

/// Words of the block: 0 gap (or thinking time), 1 key, 2 session and kind, 3 work.
void Clients::issue(PopulationId p, SessionId session, std::uint64_t number, const RandomStream::Block& bits) {
  const Population& population = world_.scenario.clients[p.index()];
  const std::uint32_t slot = world_.requests.acquire();
  Request& r = world_.requests[slot];
  const std::uint32_t generation = r.generation;
  r = Request{};
  r.generation = generation;
  r.invoked = world_.now;
  r.op = OpId((std::uint64_t{p.value} << kNumberBits) | number);
  r.session = session;
  r.population = p;
  r.key = draw_key(population, p.index(), number, bits[1]);
  r.kind = static_cast<double>(bits[2] >> 32) < population.reads * 0x1.0p32 ? OpKind::read : OpKind::write;
  r.service = draw(world_.scenario.service.time, bits[3]);
  r.attempt = 1;
  ++issued_;
  if (const auto& budget = population.retries.budget) budgets_[p.index()].earn(budget->share);
  attempt(slot);
}

/// Parts of an operation's blocks: 0 issue(), 1 locality, 2 this, from 4 on its attempts.
DrawnChange Clients::draw_change(const Request& r) const {
  const Population& population = world_.scenario.clients[r.population.index()];
  const Keys& keys = world_.scenario.keys;
  const RandomStream::Block bits = streams_[r.population.index()].block(r.op.value & kNumberMask, 2);
  const bool back = population.removes > 0 && to_unit(bits[0]) < population.removes;
  const auto below = [](std::uint64_t luck, std::uint64_t count) {
    return static_cast<std::uint64_t>((static_cast<uint128>(luck) * count) >> 64);
  };
  Change change;
  change.item = static_cast<std::uint32_t>(below(bits[1], keys.items));
  change.amount = 1 + static_cast<std::int64_t>(below(bits[2], static_cast<std::uint64_t>(population.max_amount)));
  switch (keys.type) {
    case DataType::reg: change = {}; break;
    case DataType::counter:
      change.verb = Verb::increment;
      if (back) change.amount = -change.amount;
      break;
    case DataType::set: change.amount = 1; [[fallthrough]];
    case DataType::cart: change.verb = back ? Verb::remove : Verb::add; break;
    case DataType::inventory: change.verb = back ? Verb::restock : Verb::take; break;
    case DataType::seats:
      change.verb = back ? Verb::release : Verb::reserve;
      change.amount = 1;
      break;
    case DataType::log: change = {Verb::append, 0, 1}; break;
    case DataType::accounts: change.verb = back ? Verb::deposit : Verb::withdraw; break;
  }
  return {change, bits[3]};
}

KeyId Clients::draw_key(const Population& population, std::size_t p, std::uint64_t number, std::uint64_t bits) const {
  const std::uint32_t drawn = keys_(bits);
  if (population.locality <= 0) return KeyId(std::size_t{drawn});
  // Local: the key of about the same popularity whose home is this population's home.
  if (to_unit(streams_[p].block(number, 1)[0]) >= population.locality) return KeyId(std::size_t{drawn});
  const auto regions = static_cast<std::uint32_t>(world_.regions());
  const std::uint32_t local = drawn - drawn % regions + population.home.value;
  return KeyId(std::size_t{local < world_.scenario.keys.count ? local : drawn});
}

void Clients::end(std::uint32_t slot, Outcome outcome) {
  const Request r = world_.requests[slot];  // a copy: planning makes room for more of them
  record(r, outcome);
  const Population& population = world_.scenario.clients[r.population.index()];
  if (outcome == Outcome::ok && r.kind == OpKind::write) {
    world_.storage->acknowledged(r);
    if (population.read_back) plan_read_back(r, *population.read_back);
  }
  if ((r.op.value & kReadBack) != 0) {  // beside the session's own course
    world_.requests.release(slot);
    return;
  }
  if (population.arrivals.kind == Arrivals::Kind::closed) {
    const std::uint64_t bits_of_next = streams_[r.population.index()].block(r.op.value & kNumberMask)[0];
    const Time at = world_.now + draw(population.arrivals.think, bits_of_next);
    if (at < world_.scenario.duration) world_.post(at, Kind::think, r.session.value);
  }
  world_.requests.release(slot);
}

/// The session looks at what it wrote. The read's number is the write's, marked.
void Clients::plan_read_back(const Request& written, const Distribution& after) {
  const std::uint64_t number = (written.op.value & kNumberMask) | kReadBack;
  const RandomStream::Block bits = streams_[written.population.index()].block(number);
  const Time at = world_.now + draw(after, bits[0]);
  if (at >= world_.scenario.duration) return;
  const std::uint32_t slot = world_.requests.acquire();
  Request& r = world_.requests[slot];
  const std::uint32_t generation = r.generation;
  r = Request{};
  r.generation = generation;
  r.stage = Stage::planned;
  r.invoked = at;
  r.op = OpId((std::uint64_t{written.population.value} << kNumberBits) | number);
  r.session = written.session;
  r.population = written.population;
  r.key = written.key;
  r.kind = OpKind::read;
  r.service = draw(world_.scenario.service.time, bits[3]);
  r.attempt = 1;
  world_.post(at, Kind::read_back, slot, generation);
}

void Clients::on_read_back(std::uint32_t slot) {
  ++issued_;
  attempt(slot);
}

void Clients::record(const Request& r, Outcome outcome) {
  OperationRecord o;
  o.time = world_.now;
  o.kind = r.kind;
  o.outcome = outcome;
  o.attempts = static_cast<std::uint8_t>(std::min(255, r.attempt + r.hedges));
  o.session = r.session;
  o.invoked = r.invoked;
  o.op = r.op;
  if (outcome == Outcome::ok) {
    o.version = r.version;
    o.stamp = r.stamp;
  }
  o.key = r.key;
  o.population = r.population;
  o.asked = r.asked;
  o.store = outcome == Outcome::ok ? r.store : StoreId();
  o.fault = r.fault;
  o.verb = r.verb;
  if (outcome == Outcome::ok) o.answer = r.declined ? kAnswerDeclined : r.degraded;
  if (r.served) o.zone = world_.scenario.replicas[r.replica.index()].zone.value;
  world_.out.write(o);
}

void Clients::finish() {
  for (std::uint32_t slot = 0; slot < world_.requests.slots(); ++slot) {
    const Request& r = world_.requests[slot];
    if (r.hedge && twin_of(slot)) continue;  // its twin stands for both
    if (r.stage != Stage::unused && r.stage != Stage::planned && !r.abandoned) record(r, Outcome::in_flight);
  }
}

}  // namespace bicoastal
