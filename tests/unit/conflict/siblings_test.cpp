#include "unit/conflict/sites.hpp"

#include <catch2/catch.hpp>

using namespace bicoastal;

namespace {

const Change kWrite{Verb::write, 0, 1};

Sites sites(DataType type, SiblingRule rule, std::uint32_t prune = 0, std::int64_t initial = 0) {
  Scenario s = three_regions("version_vector", type, initial);
  s.data.conflicts.siblings = rule;
  s.data.conflicts.prune = prune;
  return Sites(std::move(s));
}

std::uint64_t raw_id(std::size_t region, std::uint64_t sequence) { return Sites::version(region, sequence).value; }

/// Two regions that took the same document of 5 to different ones, and a third that has both.
Sites diverged(SiblingRule rule) {
  Sites s = sites(DataType::inventory, rule, 0, 5);
  s.write(0, {Verb::take, 0, 2});
  s.write(1, {Verb::take, 0, 1});
  s.tell(0, 2);
  s.tell(1, 2);
  return s;
}

}  // namespace

TEST_CASE("the history of Dynamo's figure 3 gives its siblings and its vectors", "[conflict]") {
  // DeCandia et al., SOSP 2007: D1, D2 at Sx; D3 at Sy and D4 at Sz after D2; D5 at Sx reconciles D3 and D4.
  Sites s = sites(DataType::reg, SiblingRule::keep);
  s.write(0, kWrite);
  CHECK(s.at(0).metadata_bytes() == 16 + 8);
  s.write(0, kWrite);
  CHECK(s.shown(0) == document({{raw_id(0, 2), 1}}));
  s.tell(0, 1);
  s.tell(0, 2);
  s.write(1, kWrite);  // [(Sx, 2), (Sy, 1)]
  s.write(2, kWrite);  // [(Sx, 2), (Sz, 1)]
  s.tell(1, 0);
  CHECK(s.shown(0) == document({{raw_id(1, 1), 1}}));
  s.tell(2, 0);
  CHECK(s.siblings(0) == 2);
  CHECK(s.shown(0) == document({{raw_id(1, 1), 1}, {raw_id(2, 1), 1}}));
  CHECK(s.at(0).payloads() == 2);
  s.write(0, kWrite);  // [(Sx, 3), (Sy, 1), (Sz, 1)]
  CHECK(s.siblings(0) == 1);
  CHECK(s.at(0).metadata_bytes() == 16 + 3 * 8);
  s.tell(0, 1);
  s.tell(0, 2);
  CHECK(s.shown(1) == document({{raw_id(0, 3), 1}}));
  CHECK(s.at(1).equals(s.at(2)));
}

TEST_CASE("what siblings show, and what the next change is applied to, is as the rule says", "[conflict]") {
  struct Case {
    SiblingRule rule;
    std::int64_t shown;
  };
  // Region 0 has 3 left, region 1 has 4 and wrote later.
  for (const auto [rule, shown] : {Case{SiblingRule::keep, 3}, Case{SiblingRule::union_of_all, 4},
                                   Case{SiblingRule::newest, 4}, Case{SiblingRule::application, 3}}) {
    Sites s = diverged(rule);
    CHECK(s.siblings(2) == 2);
    CHECK(s.shown(2).at(0) == shown);
    s.write(2, {Verb::restock, 0, 10});
    CHECK(s.siblings(2) == 1);
    CHECK(s.shown(2).at(0) == shown + 10);
  }
}

TEST_CASE("the newest sibling is that of the later stamp, not of the later region", "[conflict]") {
  Sites s = sites(DataType::reg, SiblingRule::newest);
  s.write(0, kWrite, 0, 50);
  s.write(1, kWrite, 0, 40);
  s.tell(0, 1);
  CHECK(s.siblings(1) == 2);
  CHECK(s.shown(1) == document({{raw_id(0, 1), 1}}));
}

TEST_CASE("clients of one region make no siblings", "[conflict]") {
  Sites s = sites(DataType::reg, SiblingRule::keep);
  for (std::uint32_t client = 0; client < 5; ++client) s.write(0, kWrite, client);
  CHECK(s.siblings(0) == 1);
}

TEST_CASE("a pruned vector takes what was overwritten for concurrent", "[conflict]") {
  for (const std::uint32_t prune : {0u, 2u, 1u}) {
    Sites s = sites(DataType::reg, SiblingRule::keep, prune);
    s.write(0, kWrite);
    s.tell(0, 1);
    s.write(1, kWrite);  // has seen region 0's
    s.tell(1, 0);
    CHECK(s.siblings(0) == (prune == 1 ? 2 : 1));
    CHECK(s.siblings(1) == 1);
    s.tell(0, 1);
    CHECK(s.siblings(1) == (prune == 1 ? 2 : 1));
    s.write(0, kWrite);
    s.tell(0, 1);
    CHECK(s.siblings(1) == (prune == 1 ? 2 : 1));  // and again: the new vector has lost region 1
  }
}

TEST_CASE("pruning drops the entry whose last write is oldest, never the writer's", "[conflict]") {
  Sites s = sites(DataType::reg, SiblingRule::keep, 2);
  s.write(0, kWrite, 0, 70);
  s.tell(0, 1);
  s.write(1, kWrite, 0, 60);
  s.tell(1, 2);
  s.tell(1, 0);
  s.write(2, kWrite, 0, 10);  // its clock is behind: its own entry is the oldest, then region 1's
  CHECK(s.at(2).metadata_bytes() == 16 + 2 * 16);
  s.tell(2, 1);
  CHECK(s.shown(1) == document({{raw_id(1, 1), 1}, {raw_id(2, 1), 1}}));
}
