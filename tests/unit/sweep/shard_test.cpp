// Which share of a sweep a machine takes, by what it is told or finds in its environment.
#include "sim/sweep/shard.hpp"

#include <map>

#include <catch2/catch.hpp>

using namespace bicoastal;
using Catch::Matchers::Contains;

namespace {

std::variant<Shard, std::string> read(const std::string& text,
                                      const std::map<std::string, std::string>& variables = {}) {
  return read_shard(text, [&](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
}

void check(const std::variant<Shard, std::string>& read, std::size_t index, std::size_t count) {
  REQUIRE(std::holds_alternative<Shard>(read));
  CHECK(std::get<Shard>(read) == Shard{index, count});
}

void check_refused(const std::variant<Shard, std::string>& read, const std::string& why) {
  REQUIRE(std::holds_alternative<std::string>(read));
  CHECK_THAT(std::get<std::string>(read), Contains(why));
}

}  // namespace

TEST_CASE("shards are written from 1", "[sweep]") {
  check(read("3/7"), 2, 7);
  check(read("1/1"), 0, 1);
  check_refused(read("0/7"), "count from 1");
  check_refused(read("8/7"), "no such one of 7");
  for (const char* text : {"3", "3/", "/7", "3/7/1", "-1/7", "a/b", "", "3 / 7"}) {
    INFO(text);
    check_refused(read(text), "form 3/7");
  }
}

TEST_CASE("each engine's variables tell the shard, from its own first number on", "[sweep]") {
  const auto slurm = [](const char* id, const char* least, const char* count) {
    return read("auto",
                {{"SLURM_ARRAY_TASK_ID", id}, {"SLURM_ARRAY_TASK_MIN", least}, {"SLURM_ARRAY_TASK_COUNT", count}});
  };
  check(slurm("1", "1", "40"), 0, 40);
  check(slurm("39", "0", "40"), 39, 40);
  check(slurm("12", "10", "5"), 2, 5);
  check_refused(slurm("15", "10", "5"), "no such one of 5");
  check(read("auto", {{"JOB_COMPLETION_INDEX", "0"}, {"BICOASTAL_SHARDS", "4"}}), 0, 4);
  check(read("auto", {{"AWS_BATCH_JOB_ARRAY_INDEX", "3"}, {"BICOASTAL_SHARDS", "4"}}), 3, 4);
  check(read("auto", {{"PARALLEL_SEQ", "4"}, {"BICOASTAL_SHARDS", "4"}}), 3, 4);
  check_refused(read("auto", {{"PARALLEL_SEQ", "5"}, {"BICOASTAL_SHARDS", "4"}}), "no such one of 4");
  check_refused(read("auto", {{"PARALLEL_SEQ", "0"}, {"BICOASTAL_SHARDS", "4"}}), "less than 1");
  check_refused(read("auto", {{"JOB_COMPLETION_INDEX", "0"}}), "BICOASTAL_SHARDS is not set");
  check_refused(read("auto", {{"JOB_COMPLETION_INDEX", "x"}, {"BICOASTAL_SHARDS", "4"}}), "no number");
  check_refused(read("auto"), "none of SLURM_ARRAY_TASK_ID");
}

TEST_CASE("some tasks of a Slurm array that are run again keep their shards", "[sweep]") {
  check(read("auto", {{"SLURM_ARRAY_TASK_ID", "7"},
                      {"SLURM_ARRAY_TASK_MIN", "7"},
                      {"SLURM_ARRAY_TASK_COUNT", "1"},
                      {"BICOASTAL_SHARDS", "40"}}),
        6, 40);
}
