// What the records of a time line say, in words for people who run services.
#pragma once

#include <bicoastal/history.hpp>
#include <bicoastal/scenario.hpp>

#include "sim/analysis/timeline.hpp"

#include <string>

namespace bicoastal {

/// How a change of a service stands in a time line.
struct SpanOf {
  enum class Edge : std::uint8_t { begin, end, moment };
  Lane lane = Lane::services;
  int family = 0;  ///< what ends is of the same family as what began
  Edge edge = Edge::moment;
  bool by_replica = false;  ///< each replica has its own; otherwise by subject
  bool good = false;
};
SpanOf span_of(const ChangeRecord& record);

std::string words_for(const Scenario& scenario, const HealthRecord& record);
std::string words_for(const Scenario& scenario, const RoleRecord& record);
std::string words_for(const Scenario& scenario, const ChangeRecord& record);

}  // namespace bicoastal
