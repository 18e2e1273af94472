#include "laws/reference.hpp"

#include <algorithm>
#include <set>

namespace bicoastal::reference {

namespace {

void tidy(Plain& p) {
  std::erase_if(p.amounts, [](const auto& e) { return e.second == 0; });
}

std::vector<std::uint64_t> all_entries(const std::vector<Plain>& siblings) {
  const bool alike = std::all_of(siblings.begin(), siblings.end(),
                                 [&](const Plain& p) { return p.entries == siblings.front().entries; });
  if (alike) return siblings.front().entries;
  std::set<std::uint64_t> all;
  for (const Plain& p : siblings) all.insert(p.entries.begin(), p.entries.end());
  return {all.begin(), all.end()};
}

/// Of one item, from the amounts that the siblings have of it.
std::int64_t combined(DataType type, SiblingRule rule, const std::vector<std::int64_t>& amounts) {
  const auto [least, greatest] = std::minmax_element(amounts.begin(), amounts.end());
  if (rule == SiblingRule::union_of_all) return *greatest;
  if (type == DataType::inventory || type == DataType::accounts) return *least;
  if (type != DataType::seats) return *greatest;
  std::int64_t holder = 0;  // the smallest that is one
  for (const std::int64_t a : amounts)
    if (a != 0 && (holder == 0 || a < holder)) holder = a;
  return holder;
}

}  // namespace

Plain initial(const Keys& keys) {
  Plain p;
  if (keys.type == DataType::counter || keys.type == DataType::inventory) p.amounts = {{0, keys.initial}};
  if (keys.type == DataType::accounts) p.amounts = {{0, keys.initial}, {1, keys.initial}};
  tidy(p);
  return p;
}

bool change(DataType type, const Write& w, Plain& p) {
  const std::uint64_t item = w.change.item;
  const std::int64_t amount = w.change.amount, client = static_cast<std::int64_t>(w.session.value) + 1;
  switch (w.change.verb) {
    case Verb::write: p.amounts = {{w.version.value, 1}}; break;
    case Verb::increment: p.amounts[0] += amount; break;
    case Verb::add:
      if (type == DataType::set)
        p.amounts[item] = 1;
      else
        p.amounts[item] += amount;
      break;
    case Verb::remove: p.amounts.erase(item); break;
    case Verb::take:
      if (p.amounts[0] < amount) return tidy(p), false;
      p.amounts[0] -= amount;
      break;
    case Verb::restock: p.amounts[0] += amount; break;
    case Verb::reserve:
      if (p.amounts.contains(item) && p.amounts[item] != client) return false;
      p.amounts[item] = client;
      break;
    case Verb::release:
      if (!p.amounts.contains(item) || p.amounts[item] != client) return false;
      p.amounts.erase(item);
      break;
    case Verb::append: p.entries.push_back(w.version.value); break;
    case Verb::withdraw:
      if (p.amounts[0] + p.amounts[1] < amount) return tidy(p), false;
      p.amounts[item] -= amount;
      break;
    case Verb::deposit: p.amounts[item] += amount; break;
  }
  tidy(p);
  return true;
}

Plain shown(DataType type, SiblingRule rule, const std::vector<Plain>& siblings) {
  if (rule == SiblingRule::newest) return siblings.back();
  Plain all;
  all.entries = all_entries(siblings);
  std::set<std::uint64_t> items;
  for (const Plain& p : siblings)
    for (const auto& [item, amount] : p.amounts) items.insert(item);
  for (const std::uint64_t item : items) {
    std::vector<std::int64_t> amounts;
    for (const Plain& p : siblings) amounts.push_back(p.amounts.contains(item) ? p.amounts.at(item) : 0);
    all.amounts[item] = combined(type, rule, amounts);
  }
  tidy(all);
  return all;
}

Plain plain(DataType type, const Document& document) {
  Plain p;
  for (const Document::Entry& e : document)
    if (type == DataType::log)
      p.entries.push_back(static_cast<std::uint64_t>(e.amount));
    else
      p.amounts[e.item] = e.amount;
  return p;
}

std::string to_string(const Plain& p) {
  std::string text = "{";
  for (const auto& [item, amount] : p.amounts) text += " " + std::to_string(item) + ": " + std::to_string(amount);
  for (const std::uint64_t entry : p.entries) text += " " + std::to_string(entry);
  return text + " }";
}

}  // namespace bicoastal::reference
