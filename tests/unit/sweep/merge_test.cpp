// Result files made by hand: into the file and back, joined in any order, and what is said of those that do not fit.
#include "sim/sweep/merge.hpp"

#include "support/temporary_folder.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>

#include <catch2/catch.hpp>

using namespace bicoastal;
using Catch::Matchers::Contains;

namespace {

SweepPlan plan_of(std::size_t points, std::size_t seeds) {
  SweepPlan plan;
  plan.hash = "00112233445566778899aabbccddeeff";
  plan.name = "by hand";
  plan.version = "1";
  plan.axes = {{"ttl", "s"}, {"writes", ""}};
  for (std::size_t p = 0; p < points; ++p)
    plan.points.push_back({{{"5 s", 5.0}, {"local", std::nullopt}}, {"/a=b", "/c=d"}, "hash", seeds});
  plan.metrics = {{"availability", MetricUnit::share}, {"rto", MetricUnit::seconds}};
  plan.constraints = {{"rto <= 1 min", 1, Expectation::Comparison::less_equal, 60}};
  for (std::size_t k = 0; k < seeds; ++k) plan.seeds.push_back(k == 0 ? 18446744073709551615ULL : k);
  return plan;
}

SweepRun run_of(const SweepPlan& plan, std::size_t number) {
  SweepRun run;
  run.number = number;
  run.id = "id" + std::to_string(number);
  run.point = number / plan.seeds.size();
  run.seed = plan.seeds[number % plan.seeds.size()];
  run.again = "again";
  run.digest = "d" + std::to_string(number);
  run.values = {0.1 * static_cast<double>(number), std::nullopt};
  return run;
}

SweepPart part(const std::string& name, const SweepPlan& plan, const std::vector<std::size_t>& numbers) {
  SweepPart made{name, {plan, {}}};
  for (const std::size_t number : numbers) made.stored.runs.push_back(run_of(plan, number));
  return made;
}

std::vector<std::size_t> numbers_of(const StoredSweep& sweep) {
  std::vector<std::size_t> numbers;
  for (const SweepRun& run : sweep.runs) numbers.push_back(run.number);
  return numbers;
}

}  // namespace

TEST_CASE("a plan and its runs come back from the file as they went in", "[sweep]") {
  const test::TemporaryFolder folder;
  const std::string path = (folder.path() / "s.db").string();
  const SweepPlan plan = plan_of(2, 2);
  SweepRun failed = run_of(plan, 3);
  failed.error = "killed by signal 11 (Segmentation fault)";
  failed.digest.clear();
  failed.values = {std::nullopt, std::nullopt};
  failed.attempts = 3;
  {
    auto file = SweepFile::create(path, plan);
    REQUIRE(file);
    file->add(failed);
    file->add(run_of(plan, 0));
    file->set_wanted(1, 1);
    file->close();
  }
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
  const auto read = read_sweep_file(path);
  REQUIRE(read);
  CHECK(read->plan.hash == plan.hash);
  CHECK(read->plan.seeds == plan.seeds);
  CHECK(read->plan.axes == plan.axes);
  CHECK(read->plan.metrics == plan.metrics);
  CHECK(read->plan.points[1].values == plan.points[1].values);
  CHECK(read->plan.points[1].sets == plan.points[1].sets);
  CHECK(read->plan.points[0].wanted == 2);
  CHECK(read->plan.points[1].wanted == 1);
  CHECK(read->plan.constraints[0].limit == 60);
  CHECK(numbers_of(*read) == std::vector<std::size_t>{0, 3});
  CHECK(read->runs[0].values == run_of(plan, 0).values);
  CHECK(read->runs[0].seed == 18446744073709551615ULL);
  CHECK(read->runs[1].error == failed.error);
  CHECK(read->runs[1].attempts == 3);
  CHECK_FALSE(read->runs[1].ended_well());
}

