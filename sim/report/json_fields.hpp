// The names of a run's JSON document: one table that the document and its reference are both made from.
#pragma once

#include "sim/report/run_report.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace bicoastal {

/// One value, or one for each region, fault, pair of regions, expectation or kind of anomaly.
struct JsonField {
  /// Names with dots between them. "faults[]" is an element of an array; "<region>" and "<kind>" stand for a name.
  std::string path;
  std::string unit;  ///< or type, where it is not a number
  std::string meaning;
  std::function<nlohmann::ordered_json(const RunReport&, std::size_t index)> value;
};

/// In the order of the document.
const std::vector<JsonField>& json_fields();

/// Parts of it that have a file of their own.
void add_dependency_fields(std::vector<JsonField>& fields);
/// Of the run, and of each fault.
void add_cost_fields(std::vector<JsonField>& fields);

}  // namespace bicoastal
