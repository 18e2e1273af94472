// What goes over the wire beside the payload, counted by hand: 8 bytes for a dot, a count, an entry of a vector.
#include "unit/conflict/sites.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

const Change kAdd{Verb::add, 1, 2}, kRemove{Verb::remove, 1, 1};

struct Size {
  std::size_t metadata;
  std::size_t payloads;
  bool operator==(const Size&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Size& s) { return out << s.metadata << " + " << s.payloads; }

Size size(const ReplicatedValue& value) { return {value.metadata_bytes(), value.payloads()}; }

/// Two regions made a change each, then heard of each other.
Size of_two(Crdt crdt, DataType type, const Change& change) {
  Sites s = crdt_sites(crdt, type, 50);
  s.write(0, change);
  s.write(1, change);
  s.tell(0, 1);
  return size(s.at(1));
}

Size of_change(Crdt crdt, DataType type, const std::vector<Change>& changes) {
  Sites s = crdt_sites(crdt, type, 50);
  std::unique_ptr<ReplicatedValue> last;
  for (const Change& c : changes) last = s.write(0, c);
  return size(*last);
}

}  // namespace

TEST_CASE("whole values of two regions", "[conflict][crdt]") {
  CHECK(of_two(Crdt::g_counter, DataType::counter, {Verb::increment, 0, 1}) == Size{2 * 8, 1});
  CHECK(of_two(Crdt::pn_counter, DataType::counter, {Verb::increment, 0, 1}) == Size{2 * 16, 1});
  CHECK(of_two(Crdt::bounded_counter, DataType::inventory, {Verb::take, 0, 1}) == Size{2 * 16, 1});
  CHECK(of_two(Crdt::lww_register, DataType::reg, {Verb::write, 0, 1}) == Size{16, 1});
  CHECK(of_two(Crdt::mv_register, DataType::reg, {Verb::write, 0, 1}) == Size{2 * 8 + 2 * 8, 2});
  CHECK(of_two(Crdt::g_set, DataType::set, kAdd) == Size{0, 1});
  CHECK(of_two(Crdt::two_phase_set, DataType::set, kAdd) == Size{0, 1});
  CHECK(of_two(Crdt::or_set, DataType::set, kAdd) == Size{2 * 8 + 2 * 8, 2});
  CHECK(of_two(Crdt::rw_set, DataType::set, kAdd) == Size{2 * 8 + 2 * 8, 2});
  CHECK(of_two(Crdt::or_map, DataType::cart, kAdd) == Size{2 * 16 + 2 * 8, 1});
  CHECK(of_two(Crdt::or_map, DataType::seats, {Verb::reserve, 1, 1}) == Size{2 * 8 + 2 * 8, 2});
  CHECK(of_two(Crdt::sequence, DataType::log, {Verb::append, 0, 1}) == Size{2 * 24, 2});
}

TEST_CASE("a change of a region that had written before is small", "[conflict][crdt]") {
  const Change increment{Verb::increment, 0, 1}, append{Verb::append, 0, 1};
  CHECK(of_change(Crdt::pn_counter, DataType::counter, {increment, increment}) == Size{16, 1});
  CHECK(of_change(Crdt::sequence, DataType::log, {append, append, append}) == Size{24, 1});
  // The new dot, and the span that holds it and the one that it replaces.
  CHECK(of_change(Crdt::or_set, DataType::set, {kAdd, kAdd}) == Size{8 + 8, 1});
  // The dot that was removed.
  CHECK(of_change(Crdt::or_set, DataType::set, {kAdd, kRemove}) == Size{8, 0});
  CHECK(of_change(Crdt::or_set, DataType::set, {kRemove}) == Size{0, 0});
  // A tombstone names its member.
  CHECK(of_change(Crdt::rw_set, DataType::set, {kRemove}) == Size{16 + 8, 0});
  CHECK(of_change(Crdt::two_phase_set, DataType::set, {kAdd, kRemove}) == Size{8, 0});
}

TEST_CASE("a whole document under an ordering policy is one payload with version and stamp", "[conflict]") {
  Sites s(three_regions("reject", DataType::cart));
  const auto change = s.write(0, kAdd);
  CHECK(size(*change) == Size{16, 1});
  CHECK(size(s.at(0)) == Size{16, 1});
}
