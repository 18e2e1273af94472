#include "sim/report/claims_chart.hpp"

#include "sim/report/numbers.hpp"

#include <nlohmann/json.hpp>

namespace bicoastal {

namespace {

using Json = nlohmann::ordered_json;

Json point_json(Json x, const ClaimFigure& figure, const Sample& sample) {
  Json point = {{"x", std::move(x)}, {"measure", figure.name}, {"mean", nullptr}, {"low", nullptr}, {"high", nullptr}};
  if (sample.told == 0) return point;
  point["mean"] = sample.mean;
  point["low"] = sample.interval ? sample.interval->low : sample.mean;
  point["high"] = sample.interval ? sample.interval->high : sample.mean;
  return point;
}

}  // namespace

Json chart_json(const Claim& claim, const ClaimJudgement& judgement) {
  if (!claim.chart) return nullptr;
  const ClaimChart& chart = *claim.chart;
  Json x = {{"title", chart.x_title}};
  chart.names.empty() ? x["values"] = chart.values : x["names"] = chart.names;
  Json document = {{"title", chart.title},
                   {"x", std::move(x)},
                   {"y", {{"title", chart.y_title}, {"unit", unit_name(chart.unit)}}},
                   {"series", Json::array()}};
  for (const ClaimChart::Series& series : chart.series) {
    Json points = Json::array();
    for (std::size_t i = 0; i < series.figures.size(); ++i) {
      const std::size_t figure = series.figures[i];
      points.push_back(point_json(chart.names.empty() ? Json(chart.values[i]) : Json(chart.names[i]),
                                  claim.figures[figure], judgement.figures[figure]));
    }
    document["series"].push_back({{"name", series.name}, {"points", std::move(points)}});
  }
  return document;
}

}  // namespace bicoastal
