#include "sim/report/study_csv.hpp"

#include "sim/report/csv_line.hpp"
#include "sim/report/json.hpp"
#include "sim/report/page/study_order.hpp"

#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

void add_figures(std::vector<std::string>& fields, const Sample& sample) {
  const auto& around = sample.interval;
  fields.push_back(sample.told > 0 ? fmt::format("{}", sample.mean) : "");
  fields.push_back(around ? fmt::format("{}", around->low) : "");
  fields.push_back(around ? fmt::format("{}", around->high) : "");
}

}  // namespace

std::string study_csv(const Study& study) {
  const StudyFindings findings = findings_of(study);
  std::vector<std::string> header{"point"};
  for (const StudyAxis& axis : study.axes) header.push_back(axis.name);
  header.insert(header.end(), {"standing", "runs"});
  for (const StudyMetric& metric : study.metrics)
    for (const char* part : {"mean", "low", "high"}) header.push_back(fmt::format("{}_{}", metric.name, part));
  header.emplace_back("again");
  std::string csv;
  add_csv_line(csv, header);
  for (std::size_t p = 0; p < study.points.size(); ++p) {
    const StudyPoint& point = study.points[p];
    std::vector<std::string> fields{fmt::format("{}", p + 1)};
    for (std::size_t axis = 0; axis < study.axes.size(); ++axis)
      fields.push_back(study.axes[axis].levels[point.levels[axis]]);
    fields.insert(fields.end(), {std::string(name_of(place_of(findings, p))), fmt::format("{}", point.runs)});
    for (const Sample& sample : findings.samples[p]) add_figures(fields, sample);
    fields.push_back(point.again);
    add_csv_line(csv, fields);
  }
  return csv;
}

std::string run_csv(const RunReport& report) {
  using Json = nlohmann::ordered_json;
  const Json measures = Json::parse(run_json(report)).flatten();
  std::string csv;
  add_csv_line(csv, {"measure", "value"});
  for (const auto& [pointer, value] : measures.items())
    add_csv_line(csv, {pointer, value.is_null()     ? std::string()
                                : value.is_string() ? value.get<std::string>()
                                                    : value.dump()});
  return csv;
}

}  // namespace bicoastal
