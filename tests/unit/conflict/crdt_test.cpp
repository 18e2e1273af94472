#include "unit/conflict/sites.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

Change add(std::uint32_t item, std::int64_t amount = 1) { return {Verb::add, item, amount}; }
Change remove(std::uint32_t item) { return {Verb::remove, item, 1}; }
Change reserve(std::uint32_t seat) { return {Verb::reserve, seat, 1}; }
Change release(std::uint32_t seat) { return {Verb::release, seat, 1}; }
Change take(std::int64_t amount) { return {Verb::take, 0, amount}; }
const Change kAppend{Verb::append, 0, 1};

std::int64_t raw(std::size_t region, std::uint64_t sequence) {
  return static_cast<std::int64_t>(Sites::version(region, sequence).value);
}

/// Item 1 is in everywhere; then region 0 removes it while region 1 adds it again; all hear of all.
Sites raced(Crdt crdt) {
  Sites s = crdt_sites(crdt, DataType::set);
  s.write(0, add(1));
  s.tell(0, 1);
  s.write(0, remove(1));
  s.write(1, add(1));
  s.tell(0, 1);
  s.tell(1, 0);
  return s;
}

}  // namespace

TEST_CASE("every CRDT that fits a data type can be made, and has changes to keep", "[conflict][crdt]") {
  const Change changes[] = {
      {Verb::write, 0, 1},  {Verb::increment, 0, 2}, add(1), add(1, 2), {Verb::restock, 0, 2}, reserve(1), kAppend,
      {Verb::deposit, 1, 2}};
  for (const CrdtName& crdt : kCrdtNames)
    for (std::size_t t = 0; t < kDataTypes; ++t)
      if (fits(crdt.crdt, static_cast<DataType>(t))) {
        INFO(crdt.name << " keeps " << kTypeNames[t]);
        Sites s = crdt_sites(crdt.crdt, static_cast<DataType>(t), 5);
        CHECK(s.write(0, changes[t]) != nullptr);
        s.tell(0, 1);
        CHECK(s.shown(1) == s.shown(0));
        CHECK(s.shown(1) != s.shown(2));
      }
}

TEST_CASE("a race of add and remove: add wins, remove wins, removed for ever", "[conflict][crdt]") {
  CHECK(raced(Crdt::or_set).shown(0) == document({{1, 1}}));
  CHECK(raced(Crdt::rw_set).shown(0).empty());
  CHECK(raced(Crdt::two_phase_set).shown(0).empty());
  for (const Crdt crdt : {Crdt::or_set, Crdt::rw_set}) {
    Sites s = raced(crdt);
    s.write(1, add(1));
    s.tell(1, 0);
    CHECK(s.shown(0) == document({{1, 1}}));
  }
  Sites s = raced(Crdt::two_phase_set);
  CHECK(s.write(1, add(1)) == nullptr);
}

TEST_CASE("a collected tombstone takes no add with it that had seen it through an add still under way",
          "[conflict][crdt]") {
  Sites s = crdt_sites(Crdt::rw_set, DataType::set);
  const auto removed = s.write(2, remove(1)), added = s.write(2, add(1)), again = s.write(2, add(1));
  s.at(0).merge(*again);  // names the first add, and that one the remove
  s.at(0).merge(*removed);
  s.at(1).merge(*removed);
  // All know of the remove, which is region 2's first change, and whoever writes from now on does.
  const std::vector<std::uint64_t> first = {0, 0, 1};
  for (std::size_t region = 0; region < 3; ++region) s.at(region).collect_garbage(first, first);
  CHECK(s.shown(0) == document({{1, 1}}));
  for (std::size_t region = 0; region < 2; ++region) {
    s.at(region).merge(*added);
    s.at(region).merge(*again);
    CHECK(s.shown(region) == document({{1, 1}}));
    CHECK(s.at(region).equals(s.at(2)));
  }
}

TEST_CASE("a collected tombstone takes the adds with it that it beats", "[conflict][crdt]") {
  Sites s = raced(Crdt::rw_set);  // the add of region 1, its first change, had not seen region 0's second, the remove
  s.tell(0, 2);
  const std::vector<std::uint64_t> settled = {2, 0, 0}, cut = {2, 1, 0};
  for (std::size_t region = 0; region < 3; ++region) {
    s.at(region).collect_garbage(settled, cut);
    CHECK(s.shown(region).empty());
    CHECK(s.at(region).payloads() == 0);
  }
}

TEST_CASE("what a type cannot do is declined", "[conflict][crdt]") {
  CHECK(crdt_sites(Crdt::g_set, DataType::set).write(0, remove(1)) == nullptr);
  CHECK(crdt_sites(Crdt::g_counter, DataType::counter).write(0, {Verb::increment, 0, -1}) == nullptr);
  CHECK(crdt_sites(Crdt::pn_counter, DataType::counter).write(0, {Verb::increment, 0, -1}) != nullptr);
}

TEST_CASE("pn-counters oversell what bounded counters decline", "[conflict][crdt]") {
  Sites pn = crdt_sites(Crdt::pn_counter, DataType::inventory, 3);
  for (const std::size_t region : {0u, 1u}) CHECK(pn.write(region, take(3)) != nullptr);
  pn.tell(0, 1);
  CHECK(pn.shown(1) == document({{0, -3}}));
  Sites bounded = crdt_sites(Crdt::bounded_counter, DataType::inventory, 3);
  CHECK(bounded.write(0, take(2)) == nullptr);  // one each
  for (const std::size_t region : {0u, 1u, 2u}) CHECK(bounded.write(region, take(1)) != nullptr);
  bounded.tell(0, 1);
  bounded.tell(2, 1);
  CHECK(bounded.shown(1).empty());
}

