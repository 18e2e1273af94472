#include "sim/model/leaderless.hpp"

#include "sim/model/clients.hpp"
#include "sim/model/storage.hpp"

#include <algorithm>

namespace bicoastal {

Leaderless::Leaderless(World& world) : world_(world), rule_(world.scenario.data.quorum), way_(world) {
  for (const Region& region : world.scenario.regions) {
    streams_.push_back(world.stream("quorum/" + region.name));
    of_hints_.push_back(world.stream("hints/" + region.name));
  }
  questions_.assign(world.regions(), 0);
  hints_.resize(world.regions());
  hand_off_posted_.assign(world.regions(), false);
}

std::vector<RegionId> Leaderless::members(KeyId key) const {
  std::vector<RegionId> regions;
  const std::size_t home = home_of(world_.scenario, key).index();
  for (std::size_t i = 0; i < rule_.n; ++i) regions.emplace_back((home + i) % world_.regions());
  return regions;
}

bool Leaderless::reaches(RegionId from, RegionId to) const {
  if (!world_.conditions.region(to).store_up) return false;
  return from == to || world_.conditions.pair(world_.pair_of(from, to)).up;
}

/// The request, as long as somebody waits for it here.
Request* Leaderless::waiting(const Asked& asked) {
  Request& r = world_.requests[asked.request];
  return !asked.answered && r.generation == asked.generation && r.stage == Stage::waiting ? &r : nullptr;
}

void Leaderless::begin(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  r.stage = Stage::waiting;
  r.store = StoreId(r.asked.index());
  r.answer = Outcome::ok;
  Asked asked;
  asked.request = slot;
  asked.generation = r.generation;
  asked.key = r.key;
  asked.coordinator = r.asked;
  asked.kind = r.kind;
  asked.number = questions_[r.asked.index()]++;
  asked.needed = r.kind == OpKind::read ? rule_.r : rule_.w;
  std::vector<RegionId> regions = members(r.key);
  if (r.kind == OpKind::write) world_.touch(r, world_.conditions.region(r.asked).clock_faults);
  if (r.kind == OpKind::write) asked.newest = world_.storage->accept_for_others(r, looks_at(r.asked, regions));
  world_.clients->watch(slot, Time::max());
  if (!rule_.ask_all) draw_some(asked, regions);
  ask(asked_.add(std::move(asked)), regions);
}

/// Whose copy a write is made with knowledge of: the coordinator's own, or of the first member that it reaches. A write
/// that reaches none will hardly be heard of.
StoreId Leaderless::looks_at(RegionId coordinator, const std::vector<RegionId>& members) const {
  if (std::ranges::find(members, coordinator) != members.end()) return StoreId(coordinator.index());
  for (const RegionId member : members)
    if (reaches(coordinator, member) && reaches(member, coordinator)) return StoreId(member.index());
  return StoreId(members.front().index());
}

/// Leaves as many of them as must answer.
void Leaderless::draw_some(const Asked& asked, std::vector<RegionId>& regions) const {
  for (std::size_t i = 0; i < asked.needed; ++i) {  // Fisher and Yates, as far as needed
    const std::uint64_t luck = streams_[asked.coordinator.index()].block(asked.number, kDraw + i / 4)[i % 4];
    const std::uint64_t left = regions.size() - i;
    std::swap(regions[i], regions[i + static_cast<std::size_t>((static_cast<uint128>(luck) * left) >> 64)]);
  }
  regions.resize(asked.needed);
}

/// Modelling choice: a coordinator knows at once which regions it cannot reach.
void Leaderless::ask(std::uint32_t index, const std::vector<RegionId>& regions) {
  Asked& asked = asked_[index];
  Message message;
  message.asked = index;
  message.key = asked.key;
  message.from = asked.coordinator;
  message.version = asked.newest;
  message.step = asked.kind == OpKind::read ? Step::read : Step::write;
  std::size_t beyond = regions.size();  // the next to stand in
  for (const RegionId region : regions) {
    message.to = region;
    message.other = RegionId();
    if (!reaches(asked.coordinator, region) && rule_.sloppy) {
      for (; beyond < world_.regions() && message.to == region; ++beyond) {
        const RegionId next((regions.front().index() + beyond) % world_.regions());
        if (reaches(asked.coordinator, next)) message.to = next;
      }
      if (message.to != region) message.other = region;
    }
    send(&asked, message);
  }
  if (asked.under_way == 0) close(index);
}

bool Leaderless::send(Asked* asked, Message message) {
  RandomStream::Block luck{};
  Request* touched = nullptr;
  if (asked != nullptr) {
    luck = streams_[asked->coordinator.index()].block(asked->number, ++asked->sent);
    touched = waiting(*asked);
  } else {
    luck = {of_hints_[message.from.index()].next(), of_hints_[message.from.index()].next(), 0, 0};
  }
  static const std::optional<Distribution> kOfTheNetwork;
  const std::optional<Distribution>& delay = message.step == Step::write   ? rule_.write
                                             : message.step == Step::wrote ? rule_.write_answer
                                             : message.step == Step::read  ? rule_.read
                                             : message.step == Step::told  ? rule_.read_answer
                                                                           : kOfTheNetwork;
  const auto at = way_.arrival(touched, message.from, message.to, delay, luck[0], luck[1]);
  if (!at) return false;
  Time work;
  if (!is_answer(message)) {
    work = world_.conditions.region(message.to).store_extra;
    if (touched != nullptr) world_.touch(*touched, world_.conditions.region(message.to).store_faults);
  }
  if (message.asked != kNobody) ++asked_[message.asked].under_way;
  world_.post(*at + work, Kind::message, messages_.add(message));
  return true;
}

void Leaderless::on_message(std::uint32_t slot) {
  const Message message = messages_.take(slot);
  const RegionCondition& region = world_.conditions.region(message.to);
  if (is_answer(message) ? region.up : region.store_up) {
    arrived(message);
  } else if (message.step == Step::hint) {
    drop_hint(message, false);
  }
  if (message.asked != kNobody && --asked_[message.asked].under_way == 0) close(message.asked);
}

void Leaderless::arrived(const Message& message) {
  const StoreId at(message.to.index()), from(message.from.index());
  Message back = message;
  std::swap(back.from, back.to);
  switch (message.step) {
    case Step::write:
      if (message.other.has_value()) {
        keep_hint(message);
      } else {
        world_.storage->apply(at, from, message.key, message.version, nullptr);
      }
      back.step = Step::wrote;
      send(&asked_[message.asked], back);
      break;
    case Step::read:
      back.version = message.other.has_value() ? hinted(message) : world_.storage->at(at, message.key);
      back.step = Step::told;
      send(&asked_[message.asked], back);
      break;
    case Step::wrote:
    case Step::told: count(asked_[message.asked], message); break;
    case Step::repair: world_.storage->apply(at, from, message.key, message.version, nullptr); break;
    case Step::hint:
      world_.storage->apply(at, from, message.key, message.version, nullptr);
      drop_hint(message, true);
      break;
  }
}

void Leaderless::count(Asked& asked, const Message& message) {
  ++asked.answers;
  if (asked.kind == OpKind::read) {
    if (!message.other.has_value()) asked.told.emplace_back(message.from, message.version);
    if (later(message.version, asked.newest)) asked.newest = message.version;
  }
  if (asked.answers != asked.needed) return;
  if (Request* const r = waiting(asked)) {
    r->version = asked.newest.version;
    r->stamp = asked.newest.stamp;
    asked.answered = true;
    world_.storage->answer(asked.request);
  }
}

/// All who will ever answer have done so.
void Leaderless::close(std::uint32_t index) {
  if (rule_.read_repair) {
    for (std::size_t i = 0; i < asked_[index].told.size(); ++i) {
      Asked& asked = asked_[index];
      if (!later(asked.newest, asked.told[i].second)) continue;
      Message message;
      message.step = Step::repair;
      message.key = asked.key;
      message.from = asked.coordinator;
      message.to = asked.told[i].first;
      message.version = asked.newest;
      send(&asked, message);
    }
  }
  if (waiting(asked_[index]) != nullptr) world_.clients->lose(asked_[index].request);
  asked_.release(index);
}

void Leaderless::keep_hint(const Message& message) {
  const std::size_t keeper = message.to.index();
  hints_[keeper].push_back({message.other, message.key, message.version, false});
  ++hints_waiting_;
  if (hand_off_posted_[keeper]) return;
  hand_off_posted_[keeper] = true;
  world_.post(world_.now + rule_.hand_off, Kind::hand_off, static_cast<std::uint32_t>(keeper));
}

/// What a stand-in knows of the key: the latest hint for the one it stands in for, or nothing.
Stamped Leaderless::hinted(const Message& question) const {
  Stamped newest;
  for (const Hint& hint : hints_[question.to.index()])
    if (hint.target == question.other && hint.key == question.key && later(hint.version, newest)) newest = hint.version;
  return newest;
}

void Leaderless::on_hand_off(RegionId keeper) {
  hand_off_posted_[keeper.index()] = false;
  if (hints_[keeper.index()].empty()) return;
  for (Hint& hint : hints_[keeper.index()]) {
    if (hint.on_its_way || !world_.conditions.region(keeper).store_up || !reaches(keeper, hint.target)) continue;
    Message message;
    message.step = Step::hint;
    message.key = hint.key;
    message.from = keeper;
    message.to = hint.target;
    message.version = hint.version;
    hint.on_its_way = send(nullptr, message);
  }
  hand_off_posted_[keeper.index()] = true;
  world_.post(world_.now + rule_.hand_off, Kind::hand_off, keeper.value);
}

void Leaderless::drop_hint(const Message& message, bool delivered) {
  auto& hints = hints_[message.from.index()];
  const auto found = std::find_if(hints.begin(), hints.end(), [&](const Hint& h) {
    return h.on_its_way && h.target == message.to && h.key == message.key &&
           h.version.version == message.version.version;
  });
  if (found == hints.end()) return;
  if (delivered) {
    hints.erase(found);
    --hints_waiting_;
  } else {
    found->on_its_way = false;
  }
}

}  // namespace bicoastal
