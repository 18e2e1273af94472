#include "sim/model/votes.hpp"

#include "sim/model/clients.hpp"
#include "sim/model/storage.hpp"

namespace bicoastal {

namespace {

constexpr Time kRepeat = Time::seconds(1);  // between two attempts to tell what became of a write

}  // namespace

Votes::Votes(World& world)
    : world_(world), used_(world.scenario.data.conflicts.policy == "reject" && world.regions() > 1), way_(world) {
  for (const Region& region : world.scenario.regions) {
    streams_.push_back(world.stream("votes/" + region.name));
    of_news_.push_back(world.stream("votes/news/" + region.name));
  }
  promises_.resize(world.regions());
}

void Votes::begin(std::uint32_t slot) {
  Request& r = world_.requests[slot];
  const RegionId region(r.store.index());
  if (promises_[region.index()].contains(r.key.value)) {
    r.answer = Outcome::conflict;
    world_.storage->answer(slot);
    return;
  }
  Proposal proposal;
  proposal.number = ++proposals_so_far_;
  proposal.seen = world_.storage->at(r.store, r.key);
  proposal.request = slot;
  proposal.generation = r.generation;
  proposal.key = r.key;
  proposal.region = region;
  proposal.yes = 1;
  const std::uint32_t index = proposals_.add(proposal);
  promises_[region.index()][r.key.value] = {proposal.number, VersionId()};
  r.stage = Stage::waiting;
  world_.clients->watch(slot, Time::max());
  for (std::size_t to = 0; to < world_.regions(); ++to) {
    if (to == region.index()) continue;
    Message message;
    message.proposal = proposal.number;
    message.seen = proposal.seen;
    message.index = index;
    message.key = r.key;
    message.from = region;
    message.to = RegionId(to);
    message.step = Step::ask;
    if (send(index, message)) proposals_[index].asked.push_back(RegionId(to));
  }
  if (proposals_[index].under_way == 0) {
    decide(index, false);
    proposals_.release(index);
  }
}

bool Votes::send(std::uint32_t index, const Message& message) {
  const bool news = message.step == Step::failed || message.step == Step::accepted;
  RandomStream::Block luck{};
  Request* touched = nullptr;
  if (news) {
    luck = {of_news_[message.from.index()].next(), of_news_[message.from.index()].next(), 0, 0};
  } else {
    Proposal& proposal = proposals_[index];
    luck = streams_[proposal.region.index()].block(proposal.number, ++proposal.sent);
    Request& r = world_.requests[proposal.request];
    if (r.generation == proposal.generation) touched = &r;
  }
  const auto at = way_.arrival(touched, message.from, message.to, std::nullopt, luck[0], luck[1]);
  if (!at) return false;
  Time work;
  if (message.step == Step::ask) {
    work = world_.conditions.region(message.to).store_extra;
    if (touched != nullptr) world_.touch(*touched, world_.conditions.region(message.to).store_faults);
  }
  if (!news) ++proposals_[index].under_way;
  world_.post(*at + work, Kind::vote, messages_.add(message));
  return true;
}

void Votes::on_message(std::uint32_t slot) {
  const Message message = messages_.take(slot);
  const bool news = message.step == Step::failed || message.step == Step::accepted;
  if (world_.conditions.region(message.to).store_up) {
    arrived(message);
  } else if (news) {
    tell(message);
  }
  if (news) return;
  Proposal& proposal = proposals_[message.index];
  if (--proposal.under_way > 0) return;
  if (!proposal.decided) decide(message.index, false);  // who could still answer never will
  proposals_.release(message.index);
}

void Votes::arrived(const Message& message) {
  Message back = message;
  std::swap(back.from, back.to);
  switch (message.step) {
    case Step::ask: {
      auto& promises = promises_[message.to.index()];
      const Stamped& here = world_.storage->at(StoreId(message.to.index()), message.key);
      const bool free = !promises.contains(message.key.value) && !later(here, message.seen);
      if (free) promises[message.key.value] = {message.proposal, VersionId()};
      back.step = free ? Step::yes : Step::no;
      if (!send(message.index, back) && free) release(message.to, message.key, message.proposal);
      break;
    }
    case Step::yes:
    case Step::no: {
      Proposal& proposal = proposals_[message.index];
      ++(message.step == Step::yes ? proposal.yes : proposal.no);
      if (proposal.decided) break;
      const std::size_t majority = world_.regions() / 2 + 1;
      if (proposal.yes >= majority) {
        decide(message.index, true);
      } else if (proposal.no > world_.regions() - majority) {
        decide(message.index, false);
      }
      break;
    }
    case Step::failed: release(message.to, message.key, message.proposal); break;
    case Step::accepted: {
      const auto found = promises_[message.to.index()].find(message.key.value);
      if (found == promises_[message.to.index()].end() || found->second.proposal != message.proposal) break;
      if (later(message.seen, world_.storage->at(StoreId(message.to.index()), message.key))) {
        found->second.awaited = message.seen.version;
      } else {
        promises_[message.to.index()].erase(found);
      }
      break;
    }
  }
}

void Votes::decide(std::uint32_t index, bool accept) {
  proposals_[index].decided = true;
  const Proposal proposal = proposals_[index];
  Message news;
  news.proposal = proposal.number;
  news.key = proposal.key;
  news.from = proposal.region;
  news.step = accept ? Step::accepted : Step::failed;
  release(proposal.region, proposal.key, proposal.number);
  Request& r = world_.requests[proposal.request];
  const bool waits = r.generation == proposal.generation && r.stage == Stage::waiting;
  if (accept && waits) {
    news.seen = world_.storage->accept_agreed(proposal.request);
    if (news.seen.version.is_initial()) news.step = Step::failed;  // declined by the rules of its type
  } else {
    news.step = Step::failed;
    if (waits) r.answer = Outcome::conflict;
  }
  for (const RegionId region : proposal.asked) {
    news.to = region;
    tell(news);
  }
  if (waits) world_.storage->answer(proposal.request);
}

void Votes::tell(const Message& news) {
  if (send(0, news)) return;
  unheard_.push_back(news);
  if (repeat_posted_) return;
  repeat_posted_ = true;
  world_.post(world_.now + kRepeat, Kind::repeat_votes, 0);
}

void Votes::on_repeat() {
  repeat_posted_ = false;
  const std::vector<Message> again = std::move(unheard_);
  unheard_.clear();
  for (const Message& news : again) tell(news);
}

void Votes::release(RegionId at, KeyId key, std::uint64_t proposal) {
  auto& promises = promises_[at.index()];
  const auto found = promises.find(key.value);
  if (found != promises.end() && found->second.proposal == proposal) promises.erase(found);
}

void Votes::applied(StoreId store, KeyId key, VersionId version) {
  if (!used_) return;
  auto& promises = promises_[store.index()];
  const auto found = promises.find(key.value);
  if (found != promises.end() && found->second.awaited == version) promises.erase(found);
}

}  // namespace bicoastal
