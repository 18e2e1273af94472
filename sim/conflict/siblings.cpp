#include "sim/conflict/siblings.hpp"

#include "sim/conflict/data_types.hpp"

#include <algorithm>

namespace bicoastal {

namespace {

Document union_of(DataType type, const Document& a, const Document& b) {
  if (type == DataType::log) return merge_documents(type, a, b);
  Document all = a;
  for (const Document::Entry& e : a) all.set(e.item, std::max(e.amount, b.at(e.item)));
  for (const Document::Entry& e : b) all.set(e.item, std::max(a.at(e.item), e.amount));
  return all;
}

}  // namespace

Siblings Siblings::initial(const Setup& setup) {
  Siblings s;
  s.pruned_ = setup.rule.prune != 0;
  return s;
}

std::optional<Siblings> Siblings::write(const Write& write, const Setup& setup) {
  Document next = shown(setup);
  if (!apply(setup.keys.type, setup.keys, write, next)) return std::nullopt;
  siblings_.clear();
  siblings_.push_back({{write.version, write.stamp}, std::move(next)});
  Known& own = of(write.version.origin());
  own.upto = write.version.sequence();
  own.stamp = write.stamp;
  if (pruned_) prune(setup.rule.prune, write.version.origin());
  return *this;
}

void Siblings::merge(const Siblings& other) {
  std::vector<Sibling> merged;
  auto a = siblings_.begin();
  auto b = other.siblings_.begin();
  while (a != siblings_.end() || b != other.siblings_.end()) {
    if (b == other.siblings_.end() || (a != siblings_.end() && a->at.version < b->at.version)) {
      if (!other.knows(a->at.version)) merged.push_back(std::move(*a));
      ++a;
    } else if (a == siblings_.end() || b->at.version < a->at.version) {
      if (!knows(b->at.version)) merged.push_back(*b);
      ++b;
    } else {
      merged.push_back(std::move(*a));
      ++a, ++b;
    }
  }
  siblings_ = std::move(merged);
  for (const Known& theirs : other.vector_) {
    Known& ours = of(theirs.origin);
    if (theirs.upto > ours.upto) ours = theirs;
  }
}

Reading Siblings::read(const Setup& setup) const {
  return {shown(setup), static_cast<std::uint32_t>(std::max<std::size_t>(1, siblings_.size()))};
}

bool Siblings::operator==(const Siblings& other) const {
  const auto same_sibling = [](const Sibling& a, const Sibling& b) { return a.at.version == b.at.version; };
  const auto same_known = [](const Known& a, const Known& b) { return a.origin == b.origin && a.upto == b.upto; };
  return std::equal(siblings_.begin(), siblings_.end(), other.siblings_.begin(), other.siblings_.end(), same_sibling) &&
         std::equal(vector_.begin(), vector_.end(), other.vector_.begin(), other.vector_.end(), same_known);
}

Document Siblings::shown(const Setup& setup) const {
  if (siblings_.empty()) return initial_document(setup.keys);
  const DataType type = setup.keys.type;
  const Sibling* newest = &siblings_.front();
  Document all = newest->document;
  for (const Sibling& s : siblings_) {
    if (later(s.at, newest->at)) newest = &s;
    all = setup.rule.siblings == SiblingRule::union_of_all ? union_of(type, all, s.document)
                                                           : merge_documents(type, all, s.document);
  }
  return setup.rule.siblings == SiblingRule::newest ? newest->document : all;
}

bool Siblings::knows(VersionId version) const {
  for (const Known& k : vector_)
    if (k.origin == version.origin()) return version.sequence() <= k.upto;
  return false;
}

Siblings::Known& Siblings::of(StoreId origin) {
  const auto place =
      std::lower_bound(vector_.begin(), vector_.end(), origin, [](const Known& k, StoreId o) { return k.origin < o; });
  if (place != vector_.end() && place->origin == origin) return *place;
  return *vector_.insert(place, Known{origin, 0, 0});
}

void Siblings::prune(std::size_t entries, StoreId writer) {
  const auto older = [&](const Known& a, const Known& b) {
    if ((a.origin == writer) != (b.origin == writer)) return b.origin == writer;
    return a.stamp < b.stamp;
  };
  while (vector_.size() > entries) vector_.erase(std::min_element(vector_.begin(), vector_.end(), older));
}

}  // namespace bicoastal
