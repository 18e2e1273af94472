// What the toys have in common: sessions that send operations, wait, try again and give up; clocks; the scenario.
#pragma once

#include "unit/analysis/toy.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <random>
#include <tuple>
#include <vector>

namespace bicoastal::test {

struct Value {
  VersionId version;
  std::int64_t stamp = 0;
};

bool wins(const Value& a, const Value& b);

class ToyClients {
 public:
  virtual ~ToyClients() = default;
  ToyRun play();

 protected:
  struct Answer {
    Outcome outcome{};
    Value found;
    std::size_t store = 0;
  };
  using Reply = std::function<void(const Answer&)>;

  explicit ToyClients(const ToyOptions& options);

  /// An attempt has come to `region`, which replies when it can, if ever.
  virtual void serve(const OperationRecord& op, std::size_t region, const Reply& reply) = 0;
  /// Operations begin until `last`: what else is to happen?
  virtual void plan(double /*last*/) {}
  /// Nothing is under way any more.
  virtual void over() {}

  static Time ms(double t) { return Time(static_cast<std::int64_t>(t * 1e6)); }
  double uniform(double a, double b) { return std::uniform_real_distribution<double>(a, b)(random_); }
  double exponential(double mean) { return std::exponential_distribution<double>(1 / mean)(random_); }
  bool chance(double p) { return uniform(0, 1) < p; }
  std::size_t pick(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  void post(double at, std::function<void()> what) { events_.push({at, number_++, std::move(what)}); }
  template <class T>
  void write(T record) {
    record.time = ms(now_);
    run_.records.push_back(Record::of(record));
  }
  /// By the clock of `region`.
  std::int64_t stamp(std::size_t region);
  void hear(std::size_t region, std::int64_t stamp) { heard_[region] = std::max(heard_[region], stamp); }

  ToyOptions o_;
  ToyRun run_;
  double now_ = 0;

 private:
  struct Event {
    double at;
    std::uint64_t number;
    std::function<void()> what;
    bool operator<(const Event& other) const { return std::tie(at, number) > std::tie(other.at, other.number); }
  };
  struct Operation {
    OperationRecord record;
    bool over = false;
  };

  void make_scenario();
  void begin(std::size_t number);
  void attempt(const std::shared_ptr<Operation>& op, std::uint8_t number);
  void fail(const std::shared_ptr<Operation>& op, std::uint8_t number, Outcome outcome);
  void answer(const std::shared_ptr<Operation>& op, std::uint8_t number, double deadline, const Answer& answer);

  std::mt19937_64 random_;
  std::uint64_t number_ = 0;
  std::priority_queue<Event> events_;
  std::vector<std::int64_t> heard_;  // by region: greatest stamp
};

std::unique_ptr<ToyClients> make_toy_quorum(const ToyOptions& options);

}  // namespace bicoastal::test
