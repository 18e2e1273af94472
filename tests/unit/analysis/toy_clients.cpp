#include "unit/analysis/toy_clients.hpp"

#include <algorithm>
#include <string>

namespace bicoastal::test {

namespace {

constexpr double kTimeoutMs = 40, kBackoffMs = 5;

std::string named(const char* stem, std::size_t number) {
  std::string name(stem);
  name += std::to_string(number);
  return name;
}

}  // namespace

bool wins(const Value& a, const Value& b) {
  if (a.version == b.version || a.version.is_initial()) return false;
  if (b.version.is_initial()) return true;
  if (a.version.epoch() != b.version.epoch()) return a.version.epoch() > b.version.epoch();
  if (a.stamp != b.stamp) return a.stamp > b.stamp;
  if (a.version.origin() != b.version.origin()) return a.version.origin() > b.version.origin();
  return a.version.sequence() > b.version.sequence();
}

ToyClients::ToyClients(const ToyOptions& options) : o_(options), random_(options.seed), heard_(options.regions) {
  make_scenario();
}

ToyRun ToyClients::play() {
  double t = 0;
  for (std::size_t i = 0; i < o_.operations; ++i) {
    t += exponential(1000 / o_.operations_per_s);
    post(t, [this, i] { begin(i); });
  }
  const double last = t;
  if (o_.jumps_per_s > 0)
    for (t = exponential(1000 / o_.jumps_per_s); t < last; t += exponential(1000 / o_.jumps_per_s))
      run_.scenario.data.conflicts.steps.push_back({RegionId(pick(o_.regions)), ms(t), ms(uniform(-300, 300))});
  plan(last);
  run_.scenario.duration = ms(last + 1);
  run_.scenario.settle = Time::seconds(3600);
  while (!events_.empty()) {
    const auto event = events_.top();
    events_.pop();
    now_ = event.at;
    event.what();
  }
  over();
  EndRecord end;
  end.time = ms(now_) + Time(1);
  end.quiet = 1;
  run_.records.push_back(Record::of(end));
  return std::move(run_);
}

void ToyClients::make_scenario() {
  Scenario& s = run_.scenario;
  s.name = "toy";
  s.warmup = ms(o_.warmup_ms);
  s.keys.count = o_.keys;
  s.keys.type = o_.type;
  s.data.writes = o_.writes;
  s.data.quorum = o_.quorum;
  s.data.conflicts.clock = o_.clock;
  s.data.conflicts.merges = o_.merges;
  if (o_.merges) s.data.conflicts.policy = "crdt";
  s.data.conflicts.crdt = o_.crdt;
  s.data.primary = RegionId(std::size_t{0});
  s.data.failover.enabled = o_.failovers_per_s > 0;
  for (std::size_t r = 0; r < o_.regions; ++r) {
    s.regions.push_back({named("r", r), {}, {ZoneId(r)}});
    s.zones.push_back({named("z", r), RegionId(r), {}});
    s.stores.push_back({named("leader", r), RegionId(r), ZoneId(r), true});
    s.data.conflicts.clock_offset.push_back(ms(uniform(-o_.skew_ms, o_.skew_ms) / 2));
    s.data.conflicts.clock_drift.push_back(0);
  }
  for (std::size_t r = 0; r < o_.regions; ++r)
    for (std::size_t c = 0; c < o_.copies; ++c) s.stores.push_back({"copy", RegionId(r), ZoneId(r), false});
  Population p;
  p.name = "users";
  p.home = RegionId(std::size_t{0});
  p.sessions = o_.sessions;
  p.timeout = ms(kTimeoutMs);
  p.retries.attempts = 2;
  p.retries.backoff = ms(kBackoffMs);
  p.retries.jitter = Retries::Jitter::none;
  s.clients.push_back(p);
}

std::int64_t ToyClients::stamp(std::size_t region) {
  const ConflictRule& rule = run_.scenario.data.conflicts;
  std::int64_t wall = (ms(now_) + rule.clock_offset[region]).ns;
  for (const ClockStep& jump : rule.steps)
    if (jump.region.index() == region && jump.at <= ms(now_)) wall += jump.by.ns;
  if (o_.clock == ClockKind::wall) return wall;
  std::int64_t& heard = heard_[region];
  return heard = o_.clock == ClockKind::lamport ? heard + 1 : std::max(heard + 1, wall);
}

void ToyClients::begin(std::size_t number) {
  auto op = std::make_shared<Operation>();
  OperationRecord& r = op->record;
  r.kind = chance(o_.reads) ? OpKind::read : OpKind::write;
  r.session = SessionId(pick(o_.sessions));
  r.invoked = ms(now_);
  r.op = OpId(number);
  r.key = KeyId(std::min(pick(o_.keys), pick(o_.keys)));
  r.population = PopulationId(std::size_t{0});
  attempt(op, 1);
}

void ToyClients::attempt(const std::shared_ptr<Operation>& op, std::uint8_t number) {
  // Sessions mostly stay where they are, and now and then go elsewhere.
  const std::size_t region = chance(0.7) ? op->record.session.index() % o_.regions : pick(o_.regions);
  op->record.attempts = number;
  const double deadline = now_ + kTimeoutMs;
  const double out = chance(0.05) ? uniform(kTimeoutMs, 4 * kTimeoutMs) : uniform(0.1, kTimeoutMs * 0.6);
  if (!chance(0.05))
    post(now_ + out, [=, this] {
      serve(op->record, region, [=, this](const Answer& found) { answer(op, number, deadline, found); });
    });
  post(deadline, [=, this] {
    if (!op->over && op->record.attempts == number) fail(op, number, Outcome::timeout);
  });
}

void ToyClients::fail(const std::shared_ptr<Operation>& op, std::uint8_t number, Outcome outcome) {
  if (number < 2) {
    op->record.attempts = 2;  // the first attempt is void from now on
    post(now_ + kBackoffMs, [=, this] { attempt(op, 2); });
    return;
  }
  op->over = true;
  op->record.outcome = outcome;
  write(op->record);
}

/// The answer goes back, if it is not lost or too late.
void ToyClients::answer(const std::shared_ptr<Operation>& op, std::uint8_t number, double deadline,
                        const Answer& answer) {
  const double back = now_ + uniform(0.1, kTimeoutMs * 0.6);
  if (back > deadline || chance(0.05)) return;
  post(back, [=, this] {
    if (op->over || op->record.attempts != number) return;
    if (answer.outcome != Outcome::ok) return fail(op, number, answer.outcome);
    op->over = true;
    op->record.version = answer.found.version;
    op->record.stamp = answer.found.stamp;
    op->record.store = StoreId(answer.store);
    write(op->record);
  });
}

}  // namespace bicoastal::test
