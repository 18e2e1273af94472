#include "sim/scenario/expecting.hpp"

#include "sim/scenario/node.hpp"
#include "sim/scenario/parse.hpp"

#include <bicoastal/metrics.hpp>

#include <string_view>

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::string_view zero_of(MetricUnit unit) {
  switch (unit) {
    case MetricUnit::seconds: return "0 s";
    case MetricUnit::bytes: return "0 B";
    case MetricUnit::rate: return "0 / 1 s";
    case MetricUnit::money: return "0 USD";
    case MetricUnit::share:
    case MetricUnit::count: break;
  }
  return "0";
}

}  // namespace

std::string metric_name(const std::string& metric) {
  const std::string name = metric.substr(0, metric.find('['));
  const std::size_t last = name.find_last_not_of(' ');
  return last == std::string::npos ? "" : name.substr(0, last + 1);
}

std::string as_expectation(const std::string& metric) {
  const Metric* known = find_metric(metric_name(metric));
  return fmt::format("{} >= {}", metric, zero_of(known == nullptr ? MetricUnit::count : known->unit));
}

Override expecting_all(const std::vector<std::string>& expectations) {
  Node list;
  list.kind = Node::Kind::array;
  for (const std::string& one : expectations) list.items.push_back(text_node(one, {}));
  return {"/expect", canonical_text(list)};
}

Override expecting(const std::vector<std::string>& metrics) {
  std::vector<std::string> expectations;
  for (const std::string& metric : metrics) expectations.push_back(as_expectation(metric));
  return expecting_all(expectations);
}

}  // namespace bicoastal
