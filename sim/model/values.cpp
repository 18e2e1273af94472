#include "sim/model/values.hpp"

#include "sim/conflict/policies.hpp"
#include "sim/model/clients.hpp"
#include "sim/model/replication.hpp"
#include "sim/model/storage.hpp"

#include <algorithm>
#include <limits>

namespace bicoastal {

Values::Values(World& world)
    : world_(world), merger_(make_merger(world.scenario)), merge_(world.scenario.data.conflicts.merges) {
  if (!used()) return;
  const std::size_t keys = world.scenario.keys.count, n = world.regions();
  initial_ = merger_->initial();
  values_.resize(world.scenario.stores.size());
  for (auto& store : values_) store.resize(keys);
  changed_.assign(keys, false);
  seen_.assign(n * n, 0);
  everywhere_.assign(n, 0);
  made_.assign(n, 0);
  is_touched_.assign(keys, false);
}

std::uint64_t Values::bytes(const ReplicatedValue& value) const {
  return value.metadata_bytes() +
         static_cast<std::uint64_t>(static_cast<double>(value.payloads()) * world_.scenario.keys.value_bytes);
}

ReplicatedValue& Values::make(StoreId store, KeyId key) {
  auto& value = values_[store.index()][key.index()];
  if (value == nullptr) value = merger_->initial();
  return *value;
}

void Values::touch(KeyId key) {
  if (is_touched_[key.index()]) return;
  is_touched_[key.index()] = true;
  touched_.push_back(key);
}

/// One removes what one sees, and gives up a seat that one holds.
std::optional<Change> Values::change_for(const Request& r, StoreId store) const {
  const DrawnChange drawn = world_.clients->draw_change(r);
  Change change = drawn.change;
  if (change.verb != Verb::remove && change.verb != Verb::release) return change;
  const Document shown = at(store, r.key).read().value;
  if (change.verb == Verb::release) {
    for (const Document::Entry& e : shown) {
      if (e.amount != std::int64_t{r.session.value} + 1) continue;
      change.item = static_cast<std::uint32_t>(e.item);
      return change;
    }
    return std::nullopt;
  }
  if (shown.empty()) return std::nullopt;
  const auto index = static_cast<std::ptrdiff_t>((uint128{drawn.luck} * shown.size()) >> 64);
  change.item = static_cast<std::uint32_t>((shown.begin() + index)->item);
  return change;
}

Payload Values::write(StoreId store, KeyId key, const Write& write) {
  Payload change = make(store, key).write(write);
  touch(key);
  if (change != nullptr) {
    if (!changed_[key.index()]) changed_keys_.push_back(key);
    changed_[key.index()] = true;
    received(store, write.version);
  }
  return change;
}

void Values::merge(StoreId store, KeyId key, const ReplicatedValue& change) {
  make(store, key).merge(change);
  touch(key);
}

void Values::copy(StoreId from, StoreId to, KeyId key) { values_[to.index()][key.index()] = at(from, key).clone(); }

void Values::received(StoreId store, VersionId version) {
  const std::size_t n = everywhere_.size();
  std::uint64_t& seen = seen_[store.index() * n + version.origin().index()];
  seen = std::max(seen, version.sequence());
}

void Values::forget_known() {
  const std::size_t n = everywhere_.size();
  const auto everywhere = [&](std::size_t origin) {
    std::uint64_t upto = std::numeric_limits<std::uint64_t>::max();
    for (std::size_t store = 0; store < n; ++store) upto = std::min(upto, seen_[store * n + origin]);
    return upto;
  };
  for (std::size_t origin = 0; origin < n; ++origin)
    if (everywhere(origin) < made_[origin]) return;
  // What of a key was touched only since the cut is not settled yet. What was not touched since has all that there is.
  for (const KeyId key : resting_)
    for (std::size_t store = 0; store < n; ++store)
      if (auto& value = values_[store][key.index()]; value != nullptr) value->collect_garbage(everywhere_, made_);
  for (std::size_t origin = 0; origin < n; ++origin) {
    everywhere_[origin] = everywhere(origin);
    made_[origin] = seen_[origin * n + origin];
  }
  for (const KeyId key : touched_) is_touched_[key.index()] = false;
  resting_ = std::move(touched_);
  touched_.clear();
}

void Values::share_rights() {
  for (std::size_t s = 0; s < everywhere_.size(); ++s)
    for (const KeyId key : changed_keys_)
      if (Payload rights = make(StoreId(s), key).share_rights(RegionId(s)))
        world_.replication->append(StoreId(s), key, Stamped{}, rights);
}

void Values::record_serve(const Request& r, StoreId store, const Change& change, const ReplicatedValue* sent,
                          bool declined) {
  const ReplicatedValue& value = at(store, r.key);
  const Reading shown = value.read();
  const bool is_read = r.kind == OpKind::read;
  ServeRecord record;
  record.time = world_.now;
  record.kind = r.kind;
  record.verb = change.verb;
  record.declined = declined ? 1 : 0;
  record.siblings = static_cast<std::uint16_t>(std::min<std::uint32_t>(shown.siblings, 0xFFFF));
  record.store = store;
  record.op = r.op;
  record.invoked = r.invoked;
  record.version = r.version;
  record.amount = is_read ? shown.value.total() : change.amount;
  record.item = is_read ? static_cast<std::uint32_t>(shown.value.size()) : change.item;
  record.key = r.key;
  if (const ReplicatedValue* const what = is_read ? &value : sent; what != nullptr) {
    record.bytes = static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes(*what), 0xFFFFFFFF));
    record.metadata = static_cast<std::uint32_t>(std::min<std::uint64_t>(what->metadata_bytes(), 0xFFFFFFFF));
  }
  world_.out.write(record);
}

void Values::record_states() {
  for (std::size_t k = 0; k < changed_.size(); ++k) {
    if (!changed_[k]) continue;
    for (std::size_t s = 0; s < world_.regions(); ++s) {
      const Reading shown = at(StoreId(s), KeyId(k)).read();
      StateRecord record;
      record.time = world_.now;
      record.siblings = static_cast<std::uint16_t>(std::min<std::uint32_t>(shown.siblings, 0xFFFF));
      record.store = StoreId(s);
      record.key = KeyId(k);
      record.items = static_cast<std::uint32_t>(shown.value.size());
      record.newest = world_.storage->at(StoreId(s), KeyId(k)).version;
      if (shown.value.empty()) world_.out.write(record);
      for (const Document::Entry& e : shown.value) {
        record.item = e.item;
        record.amount = e.amount;
        world_.out.write(record);
      }
    }
  }
}

}  // namespace bicoastal
