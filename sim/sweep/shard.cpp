#include "sim/sweep/shard.hpp"

#include <array>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>

namespace bicoastal {

namespace {

constexpr std::size_t kMostShards = 1'000'000;
constexpr const char* kCount = "BICOASTAL_SHARDS";

/// How an engine counts its tasks.
struct Engine {
  const char* name;
  const char* index;  ///< variable
  std::size_t first;  ///< index of the first task
};
constexpr std::array kEngines{Engine{"a Kubernetes indexed job", "JOB_COMPLETION_INDEX", 0},
                              Engine{"an AWS Batch array", "AWS_BATCH_JOB_ARRAY_INDEX", 0},
                              Engine{"GNU parallel", "PARALLEL_SEQ", 1}};

std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::variant<Shard, std::string> checked(std::size_t index, std::size_t count, const std::string& from) {
  if (count == 0 || count > kMostShards) return fmt::format("{}: there are 1 to {} shards", from, kMostShards);
  if (index >= count) return fmt::format("{}: there is no such one of {} shards", from, count);
  return Shard{index, count};
}

/// A variable that has to be a number; else why not.
std::variant<std::size_t, std::string> variable(const char* name, const Environment& environment, const char* because) {
  const auto text = environment(name);
  if (!text) return fmt::format("--shard auto: {} is not set, {}", name, because);
  if (const auto number = number_in(*text)) return *number;
  return fmt::format("--shard auto: {} is {}, which is no number", name, *text);
}

std::variant<Shard, std::string> of_slurm(const Environment& environment) {
  std::array<std::size_t, 3> numbers{};
  const std::array names{"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_COUNT"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto read = variable(names[i], environment, "as it is in a Slurm array");
    if (const auto* why = std::get_if<std::string>(&read)) return *why;
    numbers[i] = std::get<std::size_t>(read);
  }
  auto [id, least, count] = numbers;
  // An array of some tasks only, as when those that failed are submitted again, knows no longer how many there were.
  if (const auto told = environment(kCount)) {
    const auto all = number_in(*told);
    if (!all) return fmt::format("--shard auto: {} is {}, which is no number", kCount, *told);
    count = *all;
    least = 1;
  }
  if (id < least) return fmt::format("--shard auto: SLURM_ARRAY_TASK_ID is {}, less than {}", id, least);
  return checked(id - least, count, fmt::format("--shard auto: SLURM_ARRAY_TASK_ID is {}", id));
}

std::variant<Shard, std::string> from_environment(const Environment& environment) {
  if (environment("SLURM_ARRAY_TASK_ID")) return of_slurm(environment);
  for (const Engine& engine : kEngines) {
    if (!environment(engine.index)) continue;
    const auto index = variable(engine.index, environment, "");
    const auto count =
        variable(kCount, environment, fmt::format("and {} does not tell how many there are", engine.name).c_str());
    for (const auto* read : {&index, &count})
      if (const auto* why = std::get_if<std::string>(read)) return *why;
    const std::size_t i = std::get<std::size_t>(index);
    if (i < engine.first) return fmt::format("--shard auto: {} is {}, less than {}", engine.index, i, engine.first);
    return checked(i - engine.first, std::get<std::size_t>(count),
                   fmt::format("--shard auto: {} is {}", engine.index, i));
  }
  return std::string(
      "--shard auto: none of SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, AWS_BATCH_JOB_ARRAY_INDEX and "
      "PARALLEL_SEQ is set");
}

}  // namespace

std::string Shard::text() const { return fmt::format("{}/{}", index + 1, count); }

std::variant<Shard, std::string> read_shard(const std::string& text, const Environment& environment) {
  if (text == "auto") return from_environment(environment);
  const std::size_t slash = text.find('/');
  const auto index = number_in(std::string_view(text).substr(0, slash));
  const auto count = slash == std::string::npos ? std::nullopt : number_in(std::string_view(text).substr(slash + 1));
  if (!index || !count) return fmt::format("--shard {}: is neither auto nor of the form 3/7", text);
  if (*index == 0) return fmt::format("--shard {}: shards count from 1", text);
  return checked(*index - 1, *count, fmt::format("--shard {}", text));
}

}  // namespace bicoastal
