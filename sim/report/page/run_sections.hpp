// The sections of the report of a run. One that has nothing to say is empty.
#pragma once

#include "sim/report/page/markup.hpp"
#include "sim/report/page/run_page.hpp"

#include <nlohmann/json_fwd.hpp>

namespace bicoastal {

/// Whether expectations hold, in a sentence, and the figures that matter.
Markup verdict_section(const RunPage& page);
/// Regions, users, pattern, policies.
Markup setup_section(const RunPage& page);
/// Lanes of what happened, and the series under them; `data` gets what timeline.js draws.
Markup timeline_section(const RunPage& page, nlohmann::ordered_json& data);
/// What each fault touched, how long its users were without service and why, what it lost.
Markup faults_section(const RunPage& page);
/// Counts of anomalies with what they mean, and the story of one of each kind.
Markup consistency_section(const RunPage& page);
/// Percentiles of latency by region of the users.
Markup latency_section(const RunPage& page);
/// What was taken for granted, and what was not modelled.
Markup assumptions_section(const RunPage& page);
/// How to get the same run again, and what it was made of.
Markup origin_section(const RunPage& page);

}  // namespace bicoastal
