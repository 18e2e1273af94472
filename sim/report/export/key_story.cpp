#include "sim/report/export/key_story.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <tuple>

namespace bicoastal {
namespace {

/// The version that is current at `store` from this record on; nothing where it is about something else.
std::optional<VersionId> change_at(const Record& record, StoreId store) {
  if (record.type == RecordType::accept) {
    const auto accept = record.as<AcceptRecord>();
    if (accept.store == store && accept.shadowed == 0) return accept.version;
  } else if (record.type == RecordType::apply) {
    const auto apply = record.as<ApplyRecord>();
    if (apply.store == store && apply.result != ApplyResult::superseded) return apply.version;
  }
  return std::nullopt;
}

}  // namespace

KeyStory::KeyStory(KeyId key, Span between, Time around, std::size_t limit)
    : key_(key), between_(between), around_(around), limit_(limit) {}

void KeyStory::consume(std::span<const Record> records) {
  for (const Record& record : records) {
    if (record.type == RecordType::operation) {
      const auto operation = record.as<OperationRecord>();
      if (operation.key == key_) keep(record, operation.invoked);
    } else if (record.type == RecordType::accept) {
      if (record.as<AcceptRecord>().key == key_) keep(record, record.time);
    } else if (record.type == RecordType::apply) {
      if (record.as<ApplyRecord>().key == key_) keep(record, record.time);
    } else if (record.type == RecordType::serve) {
      const auto serve = record.as<ServeRecord>();
      if (serve.key == key_ && serve.kind == OpKind::read && between_.contains(serve.time) && after_ <= limit_)
        served_[serve.op] = serve.time;
    }
  }
}

/// Every record gives one event or more, so `limit` records on either side are enough.
void KeyStory::keep(const Record& record, Time begins) {
  if (!between_.touches(begins, record.time) || after_ > limit_) return;
  if (record.time > around_) ++after_;
  kept_.push_back(record);
  if (record.time <= around_ && kept_.size() > limit_) {
    if (kept_.front().type == RecordType::operation) served_.erase(kept_.front().as<OperationRecord>().op);
    kept_.pop_front();
  }
}

Time KeyStory::shown_at(const OperationRecord& read) const {
  if (const auto place = served_.find(read.op); place != served_.end()) return place->second;
  const auto middle = [&read](Time begin, Time end) -> std::optional<Time> {
    begin = std::max(begin, read.invoked);
    end = std::min(end, read.time);
    if (begin > end) return std::nullopt;
    return begin + Time((end - begin).ns / 2);
  };
  // Until the first change that is known here, any version may have been the current one.
  std::optional<Time> before_all, found;
  Time since = read.invoked;
  bool first = true, current = true;
  for (const Record& record : kept_) {
    const auto change = change_at(record, read.store);
    if (!change) continue;
    if (current) (first ? before_all : found) = middle(since, record.time);
    if (found || record.time > read.time) break;
    since = record.time;
    current = *change == read.version;
    first = false;
  }
  if (!found && current) (first ? before_all : found) = middle(since, read.time);
  return found ? *found : before_all ? *before_all : *middle(read.invoked, read.time);
}

std::vector<KeyEvent> KeyStory::events() const {
  std::vector<KeyEvent> all;
  for (const Record& record : kept_) {
    if (record.type == RecordType::accept) {
      all.push_back({record.time, KeyEvent::Kind::accept, record});
    } else if (record.type == RecordType::apply) {
      all.push_back({record.time, KeyEvent::Kind::apply, record});
    } else {
      const auto operation = record.as<OperationRecord>();
      all.push_back({operation.invoked, KeyEvent::Kind::invoke, record});
      all.push_back({operation.time, KeyEvent::Kind::end, record});
      if (operation.kind == OpKind::read && operation.store.has_value())
        all.push_back({shown_at(operation), KeyEvent::Kind::show, record});
    }
  }
  std::erase_if(all, [this](const KeyEvent& event) { return !between_.contains(event.at); });
  std::stable_sort(all.begin(), all.end(), [](const KeyEvent& a, const KeyEvent& b) {
    return std::tie(a.at, a.kind) < std::tie(b.at, b.kind);
  });
  if (all.size() > limit_) {
    const auto later = [this](const KeyEvent& event) { return event.at > around_; };
    const auto before = std::find_if(all.begin(), all.end(), later) - all.begin();
    const auto limit = static_cast<std::ptrdiff_t>(limit_);
    const auto first = std::clamp(before - limit * 2 / 3, std::ptrdiff_t{0}, std::ssize(all) - limit);
    all.erase(all.begin() + first + limit, all.end());
    all.erase(all.begin(), all.begin() + first);
  }
  // The ends of operations that began before all this would have come from nowhere.
  std::set<OpId> invoked;
  std::erase_if(all, [&invoked](const KeyEvent& event) {
    if (event.kind == KeyEvent::Kind::accept || event.kind == KeyEvent::Kind::apply) return false;
    const OpId op = event.record.as<OperationRecord>().op;
    if (event.kind == KeyEvent::Kind::invoke) invoked.insert(op);
    return !invoked.contains(op);
  });
  return all;
}

}  // namespace bicoastal
