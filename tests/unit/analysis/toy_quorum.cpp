// Quorums: messages that overtake each other, get lost, are kept by others and handed over much later.
#include "unit/analysis/toy_clients.hpp"

#include <algorithm>
#include <deque>

namespace bicoastal::test {

namespace {

class ToyQuorum final : public ToyClients {
 public:
  explicit ToyQuorum(const ToyOptions& o) : ToyClients(o), shown_(o.regions, std::vector<Value>(o.keys)) {
    sequence_.resize(o.regions);
    if (o_.quorum.sloppy) run_.scenario.faults.push_back({"any", "region_down", {}, {}, {}});
  }

 private:
  struct Asked {
    KeyId key;
    std::size_t coordinator = 0;
    Value newest;
    std::uint32_t answers = 0, needed = 0;
    std::vector<std::pair<std::size_t, Value>> told;  // by members
    Reply reply;
  };
  using Question = std::shared_ptr<Asked>;

  void serve(const OperationRecord& op, std::size_t region, const Reply& reply) override {
    auto asked = std::make_shared<Asked>();
    asked->key = op.key;
    asked->coordinator = region;
    asked->reply = reply;
    asked->needed = op.kind == OpKind::read ? o_.quorum.r : o_.quorum.w;
    if (op.kind == OpKind::write) asked->newest = accept(region, op);
    for (std::size_t i = 0; i < o_.quorum.n; ++i) {
      const std::size_t member = (op.key.index() + i) % o_.regions;
      if (op.kind == OpKind::read) {
        ask(asked, member);
      } else {
        send(asked, member);
      }
    }
  }

  /// Whether there are regions that can take a member's place.
  bool stands_in() const { return o_.quorum.sloppy && o_.quorum.n < o_.regions; }
  double way(std::size_t from, std::size_t to) { return from == to ? 0.01 : uniform(0.05, 1) * o_.lag_ms; }

  Value accept(std::size_t region, const OperationRecord& op) {
    Value current = shown_[region][op.key.index()];
    if ((region + o_.regions - op.key.index() % o_.regions) % o_.regions >= o_.quorum.n)
      current = shown_[op.key.index() % o_.regions][op.key.index()];
    const Value next{VersionId(StoreId(region), 0, ++sequence_[region]), stamp(region)};
    AcceptRecord record;
    record.shadowed = 2;
    record.store = StoreId(region);
    record.session = op.session;
    record.op = op.op;
    record.version = next.version;
    record.stamp = next.stamp;
    record.previous = current.version;
    record.key = op.key;
    record.partition = PartitionId(op.key.index() % o_.regions);
    write(record);
    return next;
  }

  void apply(std::size_t from, std::size_t to, KeyId key, const Value& value) {
    Value& current = shown_[to][key.index()];
    ApplyRecord record;
    record.result = wins(value, current) ? ApplyResult::applied : ApplyResult::superseded;
    record.store = StoreId(to);
    record.key = key;
    record.version = value.version;
    record.stamp = value.stamp;
    record.displaced = current.version;
    record.displaced_stamp = current.stamp;
    record.from = StoreId(from);
    write(record);
    hear(to, value.stamp);
    if (record.result == ApplyResult::applied) current = value;
  }

  void send(const Question& asked, std::size_t member) {
    const std::size_t from = asked->coordinator;
    const Value value = asked->newest;
    const KeyId key = asked->key;
    if (chance(o_.astray)) {
      const bool hinted = stands_in() && chance(0.8);
      if (hinted) post(now_ + way(from, member), [=, this] { confirm(asked); });
      if (chance(0.6)) post(now_ + uniform(0, 2000), [=, this] { apply(from, member, key, value); });
      return;
    }
    post(now_ + way(from, member), [=, this] {
      apply(from, member, key, value);
      post(now_ + way(member, from), [=, this] { confirm(asked); });
    });
  }

  void confirm(const Question& asked) {
    if (++asked->answers == asked->needed) asked->reply({Outcome::ok, asked->newest, asked->coordinator});
  }

  void ask(const Question& asked, std::size_t member) {
    const std::size_t from = asked->coordinator;
    const bool stand_in = chance(o_.astray);
    if (stand_in && !stands_in()) return;
    post(now_ + way(from, member), [=, this] {
      // Who stands in for a member may hold nothing.
      const Value told = stand_in ? Value() : shown_[member][asked->key.index()];
      post(now_ + way(member, from), [=, this] { hear_of(asked, member, told, stand_in); });
    });
  }

  void hear_of(const Question& asked, std::size_t member, const Value& told, bool stand_in) {
    ++asked->answers;
    if (!stand_in) asked->told.emplace_back(member, told);
    if (wins(told, asked->newest)) asked->newest = told;
    if (asked->answers == asked->needed) asked->reply({Outcome::ok, asked->newest, asked->coordinator});
    if (!o_.quorum.read_repair || asked->answers < o_.quorum.n) return;
    for (const auto& [to, had] : asked->told)
      if (wins(asked->newest, had)) {
        const Value value = asked->newest;
        post(now_ + way(asked->coordinator, to),
             [=, this, to = to] { apply(asked->coordinator, to, asked->key, value); });
      }
  }

  std::vector<std::vector<Value>> shown_;  // by region, key
  std::vector<std::uint64_t> sequence_;
};

}  // namespace

std::unique_ptr<ToyClients> make_toy_quorum(const ToyOptions& options) { return std::make_unique<ToyQuorum>(options); }

}  // namespace bicoastal::test
