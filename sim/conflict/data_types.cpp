#include "sim/conflict/data_types.hpp"

#include "sim/base/check.hpp"

namespace bicoastal {

namespace {

bool apply_to_accounts(const Change& c, Document& d) {
  if (c.verb == Verb::deposit) return d.add(c.item, c.amount), true;
  BC_CHECK(c.verb == Verb::withdraw);
  if (d.at(0) + d.at(1) < c.amount) return false;
  d.add(c.item, -c.amount);
  return true;
}

bool apply_to_inventory(const Change& c, Document& d) {
  if (c.verb == Verb::restock) return d.add(0, c.amount), true;
  BC_CHECK(c.verb == Verb::take);
  if (d.at(0) < c.amount) return false;
  d.add(0, -c.amount);
  return true;
}

bool apply_to_seats(const Write& w, Document& d) {
  const std::int64_t self = holder_of(w.session), holder = d.at(w.change.item);
  if (w.change.verb == Verb::reserve) {
    if (holder != 0 && holder != self) return false;
    d.set(w.change.item, self);
    return true;
  }
  BC_CHECK(w.change.verb == Verb::release);
  if (holder != self) return false;
  d.set(w.change.item, 0);
  return true;
}

bool apply_to_goods(DataType type, const Change& c, Document& d) {
  if (c.verb == Verb::remove) {
    d.set(c.item, 0);
  } else {
    BC_CHECK(c.verb == Verb::add);
    d.set(c.item, type == DataType::set ? 1 : d.at(c.item) + c.amount);
  }
  return true;
}

/// Of each item that either has, what `pick` makes of the two amounts.
template <class Pick>
Document by_item(const Document& a, const Document& b, Pick pick) {
  Document merged = a;
  for (const Document::Entry& e : a) merged.set(e.item, pick(e.amount, b.at(e.item)));
  for (const Document::Entry& e : b) merged.set(e.item, pick(a.at(e.item), e.amount));
  return merged;
}

Document merge_logs(const Document& a, const Document& b) {
  if (a == b) return a;
  std::vector<std::uint64_t> versions;
  for (const Document* log : {&a, &b})
    for (const Document::Entry& e : *log) versions.push_back(static_cast<std::uint64_t>(e.amount));
  std::sort(versions.begin(), versions.end());
  versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
  Document merged;
  for (std::size_t i = 0; i < versions.size(); ++i) merged.set(i, static_cast<std::int64_t>(versions[i]));
  return merged;
}

}  // namespace

Document initial_document(const Keys& keys) {
  Document d;
  switch (keys.type) {
    case DataType::accounts: d.set(1, keys.initial); [[fallthrough]];
    case DataType::counter:
    case DataType::inventory: d.set(0, keys.initial); break;
    case DataType::reg:
    case DataType::set:
    case DataType::cart:
    case DataType::seats:
    case DataType::log: break;
  }
  return d;
}

bool apply(DataType type, const Keys& /*keys*/, const Write& write, Document& document) {
  const Change& c = write.change;
  switch (type) {
    case DataType::reg:
      BC_CHECK(c.verb == Verb::write);
      document = {};
      document.set(write.version.value, 1);
      return true;
    case DataType::counter: BC_CHECK(c.verb == Verb::increment); return document.add(0, c.amount), true;
    case DataType::set:
    case DataType::cart: return apply_to_goods(type, c, document);
    case DataType::inventory: return apply_to_inventory(c, document);
    case DataType::seats: return apply_to_seats(write, document);
    case DataType::log:
      BC_CHECK(c.verb == Verb::append);
      document.set(document.size(), static_cast<std::int64_t>(write.version.value));
      return true;
    case DataType::accounts: return apply_to_accounts(c, document);
  }
  BC_CHECK(!"a data type");
}

Document merge_documents(DataType type, const Document& a, const Document& b) {
  const auto greater = [](std::int64_t x, std::int64_t y) { return std::max(x, y); };
  const auto smaller = [](std::int64_t x, std::int64_t y) { return std::min(x, y); };
  // Holders count from 1; 0 is nobody, and gives way.
  const auto holder = [](std::int64_t x, std::int64_t y) { return x == 0 || y == 0 ? x + y : std::min(x, y); };
  switch (type) {
    case DataType::reg:
    case DataType::counter:
    case DataType::set:
    case DataType::cart: return by_item(a, b, greater);
    case DataType::inventory:
    case DataType::accounts: return by_item(a, b, smaller);
    case DataType::seats: return by_item(a, b, holder);
    case DataType::log: return merge_logs(a, b);
  }
  BC_CHECK(!"a data type");
}

}  // namespace bicoastal
