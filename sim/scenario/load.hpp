// Scenario files: JSON in, a validated and resolved Scenario out, or every fault of the input at once.
#pragma once

#include <bicoastal/result.hpp>
#include <bicoastal/scenario.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bicoastal {

/// `--set /pointer=value`: replaces (or adds) one value of the document before it is validated.
struct Override {
  std::string pointer;  ///< JSON Pointer
  std::string value;    ///< JSON; text that is not JSON is taken as a string
};

/// A conflict policy beside our own, as a plugin offers it (conflict.hpp).
struct PluginPolicy {
  std::string name;
  std::uint32_t types = 0;  ///< bit 1 << DataType for each data type that it can keep
};

struct LoadOptions {
  std::vector<PluginPolicy> plugins = {};
  /// Takes a policy of an unknown name for that of a plugin which is not at hand: a stored run can be read without it.
  bool unknown_policies = false;
};

/// Splits "/pointer=value". A fault where there is no '=' or no leading '/'.
Result<Override> parse_override(std::string_view text);

/// Reads `file`, merges its includes, applies `overrides` in order and then `seed`, validates and resolves.
Result<Scenario> load_scenario(const std::string& file, const std::vector<Override>& overrides = {},
                               std::optional<std::uint64_t> seed = {}, const LoadOptions& options = {});

/// A file that was read once, with its includes, and of which many scenarios are made. Copies share what was read.
class ScenarioSource {
 public:
  /// Faults where there is nothing to go on with; all others come with the scenarios.
  static Result<ScenarioSource> read(const std::string& file);

  const std::string& file() const;
  /// Canonical text, includes merged.
  std::string document() const;
  /// What load_scenario() gives.
  Result<Scenario> make(const std::vector<Override>& overrides = {}, std::optional<std::uint64_t> seed = {},
                        const LoadOptions& options = {}) const;

 private:
  struct State;
  explicit ScenarioSource(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

/// The document of a scenario without its seed and its expectations, which decide nothing of what can happen, as text:
/// equal for scenarios that differ in these alone.
std::string essence_of(const Scenario& scenario);

/// A scenario of a document in memory (what Scenario::document holds: no includes left). `name` stands in diagnostics.
Result<Scenario> parse_scenario(std::string_view document, const std::string& name, const LoadOptions& options = {});

}  // namespace bicoastal
