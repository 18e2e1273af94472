#include "sim/conflict/data_types.hpp"

#include "unit/conflict/sites.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

Write of(Verb verb, std::uint32_t item = 0, std::int64_t amount = 1, std::uint32_t session = 0) {
  return {{verb, item, amount}, VersionId(StoreId(1), 0, 9), 0, RegionId(1), SessionId(session)};
}

/// Applies the writes in turn. REQUIRES: all are accepted.
Document after(DataType type, const std::vector<Write>& writes, Document document = {}) {
  for (const Write& w : writes) REQUIRE(apply(type, {}, w, document));
  return document;
}

bool declines(DataType type, const Write& write, const Document& document) {
  Document same = document;
  const bool declined = !apply(type, {}, write, same);
  if (declined) CHECK(same == document);
  return declined;
}

Document arbitrary(DataType type) {
  Document d;
  const bool may_be_negative = type == DataType::counter || type == DataType::inventory || type == DataType::accounts;
  std::uint64_t place = 0;
  for (const int amount : *rc::gen::container<std::vector<int>>(rc::gen::inRange(may_be_negative ? -4 : 0, 5))) {
    if (type == DataType::log && amount > 0) d.set(place++, amount);
    if (type == DataType::log) continue;
    const bool flags = type == DataType::set || type == DataType::reg;
    d.set(place++ % (type == DataType::accounts ? 2 : 4), flags ? amount % 2 : amount);
  }
  return d;
}

}  // namespace

TEST_CASE("keys with amounts begin with theirs, all others empty", "[conflict]") {
  Keys keys;
  keys.initial = 7;
  for (std::size_t t = 0; t < kDataTypes; ++t) {
    keys.type = static_cast<DataType>(t);
    const Document d = initial_document(keys);
    if (keys.type == DataType::accounts)
      CHECK(d == document({{0, 7}, {1, 7}}));
    else if (keys.type == DataType::counter || keys.type == DataType::inventory)
      CHECK(d == document({{0, 7}}));
    else
      CHECK(d.empty());
  }
}

TEST_CASE("a stock declines what it has not", "[conflict]") {
  const Document three = document({{0, 3}});
  CHECK(after(DataType::inventory, {of(Verb::take, 0, 3)}, three).empty());
  CHECK(declines(DataType::inventory, of(Verb::take, 0, 4), three));
  CHECK(after(DataType::inventory, {of(Verb::restock, 0, 2), of(Verb::take, 0, 4)}, three) == document({{0, 1}}));
}

TEST_CASE("an account may be overdrawn as long as the sum of both is not below 0", "[conflict]") {
  const Document both = document({{0, 2}, {1, 5}});
  CHECK(after(DataType::accounts, {of(Verb::withdraw, 0, 7)}, both) == document({{0, -5}, {1, 5}}));
  CHECK(declines(DataType::accounts, of(Verb::withdraw, 1, 8), both));
  CHECK(after(DataType::accounts, {of(Verb::deposit, 1, 1), of(Verb::withdraw, 1, 8)}, both) ==
        document({{0, 2}, {1, -2}}));
}

TEST_CASE("a seat has one holder, who alone can release it", "[conflict]") {
  const Document taken = after(DataType::seats, {of(Verb::reserve, 2, 1, 6)});
  CHECK(taken == document({{2, 7}}));
  CHECK(declines(DataType::seats, of(Verb::reserve, 2, 1, 5), taken));
  CHECK(declines(DataType::seats, of(Verb::release, 2, 1, 5), taken));
  CHECK(declines(DataType::seats, of(Verb::release, 1, 1, 6), taken));
  CHECK(after(DataType::seats, {of(Verb::reserve, 2, 1, 6)}, taken) == taken);
  CHECK(after(DataType::seats, {of(Verb::release, 2, 1, 6)}, taken).empty());
}

TEST_CASE("a set counts a member once, a cart adds up", "[conflict]") {
  CHECK(after(DataType::set, {of(Verb::add, 3), of(Verb::add, 3)}) == document({{3, 1}}));
  CHECK(after(DataType::cart, {of(Verb::add, 3, 2), of(Verb::add, 3, 2)}) == document({{3, 4}}));
  CHECK(after(DataType::cart, {of(Verb::add, 3, 2), of(Verb::remove, 3), of(Verb::remove, 3)}).empty());
}

TEST_CASE("a register holds its last version, a log all of them in their order", "[conflict]") {
  Write first = of(Verb::write), second = first;
  second.version = VersionId(StoreId(0), 0, 2);
  CHECK(after(DataType::reg, {first, second}) == document({{second.version.value, 1}}));
  first.change.verb = second.change.verb = Verb::append;
  const auto raw = [](const Write& w) { return static_cast<std::int64_t>(w.version.value); };
  CHECK(after(DataType::log, {first, second}) == document({{0, raw(first)}, {1, raw(second)}}));
}

TEST_CASE("merging documents is commutative, associative and idempotent", "[conflict]") {
  for (std::size_t t = 0; t < kDataTypes; ++t) {
    const auto type = static_cast<DataType>(t);
    const auto merge = [&](const Document& a, const Document& b) { return merge_documents(type, a, b); };
    INFO(kTypeNames[t]);
    CHECK(rc::check([&] {
      const Document a = arbitrary(type), b = arbitrary(type), c = arbitrary(type);
      RC_ASSERT(merge(a, b) == merge(b, a));
      RC_ASSERT(merge(merge(a, b), c) == merge(a, merge(b, c)));
      RC_ASSERT(merge(a, a) == a);
    }));
  }
}

TEST_CASE("what merging two siblings cannot know", "[conflict]") {
  // Both began with 5. One side took 2 and the other one 1: one sale is counted.
  CHECK(merge_documents(DataType::inventory, document({{0, 3}}), document({{0, 4}})) == document({{0, 3}}));
  // One counted +2, the other one +1: an increment is lost.
  CHECK(merge_documents(DataType::counter, document({{0, 7}}), document({{0, 6}})) == document({{0, 7}}));
  // One side removed good 1, and the other one added to good 2: good 1 is back.
  CHECK(merge_documents(DataType::cart, document({{2, 1}}), document({{1, 4}, {2, 3}})) == document({{1, 4}, {2, 3}}));
  // Both gave seat 0 away.
  CHECK(merge_documents(DataType::seats, document({{0, 9}}), document({{0, 4}, {1, 2}})) == document({{0, 4}, {1, 2}}));
  // Entry 8 had been appended before entry 3.
  CHECK(merge_documents(DataType::log, document({{0, 8}, {1, 3}}), document({{0, 8}, {1, 5}})) ==
        document({{0, 3}, {1, 5}, {2, 8}}));
}