TEST_CASE("rights go from regions that have more than an even share to those with less than half of one",
          "[conflict][crdt]") {
  Sites s = crdt_sites(Crdt::bounded_counter, DataType::inventory, 30);  // ten each
  CHECK(s.write(0, take(10)) != nullptr);
  CHECK(s.write(0, take(1)) == nullptr);
  CHECK(s.at(1).share_rights(RegionId(1)) == nullptr);  // has not heard of it
  s.tell(0, 1);
  const auto gift = s.at(1).share_rights(RegionId(1));  // 20 are left: even shares are 7, three are spare
  REQUIRE(gift != nullptr);
  s.at(0).merge(*gift);
  s.at(0).merge(*gift);
  CHECK(s.write(0, take(4)) == nullptr);
  CHECK(s.write(0, take(3)) != nullptr);
  CHECK(s.write(1, take(8)) == nullptr);
  CHECK(s.write(1, take(7)) != nullptr);
  CHECK(s.at(0).share_rights(RegionId(0)) == nullptr);
}

TEST_CASE("accounts under a bounded counter may move below 0 one by one, not together", "[conflict][crdt]") {
  Sites s = crdt_sites(Crdt::bounded_counter, DataType::accounts, 6);  // 12 in all, four each
  CHECK(s.write(0, {Verb::withdraw, 0, 4}) != nullptr);
  CHECK(s.write(1, {Verb::withdraw, 0, 4}) != nullptr);
  s.tell(0, 1);
  CHECK(s.shown(1) == document({{0, -2}, {1, 6}}));
  CHECK(s.write(1, {Verb::withdraw, 1, 1}) == nullptr);
}

TEST_CASE("a remove that races with an add to the cart brings back what that region had counted", "[conflict][crdt]") {
  Sites s = crdt_sites(Crdt::or_map, DataType::cart);
  s.write(0, add(2, 3));
  s.write(1, add(2, 4));
  s.tell(0, 1);
  s.tell(1, 0);
  CHECK(s.shown(0) == document({{2, 7}}));
  s.write(0, remove(2));
  s.write(1, add(2, 1));
  s.tell(1, 0);
  s.tell(0, 1);
  CHECK(s.shown(0) == document({{2, 5}}));  // 4 + 1 of region 1; the 3 of region 0 are gone
  CHECK(s.shown(1) == s.shown(0));
}

TEST_CASE("a seat that two regions gave away has two holders until one of them lets go", "[conflict][crdt]") {
  Sites s = crdt_sites(Crdt::or_map, DataType::seats);
  s.write(0, reserve(3), 8);
  s.write(1, reserve(3), 5);
  s.tell(0, 1);
  s.tell(1, 0);
  CHECK(s.shown(0) == document({{3, 6}}));
  CHECK(s.siblings(0) == 2);
  CHECK(s.write(0, reserve(3), 1) == nullptr);
  CHECK(s.write(0, release(3), 1) == nullptr);
  CHECK(s.write(1, release(3), 5) != nullptr);
  s.tell(1, 0);
  CHECK(s.shown(0) == document({{3, 9}}));
  CHECK(s.siblings(0) == 1);
}

TEST_CASE("what regions append in a row stays in a row", "[conflict][crdt]") {
  Sites s = crdt_sites(Crdt::sequence, DataType::log);
  s.write(0, kAppend);
  s.tell(0, 1);
  for (int i = 0; i < 2; ++i)
    for (const std::size_t region : {0u, 1u}) s.write(region, kAppend);
  s.tell(0, 1);
  s.tell(1, 0);
  const Document expected = document({{0, raw(0, 1)}, {1, raw(1, 1)}, {2, raw(1, 2)}, {3, raw(0, 2)}, {4, raw(0, 3)}});
  CHECK(s.shown(0) == expected);
  CHECK(s.shown(1) == expected);
}

TEST_CASE("an entry whose predecessor has not come is not shown yet", "[conflict][crdt]") {
  Sites s = crdt_sites(Crdt::sequence, DataType::log);
  const auto first = s.write(0, kAppend);
  const auto second = s.write(0, kAppend);
  s.at(1).merge(*second);
  CHECK(s.shown(1).empty());
  CHECK(s.at(1).payloads() == 1);
  s.at(1).merge(*first);
  CHECK(s.shown(1) == s.shown(0));
}

TEST_CASE("of a register all concurrent versions are kept, or the later one", "[conflict][crdt]") {
  for (const Crdt crdt : {Crdt::mv_register, Crdt::lww_register}) {
    Sites s = crdt_sites(crdt, DataType::reg);
    s.write(0, {Verb::write, 0, 1}, 0, 20);
    s.write(1, {Verb::write, 0, 1}, 0, 10);
    s.tell(0, 1);
    CHECK(s.siblings(1) == (crdt == Crdt::mv_register ? 2 : 1));
    CHECK(s.shown(1).at(Sites::version(0, 1).value) == 1);
    s.write(1, {Verb::write, 0, 1}, 0, 30);
    CHECK(s.shown(1) == document({{Sites::version(1, 2).value, 1}}));
  }
}