TEST_CASE("a file whose writer is killed holds what was committed, and is gone on with", "[sweep]") {
  const test::TemporaryFolder folder;
  const std::string path = (folder.path() / "s.db").string();
  const SweepPlan plan = plan_of(2, 2);
  const pid_t writer = fork();
  REQUIRE(writer >= 0);
  if (writer == 0) {
    auto file = SweepFile::create(path, plan);
    if (file) file->add(run_of(plan, 2));
    kill(getpid(), SIGKILL);
  }
  waitpid(writer, nullptr, 0);
  {
    auto file = SweepFile::open(path);
    REQUIRE(file);
    const auto locked = read_sweep_file(path);
    REQUIRE_FALSE(locked);
    CHECK(locked.faults().front().code == "E624");
    file->add(run_of(plan, 1));
  }
  const auto read = read_sweep_file(path);
  REQUIRE(read);
  CHECK(numbers_of(*read) == std::vector<std::size_t>{1, 2});
}

TEST_CASE("files that hold something else are told from result files, and left alone", "[sweep]") {
  const test::TemporaryFolder folder;
  const std::string text = (folder.path() / "text").string(), absent = (folder.path() / "absent").string();
  std::ofstream(text)
      << "a text of mine, longer than the header of a database would be, and nobody else's: do not touch it";
  CHECK(read_sweep_file(text).faults().front().code == "E621");
  CHECK(read_sweep_file(absent).faults().front().code == "E601");
  CHECK(read_sweep_file(folder.path().string()).faults().front().code == "E602");
  CHECK(SweepFile::create(text, plan_of(1, 1)).faults().front().code == "E608");
  CHECK(std::filesystem::file_size(text) > 90);
  CHECK(SweepFile::create(absent + "/x.db", plan_of(1, 1)).faults().front().code == "E609");
}

TEST_CASE("parts are joined in any order, by what is in them", "[sweep]") {
  const SweepPlan plan = plan_of(2, 3);
  std::vector<SweepPart> parts{part("a", plan, {0, 3}), part("b", plan, {1, 3, 4}), part("c", plan, {2, 5})};
  parts[1].stored.runs[0].error = "out of memory";  // 1 failed here …
  parts[2].stored.runs.push_back(run_of(plan, 1));  // … and not there
  std::ranges::sort(parts, {}, &SweepPart::path);
  do {
    const auto merged = merge_parts(parts);
    REQUIRE(merged);
    CHECK(numbers_of(*merged) == std::vector<std::size_t>{0, 1, 2, 3, 4, 5});
    CHECK(merged->runs[1].ended_well());
    CHECK(missing_from(*merged).nothing());
  } while (std::ranges::next_permutation(parts, {}, &SweepPart::path).found);
}

TEST_CASE("what is missing is told by number, and points of which nobody knows how many they need", "[sweep]") {
  const SweepPlan plan = plan_of(3, 2);
  SweepPart some = part("a", plan, {0, 3});
  some.stored.plan.points[2].wanted.reset();
  const Missing missing = missing_from(some.stored);
  CHECK(missing.runs == std::vector<std::size_t>{1, 2});
  CHECK(missing.points == std::vector<std::size_t>{2});
  SweepPart rest = part("b", plan, {1, 2, 4});
  rest.stored.plan.points[2].wanted = 1;
  CHECK(missing_from(*merge_parts({some, rest})).nothing());
}

TEST_CASE("a stray part is told by its name, as are runs that came out differently, and other versions", "[sweep]") {
  const SweepPlan plan = plan_of(2, 2);
  SweepPlan other = plan, newer = plan;
  other.hash = "ffff";
  newer.version = "2";
  const auto foreign = merge_parts({part("stray", other, {0}), part("a", plan, {0}), part("b", plan, {1})});
  REQUIRE_FALSE(foreign);
  REQUIRE(foreign.faults().size() == 1);
  CHECK(foreign.faults()[0].code == "E625");
  CHECK(foreign.faults()[0].file == "stray");
  const auto mixed = merge_parts({part("a", plan, {0}), part("b", plan, {1}), part("c", newer, {2})});
  REQUIRE_FALSE(mixed);
  CHECK(mixed.faults()[0].code == "E628");
  SweepPart changed = part("b", plan, {0, 1});
  changed.stored.runs[0].values[0] = 0.5;
  const auto different = merge_parts({part("a", plan, {0}), changed});
  REQUIRE_FALSE(different);
  CHECK(different.faults()[0].code == "E626");
  CHECK_THAT(different.faults()[0].message, Contains("id0") && Contains("a"));
}
