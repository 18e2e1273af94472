#include "sim/analysis/effects/items.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

constexpr std::size_t kTidyFrom = 8;  // changes of one item, holders of one seat

}  // namespace

Items::Items(const Scenario& scenario, const Limits& limits, const Seen& seen, Anomalies& anomalies)
    : type_(scenario.keys.type),
      attempt_(limits.attempt),
      stores_(scenario.regions.size()),
      seen_(seen),
      anomalies_(anomalies),
      slots_(scenario.keys.count) {}

Items::Element& Items::element_of(const AcceptedChange& change) {
  if (slots_.find(change.key) == ActiveKeys::kNone) keys_.resize(slots_.open(change.key) + 1);
  std::vector<Element>& elements = keys_[slots_.find(change.key)][change.item];
  const SessionId holder = type_ == DataType::seats ? change.session : SessionId();
  if (elements.size() >= kTidyFrom)
    std::erase_if(elements, [&](const Element& e) { return !(e.holder == holder) && is_over(e, change.key); });
  for (Element& element : elements)
    if (element.holder == holder) return element;
  return elements.emplace_back(Element{holder, {}});
}

/// A former holder: acknowledged removes that all know of.
bool Items::is_over(const Element& element, KeyId key) const {
  return std::all_of(element.kept.begin(), element.kept.end(), [&](const Kept& k) {
    return k.change.takes_back() && k.change.acknowledged && !k.change.lost &&
           seen_.seen_everywhere(seen_.partition_of(key), k.change.version);
  });
}

Items::Kept* Items::find(Element& element, VersionId version) {
  for (Kept& kept : element.kept)
    if (kept.change.version == version) return &kept;
  return nullptr;
}

/// What a failover lost is known to those only that it lost as well.
bool Items::covers(const Kept& later, const Kept& earlier) {
  const VersionId version = earlier.change.version;
  return later.seen[version.origin().index()] >= version.sequence() && (!earlier.change.lost || later.change.lost);
}

void Items::accepted(const AcceptedChange& change) {
  Element& element = element_of(change);
  const std::size_t partition = seen_.partition_of(change.key);
  if (element.kept.size() >= kTidyFrom) tidy(element, partition, change.accepted);
  Kept fresh;
  fresh.change = change;
  for (std::size_t s = 0; s < stores_; ++s) fresh.seen.push_back(seen_.at(partition, StoreId(s), change.store));
  for (Kept& other : element.kept) {
    if (change.takes_back())
      other.optional = true;
    else if (other.change.takes_back() && !covers(fresh, other))
      fresh.optional = true;
  }
  element.kept.push_back(std::move(fresh));
}

void Items::met(const AcceptedChange& change) {
  if (Kept* const kept = find(element_of(change), change.version)) kept->change.rival = change.rival;
}

void Items::acknowledged(const AcceptedChange& change, const OperationRecord& /*op*/) {
  Element& element = element_of(change);
  Kept* const told = find(element, change.version);
  if (told == nullptr) return;
  told->change.acknowledged = true;
  const Kept ruling = *told;
  std::erase_if(element.kept, [&](Kept& other) {
    if (other.change.version == change.version || !covers(ruling, other)) return false;
    if (change.takes_back()) return true;
    if (!other.change.takes_back()) return type_ != DataType::cart;
    other.overruled = true;
    return false;
  });
}

void Items::lost(const AcceptedChange& change) {
  if (Kept* const kept = find(element_of(change), change.version)) kept->change.lost = true;
}

/// Forgets removes that rule nothing any more, and puts adds of a cart together.
void Items::tidy(Element& element, std::size_t partition, Time now) const {
  const auto known = [&](const Kept& k) {
    return !k.change.lost && seen_.seen_everywhere(partition, k.change.version);
  };
  bool ruled = false;  // by a later remove that all know of
  for (std::size_t i = element.kept.size(); i > 0; --i) {
    const Kept& k = element.kept[i - 1];
    if (!k.change.takes_back() || !known(k)) continue;
    const bool open = !k.change.acknowledged && k.change.accepted + attempt_ >= now;
    if (!open && (ruled || k.overruled))
      element.kept.erase(element.kept.begin() + static_cast<std::ptrdiff_t>(i - 1));
    else if (!open)
      ruled = true;
  }
  const bool removes_open = std::any_of(element.kept.begin(), element.kept.end(),
                                        [](const Kept& k) { return k.change.takes_back() && !k.change.acknowledged; });
  if (type_ != DataType::cart || removes_open) return;
  Kept* sums[2] = {nullptr, nullptr};  // certain, optional
  for (Kept& k : element.kept) {
    if (k.change.takes_back() || !k.change.acknowledged || !known(k)) continue;
    Kept*& sum = sums[k.optional ? 1 : 0];
    if (sum != nullptr) {
      k.change.amount += sum->change.amount;
      sum->change.amount = 0;
    }
    sum = &k;
  }
  std::erase_if(element.kept, [](const Kept& k) { return !k.change.takes_back() && k.change.amount == 0; });
}

void Items::came_to(KeyId key, const Document& document, Time now) {
  static const Key kNothing;
  const Key& items = slots_.find(key) == ActiveKeys::kNone ? kNothing : keys_[slots_.find(key)];
  for (const auto& [item, elements] : items) {
    const std::int64_t shown = document.at(item);
    bool explained = shown == 0;
    for (const Element& element : elements) {
      const bool here = type_ != DataType::seats || shown == std::int64_t{element.holder.value} + 1;
      explained = explained || here;
      judge(key, element, here ? shown : 0, now);
    }
    if (!explained) judge(key, {}, shown, now);
  }
  for (const Document::Entry& e : document)
    if (!items.contains(e.item)) judge(key, {}, e.amount, now);
}

void Items::judge(KeyId key, const Element& element, std::int64_t shown, Time now) {
  std::int64_t certain = 0, possible = 0;
  const Kept *add = nullptr, *rivalled = nullptr, *remove = nullptr;
  const bool counts = type_ == DataType::cart;
  bool removed = false;
  for (const Kept& k : element.kept) {
    if (k.change.takes_back()) {
      removed = removed || !k.overruled;
      if (k.change.acknowledged) remove = &k;
      continue;
    }
    possible += k.change.amount;
    if (!k.change.acknowledged) continue;
    if (!k.optional) certain += k.change.amount;
    if (add == nullptr) add = &k;
    if ((!k.optional || !counts) && !k.change.rival.is_initial() && rivalled == nullptr) rivalled = &k;
  }
  if (shown == 0) {
    if (add == nullptr || removed) return;
    const Kept* const witness = rivalled != nullptr ? rivalled : add;
    anomalies_.add(about(AnomalyKind::lost_item, key, witness, counts ? std::max<std::int64_t>(1, certain) : 1, now));
  } else if (possible == 0) {
    anomalies_.add(about(AnomalyKind::resurrected_item, key, remove, counts ? shown : 1, now));
  } else if (counts && shown > possible) {
    anomalies_.add(about(AnomalyKind::resurrected_item, key, remove, shown - possible, now));
  } else if (counts && shown < certain) {
    const Kept* const witness = rivalled != nullptr ? rivalled : add;
    anomalies_.add(about(AnomalyKind::lost_change, key, witness, certain - shown, now));
  }
}

Anomaly Items::about(AnomalyKind kind, KeyId key, const Kept* change, std::int64_t amount, Time now) const {
  AcceptedChange subject;
  if (change != nullptr) subject = change->change;
  if (change == nullptr) subject.accepted = now;
  subject.key = key;
  return anomaly_of(kind, subject, now, subject.rival, amount);
}

}  // namespace bicoastal
